"""Calls that a queue's rule sent elsewhere: neither answered nor abandoned, and counted apart."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId, PartyId, QueueId
from acd.step import Fact
from acd.targets import Because, Target
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import CallRecord, Result
from callcenter.history.figures import day_figures

pytestmark = pytest.mark.thinking

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CALL, FLIGHTS = CallId("c"), QueueId("flights")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def queued(seconds: float) -> Fact:
    return a.CallQueued(at=at(seconds), call=CALL, party=PartyId("p"), queue=FLIGHTS)


def diverted(seconds: float, target: Target) -> Fact:
    return a.CallDiverted(
        at=at(seconds), call=CALL, queue=FLIGHTS, because=Because.CLOSED, target=target
    )


def ended(seconds: float, side: c.Side = c.Side.HOUSE) -> Fact:
    reason = c.Reason.FLOW_END if side is c.Side.HOUSE else c.Reason.HANGUP
    return c.CallEnded(at=at(seconds), call=CALL, ending=c.Ending(side=side, reason=reason))


def record_of(*facts: Fact) -> CallRecord:
    """The same in whatever order they are told."""
    [record, *others] = [fold_all(some)[CALL] for some in permutations(facts)]
    assert all(one == record for one in others)
    return record


@pytest.mark.parametrize("side", [c.Side.HOUSE, c.Side.CALLER])
def test_closed_at_entry_it_is_turned_away_and_no_abandon(side: c.Side) -> None:
    record = record_of(queued(0), diverted(0, Target(hang_up={})), ended(8, side))
    assert (record.result, record.waited, record.diverted_because) == (
        Result.TURNED_AWAY,
        0.0,
        "closed",
    )
    figures = day_figures([record], at(60))
    assert (figures.offered, figures.turned_away, figures.abandoned) == (1, 1, 0)
    assert figures.is_balanced
    assert figures.service_level is None
    assert figures.answer_rate is None


def test_turned_away_after_the_promise_was_broken_stays_a_miss() -> None:
    record = record_of(queued(0), diverted(25, Target(hang_up={})), ended(33))
    figures = day_figures([record], at(60))
    assert (record.waited, figures.counts.crossed, figures.service_level) == (25.0, 1, 0.0)


def test_left_in_the_dialogue_it_flowed_out() -> None:
    record = record_of(queued(0), diverted(5, Target(flow="main/menu")), ended(30, c.Side.CALLER))
    assert record.result is Result.FLOWED_OUT
    assert day_figures([record], at(60)).is_balanced


def test_back_from_the_dialogue_it_is_a_call_like_any_other() -> None:
    back = (queued(0), diverted(5, Target(flow="main/menu")), queued(12))
    assert record_of(*back).result is Result.WAITING
    left = a.CallAbandoned(at=at(30), call=CALL, queue=FLIGHTS, waited=30.0, short=False)
    record = record_of(*back, left, ended(30, c.Side.CALLER))
    assert (record.result, record.waited) == (Result.ABANDONED, 30.0)


def test_in_another_queue_it_waits_on_in_the_account_of_the_first() -> None:
    record = record_of(queued(0), diverted(5, Target(queue=QueueId("hotels"))))
    assert (record.result, record.queue) == (Result.WAITING, FLIGHTS)
