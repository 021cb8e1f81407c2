"""A call that is answered by itself: a beep to the agent alone, then the voices, then a name."""

import asyncio
import wave
from pathlib import Path

import pytest

from callcenter.calls.commands import DialLeg
from callcenter.calls.facts import LegMediaUp, LegsJoined, ReflexTaken, Role
from callcenter.lab.handset import strength
from callcenter.lab.phone import Phone
from tests.line.bench import Bench
from tests.line.conftest import tone_file
from tests.line.test_reflexes import reflex

pytestmark = pytest.mark.telephone

PIECE = 800
"""Samples in a tenth of a second."""

CALLER, AGENT, BEEP, NAME, MUSIC = 440, 700, 1500, 1200, 2000
"""What each sounds like, in hertz."""


def tenths(path: Path, hertz: float) -> list[int]:
    """The tenths of a second of what a phone heard in which there is this tone."""
    with wave.open(str(path)) as file:
        raw = file.readframes(file.getnframes())
    samples = memoryview(raw).cast("h").tolist()
    pieces = [samples[at : at + PIECE] for at in range(0, len(samples) - PIECE, PIECE)]
    return [number for number, piece in enumerate(pieces) if strength(piece, hertz) > 500]


async def closed(path: Path) -> None:
    """A phone closes its file with the next tick of its clock."""
    async with asyncio.timeout(5):
        while True:
            if is_closed(path):
                return
            await asyncio.sleep(0.02)


def is_closed(path: Path) -> bool:
    """Whether the length of its data is written, which comes last."""
    return path.read_bytes().partition(b"data")[2][:4] not in (b"", b"\0\0\0\0")


async def announced(line: Bench, agent: Phone, *files: Path | str) -> LegsJoined:
    """Dial the agent with these files for her ear alone."""
    dial = DialLeg(
        id=line.id(),
        call=line.call,
        leg=line.leg(2),
        role=Role.AGENT,
        uri=agent.uri,
        join=line.leg(1),
        beep=True,
    )
    await line.do(dial, *files)
    return await line.wait_for(LegsJoined)


async def test_the_agent_hears_beep_and_name_and_the_caller_neither(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    beep = tone_file(line.folder / "beep.wav", BEEP, 0.5)
    name = tone_file(line.folder / "name.wav", NAME, 0.8)
    await line.answered(maria)
    await maria.record(line.folder / "maria.wav")
    await omar.record(line.folder / "omar.wav")
    joined = await announced(line, omar, beep, name)
    up = await line.wait_for(LegMediaUp, lambda fact: fact.leg == line.leg(2))
    assert 0.45 < (joined.at - up.at).total_seconds() < 1.5
    await omar.hears(NAME)
    await reflex(line, "announced")
    await maria.hears(AGENT)
    await omar.hears(CALLER)
    await omar.stops_hearing(NAME)
    for phone, file in ((maria, "maria.wav"), (omar, "omar.wav")):
        await phone.record(None)
        await closed(line.folder / file)
    beeps, names, callers = (
        tenths(line.folder / "omar.wav", tone) for tone in (BEEP, NAME, CALLER)
    )
    assert len(beeps) >= 4
    assert len(names) >= 7
    assert max(beeps) <= min(names), "the name comes behind the beep"
    assert set(names) & set(callers), "the name goes on over the voices"
    assert not [each for each in callers if each < max(beeps) - 1], "no voice under the beep"
    for tone in (BEEP, NAME):
        assert tenths(line.folder / "maria.wav", tone) == []


async def test_without_a_beep_that_can_be_played_they_are_joined_at_once(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    await line.answered(maria)
    await announced(line, omar, line.folder / "none.wav")
    await maria.hears(AGENT)
    assert "announced" not in [one.reflex for one in line.of(ReflexTaken)]


async def test_a_name_that_is_missing_costs_nothing(line: Bench, maria: Phone, omar: Phone) -> None:
    beep = tone_file(line.folder / "beep.wav", BEEP, 0.5)
    await line.answered(maria)
    await announced(line, omar, beep, line.folder / "none.wav")
    await maria.hears(AGENT)
    await omar.hears(CALLER)
