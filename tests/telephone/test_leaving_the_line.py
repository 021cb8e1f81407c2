"""Leaving the line on real calls: by a key, because it is full, and because nobody is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

import acd.facts as a
from callcenter.calls.facts import MusicStarted
from callcenter.history.call_record import Result
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from ivr.facts import DigitPressed, PromptEnded
from tests.centre import Centre
from tests.desks import desk_at
from tests.outside import outside
from tests.played import AGENT, CALLER, OTHER_CALLER, call_in, caller, hears_music, hears_speech

pytestmark = pytest.mark.telephone

CALL_ME_BACK = {
    "exit_keys": {"1": {"callback": True}},
    "exit_words": {"mandarin": "回拨请按 1。", "english": "To be called back, press 1."},
}
FRESH = "+8614100000388"
FULL = {"overflow": [{"when": "length", "over": 1, "to": {"hang_up": {}}}]}
NOBODY = {
    "leave_when_empty": {
        "counting": ["signed_out"],
        "empty_for": 2,
        "to": {"hang_up": {"mandarin": "明天见。", "english": "See you tomorrow."}},
    }
}


async def test_a_caller_presses_1_in_line_and_is_called_back(centre: Centre) -> None:
    # Of a number that has no place in line left over from an earlier test.
    async with centre.rules("flights", **CALL_ME_BACK), outside(centre, FRESH) as customer:
        call = await call_in(centre, customer, await centre.straight_number())
        told, _ = await centre.fact_at(PromptEnded, call=call, how="finished")
        await centre.fact(MusicStarted, call=call, tune="music", after=told)
        await hears_music(customer)
        await customer.press("5")
        await centre.fact(DigitPressed, call=call, digit="5")
        await hears_music(customer)
        assert not centre.all(a.ExitKeyPressed, call=call)

        await customer.press("1")
        sent = await centre.fact(a.CallDiverted, call=call)
        assert (sent.because.value, sent.target.way) == ("key", "callback")
        await centre.fact(PromptEnded, call=call, prompt=f"{call}:callback", how="finished")
        await customer.wait_for("over")
        queued = await centre.fact(a.CallbackQueued, callback=call)
        assert queued.entered_at == (await centre.fact(a.CallQueued, call=call)).at
        async with desk_at(centre, "1001", AGENT, first="connecting") as lin:
            await customer.wait_for_call()
            await customer.answer()
            await centre.fact(a.CallbackKept, callback=call)
            await customer.hears(AGENT)
            await lin.phone.hears(CALLER)
            await customer.hang_up()
            await lin.is_in("wrap_up")
        record = await centre.record(call, lambda one: bool(one.callback and one.callback.how))
        assert (record.result, record.diverted_because) == (Result.CALLED_BACK, "key")


async def test_who_comes_to_a_full_line_hears_so_and_is_let_go(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    number = await centre.straight_number()
    async with (
        centre.rules("flights", **FULL),
        caller("+8613900000001", OTHER_CALLER) as second,
    ):
        first = await call_in(centre, wang, number)
        await centre.fact(a.CallQueued, call=first)
        behind = await call_in(centre, second, number)
        sent = await centre.fact(a.CallDiverted, call=behind)
        assert sent.because.value == "full"
        await hears_speech(second)
        await centre.fact(PromptEnded, call=behind, prompt=f"{behind}:away", how="finished")
        await second.wait_for("over")
        record = await centre.finished(behind)
        assert (record.result, record.diverted_because) == (Result.TURNED_AWAY, "full")
        assert not centre.all(a.CallDiverted, call=first)
    rows = {row["queue"]: row for row in (await mira.get("/reports/flows"))["rows"]}
    assert rows["flights"]["because"]["full"] >= 1
    assert rows["flights"]["ways"]["hang_up"] >= 1
    assert rows["flights"]["overflowed_out"] == 0


async def test_where_nobody_is_there_the_caller_hears_the_queues_own_words(
    centre: Centre, wang: Phone
) -> None:
    async with centre.rules("flights", **NOBODY):
        call = await call_in(centre, wang, await centre.straight_number())
        entered = await centre.fact(a.CallQueued, call=call)
        sent = await centre.fact(a.CallDiverted, call=call)
        assert (sent.because.value, sent.at - entered.at) == ("nobody_there", timedelta(seconds=2))
        await centre.fact(PromptEnded, call=call, prompt=f"{call}:away", how="finished")
        await wang.wait_for("over")
        record = await centre.finished(call)
        assert (record.result, record.diverted_because) == (Result.TURNED_AWAY, "nobody_there")
