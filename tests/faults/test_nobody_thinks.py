"""Control is away for longer: who waits keeps her place, who leaves is recorded, who comes is met.

The supervisor is stopped meanwhile, so nobody starts the dead again before the test wants it.
"""

from __future__ import annotations

import os
import signal

import pytest

from acd.facts import CallAbandoned, CallConnected, CallQueued, OfferMade, ThinkingResumed
from callcenter.calls.facts import CallEnded, LegEnded, MusicStarted, Reason
from callcenter.history.call_record import Result
from callcenter.lab.phone import Phone
from tests.centre import Centre, stopped
from tests.played import (
    OTHER_CALLER,
    PlayedAgent,
    agent_at_phone,
    call_in,
    caller,
    connected,
    hear_each_other,
    hears_music,
)
from tests.running_centre import PATIENCE
from tests.whole_call import ends_complete, ends_in_order

pytestmark = [pytest.mark.faults, pytest.mark.telephone]


async def test_waiting_callers_keep_place_and_music_and_are_offered_in_order(
    centre: Centre, wang: Phone
) -> None:
    number = await centre.straight_number()
    async with caller("+8613900000001", OTHER_CALLER) as second:
        calls = [await call_in(centre, one, number) for one in (wang, second)]
        for call in calls:
            await centre.fact(MusicStarted, call=call, tune="music")
        with stopped(centre.pid("supervisor")):
            killed = centre.kill("control")
            for one in (wang, second):
                await hears_music(one)
        await centre.back(killed)
        for one in (wang, second):
            await hears_music(one)
        async with agent_at_phone(centre, "1001") as lin:
            await centre.fact(CallConnected, call=calls[0], agent="1001")
            await hear_each_other(wang, lin)
            await wang.hang_up()
            await ends_complete(centre, calls[0], lin)
            await centre.fact(CallConnected, call=calls[1], agent="1001")
            offered = [offer.call for _, offer in centre.all(OfferMade)]
            assert offered == calls
            await second.hang_up()
            await centre.fact(CallEnded, call=calls[1])


async def test_an_abandon_with_control_away_is_recorded_when_it_happened(
    centre: Centre, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await centre.fact(MusicStarted, call=call, tune="music")
    await centre.recorded(call, 1.0)
    with stopped(centre.pid("supervisor")):
        killed = centre.kill("control")
        await wang.hang_up()
        await wang.wait_for("over")
    await centre.back(killed)
    await centre.fact(CallAbandoned, call=call)
    left = await centre.fact(LegEnded, call=call)
    resumed = await centre.fact(ThinkingResumed)
    assert left.at < resumed.at
    record = await centre.finished(call)
    assert record.result in (Result.SHORT_ABANDONED, Result.ABANDONED)
    assert record.abandoned_at == left.at


async def test_a_call_that_ends_with_control_away_is_wrapped_up_afterwards(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    with stopped(centre.pid("supervisor")):
        killed = centre.kill("control")
        await wang.hang_up()
        await lin.phone.wait_for("over", within=PATIENCE)
    await centre.back(killed)
    await ends_complete(centre, call, lin)


async def test_who_calls_with_control_away_is_met_and_taken_later(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    number = await centre.straight_number()
    with stopped(centre.pid("supervisor")):
        killed = centre.kill("control")
        await wang.call(f"sip:{number}@{centre.sip}")
        await wang.wait_for("up", within=PATIENCE)
        await hears_music(wang)
    await centre.back(killed)
    queued = await centre.fact(CallQueued)
    await centre.fact(CallConnected, call=queued.call, agent="1001")
    await hear_each_other(wang, lin)
    await wang.hang_up()
    await ends_complete(centre, queued.call, lin)


async def test_a_goodbye_while_the_exchange_is_away_is_heard_by_the_next(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    with stopped(centre.pid("supervisor")):
        killed = centre.kill("exchange")
        await wang.hang_up()
    await centre.back(killed)
    await wang.wait_for("over", within=PATIENCE)
    await ends_in_order(centre, call, lin)


async def test_a_caller_who_vanishes_while_the_exchange_is_away_is_noticed_by_the_line(
    centre: Centre, lin: PlayedAgent
) -> None:
    async with caller() as vanishing:
        call = await connected(centre, vanishing, lin)
        with stopped(centre.pid("supervisor")):
            killed = centre.kill("exchange")
            os.kill(vanishing.pid, signal.SIGKILL)
        await centre.back(killed)
        await lin.phone.wait_for("over", within=2 * PATIENCE)
        await lin.wrap_up(call)
        record = await centre.finished(call)
        assert record.ending is not None
        assert record.ending.reason is Reason.MEDIA_LOST
        assert record.dropped_at is not None
