"""Prompts, barge-in and music."""

import pytest

from acd.ids import PromptId
from callcenter.calls.commands import PlayMusic
from callcenter.calls.facts import MusicStarted, ReflexTaken
from callcenter.lab.phone import Phone
from ivr.commands import Say
from ivr.facts import DigitPressed, PromptEnded
from tests.line.bench import Bench
from tests.line.conftest import tone_file

pytestmark = pytest.mark.telephone


def say(line: Bench, name: str, *, barge_in: bool = True, only_held: bool = False) -> Say:
    return Say(
        id=line.id(),
        call=line.call,
        leg=line.leg(1),
        prompt=PromptId(name),
        texts=(),
        barge_in=barge_in,
        only_held=only_held,
    )


@pytest.mark.parametrize("info", [False, True])
async def test_a_key_stops_a_prompt(line: Bench, maria: Phone, info: bool) -> None:
    await line.answered(maria)
    await line.do(say(line, "p1"), tone_file(line.folder / "long.wav", 1500, 8))
    await maria.hears(1500)
    await maria.press("2", info=info)
    assert (await line.wait_for(PromptEnded)).how == "barged"
    assert (await line.wait_for(DigitPressed)).digit == "2"
    await line.wait_for(ReflexTaken, lambda fact: fact.reflex == "barged")
    await maria.stops_hearing(1500)


async def test_a_prompt_that_must_be_heard_is_not_stopped_by_a_key(
    line: Bench, maria: Phone
) -> None:
    await line.answered(maria)
    file = tone_file(line.folder / "must.wav", 1500, 1.2)
    await line.do(say(line, "p1", barge_in=False), file)
    await maria.hears(1500)
    await maria.press("2")
    await line.wait_for(DigitPressed)
    assert (await line.wait_for(PromptEnded)).how == "finished"


async def test_a_new_prompt_takes_the_place_of_the_old_one(line: Bench, maria: Phone) -> None:
    await line.answered(maria)
    await line.do(say(line, "p1"), tone_file(line.folder / "a.wav", 1500, 8))
    await maria.hears(1500)
    await line.do(say(line, "p2"), tone_file(line.folder / "b.wav", 1900, 0.5))
    await maria.hears(1900)
    await maria.stops_hearing(1500)
    await line.wait_for(PromptEnded, lambda fact: fact.prompt == "p2")
    ends = [(fact.prompt, fact.how) for fact in line.of(PromptEnded)]
    assert ends == [("p1", "stopped"), ("p2", "finished")]


async def test_what_cannot_be_played_is_refused_or_left_out(line: Bench, maria: Phone) -> None:
    await line.answered(maria)
    nonsense = line.folder / "nonsense.wav"
    nonsense.write_bytes(b"this is no sound" * 20)
    closed = await line.do(say(line, "p1"), nonsense, line.folder / "missing.wav")
    assert (closed.outcome, closed.reason) == ("refused", "no_audio_file")
    good = tone_file(line.folder / "good.wav", 1500, 0.6)
    assert (await line.do(say(line, "p2"), nonsense, good)).outcome == "done"
    await maria.hears(1500)
    assert (await line.wait_for(PromptEnded)).how == "finished"


async def test_music_goes_round_and_waits_for_a_prompt(line: Bench, maria: Phone) -> None:
    await line.answered(maria)
    music = tone_file(line.folder / "music.wav", 900, 0.3)
    await line.do(PlayMusic(id=line.id(), call=line.call, leg=line.leg(1)), music)
    assert (await line.wait_for(MusicStarted)).tune == "music"
    await maria.hears(900)
    await line.do(say(line, "p1"), tone_file(line.folder / "place.wav", 1500, 0.5))
    await maria.hears(1500)
    await line.wait_for(PromptEnded)
    await line.do(PlayMusic(id=line.id(), call=line.call, leg=line.leg(1)), music)
    await maria.hears(900)


async def test_missing_music_is_a_beep_and_not_silence(line: Bench, maria: Phone) -> None:
    await line.answered(maria)
    closed = await line.do(PlayMusic(id=line.id(), call=line.call, leg=line.leg(1), tune="none"))
    assert closed.outcome == "done"
    await maria.hears(425)
