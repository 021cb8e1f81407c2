"""Voice, tunes and prompts: how long, how loud, at once or not at all, own recordings first."""

import asyncio
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from msgspec import structs

from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.ids import AgentId, FlowName, NodeName, QueueId, SkillName
from callcenter.administration.listing import listing
from callcenter.prompts_wanted import (
    Prompt,
    colleague_prompts,
    fixed_prompts,
    prompts_of,
    queue_prompts,
)
from callcenter.staff import Named, Names, Person
from callcenter.worker import sound, tunes
from callcenter.worker.prompt_maker import PromptMaker
from callcenter.worker.voice import the_voice
from ivr.flow import Flow, QueueNode, SayNode
from ivr.prompts import prompt_key
from ivr.words import comfort_texts, place_texts

MANDARIN = "您好，欢迎致电。机票预订请按一，酒店预订请按二。"
ENGLISH = "Welcome to our travel centre. For flights, press one. For hotels, press two."


def flow() -> Flow:
    return Flow(
        name=FlowName("main"),
        start=NodeName("hello"),
        nodes=(
            SayNode(
                name=NodeName("hello"),
                texts={"mandarin": MANDARIN, "english": ENGLISH},
                next=NodeName("end"),
            ),
            QueueNode(name=NodeName("end"), queue=QueueId("flights")),
        ),
        default_queue=QueueId("flights"),
    )


def file_of(folder: Path, language: str, words: str) -> Path:
    return folder / f"{prompt_key(language, words)}.wav"


@pytest.mark.parametrize(
    ("language", "words", "least", "most"),
    [("mandarin", MANDARIN, 4, 9), ("english", ENGLISH, 4, 9)],
)
def test_a_prompt_is_as_long_and_as_loud_as_speech(
    tmp_path: Path, language: str, words: str, least: float, most: float
) -> None:
    maker = PromptMaker(tmp_path)
    maker.want([Prompt(prompt_key(language, words), language, words)])
    maker.make_all()
    path = file_of(tmp_path, language, words)
    about = soundfile.info(path)
    assert (about.samplerate, about.channels, about.subtype) == (8000, 1, "PCM_16")
    assert least < about.duration < most
    samples, _ = sound.read_any(path)
    assert sound.level(samples) == pytest.approx(sound.SPEECH_LEVEL, abs=1)
    assert np.abs(samples).max() < 0.9
    assert not np.abs(samples[: int(0.04 * 8000)]).any()


def test_both_languages_are_spoken_and_differ() -> None:
    voice = the_voice()
    assert voice is the_voice()
    said = [voice.say("12345", language) for language in ("mandarin", "english")]
    assert len(said[0]) != len(said[1])
    assert not voice.say("", "english").any()


NAMED = (("mandarin", "酒店"), ("english", "Hotels"))


def _named() -> Configuration:
    """One queue with a name in both languages."""
    hotels = QueueId("hotels")
    names = {SkillName(language): words for language, words in NAMED}
    queue = QueueProfile(id=hotels, spoken_name=names)
    return Configuration(version=1, queues=(queue,), agents=(), default_queue=hotels)


def test_everything_a_flow_and_the_house_say_has_a_file(tmp_path: Path) -> None:
    maker = PromptMaker(tmp_path)
    wanted = [*prompts_of([flow()]), *queue_prompts(_named()), *fixed_prompts()]
    maker.want(wanted)
    made = maker.make_all()
    assert made == len({one.key for one in wanted}) + 6
    for language, words in (*place_texts("", 3, 2), *comfort_texts("english"), *NAMED):
        assert file_of(tmp_path, language, words).is_file()
    assert soundfile.info(tmp_path / "beep.wav").duration == tunes.BEEP_FOR
    assert maker.make_all() == 0


def _listed() -> tuple[Configuration, Names]:
    """She is listed, and he is not."""
    names = {"林知夏": "1001", "周屿": "1002"}
    people = {
        number: Person(
            agent=number, name=Named(zh=name, en="Amy Lin"), team="", site="", employer=""
        )
        for name, number in names.items()
    }
    hers = listing(AgentId("1001"), {"name": "林知夏", "name_en": "Amy Lin"})
    agents = (
        AgentProfile(id=AgentId("1001"), listed=True, listing=hers),
        AgentProfile(id=AgentId("1002")),
    )
    told = Configuration(version=1, queues=(), agents=agents, default_queue=QueueId(""))
    none: dict[str, Named] = {}
    house = Named(zh="", en="")
    return told, Names(
        house=house,
        people=people,
        queues=none,
        teams=none,
        sites=none,
        employers=none,
        skills=none,
    )


def test_the_names_of_those_who_are_listed_are_spoken_each_by_the_voice_for_its_letters(
    tmp_path: Path,
) -> None:
    told, names = _listed()
    wanted = list(colleague_prompts(told, names))
    assert [(one.language, one.words, one.node) for one in wanted] == [
        ("mandarin", "林知夏", "colleague-1001"),
        ("english", "Amy Lin", "colleague-1001"),
    ]
    hers = told.agents[0].listing
    assert hers is not None
    maker = PromptMaker(tmp_path)
    maker.want(wanted)
    maker.make_all()
    for language, text in hers.spoken.items():
        assert file_of(tmp_path, language, text).is_file()


def test_a_name_that_has_changed_waits_for_the_configuration_that_knows_it() -> None:
    told, names = _listed()
    renamed = structs.replace(names.people["1001"], name=Named(zh="林夏", en="Amy Lin"))
    later = structs.replace(names, people={"1001": renamed})
    assert [one.words for one in colleague_prompts(told, later)] == ["Amy Lin"]


def test_the_tunes_loop_at_the_agreed_level(tmp_path: Path) -> None:
    PromptMaker(tmp_path).make_all()
    for name in ("music", "hold", "comfort", "please_hold", "ringback"):
        samples, rate = soundfile.read(tmp_path / f"{name}.wav")
        assert (rate, samples.ndim) == (8000, 1)
        assert sound.level(samples) == pytest.approx(-20, abs=1.5)
    music, _ = soundfile.read(tmp_path / "music.wav")
    assert len(music) == 30 * 8000
    step = np.abs(np.diff(music)).max()
    assert abs(music[0] - music[-1]) <= step, "the seam must be no louder than the music"


def test_the_ringing_tone_is_one_second_in_five() -> None:
    tone = tunes.ringback()
    assert len(tone) == 5 * 8000
    assert tone[:8000].any()
    assert not tone[8000:].any()


def test_a_companys_own_recording_wins_until_it_is_taken_away(tmp_path: Path) -> None:
    own = tmp_path / "own" / "hello.english.wav"
    own.parent.mkdir()
    time = np.arange(44100 * 2) / 44100
    soundfile.write(own, np.stack([np.sin(2 * np.pi * 440 * time)] * 2, axis=1), 44100)
    maker = PromptMaker(tmp_path)
    maker.want(prompts_of([flow()]))
    maker.make_all()
    path = file_of(tmp_path, "english", ENGLISH)
    samples, rate = soundfile.read(path)
    assert (rate, len(samples) / rate) == (8000, pytest.approx(2.25, abs=0.05))
    assert np.abs(np.fft.rfft(samples)).argmax() * rate / len(samples) == pytest.approx(440, abs=2)
    assert maker.make_all() == 0
    own.unlink()
    assert maker.make_all() == 1
    assert soundfile.info(path).duration > 4


def test_a_newer_own_recording_is_taken_and_a_broken_one_is_not(tmp_path: Path) -> None:
    own = tmp_path / "own" / "hello.english.wav"
    own.parent.mkdir()
    own.write_bytes(b"this is no sound")
    maker = PromptMaker(tmp_path)
    maker.want(prompts_of([flow()]))
    maker.make_all()
    path = file_of(tmp_path, "english", ENGLISH)
    assert soundfile.info(path).duration > 4
    assert maker.make_all() == 0
    soundfile.write(own, np.full(8000, 0.1), 8000)
    os.utime(own, (2**31, 2**31))
    assert maker.make_all() == 1
    assert soundfile.info(path).duration < 2


def test_music_of_the_companys_own(tmp_path: Path) -> None:
    own = tmp_path / "own" / "music.wav"
    own.parent.mkdir()
    soundfile.write(own, np.full(16000, 0.1), 16000)
    PromptMaker(tmp_path).make_all()
    assert soundfile.info(tmp_path / "music.wav").duration < 2


def test_no_half_written_file_is_ever_seen(tmp_path: Path) -> None:
    def fails(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        sound.write_whole(tmp_path / "a.wav", fails)
    assert list(tmp_path.iterdir()) == []


async def test_flows_published_later_are_spoken_too(tmp_path: Path) -> None:
    maker = PromptMaker(tmp_path)
    task = asyncio.create_task(maker.run())
    path = file_of(tmp_path, "mandarin", MANDARIN)
    maker.want(prompts_of([flow()]))
    async with asyncio.timeout(30):
        while not path.is_file():  # noqa: ASYNC110 - it is made by another thread
            await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(800)])
def test_silence_stays_silence(samples: sound.Samples) -> None:
    assert not sound.levelled(sound.trimmed(sound.to_telephone(samples, 22050))).any()
    assert sound.level(samples) == float("-inf")
