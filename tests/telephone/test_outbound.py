"""Outbound calls on a real trunk: an agent dials, both speak; nobody answers; the house's rules."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId
from callcenter.calls.call import Direction
from callcenter.history.call_record import Result
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor
from tests.centre import Centre
from tests.outside import CUSTOMER, dials, outside, press
from tests.played import AGENT, CALLER, seconds_with, sides

pytestmark = pytest.mark.telephone


def card_of(screen: dict[str, Any]) -> dict[str, Any]:
    """Whose record is on it."""
    return (screen["customer"] or {}).get("card") or {}


async def refused(desk: Desk, **wanted: str) -> str:
    """Why nobody was called."""
    body = {"press": press(), "queue": "flights", **wanted}
    with pytest.raises(NotAllowed) as no:
        await desk.who.post(f"/agents/{desk.agent}/dial", body)
    return no.value.code


async def both_speak(centre: Centre, lin: Desk, customer: Phone, call: CallId) -> None:
    """Early media, the answer, hold and back; the customer hangs up."""
    await customer.answer(183)
    await lin.phone.hears(CALLER)
    await customer.answer()
    await centre.fact(a.OutboundAnswered, call=call)
    await lin.is_in("on_call")
    await customer.hears(AGENT)
    await lin.phone.hears(CALLER)
    await lin.press("hold", call=call)
    await customer.stops_hearing(AGENT)
    await lin.press("retrieve", call=call)
    await customer.hears(AGENT)
    await centre.recorded(call, 1.0)
    await customer.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)


async def test_she_dials_a_number_both_speak_and_it_is_recorded(
    centre: Centre, lin: Desk, mira: Visitor
) -> None:
    numbers = ["95010", "4008001234"]
    async with centre.rules("flights", outbound_numbers=numbers), outside(centre) as customer:
        # As a person writes it.
        call = await dials(lin, "+86 141-0000-0317", shown="4008001234")
        came = await customer.wait_for_call()
        assert "4008001234" in came["caller"]
        tone = await centre.fact(c.MusicStarted, call=call, tune="ringback")
        assert tone.leg == f"{call}.a1"
        shown = await lin.shows(lambda screen: screen["call"] and card_of(screen))
        assert (shown["call"]["outgoing"], shown["call"]["may"]) == (True, ["hang_up"])
        assert card_of(shown)["name"] == "沈嘉禾"
        await both_speak(centre, lin, customer, call)
    record = await centre.finished(call)
    assert (record.direction, record.agent) == (Direction.OUTBOUND, "1001")
    assert (record.dialled, record.result) == ("4008001234", Result.NOT_OFFERED)
    said, answered = sides(await centre.recording(call))
    assert seconds_with(said, CALLER) > 0.5
    assert seconds_with(answered, AGENT) > 0.5
    [row] = [one for one in (await mira.get("/calls"))["items"] if one["call"] == call]
    assert (row["direction"], row["answered"]) == ("outbound", True)
    facts = [one["kind"] for one in (await mira.get(f"/calls/{call}/timeline"))["facts"]]
    assert {"DialPressed", "OutboundQueued", "OutboundAnswered"} <= set(facts)


@pytest.mark.parametrize("answers", [486, 603])
async def test_nobody_answers_and_she_writes_it_down(
    centre: Centre, lin: Desk, answers: int
) -> None:
    async with outside(centre, answers=answers):
        call = await dials(lin)
        ended = await centre.fact(a.OfferEnded, call=call)
        assert ended.how is a.OfferEnd.NOT_REACHED
        shown = await lin.shows(lambda screen: screen["wrap_up"])
        assert shown["wrap_up"]["call"] == call
        await lin.give_outcome(call)
        await lin.is_in("idle")
        record = await centre.record(call, lambda one: one.is_over and bool(one.outcome))
        assert (record.agent, record.connected_at, record.talk) == ("1001", None, 0.0)


async def test_her_time_is_over_or_she_gives_up_while_it_rings(centre: Centre, lin: Desk) -> None:
    async with centre.rules("flights", outbound_ring_for=5), outside(centre) as customer:
        call = await dials(lin)
        await customer.wait_for_call()
        over = await centre.fact(c.LegEnded, call=call, leg=f"{call}.1")
        assert over.ending.reason is c.Reason.NO_ANSWER
        await lin.is_in("wrap_up")
        await lin.give_outcome(call)
        await lin.is_in("idle")
    async with outside(centre) as customer:
        call = await dials(lin)
        await customer.wait_for_call()
        await lin.shows(lambda screen: screen["call"] and "hang_up" in screen["call"]["may"])
        await lin.press("hang_up", call=call)
        await customer.wait_for("over")
        await lin.is_in("wrap_up")
        await lin.give_outcome(call)
        await lin.is_in("idle")


async def test_one_of_her_calls_is_called_back_from_her_list(centre: Centre, lin: Desk) -> None:
    async with outside(centre) as customer:
        first = await dials(lin)
        await customer.wait_for_call()
        await customer.answer()
        await lin.is_in("on_call")
        await customer.hang_up()
        await lin.is_in("wrap_up")
        await lin.give_outcome(first)
        await lin.is_in("idle")
    async with outside(centre) as customer:
        second = await dials(lin, number="", call=first)
        assert second != first
        await customer.wait_for_call()
        await customer.answer()
        await lin.is_in("on_call")
        await customer.hears(AGENT)
        await customer.hang_up()
        await lin.is_in("wrap_up")


ZONES = [
    {"code": "mobile", "begins": ["+861"], "per_minute": 0.5},
    {"code": "abroad", "begins": ["+"], "roles": ["supervisor"], "per_minute": 2.0},
]


async def test_where_she_may_call_and_what_it_may_cost(centre: Centre, lin: Desk) -> None:
    assert await refused(lin, number="maria") == "number_invalid"
    assert await refused(lin, number=CUSTOMER, queue="hotels") == "not_her_queue"
    assert await refused(lin, number=CUSTOMER, queue="none") == "queue_unknown"
    async with centre.house_rules(zones=ZONES, outbound_cost_a_day=0.6):
        assert await refused(lin, number="+4930555555") == "zone_closed"
        assert await refused(lin, number="95010") == "zone_closed"
        async with outside(centre) as customer:
            call = await dials(lin)
            queued = await centre.fact(a.OutboundQueued, call=call)
            assert queued.zone == "mobile"
            await customer.wait_for_call()
            assert await refused(lin, number=CUSTOMER) == "agent_not_free"
            await customer.answer()
            await lin.is_in("on_call")
            await customer.hang_up()
            await lin.is_in("wrap_up")
            await lin.give_outcome(call)
            await lin.is_in("idle")
            # The minute that was begun is spent.
            assert await refused(lin, number=CUSTOMER) == "cost_reached"


async def test_pressed_twice_at_once_it_is_one_call(centre: Centre, lin: Desk) -> None:
    async with outside(centre) as customer:
        name, before = press(), centre.position
        wanted = {"press": name, "queue": "flights", "number": CUSTOMER}
        path = f"/agents/{lin.agent}/dial"
        both = await asyncio.gather(lin.who.post(path, wanted), lin.who.post(path, wanted))
        assert both[0] == both[1]
        await customer.wait_for_call()
        assert len(centre.all(a.OutboundQueued, after=before)) == 1
        await lin.shows(lambda screen: screen["call"] and "hang_up" in screen["call"]["may"])
        await lin.press("hang_up", call=both[0]["call"])
        await lin.is_in("wrap_up")
