"""Calls that a supervisor took out of their queue: neither answered nor abandoned."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import AgentId, CallId, OfferId, PartyId, QueueId
from acd.step import Fact
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import CallRecord, Result
from callcenter.history.figures import day_figures

pytestmark = pytest.mark.thinking

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CALL, FLIGHTS = CallId("c"), QueueId("flights")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def queued(call: CallId = CALL) -> Fact:
    return a.CallQueued(at=at(0), call=call, party=PartyId("p"), queue=FLIGHTS)


def withdrawn(seconds: float) -> Fact:
    return a.CallWithdrawn(
        at=at(seconds), call=CALL, queue=FLIGHTS, waited=seconds, press="w", by=AgentId("2001")
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
def test_it_is_counted_as_what_it_is_whoever_hangs_up_first(side: c.Side) -> None:
    record = record_of(queued(), withdrawn(9), ended(15, side))
    assert (record.result, record.waited) == (Result.WITHDRAWN, 9)
    figures = day_figures([record], at(60))
    assert (figures.offered, figures.withdrawn, figures.abandoned) == (1, 1, 0)
    assert figures.is_balanced
    assert figures.counts.crossed == 0
    assert figures.abandon_rate == 0


def test_a_promise_that_was_broken_before_it_was_withdrawn_stays_broken() -> None:
    record = record_of(queued(), withdrawn(25), ended(30))
    assert day_figures([record], at(60)).counts.crossed == 1


def test_it_is_left_out_of_the_answer_rate() -> None:
    other = CallId("d")
    answered = fold_all(
        [
            queued(other),
            a.CallConnected(at=at(5), call=other, agent=AgentId("1001"), offer=OfferId("d/1")),
        ]
    )[other]
    figures = day_figures([answered, record_of(queued(), withdrawn(9), ended(15))], at(60))
    assert figures.answer_rate == 1


def test_a_callback_that_is_taken_out_of_line_is_no_call_that_was_withdrawn() -> None:
    attempt = a.CallbackQueued(
        at=at(0),
        call=CALL,
        callback=CallId("c0"),
        number=1,
        party=PartyId("p"),
        queue=FLIGHTS,
        entered_at=at(0),
        asked_at=at(0),
        promised_until=at(1800),
    )
    record = record_of(attempt, withdrawn(9), ended(9))
    assert record.result is Result.NOT_OFFERED
    assert day_figures([record], at(60)).offered == 0
