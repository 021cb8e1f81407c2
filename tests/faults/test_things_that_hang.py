"""Nothing dies, but something stands still: a disk, a process, an agent's telephone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from callcenter.calls.facts import LegMediaBack, LegMediaLost, MusicStarted, ReflexTaken
from callcenter.lab.phone import Phone
from callcenter.spool import AGENTS_TRACK, CALLER_TRACK
from tests.centre import Centre, stopped
from tests.played import (
    AGENT,
    CALLER,
    RATE,
    PlayedAgent,
    connected,
    hear_each_other,
    hears_music,
    longest_silence,
    more_packets,
    sides,
)
from tests.whole_call import ends_complete

pytestmark = [pytest.mark.faults, pytest.mark.telephone]


async def test_a_disk_that_hangs_costs_no_packet_and_no_second_of_the_recording(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    async with hanging_disk(centre, call):
        await packets_keep_coming(wang, lin)
    await wang.hang_up()
    await ends_complete(centre, call, lin)


async def test_an_agent_can_hold_and_retrieve_while_the_disk_hangs(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    async with hanging_disk(centre, call):
        assert files_on_disk(centre, call) == []
        await lin.hold(call)
        await hears_music(wang)
        await lin.hold(call, False)
        await hear_each_other(wang, lin)
    await wang.hang_up()
    await lin.wrap_up(call)
    assert (await centre.finished(call)).ending is not None


@pytest.mark.parametrize("role", ["exchange", "control", "nats", "postgres"])
async def test_a_process_that_hangs_costs_no_packet(
    role: str, centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    with stopped(centre.pid(role)):
        await packets_keep_coming(wang, lin)
    await wang.hang_up()
    await ends_complete(centre, call, lin)


async def test_a_caller_hears_comfort_while_the_agents_telephone_is_silent(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    with stopped(lin.phone.pid):
        lost = await centre.fact(LegMediaLost, call=call)
        reflex = await centre.fact(ReflexTaken, call=call, reflex="comfort")
        await centre.fact(MusicStarted, call=call, tune="comfort")
        assert (reflex.at - lost.at).total_seconds() < 1
        await wang.stops_hearing(AGENT)
        await hears_music(wang)
    await centre.fact(LegMediaBack, call=call)
    await hear_each_other(wang, lin)
    await wang.hang_up()
    await lin.wrap_up(call)
    record = await centre.finished(call)
    left, _ = sides(await centre.recording(call))
    assert longest_silence(left, CALLER) <= 0.1
    assert record.ending is not None


async def packets_keep_coming(who: Phone, agent: PlayedAgent) -> None:
    """Two more seconds of packets at both ends, none lost, and each still hears the other."""
    await asyncio.gather(*(more_packets(phone, 100) for phone in (who, agent.phone)))
    await hear_each_other(who, agent)
    assert [(await phone.listen(CALLER)).lost for phone in (who, agent.phone)] == [0, 0]


@asynccontextmanager
async def hanging_disk(centre: Centre, call: str) -> AsyncIterator[None]:
    """A disk on which the spooler's next write of this call's recording never returns."""
    track = centre.running.data / "spool" / call / CALLER_TRACK
    await centre.until(track.exists, "the spooler has begun to copy")
    track.unlink()
    os.mkfifo(track)
    await centre.until(lambda: is_behind(centre, call), "the spooler hangs on its disk")
    try:
        yield
    finally:
        release = os.open(track, os.O_RDONLY | os.O_NONBLOCK)
        track.unlink()
        os.close(release)


def is_behind(centre: Centre, call: str) -> bool:
    """Whether the copy of the agents' track on the disk is three seconds behind the memory's.

    The spooler copies the caller's track first, each second.
    """
    grown = centre.growing(call, AGENTS_TRACK)
    copied = centre.running.data / "spool" / call / AGENTS_TRACK
    return grown.stat().st_size - copied.stat().st_size > 3 * RATE


def files_on_disk(centre: Centre, call: str) -> list[str]:
    """What the call's line has open for writing that a hanging data disk could stop it at."""
    [line] = [one for one in centre.running.lines() if one.extra.get("call_id") == call]
    folder = centre.running.data / "spool"
    opened = (os.readlink(entry) for entry in Path(f"/proc/{line.pid}/fd").iterdir())
    return [name for name in opened if name.startswith(str(folder))]
