"""A trainee listens to her mentor's calls: real telephones, heard by ear and in the recording."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from ulid import ULID

import acd.facts as a
import callcenter.calls.facts as c
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed
from tests.centre import Centre
from tests.desks import desk_at
from tests.played import (
    AGENT,
    CALLER,
    OTHER_AGENT,
    call_in,
    hears_music,
    seconds_with,
    sides,
)

pytestmark = pytest.mark.telephone

MENTOR, TRAINEE = "1001", "1002"


@pytest.fixture
async def trainee(centre: Centre) -> AsyncIterator[Desk]:
    """Agent 1002, whose mentor is 1001, at her desk phone, not ready; she hums."""
    async with (
        centre.agent_rules(TRAINEE, mentor=MENTOR),
        desk_at(centre, TRAINEE, OTHER_AGENT) as sitting,
    ):
        await sitting.who.post(f"/agents/{TRAINEE}/not-ready", {"reason": "training"})
        await sitting.shows(lambda screen: screen["me"]["listen"]["mentor"] == MENTOR)
        await sitting.is_in("not_ready")
        yield sitting


def press() -> str:
    return str(ULID())


async def test_she_hears_both_is_heard_by_nobody_and_is_not_in_the_recording(
    centre: Centre, trainee: Desk, lin: Desk, wang: Phone
) -> None:
    await trainee.press("listen", press=press())
    await trainee.shows(lambda screen: screen["me"]["listen"]["agent"] == MENTOR)
    await trainee.shows(lambda screen: screen["me"]["reason"] == "listening")
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await centre.fact(a.ListenerJoined, call=call, listener=TRAINEE, agent=MENTOR)
    await trainee.phone.hears(CALLER)
    await trainee.phone.hears(AGENT)
    await wang.stops_hearing(OTHER_AGENT)
    await lin.phone.stops_hearing(OTHER_AGENT)
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    shown = await lin.shows(lambda screen: screen["me"]["listen"]["heard_by"])
    assert len(shown["me"]["listen"]["heard_by"]) == 1
    await trainee.shows(lambda screen: screen["me"]["listen"]["hears_since"])
    await centre.recorded(call, 1.0)
    await wang.hang_up()
    left = await centre.fact(a.ListenerLeft, call=call, listener=TRAINEE)
    assert (left.heard, left.because) == (True, "over")
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await centre.finished(call)
    said, answered = sides(await centre.recording(call))
    assert seconds_with(said, OTHER_AGENT) == seconds_with(answered, OTHER_AGENT) == 0
    assert seconds_with(said, CALLER) > 0.5
    assert seconds_with(answered, AGENT) > 0.5
    listening = trainee.screen["me"]["listen"]
    assert (listening["agent"], listening["hears_since"]) == (MENTOR, None), "the next call too"


async def test_she_comes_into_a_conversation_that_goes_on_and_leaves_it(
    centre: Centre, trainee: Desk, lin: Desk, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await trainee.press("listen", press=press())
    await centre.fact(a.ListenerJoined, call=call, listener=TRAINEE)
    await trainee.phone.hears(CALLER)
    await trainee.press("stop_listening")
    left = await centre.fact(a.ListenerLeft, call=call, listener=TRAINEE)
    assert (left.heard, left.because) == (True, "stopped")
    await trainee.shows(lambda screen: not screen["me"]["listen"]["agent"])
    await lin.shows(lambda screen: not screen["me"]["listen"]["heard_by"])
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await wang.hang_up()
    await lin.is_in("wrap_up")


async def test_she_hears_her_mentor_alone_while_the_caller_is_on_hold(
    centre: Centre, trainee: Desk, lin: Desk, wang: Phone
) -> None:
    await trainee.press("listen", press=press())
    call = await call_in(centre, wang, await centre.straight_number())
    await centre.fact(a.ListenerJoined, call=call, listener=TRAINEE)
    await trainee.phone.hears(CALLER)
    await lin.press("hold", call=call)
    await centre.fact(c.LegHeld, call=call)
    await hears_music(wang)
    await trainee.phone.hears(AGENT)
    await lin.press("retrieve", call=call)
    await wang.hears(AGENT)
    await trainee.phone.hears(CALLER)
    await wang.hang_up()
    await lin.is_in("wrap_up")


async def test_being_ready_ends_it(centre: Centre, trainee: Desk, lin: Desk) -> None:
    await trainee.press("listen", press=press())
    await centre.fact(a.ListeningBegan, listener=TRAINEE, agent=MENTOR)
    await trainee.ready()
    await centre.fact(a.ListeningEnded, listener=TRAINEE, how=a.ListenEnd.CHOSE)
    await trainee.is_in("idle")
    await trainee.shows(lambda screen: not screen["me"]["listen"]["agent"])
    await lin.is_in("idle")


async def test_who_has_no_mentor_listens_to_nobody(centre: Centre, lin: Desk) -> None:
    with pytest.raises(NotAllowed, match="mentor"):
        await lin.press("listen", press=press())
    with pytest.raises(NotAllowed, match="nobody"):
        await lin.press("stop_listening")
    assert not centre.all(a.ListenPressed)
