"""Quarters of an hour: calls where they entered, seconds where they passed."""

from datetime import timedelta

import pytest

from acd.ids import QueueId
from callcenter.history.call_fold import fold_all
from callcenter.history.intervals import QUARTER, IntervalRow, interval_rows, worked
from tests.history.days import EVENING, abandoned, answered, waiting
from tests.history.stories import FLIGHTS, answered_call, at

pytestmark = pytest.mark.thinking

DAY = [
    answered("short-one", 10, 10, talk=100, wrap_up=20),
    answered("long-one", 890, 5, talk=1000, wrap_up=30),
    abandoned("gone", 1700, 40),
]


def rows(*, by_queue: bool = False) -> tuple[IntervalRow, ...]:
    return interval_rows(DAY, since=at(0), until=at(2700), as_of=EVENING, by_queue=by_queue)


def test_a_call_is_counted_where_it_entered() -> None:
    first, second, third = rows()
    assert (first.cohort.offered, first.cohort.answered) == (2, 2)
    assert (second.cohort.offered, second.cohort.abandoned) == (1, 1)
    assert third.cohort.offered == 0
    assert (first.since, first.until) == (at(0), at(900))


def test_a_second_is_counted_where_it_passed() -> None:
    first, second, third = rows()
    assert first.worked.talk == 100 + 5
    assert second.worked.talk == 900
    assert third.worked.talk == 95
    assert (first.worked.wrap_up, third.worked.wrap_up) == (20, 30)
    assert (second.worked.waiting, first.worked.waiting) == (40, 15)
    whole = worked(DAY, at(0), at(2700))
    assert sum(row.worked.handle for row in rows()) == whole.handle == 1150


def test_hold_is_taken_off_talk() -> None:
    story = fold_all(answered_call()).values()
    first_half, second_half = worked(story, at(0), at(55)), worked(story, at(55), at(900))
    assert (first_half.talk, first_half.hold) == (18, 15)
    assert (second_half.talk, second_half.hold, second_half.wrap_up) == (42, 15, 20)


def test_what_is_open_lasts_to_the_moment_of_asking() -> None:
    open_calls = [waiting("w", 100), answered("t", 100, 5, talk=500, wrap_up=None)]
    (row,) = interval_rows(open_calls, since=at(0), until=at(900), as_of=at(700))
    assert (row.worked.waiting, row.worked.wrap_up) == (605, 95)


def test_rows_of_each_queue() -> None:
    by_queue = rows(by_queue=True)
    assert [row.queue for row in by_queue] == [FLIGHTS] * 3
    assert interval_rows([], since=at(0), until=at(900), as_of=EVENING, by_queue=True) == ()
    (row,) = interval_rows([], since=at(0), until=at(900), as_of=EVENING)
    assert (row.queue, row.cohort.offered) == (None, 0)
    assert QueueId("flights") == FLIGHTS


def test_the_last_row_may_be_shorter() -> None:
    last = interval_rows(DAY, since=at(0), until=at(1000), as_of=EVENING)[-1]
    assert last.until - last.since == timedelta(seconds=100) < QUARTER


def test_an_interval_without_a_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        interval_rows(DAY, since=at(0), until=at(900), as_of=EVENING, length=timedelta())
