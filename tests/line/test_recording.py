"""What is in the two tracks."""

import asyncio
import json
from pathlib import Path

import pytest

from callcenter.calls.commands import (
    DropRecording,
    EndLeg,
    MuteLeg,
    PauseRecording,
    PlayMusic,
    ResumeRecording,
)
from callcenter.calls.facts import (
    LegMediaUp,
    RecordingEnded,
    RecordingLost,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
)
from callcenter.lab.handset import strength
from callcenter.lab.phone import Phone
from callcenter.spool import DROPPED_FILE, ENDED_FILE, OWNER_FILE, TRACKS
from tests.line.bench import Bench
from tests.line.conftest import tone_file

pytestmark = pytest.mark.telephone

PIECE = 800
"""Samples in a tenth of a second."""


def track(folder: Path, name: str) -> list[int]:
    """A closed µ-law track as samples."""
    raw = (folder / name).read_bytes()
    start = raw.index(b"data") + 8
    assert int.from_bytes(raw[start - 4 : start], "little") == len(raw) - start
    return [linear(each) for each in raw[start:]]


def linear(byte: int) -> int:
    """One µ-law byte as a 16 bit sample (ITU-T G.711)."""
    turned = ~byte & 0xFF
    size = (((turned & 0x0F) << 3) + 0x84 << ((turned & 0x70) >> 4)) - 0x84
    return -size if turned & 0x80 else size


def tenths(samples: list[int], hertz: float) -> str:
    """`#` for each tenth of a second with that tone, `.` for true silence, `?` for the rest."""
    drawn = ""
    for at in range(0, len(samples) - PIECE, PIECE):
        piece = samples[at : at + PIECE]
        if strength(piece, hertz) > 1000:
            drawn += "#"
        else:
            drawn += "." if max(abs(each) for each in piece) < 300 else "?"
    return drawn


async def heard_for(seconds: float) -> None:
    """Let the recording run: its length is what is tested."""
    await asyncio.sleep(seconds)


async def test_each_side_is_on_its_own_track_and_both_have_the_calls_length(
    line: Bench, shared_memory: Path, maria: Phone, omar: Phone
) -> None:
    await line.answered(maria)
    started = await line.wait_for(RecordingStarted)
    music = tone_file(line.folder / "music.wav", 2000)
    await line.do(PlayMusic(id=line.id(), call=line.call, leg=line.leg(1)), music)
    await heard_for(0.5)
    await line.dialled(2, omar.uri)
    await line.wait_for(LegMediaUp, lambda fact: fact.leg == line.leg(2))
    await omar.hears(440)
    await heard_for(0.6)
    folder = shared_memory / line.call
    owner = json.loads((folder / OWNER_FILE).read_text())
    assert (owner["pid"], owner["line"]) == (line.pid, line.birth.line)
    await maria.hang_up()
    ended = await line.wait_for(RecordingEnded)

    caller, agents = (track(folder, name) for name in TRACKS)
    assert abs(len(caller) - len(agents)) <= 160
    real = (ended.at - started.at).total_seconds()
    assert abs(len(caller) / 8000 - real) < 0.15
    assert abs(ended.seconds - real) < 0.1
    assert "#" * 8 in tenths(caller, 440)
    drawn = tenths(agents, 700)
    assert drawn.startswith("...")
    assert "#" * 4 in drawn
    for samples in (caller, agents):
        assert "#" not in tenths(samples, 2000)
    said = json.loads((folder / ENDED_FILE).read_text())
    assert (said["call"], said["seconds"]) == (line.call, ended.seconds)


async def test_a_pause_is_true_silence_of_its_length_on_both_tracks(
    line: Bench, shared_memory: Path, maria: Phone, omar: Phone
) -> None:
    await line.talking(maria, omar)
    await omar.hears(440)
    await maria.hears(700)
    await heard_for(0.4)
    await line.do(PauseRecording(id=line.id(), call=line.call))
    await line.wait_for(RecordingPaused)
    await heard_for(0.8)
    await line.do(ResumeRecording(id=line.id(), call=line.call))
    await line.wait_for(RecordingResumed)
    await heard_for(0.5)
    await maria.hang_up()
    ended = await line.wait_for(RecordingEnded)
    assert 0.7 < ended.paused < 1.2
    folder = shared_memory / line.call
    for name, hertz in zip(TRACKS, (440, 700), strict=True):
        before, _, after = tenths(track(folder, name), hertz).partition("." * 6)
        assert "##" in before
        assert "##" in after
        assert "?" not in after[2:-2]


async def test_a_muted_agent_is_not_recorded(
    line: Bench, shared_memory: Path, maria: Phone, omar: Phone
) -> None:
    await line.talking(maria, omar)
    await line.do(MuteLeg(id=line.id(), call=line.call, leg=line.leg(2), muted=True))
    await maria.stops_hearing(700)
    await heard_for(0.5)
    await maria.hang_up()
    await line.wait_for(RecordingEnded)
    assert tenths(track(shared_memory / line.call, TRACKS[1]), 700).endswith("....")


async def test_a_declined_recording_leaves_nothing(
    line: Bench, shared_memory: Path, maria: Phone
) -> None:
    await line.answered(maria)
    await line.wait_for(RecordingStarted)
    await line.do(DropRecording(id=line.id(), call=line.call))
    assert (await line.wait_for(RecordingLost)).because == "declined"
    folder = shared_memory / line.call
    assert (folder / DROPPED_FILE).exists()
    assert not any((folder / name).exists() for name in TRACKS)
    again = DropRecording(id=line.id(), call=line.call)
    assert (await line.do(again)).reason == "wrong_state"
    await maria.hold()
    await maria.hold(False)
    await line.do(EndLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    await maria.wait_for("over")
    assert len(line.of(RecordingStarted)) == 1
    assert not line.of(RecordingEnded)
