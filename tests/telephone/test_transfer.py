"""A caller is handed over: real telephones, heard by ear and in the one recording."""

from __future__ import annotations

import pytest
from ulid import ULID

import acd.facts as a
import callcenter.calls.facts as c
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor
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


def press() -> str:
    return str(ULID())


async def test_to_a_queue_where_somebody_is_free(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.press("transfer", call=call, press=press(), queue="hotels")
    await hemu.is_in("on_call")
    await wang.hears(OTHER_AGENT)
    await hemu.phone.hears(CALLER)
    await wang.stops_hearing(AGENT)
    await lin.phone.wait_for("over")
    shown = await lin.shows(lambda screen: screen["wrap_up"])
    assert shown["call"]["handed_on"]
    assert shown["call"]["phase"] == "ended"
    assert shown["call"]["ended"] is None, "it goes on, without her"
    got = await hemu.shows(lambda screen: screen["call"]["phase"] == "talking")
    assert got["call"]["handed_by"]["zh"] == "林知夏"
    assert got["call"]["queue"] == "hotels"
    assert got["customer"]["call"] == call
    await lin.give_outcome(call)
    await lin.is_in("idle")
    await wang.hang_up()
    await hemu.is_in("wrap_up")
    await hemu.give_outcome(call)
    await centre.finished(call)
    assert not centre.all(a.CallAbandoned)


async def test_both_agents_are_in_the_one_record_and_the_one_recording(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone, mira: Visitor
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await centre.recorded(call, 1.0)
    await lin.press("transfer", call=call, press=press(), queue="hotels")
    await hemu.is_in("on_call")
    await lin.give_outcome(call)
    await centre.recorded(call, 2.0)
    await wang.hang_up()
    await hemu.is_in("wrap_up")
    await hemu.give_outcome(call)
    record = await centre.finished(call)
    assert [one.agent for one in record.agents] == ["1001", "1003"]
    assert (record.transfers, record.agent) == (1, "1003")
    said, answered = sides(await centre.recording(call))
    assert seconds_with(said, CALLER) > 0.5
    assert seconds_with(answered, AGENT) > 0.3
    assert seconds_with(answered, OTHER_AGENT) > 0.3
    told = [one["kind"] for one in (await mira.get(f"/calls/{call}/timeline"))["facts"]]
    assert "CallTransferred" in told


async def test_to_a_queue_where_nobody_is_the_caller_hears_music_and_keeps_a_place(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.press("hold", call=call)
    await centre.fact(c.LegHeld, call=call)
    await lin.press("transfer", call=call, press=press(), queue="hotels")
    await lin.is_in("wrap_up")
    await centre.fact(c.LegRetrieved, call=call)
    await hears_music(wang)
    async with desk_at(centre, "1003", OTHER_AGENT, first="on_call") as hemu:
        await wang.hears(OTHER_AGENT)
        await hemu.phone.hears(CALLER)
        await wang.hang_up()
        await hemu.is_in("wrap_up")
        await hemu.give_outcome(call)
    await lin.give_outcome(call)
    await centre.finished(call)


async def test_to_one_agent_and_back_to_the_queue_when_she_declines(
    centre: Centre, lin: Desk, zhou: Desk, wang: Phone
) -> None:
    await zhou.phone.answer_calls(180)
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await lin.press("transfer", call=call, press=press(), agent="1002")
    await zhou.is_in("offered")
    shown = await zhou.shows(lambda screen: screen["offer"])
    assert shown["offer"]["handed_by"]["zh"] == "林知夏"
    assert shown["offer"]["strategy"] == "transferred"
    await hears_music(wang)
    await lin.give_outcome(call)
    await zhou.press("decline", offer=shown["offer"]["offer"])
    await centre.fact(a.CallRequeued, call=call)
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await centre.finished(call)


async def test_what_cannot_be_changes_nothing_and_says_why(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    with pytest.raises(NotAllowed):
        await lin.press("transfer", call="none", press=press(), queue="hotels")
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.press("transfer", call=call, press=press(), agent="1003")
    shown = await lin.shows(lambda screen: screen["call"]["transfer_no"])
    assert shown["call"]["transfer_no"] == "agent_not_free:logged_out"
    with pytest.raises(NotAllowed) as refused:
        await lin.who.post(f"/calls/{call}/transfer", {"press": press(), "queue": "flights"})
    assert refused.value.code == "same_queue"
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    found = await lin.who.get("/transfer-targets", sought="hot")
    assert [one["queue"] for one in found["queues"]] == ["hotels"]
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await centre.finished(call)


@pytest.mark.parametrize("to", ["hotels", "1003"])
async def test_a_desk_phones_own_transfer_button_does_the_same(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone, to: str
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.phone.refer(f"sip:{to}@{centre.sip}")
    transferred = await centre.fact(a.CallTransferred, call=call)
    assert transferred.queue == ("hotels" if to == "hotels" else "flights")
    await hemu.is_in("on_call")
    await wang.hears(OTHER_AGENT)
    await lin.phone.wait_for("over")
    await lin.give_outcome(call)
    await wang.hang_up()
    await hemu.is_in("wrap_up")
    await hemu.give_outcome(call)


async def test_a_desk_phone_cannot_send_a_caller_to_a_number_outside(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.phone.refer(f"sip:+8613800138000@{centre.sip}")
    await lin.phone.refer(f"sip:nowhere@{centre.sip}")
    refused = await centre.fact(a.ActRefused, call=call)
    assert refused.reason is a.Refused.QUEUE_UNKNOWN
    assert [one.to for _, one in centre.all(c.LegReferred)] == ["nowhere"]
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
