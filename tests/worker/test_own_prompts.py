"""Own recordings of prompts: usual kinds are taken, others refused, the voice comes back."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile

from callcenter.clock import now
from callcenter.prompts_wanted import OWN, UPLOADS, Prompt
from callcenter.records import OwnPrompt
from callcenter.wire import Done, PromptRecorded
from callcenter.worker import sound
from callcenter.worker.own_prompts import OwnPrompts
from callcenter.worker.prompt_maker import PromptMaker
from callcenter.worker.sound_job import MOST_SECONDS, NO_SOUND, SILENT, TOO_LONG
from ivr.prompts import prompt_key

WORDS = "Good morning."
KEY = prompt_key("english", WORDS)
HERTZ = 700


def tone(seconds: float, rate: int, channels: int = 1, loud: float = 0.1) -> sound.Samples:
    at = np.arange(int(seconds * rate)) / rate
    return np.repeat((loud * np.sin(2 * np.pi * HERTZ * at))[:, None], channels, axis=1)


def file(samples: sound.Samples, rate: int, kind: str) -> bytes:
    written = io.BytesIO()
    soundfile.write(written, samples, rate, format=kind)
    return written.getvalue()


def loudest(folder: Path) -> float:
    """Hertz of what is heard most in the prompt."""
    samples, at = sound.read_any(folder / f"{KEY}.wav")
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * at / len(samples))


async def records(
    folder: Path, content: bytes, key: str = KEY, name: str = "upload1"
) -> tuple[Done, list[str]]:
    """Upload it as web does; the answer, and who was told that something changed."""
    told: list[str] = []
    path = folder / UPLOADS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    own = OwnPrompts(folder, lambda: told.append("changed"))
    done = await own.take(
        PromptRecorded(key=key, file=name, name="morning.mp3", by="9001", at=now())
    )
    assert not path.exists(), "nothing is left of it"
    return done, told


@pytest.mark.parametrize(
    ("kind", "rate", "channels"),
    [("WAV", 44_100, 2), ("FLAC", 48_000, 1), ("OGG", 22_050, 2), ("MP3", 44_100, 1)],
)
async def test_any_usual_kind_is_heard_as_loud_as_the_voice(
    tmp_path: Path, kind: str, rate: int, channels: int
) -> None:
    done, told = await records(tmp_path, file(tone(1.5, rate, channels), rate, kind))
    assert (done.error, told) == ("", ["changed"])
    kept = msgspec.json.decode((tmp_path / OWN / f"{KEY}.json").read_bytes(), type=OwnPrompt)
    assert (kept.by, kept.name) == ("9001", "morning.mp3")
    assert kept.seconds == pytest.approx(1.5, abs=0.15)
    maker = PromptMaker(tmp_path)
    maker.want([Prompt(KEY, "english", WORDS)])
    maker.make_all()
    samples, at = sound.read_any(tmp_path / f"{KEY}.wav")
    assert at == sound.RATE
    assert sound.level(samples) == pytest.approx(sound.SPEECH_LEVEL, abs=1)
    assert loudest(tmp_path) == pytest.approx(HERTZ, abs=2)


REFUSED = [
    pytest.param(b"", NO_SOUND, id="empty"),
    pytest.param(b"\x00\x01 no sound at all " * 100, NO_SOUND, id="no sound file"),
    pytest.param(b"RIFF\xff\xff\xff\xffWAVEfmt ", NO_SOUND, id="a torn head"),
    pytest.param(file(tone(1, 8000, 9), 8000, "WAV"), NO_SOUND, id="nine channels"),
    pytest.param(file(tone(1, 8000, loud=0.0), 8000, "WAV"), SILENT, id="silence"),
    pytest.param(file(tone(MOST_SECONDS + 1, 8000), 8000, "FLAC"), TOO_LONG, id="too long"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED)
async def test_what_cannot_be_heard_is_refused_and_nothing_has_changed(
    tmp_path: Path, content: bytes, code: str
) -> None:
    done, told = await records(tmp_path, content)
    assert (done.error, told) == (code, [])
    assert not (tmp_path / OWN).exists()


@pytest.mark.parametrize(
    ("key", "file_"), [("../../etc/passwd", "a"), (KEY, "../a"), (KEY.upper(), "a"), ("", "a")]
)
async def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, key: str, file_: str) -> None:
    folder = tmp_path / "prompts"
    own = OwnPrompts(folder, lambda: None)
    done = await own.take(PromptRecorded(key=key, file=file_, at=now()))
    assert done.error == NO_SOUND
    assert not folder.exists()


async def test_taken_away_the_voice_is_back(tmp_path: Path) -> None:
    maker = PromptMaker(tmp_path)
    maker.want([Prompt(KEY, "english", WORDS)])
    maker.make_all()
    assert loudest(tmp_path) != pytest.approx(HERTZ, abs=2)
    await records(tmp_path, file(tone(1, 8000), 8000, "WAV"))
    maker.make_all()
    assert loudest(tmp_path) == pytest.approx(HERTZ, abs=2)
    own = OwnPrompts(tmp_path, lambda: None)
    assert (await own.take(PromptRecorded(key=KEY, at=now()))).error == ""
    assert (await own.take(PromptRecorded(key=KEY, at=now()))).error == "", "twice is once"
    maker.make_all()
    assert loudest(tmp_path) != pytest.approx(HERTZ, abs=2)


async def test_what_was_uploaded_for_these_words_wins_over_the_nodes_file(tmp_path: Path) -> None:
    own = tmp_path / OWN
    own.mkdir()
    sound.write_wav(own / "hello.english.wav", tone(3, 8000)[:, 0])
    maker = PromptMaker(tmp_path)
    maker.want([Prompt(KEY, "english", WORDS, "hello")])
    maker.make_all()
    assert soundfile.info(tmp_path / f"{KEY}.wav").duration > 2.5
    await records(tmp_path, file(tone(1, 8000), 8000, "WAV"))
    maker.make_all()
    assert soundfile.info(tmp_path / f"{KEY}.wav").duration < 1.5
    await OwnPrompts(tmp_path, lambda: None).take(PromptRecorded(key=KEY, at=now()))
    maker.make_all()
    assert soundfile.info(tmp_path / f"{KEY}.wav").duration > 2.5, "the older file, all the same"
