"""Callbacks in records and figures: called back and never abandoned, promises kept and broken."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import AgentId, CallId, LineId, OfferId, PartyId, QueueId
from acd.step import Fact
from callcenter.calls.call import Direction
from callcenter.history.call_book import CallBook
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import Result
from callcenter.history.figures import CallbackFigures, day_figures
from callcenter.history.intervals import interval_rows
from callcenter.history.left_work import CallbackEnd

pytestmark = pytest.mark.thinking

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ASKED, FIRST, SECOND = CallId("c"), CallId("cb1"), CallId("cb2")
FLIGHTS, PARTY = QueueId("flights"), PartyId("p")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def requested(seconds: float) -> list[Fact]:
    """A caller who waited for 60 s asks to be called back within 600 s."""
    return [
        a.CallQueued(at=at(0), call=ASKED, party=PARTY, queue=FLIGHTS),
        a.CallbackRequested(
            at=at(seconds), call=ASKED, party=PARTY, queue=FLIGHTS, entered_at=at(0), by="key"
        ),
        in_line(FIRST, 1, seconds),
        c.CallEnded(
            at=at(seconds + 5),
            call=ASKED,
            ending=c.Ending(side=c.Side.CALLER, reason=c.Reason.HANGUP),
        ),
    ]


def in_line(call: CallId, number: int, seconds: float) -> a.CallbackQueued:
    return a.CallbackQueued(
        at=at(seconds),
        call=call,
        callback=ASKED,
        number=number,
        party=PARTY,
        queue=FLIGHTS,
        entered_at=at(0),
        asked_at=at(60),
        promised_until=at(660),
    )


def test_a_promise_that_waited_for_the_queue_to_open_is_measured_by_its_new_end() -> None:
    postponed = a.CallbackPostponed(at=at(500), call=FIRST, callback=ASKED, promised_until=at(900))
    tried = a.CallbackAttempted(at=at(800), call=FIRST, callback=ASKED)
    first, *others = requested(60)
    for facts in permutations((*others, postponed, tried)):
        told = fold_all((first, *facts))[ASKED].callback
        assert told is not None
        assert told.promised_until == at(900)
        assert told.is_kept_at(at(1000))


def withdrawn(seconds: float) -> a.CallbackWithdrawn:
    return a.CallbackWithdrawn(
        at=at(seconds),
        call=FIRST,
        callback=ASKED,
        because="pressed",
        entered_at=at(0),
        promised_until=at(660),
    )


def attempted(call: CallId, seconds: float) -> a.CallbackAttempted:
    return a.CallbackAttempted(at=at(seconds), call=call, callback=ASKED)


def spoke(call: CallId, seconds: float) -> list[Fact]:
    maria, offer = AgentId("1001"), OfferId(f"{call}/1")
    return [
        c.CallPlaced(at=at(seconds - 5), call=call, line=LineId("l"), exchange="one", party=PARTY),
        a.CallConnected(at=at(seconds), call=call, agent=maria, offer=offer),
        a.CallbackKept(at=at(seconds), call=call, callback=ASKED),
        a.AgentReleased(at=at(seconds + 60), call=call, agent=maria),
    ]


def test_a_kept_callback_is_told_in_both_records() -> None:
    records = fold_all([*requested(60), attempted(FIRST, 300), *spoke(FIRST, 310)])
    asked, first = records[ASKED], records[FIRST]
    assert asked.result is Result.CALLED_BACK
    assert asked.waited == 60
    assert asked.callback is not None
    assert asked.callback.promised_until == at(660)
    assert asked.callback.tried_at == (at(300),)
    assert (asked.callback.how, asked.callback.spoke_in) == (CallbackEnd.KEPT, FIRST)
    assert (first.direction, first.callback_of) == (Direction.CALLBACK, ASKED)
    assert (first.result, first.queue, first.talk) == (Result.NOT_OFFERED, FLIGHTS, 60)
    assert first.rang_at == at(305)


def test_who_asks_in_a_dialogue_is_offered_and_called_back_in_the_same_moment() -> None:
    book = CallBook()
    for fact in requested(60)[1:]:
        book.take(fact)
    record = book.get(ASKED)
    assert record is not None
    assert (record.result, record.queued_at) == (Result.CALLED_BACK, at(0))
    assert day_figures([record], at(100)).called_back == 1


def test_the_order_in_which_facts_arrive_changes_nothing() -> None:
    told = [*requested(60)[:3], attempted(FIRST, 300), spoke(FIRST, 310)[2]]
    first = fold_all(told)
    for rest in permutations(told[1:]):
        again = fold_all([told[0], in_line(FIRST, 1, 60), *rest])
        assert again[ASKED] == first[ASKED]


def test_the_identity_holds_and_attempts_are_nobodys_offered_calls() -> None:
    facts = [*requested(60), attempted(FIRST, 300), *spoke(FIRST, 310)]
    figures = day_figures(fold_all(facts).values(), at(1000))
    assert figures.is_balanced
    assert (figures.offered, figures.called_back, figures.abandoned) == (1, 1, 0)


def test_what_was_worked_on_a_callback_is_handle_time_where_it_was_placed() -> None:
    facts = [*requested(60), attempted(FIRST, 300), *spoke(FIRST, 310)]
    maria = AgentId("1001")
    facts.append(a.WrapUpEnded(at=at(390), call=FIRST, agent=maria, how="outcome"))
    records = fold_all(facts)
    figures = day_figures(records.values(), at(1000))
    assert (figures.handle.count, figures.handle.mean) == (1, 80)
    assert (figures.talk_mean, figures.wrap_up_mean) == (60, 20)
    assert records[ASKED].counted_at == at(0)
    assert records[FIRST].counted_at == at(305)
    [early, late] = interval_rows(
        records.values(),
        since=at(0),
        until=at(600),
        as_of=at(1000),
        length=timedelta(minutes=5),
    )
    assert (early.cohort.offered, early.cohort.called_back, early.cohort.handle.count) == (1, 1, 0)
    assert (late.cohort.offered, late.cohort.handle.count, late.worked.handle) == (0, 1, 80)


@pytest.mark.parametrize(
    ("more", "as_of", "wanted"),
    [
        ([], 100, CallbackFigures(asked=1, open=1)),
        ([], 661, CallbackFigures(asked=1, open=1, broken=1)),
        ([attempted(FIRST, 300)], 400, CallbackFigures(asked=1, open=1, tries=1, kept=1)),
        ([attempted(FIRST, 700)], 800, CallbackFigures(asked=1, open=1, tries=1, broken=1)),
        (
            [attempted(FIRST, 300), in_line(SECOND, 2, 900), attempted(SECOND, 950)],
            1000,
            CallbackFigures(asked=1, open=1, tries=2, kept=1),
        ),
        (
            [attempted(FIRST, 300), *spoke(FIRST, 310)],
            400,
            CallbackFigures(asked=1, spoke=1, tries=1, kept=1),
        ),
        (
            [withdrawn(200)],
            1000,
            CallbackFigures(asked=1, withdrawn=1),
        ),
        (
            [withdrawn(700)],
            1000,
            CallbackFigures(asked=1, withdrawn=1, broken=1),
        ),
        (
            [
                attempted(FIRST, 300),
                a.CallbackFailed(at=at(320), call=FIRST, callback=ASKED, tries=1),
            ],
            1000,
            CallbackFigures(asked=1, failed=1, tries=1, kept=1),
        ),
    ],
)
def test_a_promise_is_kept_by_the_first_try(
    more: list[Fact], as_of: float, wanted: CallbackFigures
) -> None:
    figures = day_figures(fold_all([*requested(60), *more]).values(), at(as_of))
    assert figures.callbacks == wanted
    promised = wanted.kept + wanted.broken
    assert figures.callbacks.kept_rate == (wanted.kept / promised if promised else None)
