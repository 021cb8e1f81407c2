"""Nothing dies, but something stands still: a disk, a process, an agent's telephone."""

from __future__ import annotations

import asyncio
import os

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
    track = centre.running.data / "spool" / call / CALLER_TRACK
    await centre.until(track.exists, "the spooler has begun to copy")
    track.unlink()
    os.mkfifo(track)
    await centre.until(lambda: is_behind(centre, call), "the spooler hangs on its disk")
    await packets_keep_coming(wang, lin)
    release = os.open(track, os.O_RDONLY | os.O_NONBLOCK)
    track.unlink()
    os.close(release)
    await wang.hang_up()
    await ends_complete(centre, call, lin)


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


def is_behind(centre: Centre, call: str) -> bool:
    """Whether the copy of the agents' track on the disk is three seconds behind the memory's.

    The spooler copies the caller's track first, each second.
    """
    grown = centre.growing(call, AGENTS_TRACK)
    copied = centre.running.data / "spool" / call / AGENTS_TRACK
    return grown.stat().st_size - copied.stat().st_size > 3 * RATE
