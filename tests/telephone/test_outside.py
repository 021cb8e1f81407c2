"""Somebody outside in a call: asked, given the caller, or not there; who hears whom."""

from __future__ import annotations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import CallId
from callcenter.calls.call import Direction
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed
from tests.centre import Centre
from tests.outside import outside, press
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

HOTEL = "+8614100000355"


async def talking(centre: Centre, lin: Desk, wang: Phone) -> CallId:
    """Lin speaks with her caller."""
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    return call


async def calls(desk: Desk, call: CallId, to: str = HOTEL, *, hand_over: bool = False) -> str:
    """She presses; the press."""
    name = press()
    body = {"press": name, "number": to, "hand_over": hand_over}
    await desk.who.post(f"/calls/{call}/outside", body)
    return name


async def is_asked(lin: Desk, state: str) -> dict[str, object]:
    """Where that stands, as her screen says it."""
    shown = await lin.shows(lambda screen: (screen["call"]["consult"] or {}).get("state") == state)
    consult = shown["call"]["consult"]
    assert isinstance(consult, dict)
    return consult


async def wrapped_up(centre: Centre, lin: Desk, call: CallId) -> None:
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await lin.is_in("idle")


async def speaks_outside(lin: Desk, call: CallId, wang: Phone, hotel: Phone) -> None:
    """Early media, then the two speak while the caller hears music."""
    await hotel.hum(OTHER_AGENT)
    await calls(lin, call)
    consult = await is_asked(lin, "ringing")
    assert consult["outside"]
    assert consult["name"] == {"zh": "", "en": ""}
    await hears_music(wang)
    await lin.phone.hears(OTHER_AGENT)
    await hotel.answer()
    await is_asked(lin, "talking")
    await hotel.hears(AGENT)
    await lin.phone.stops_hearing(CALLER)


async def test_asked_swapped_all_three_and_the_caller_is_theirs(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await talking(centre, lin, wang)
    async with outside(centre, HOTEL, answers=183) as hotel:
        await speaks_outside(lin, call, wang, hotel)
        await lin.press("consult_step", call=call, step="swap")
        await wang.hears(AGENT)
        await hears_music(hotel)
        await lin.press("consult_step", call=call, step="conference")
        await hotel.hears(CALLER)
        await wang.hears(OTHER_AGENT)
        await hotel.hears(AGENT)
        await lin.press("consult_step", call=call, step="complete")
        await lin.phone.wait_for("over")
        await wrapped_up(centre, lin, call)
        await wang.stops_hearing(AGENT)
        await wang.hears(OTHER_AGENT)
        await hotel.hears(CALLER)
        await centre.fact(c.RecordingPaused, call=call)
        await hotel.hang_up()
        await wang.wait_for("over")
    record = await centre.finished(call)
    assert (record.transfers, record.agent) == (1, "1001")
    assert not centre.all(a.CallAbandoned)
    said, answered = sides(await centre.recording(call))
    assert seconds_with(said, CALLER) > 0.3
    assert seconds_with(answered, OTHER_AGENT) > 0.3, "while she was there"


async def test_handed_over_at_once_the_caller_hears_it_ring_and_both_speak(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await talking(centre, lin, wang)
    async with outside(centre, HOTEL) as hotel:
        await hotel.hum(OTHER_AGENT)
        await calls(lin, call, hand_over=True)
        handed = await centre.fact(a.HandedOutside, call=call)
        assert not handed.answered
        await lin.phone.wait_for("over")
        await wrapped_up(centre, lin, call)
        assert wang.state == "up"
        await hotel.answer()
        await centre.fact(a.OutsideAnswered, call=call)
        await wang.hears(OTHER_AGENT)
        await hotel.hears(CALLER)
        await wang.hang_up()
        await hotel.wait_for("over")
    record = await centre.finished(call)
    assert record.agent == "1001"
    [asked] = [one for _, one in centre.all(a.OutsideCalled) if one.of == call]
    told = await centre.record(asked.call, lambda one: one.ended_at is not None)
    assert (told.direction, told.callback_of) == (Direction.OUTSIDE, call)
    assert told.answered_at is not None


async def test_handed_over_and_not_answered_the_caller_comes_back(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await talking(centre, lin, wang)
    async with outside(centre, HOTEL) as hotel:
        await calls(lin, call, hand_over=True)
        await lin.is_in("wrap_up")
        await hotel.answer(486)
        back = await centre.fact(a.CallRequeued, call=call)
        assert back.because == "outside_busy"
        await hears_music(wang)
    await lin.give_outcome(call)
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await wang.hang_up()
    await wrapped_up(centre, lin, call)
    await centre.finished(call)


@pytest.mark.parametrize(("code", "because"), [(486, "busy"), (603, "rejected")])
async def test_refused_at_once_she_has_her_caller_again(
    centre: Centre, lin: Desk, wang: Phone, code: int, because: str
) -> None:
    call = await talking(centre, lin, wang)
    async with outside(centre, HOTEL, answers=code):
        await calls(lin, call, hand_over=True)
        shown = await lin.shows(lambda screen: screen["call"]["transfer_no"])
        assert shown["call"]["transfer_no"] == f"outside_{because}"
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await wang.hang_up()
    await wrapped_up(centre, lin, call)
    await centre.finished(call)


async def test_the_caller_goes_while_it_rings_and_they_are_called_no_more(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await talking(centre, lin, wang)
    async with outside(centre, HOTEL) as hotel:
        await calls(lin, call)
        await hotel.wait_for("ringing")
        await wang.hang_up()
        await hotel.wait_for("over")
    await wrapped_up(centre, lin, call)
    await centre.finished(call)


async def test_what_is_no_number_and_who_has_no_call_are_refused(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone
) -> None:
    call = await talking(centre, lin, wang)
    with pytest.raises(NotAllowed) as no:
        await calls(lin, call, "nonsense")
    assert no.value.code == "number_invalid"
    with pytest.raises(NotAllowed) as no:
        await calls(hemu, call)
    assert no.value.code == "not_her_call"
    await wang.hears(AGENT)
    await wang.hang_up()
    await wrapped_up(centre, lin, call)
    await centre.finished(call)


FLOW = f"""\
flow: hotel
languages: [english]
start: hotel
default_queue: flights
nodes:
  hotel:
    outside: "{HOTEL}"
    say: {{english: We are calling the hotel for you.}}
    ring_for: 20
    otherwise: agent
  agent:
    queue: flights
"""


async def test_a_flow_gives_the_caller_to_a_number_outside(centre: Centre, wang: Phone) -> None:
    number = await centre.number_with("8130", "hotel", FLOW)
    async with outside(centre, HOTEL) as hotel:
        await hotel.hum(OTHER_AGENT)
        call = await call_in(centre, wang, number)
        await hotel.wait_for_call(within=20)
        await hotel.wait_for("ringing")
        await hotel.answer()
        await wang.hears(OTHER_AGENT)
        await hotel.hears(CALLER)
        await hotel.hang_up()
        await wang.wait_for("over")
    record = await centre.record(call, lambda one: one.ended_at is not None)
    assert record.queued_at is None
    assert not [one for _, one in centre.all(a.CallQueued) if one.call == call]


async def test_where_nobody_answers_the_flow_goes_on_to_an_agent(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    number = await centre.number_with("8130", "hotel", FLOW)
    async with outside(centre, HOTEL, answers=486):
        call = await call_in(centre, wang, number)
        await centre.fact(i.DialogueStarted, call=call, node="agent")
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await centre.recorded(call, 1.0)
    await wang.hang_up()
    await wrapped_up(centre, lin, call)
    record = await centre.finished(call)
    assert record.agent == "1001"
    said, _ = sides(await centre.recording(call))
    assert seconds_with(said, CALLER) > 0.3, "voices are written again"
