"""Callbacks on real calls: asked for, kept in line, placed by an agent, kept, tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId
from callcenter.history.call_record import Result
from callcenter.history.left_work import CallbackEnd
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor, visitor
from ivr.facts import PromptEnded
from tests.centre import Centre
from tests.desks import desk_at
from tests.outside import asks_for_callback, outside, withdraw
from tests.played import AGENT, CALLER, OTHER_CALLER, call_in, caller, seconds_with, sides

pytestmark = pytest.mark.telephone


async def test_a_caller_is_called_back_and_the_promise_is_kept(centre: Centre) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        queued = await centre.fact(a.CallbackQueued, callback=asked)
        async with desk_at(centre, "1001", AGENT, first="connecting") as lin:
            came = await customer.wait_for_call()
            assert "8000" in came["caller"]
            await customer.answer()
            await centre.fact(a.CallbackKept, callback=asked, call=queued.call)
            await customer.hears(AGENT)
            await lin.phone.hears(CALLER)
            await centre.recorded(queued.call, 1.0)
            await customer.hang_up()
            await lin.is_in("wrap_up")
        record = await centre.finished(queued.call)
        said, answered = sides(await centre.recording(queued.call))
        assert seconds_with(said, CALLER) > 0.5
        assert seconds_with(answered, AGENT) > 0.5
        assert record.agent == "1001"
        first = await centre.record(asked, lambda one: bool(one.callback and one.callback.how))
        assert first.result is Result.CALLED_BACK
        assert first.callback is not None
        assert (first.callback.how, first.callback.spoke_in) == (CallbackEnd.KEPT, queued.call)
        assert first.callback.is_kept_at(record.ended_at or queued.at)


async def test_the_agent_hears_it_ring_and_what_the_network_says_before_the_answer(
    centre: Centre,
) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        async with desk_at(centre, "1001", AGENT, first="connecting") as lin:
            await customer.wait_for_call()
            attempt = await centre.fact(a.CallbackAttempted, callback=asked)
            tone = await centre.fact(c.MusicStarted, call=attempt.call, tune="ringback")
            assert tone.leg == f"{attempt.call}.a1"
            await customer.answer(183)
            await lin.phone.hears(CALLER)
            await customer.stops_hearing(AGENT)
            assert not centre.all(c.LegsJoined, call=attempt.call)
            await customer.answer()
            await centre.fact(a.CallbackKept, callback=asked)
            await customer.hears(AGENT)
            await customer.hang_up()
            await lin.is_in("wrap_up")


async def test_a_busy_customer_is_tried_again_and_spoken_with(centre: Centre) -> None:
    async with (
        centre.rules("flights", callback_retry_after=2),
        outside(centre, answers=486) as customer,
        desk_at(centre, "1001", AGENT) as lin,
    ):
        asked = await asks_for_callback(centre, customer)
        missed = await centre.fact(a.CallbackMissed, callback=asked)
        assert (missed.because, missed.tries) == ("busy", 1)
        assert missed.again_at == missed.at + timedelta(seconds=2)
        await customer.answer_calls(200)
        kept = await centre.fact(a.CallbackKept, callback=asked)
        assert kept.call == f"{asked}b2"
        assert customer.came == 2
        await customer.hears(AGENT)
        await customer.hang_up()
        await lin.is_in("wrap_up")


async def test_a_customer_who_is_called_first_hears_why_then_music_then_the_agent(
    centre: Centre,
) -> None:
    async with (
        centre.rules("flights", callback_first="customer"),
        outside(centre) as customer,
        desk_at(centre, "1001", AGENT) as lin,
    ):
        asked = await asks_for_callback(centre, customer)
        came = await customer.wait_for_call()
        assert "8000" in came["caller"]
        attempt = await centre.fact(a.CallbackAttempted, callback=asked)
        assert not centre.all(a.OfferMade, call=attempt.call)
        await customer.answer()
        await centre.fact(PromptEnded, call=attempt.call, prompt=f"{attempt.call}:greeting")
        kept = await centre.fact(a.CallbackKept, callback=asked)
        assert kept.call == attempt.call
        await customer.hears(AGENT)
        await lin.phone.hears(CALLER)
        await centre.recorded(attempt.call, 1.0)
        await customer.hang_up()
        await lin.is_in("wrap_up")
    record = await centre.finished(attempt.call)
    said, answered = sides(await centre.recording(attempt.call))
    assert seconds_with(said, CALLER) > 0.5
    assert seconds_with(answered, AGENT) > 0.5
    assert (record.agent, record.callback_of) == ("1001", asked)


async def test_a_customer_called_first_who_is_busy_is_tried_again_and_who_answers_may_hang_up(
    centre: Centre,
) -> None:
    async with (
        centre.rules("flights", callback_retry_after=2, callback_first="customer"),
        outside(centre, answers=486) as customer,
    ):
        asked = await asks_for_callback(centre, customer)
        async with desk_at(centre, "1001", AGENT):
            missed = await centre.fact(a.CallbackMissed, callback=asked)
            assert (missed.because, missed.tries) == ("busy", 1)
            assert not centre.all(a.OfferMade, call=missed.call)
            await customer.answer_calls(180)
            await centre.fact(a.CallbackAttempted, call=f"{asked}b2")
            await customer.wait_for_call()
        await customer.answer()
        answered = await centre.fact(a.CallbackAnswered, callback=asked)
        over = await centre.fact(PromptEnded, prompt=f"{answered.call}:greeting", how="finished")
        await centre.fact(c.MusicStarted, call=over.call)
        await customer.hang_up()
        await centre.fact(a.CallAbandoned, call=answered.call)
        again = await centre.fact(a.CallbackMissed, callback=asked, tries=2)
        assert again.because == "hangup"
        await withdraw(centre, asked)


async def test_a_customer_who_may_not_be_called_costs_no_line(centre: Centre) -> None:
    async with (
        centre.rules("flights", callback_first="customer"),
        outside(centre, "+19005550100") as stranger,
        desk_at(centre, "1001", AGENT),
    ):
        asked = await asks_for_callback(centre, stranger)
        missed = await centre.fact(a.CallbackMissed, callback=asked)
        assert (missed.because, missed.tries) == ("unreachable", 1)
        assert stranger.came == 0
        assert not centre.all(c.CallPlaced, call=missed.call)
        await withdraw(centre, asked)


async def test_a_number_that_may_not_be_called_is_not_called(centre: Centre) -> None:
    async with outside(centre, "+19005550100") as stranger:
        async with desk_at(centre, "1001", AGENT):
            asked = await asks_for_callback(centre, stranger)
            missed = await centre.fact(a.CallbackMissed, callback=asked)
            assert (missed.because, missed.tries) == ("unreachable", 1)
        assert stranger.came == 0
        await withdraw(centre, asked)


async def test_who_calls_again_takes_the_place_and_is_not_called_back(centre: Centre) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        await customer.call(f"sip:{await centre.straight_number()}@{centre.sip}")
        await customer.wait_for("up")
        withdrawn = await centre.fact(a.CallbackWithdrawn, callback=asked)
        assert withdrawn.because == "called_again"
        async with desk_at(centre, "1001", AGENT, first="on_call") as lin:
            await customer.hears(AGENT)
            await customer.hang_up()
            await lin.is_in("wrap_up")
        assert customer.came == 0


async def test_a_caller_in_line_hears_good_bye_keeps_her_place_and_is_called(
    centre: Centre, mira: Visitor
) -> None:
    number = await centre.straight_number()
    async with outside(centre) as customer, caller("+8613900000001", OTHER_CALLER) as second:
        first = await call_in(centre, customer, number)
        await centre.fact(a.PlaceTold, call=first)
        behind = await call_in(centre, second, number)
        await centre.fact(a.PlaceTold, call=behind)
        await centre.tell(a.CallbackWished, call=first)
        await centre.fact(PromptEnded, call=first, prompt=f"{first}:callback", how="finished")
        await customer.wait_for("over")
        queued = await centre.fact(a.CallbackQueued, callback=first)
        entered = await centre.fact(a.CallQueued, call=first)
        assert queued.entered_at == entered.at
        assert not centre.all(a.CallAbandoned)

        await is_listed(centre, mira, queued)
        async with desk_at(centre, "1001", AGENT, first="connecting") as lin:
            assert not centre.all(a.OfferMade, call=behind)
            await customer.wait_for_call()
            await customer.answer()
            await centre.fact(a.CallbackKept, callback=first)
            await customer.hears(AGENT)
            await held_and_heard(customer, lin, queued.call)
            await lin.press("hang_up", call=queued.call)
            await customer.wait_for("over")
            await second.hang_up()
            await lin.is_in("wrap_up")
    await counts_add_up(mira)


async def is_listed(centre: Centre, mira: Visitor, queued: a.CallbackQueued) -> None:
    """A supervisor sees it, an agent may not."""
    [row] = await mira.get("/callbacks")
    assert (row["callback"], row["call"]) == (queued.callback, queued.call)
    assert row["state"] == "in_line"
    assert row["due_at"] == row["promised_until"]
    assert row["closed"] is False
    assert "0317" in row["number"]
    password = centre.running.passwords()["1001"]
    async with visitor(centre.running.web, "1001", password) as agent:
        with pytest.raises(NotAllowed):
            await agent.get("/callbacks")


async def held_and_heard(customer: Phone, lin: Desk, call: CallId) -> None:
    """Hold and back, by ear."""
    await lin.press("hold", call=call)
    await customer.stops_hearing(AGENT)
    await lin.press("retrieve", call=call)
    await customer.hears(AGENT)


async def counts_add_up(mira: Visitor) -> None:
    """What came in is what became of it, and the promise was kept."""
    report = await mira.get("/reports/service-level", queue="flights")
    counts = report["counts"]
    parts = counts.keys() - {"offered", "answered_within"}
    assert counts["offered"] == sum(counts[one] for one in parts)
    assert counts["called_back"] > 0
    assert report["callbacks"]["kept_rate"] == 1


async def test_a_supervisor_withdraws_a_callback_by_rest(centre: Centre, mira: Visitor) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        await centre.fact(a.CallbackQueued, callback=asked)
        await mira.delete(f"/callbacks/{asked}")
        await centre.fact(a.CallbackWithdrawn, callback=asked, because="pressed")
        with pytest.raises(NotAllowed, match="no such open callback"):
            await mira.delete("/callbacks/nonsense")
        assert customer.came == 0
        timeline = await mira.get(f"/calls/{asked}/timeline")
        assert "CallbackRequested" in [one["kind"] for one in timeline["facts"]]
