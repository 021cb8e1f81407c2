"""Waiting: music and the place in line by ear, leaving early and late, and offers not taken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from acd.facts import (
    CallAbandoned,
    CallConnected,
    CallQueued,
    CallRequeued,
    OfferEnd,
    OfferEnded,
    OfferMade,
    PlaceTold,
)
from callcenter.calls.facts import MusicStarted
from callcenter.history.call_record import Result
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from ivr.facts import PromptEnded
from tests.centre import Centre
from tests.desks import desk_at
from tests.played import (
    AGENT,
    OTHER_AGENT,
    OTHER_CALLER,
    call_in,
    caller,
    hears_music,
    hears_speech,
    more_packets,
)

pytestmark = pytest.mark.telephone


async def test_a_waiting_caller_hears_her_place_and_music(centre: Centre, wang: Phone) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    told = await centre.fact(PlaceTold, call=call)
    assert told.ahead == 0
    await hears_speech(wang)
    position, _ = await centre.fact_at(PromptEnded, call=call, how="finished")
    await centre.fact(MusicStarted, call=call, tune="music", after=position)
    await hears_music(wang)
    async with caller("+8613900000001", OTHER_CALLER) as second:
        behind = await call_in(centre, second, await centre.straight_number())
        assert (await centre.fact(PlaceTold, call=behind)).ahead == 1


async def test_who_hangs_up_within_five_seconds_is_counted_apart(
    centre: Centre, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await centre.fact(CallQueued, call=call)
    await hears_speech(wang)
    await wang.hang_up()
    gone = await centre.fact(CallAbandoned, call=call)
    assert gone.short
    record = await centre.finished(call)
    assert record.result is Result.SHORT_ABANDONED
    assert record.waited is not None
    assert record.waited < 5


async def test_who_waits_for_longer_and_hangs_up_has_abandoned(centre: Centre, wang: Phone) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await centre.fact(CallQueued, call=call)
    await more_packets(wang, 260)
    await wang.hang_up()
    gone = await centre.fact(CallAbandoned, call=call)
    assert not gone.short
    record = await centre.finished(call)
    assert record.result is Result.ABANDONED
    assert record.waited is not None
    assert record.waited > 5


async def test_an_offer_nobody_answers_goes_back_to_the_head_and_to_the_next_agent(
    centre: Centre, wang: Phone
) -> None:
    number = await centre.straight_number()
    async with (
        desk_at(centre, "1001", AGENT, answers=180) as deaf,
        caller("+8613900000001", OTHER_CALLER) as second,
    ):
        first = await call_in(centre, wang, number)
        offer = await centre.fact(OfferMade, call=first, agent="1001")
        await deaf.phone.wait_for_call()
        behind = await call_in(centre, second, number)
        await centre.fact(CallQueued, call=behind)

        ended = await centre.fact(OfferEnded, offer=offer.offer)
        assert ended.how is OfferEnd.EXPIRED
        assert ended.at - offer.at == timedelta(seconds=10)
        await centre.fact(CallRequeued, call=first)
        await deaf.is_in("not_responding")
        await deaf.phone.wait_for("over")

        async with desk_at(centre, "1002", OTHER_AGENT, first="on_call") as zhou:
            await centre.fact(CallConnected, call=first, agent="1002")
            await wang.hears(OTHER_AGENT)
            assert not centre.all(OfferMade, call=behind)
            record = await centre.record(first, lambda one: one.connected_at is not None)
            queued = await centre.fact(CallQueued, call=first)
            assert record.queued_at == queued.at
            assert [offer.agent for offer in record.offers] == ["1001", "1002"]
            await second.hang_up()
            await wang.hang_up()
            await zhou.is_in("wrap_up")


@pytest.mark.parametrize(
    ("says", "how"), [(180, OfferEnd.REJECTED), (603, OfferEnd.REJECTED), (486, OfferEnd.BUSY)]
)
async def test_a_declined_offer_goes_to_the_next_agent(
    says: int, how: OfferEnd, centre: Centre, lin: Desk, zhou: Desk, wang: Phone
) -> None:
    """Declined at the desk while the phone rings, or by the phone itself."""
    await lin.phone.answer_calls(says)
    call = await call_in(centre, wang, await centre.straight_number())
    offer = await centre.fact(OfferMade, call=call, agent="1001")
    if says == 180:
        await lin.phone.wait_for_call()
        await lin.who.post("/offers/decline", {"offer": offer.offer, "agent": "1001"})
    ended = await centre.fact(OfferEnded, offer=offer.offer)
    assert ended.how is how
    await centre.fact(CallConnected, call=call, agent="1002")
    await wang.hears(OTHER_AGENT)
    await lin.phone.wait_for("over")
    await wang.hang_up()
    await zhou.is_in("wrap_up")
