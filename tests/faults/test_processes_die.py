"""`kill -9` of every process in mid-call: people go on talking, and nothing of the call is lost."""

from __future__ import annotations

import pytest

from callcenter.calls.facts import Reason, Side
from callcenter.history.call_record import RecordingState
from callcenter.lab.phone import Phone
from tests.centre import Centre
from tests.desks import desk_at
from tests.played import (
    AGENT,
    CALLER,
    OTHER_AGENT,
    OTHER_CALLER,
    PlayedAgent,
    agent_at_phone,
    call_in,
    caller,
    connected,
    hear_each_other,
    longest_silence,
    seconds_with,
    sides,
)
from tests.running_centre import PATIENCE
from tests.whole_call import ends_complete

pytestmark = [pytest.mark.faults, pytest.mark.telephone]

VICTIMS = [
    ("control",),
    ("web",),
    ("worker",),
    ("softphone",),
    ("nats",),
    ("postgres",),
    ("exchange",),
    ("nats", "postgres", "web", "worker"),
]


@pytest.mark.parametrize("victims", VICTIMS, ids="+".join)
async def test_a_call_outlives(
    victims: tuple[str, ...], centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    killed = centre.kill(*victims)
    await hear_each_other(wang, lin)
    await centre.back(killed)
    await hear_each_other(wang, lin)
    await wang.hang_up()
    await wang.wait_for("over")
    await ends_complete(centre, call, lin)


async def test_a_caller_on_tcp_finds_the_new_exchange_for_her_goodbye_and_for_a_new_call(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin, transport="tcp")
    killed = centre.kill("exchange", "control")
    await hear_each_other(wang, lin)
    await centre.back(killed)
    await wang.hang_up()
    await wang.wait_for("over")
    await ends_complete(centre, call, lin)

    again = await connected(centre, wang, lin, transport="tcp")
    await wang.hang_up()
    await ends_complete(centre, again, lin)


async def test_the_agent_hangs_up_through_the_new_exchange(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin, transport="tcp")
    await centre.back(centre.kill("exchange"))
    await lin.hang_up(call)
    await wang.wait_for("over")
    await lin.wrap_up(call)
    record = await centre.finished(call)
    assert record.ending is not None
    assert record.ending.reason is Reason.HANGUP


async def test_a_desk_finds_its_call_again_when_web_was_killed(centre: Centre, wang: Phone) -> None:
    number = await centre.straight_number()
    async with desk_at(centre, "1001", AGENT) as lin:
        call = await call_in(centre, wang, number)
        await lin.is_in("on_call")
        await centre.back(centre.kill("web"))
        await wang.hears(AGENT)
        lin.screen = {}
        following = await lin.sit_down()
        screen = await lin.shows(lambda shown: shown["me"]["state"] == "on_call")
        assert screen["call"]["call"] == call
        await lin.press("hang_up", call=call)
        await wang.wait_for("over")
        await lin.is_in("wrap_up")
        await lin.give_outcome(call)
        await lin.is_in("idle")
    await following
    record = await centre.finished(call)
    assert record.ending is not None
    assert (record.ending.side, record.ending.reason) == (Side.AGENT, Reason.HANGUP)


async def test_a_dead_line_ends_its_own_call_and_no_other(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    async with (
        agent_at_phone(centre, "1002", OTHER_AGENT) as zhou,
        caller("+8613900000001", OTHER_CALLER) as other,
    ):
        await centre.recorded(call, 2.0)
        neighbour = await connected(centre, other, zhou, (OTHER_CALLER, OTHER_AGENT))
        centre.kill_line_of(call)
        for phone in (wang, lin.phone):
            await phone.wait_for("over", within=PATIENCE)
        await lin.wrap_up(call)
        record = await centre.finished(call)
        assert record.ending is not None
        assert record.ending.reason is Reason.LINE_DIED
        assert record.dropped_at is not None
        await plays_up_to_the_death(centre, call)

        await hear_each_other(other, zhou, (OTHER_CALLER, OTHER_AGENT))
        assert [(await one.listen(CALLER)).lost for one in (other, zhou.phone)] == [0, 0]
        await other.hang_up()
        await ends_complete(centre, neighbour, zhou, (OTHER_CALLER, OTHER_AGENT))


async def test_a_line_and_its_exchange_die_together(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    await centre.recorded(call, 2.0)
    killed = centre.kill("exchange")
    centre.kill_line_of(call)
    await centre.back(killed)
    for phone in (wang, lin.phone):
        await phone.wait_for("over", within=PATIENCE)
    await lin.wrap_up(call)
    record = await centre.finished(call)
    assert record.ending is not None
    assert record.ending.reason is Reason.LINE_DIED
    await plays_up_to_the_death(centre, call)


async def plays_up_to_the_death(centre: Centre, call: str) -> None:
    """What was said until the line died can be played, each on its own side."""
    record = await centre.record(call, lambda one: one.recording is RecordingState.STORED)
    left, right = sides(await centre.recording(call))
    assert record.connected_at is not None
    assert record.ended_at is not None
    assert seconds_with(left, CALLER) > 0
    assert seconds_with(right, AGENT) > 0
    assert longest_silence(left, CALLER) <= 0.1
    assert longest_silence(right, AGENT) <= 0.1
