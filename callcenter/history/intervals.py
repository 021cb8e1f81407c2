"""Rows of a quarter of an hour: what came in it, and what was worked in it.

Reports ask it. Two ways to put a call into an interval, side by side in one row: **by cohort**,
all of a call where it entered its queue (offered, answered, service level); **by time**, each
second where it passed (talk, hold, wrap-up, waiting). A long call therefore does not make a spike
of handle time in the interval in which it happens to end. It must not know days or time zones:
intervals are cut from the instant it is given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import msgspec

from acd.ids import QueueId
from callcenter.history.call_record import CallRecord
from callcenter.history.figures import DayFigures, day_figures
from callcenter.history.turns import Period

QUARTER: Final = timedelta(minutes=15)
HALF_HOUR: Final = timedelta(minutes=30)


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds that passed within an interval, over all calls."""

    waiting: float = 0.0
    talk: float = 0.0
    hold: float = 0.0
    wrap_up: float = 0.0

    @property
    def handle(self) -> float:
        """Talk, hold and wrap-up."""
        return self.talk + self.hold + self.wrap_up


class IntervalRow(msgspec.Struct, frozen=True, kw_only=True):
    """One interval of one queue, or of all."""

    since: datetime
    until: datetime
    queue: QueueId | None
    cohort: DayFigures
    worked: Worked


def interval_rows(
    records: Iterable[CallRecord],
    *,
    since: datetime,
    until: datetime,
    as_of: datetime,
    length: timedelta = QUARTER,
    by_queue: bool = False,
) -> tuple[IntervalRow, ...]:
    """The rows from `since` to `until`, in order, one for each interval (and each queue).

    Calls must be given if they entered or were worked on in the time. Nothing after `as_of` counts.
    """
    if length <= timedelta():
        raise ValueError("an interval must have a length")
    groups: dict[QueueId | None, list[CallRecord]] = defaultdict(list)
    for record in records:
        groups[record.queue if by_queue else None].append(record)
    if not by_queue:
        groups.setdefault(None, [])
    return tuple(
        _row(groups[queue], queue, begins, min(begins + length, until), as_of)
        for begins in _starts(since, until, length)
        for queue in sorted(groups, key=lambda one: one or "")
    )


def _starts(since: datetime, until: datetime, length: timedelta) -> Iterator[datetime]:
    while since < until:
        yield since
        since += length


def _row(
    records: list[CallRecord],
    queue: QueueId | None,
    since: datetime,
    until: datetime,
    as_of: datetime,
) -> IntervalRow:
    entered = [one for one in records if one.counted_at and since <= one.counted_at < until]
    return IntervalRow(
        since=since,
        until=until,
        queue=queue,
        cohort=day_figures(entered, as_of),
        worked=worked(records, since, min(until, as_of)),
    )


def worked(records: Iterable[CallRecord], since: datetime, until: datetime) -> Worked:
    """The seconds that passed between two instants; what is still open lasts to `until`."""
    waiting = talk = hold = wrap_up = 0.0
    for record in records:
        waiting += sum(_within(one, since, until) for one in _waiting(record))
        spoke = sum(_within(one.spoke, since, until) for one in record.agents)
        held = sum(_within(one, since, until) for one in _held_with_agent(record, until))
        talk, hold = talk + spoke - held, hold + held
        wrapping = (one.wrapping for one in record.agents)
        wrap_up += sum(_within(one, since, until) for one in wrapping if one)
    return Worked(waiting=waiting, talk=talk, hold=hold, wrap_up=wrap_up)


def _waiting(record: CallRecord) -> tuple[Period, ...]:
    if record.queued_at is None:
        return ()
    return (Period(since=record.queued_at, until=record.left_queue_at),)


def _held_with_agent(record: CallRecord, until: datetime) -> Iterator[Period]:
    for hold in record.holds:
        for segment in record.agents:
            begins = max(hold.since, segment.connected_at)
            ends = min(hold.until or until, segment.released_at or until)
            if begins < ends:
                yield Period(since=begins, until=ends)


def _within(period: Period, since: datetime, until: datetime) -> float:
    begins = max(period.since, since)
    ends = until if period.until is None else min(period.until, until)
    return max(0.0, (ends - begins).total_seconds())
