"""Today's calls and their figures, in memory: for desks, boards and the live part of reports.

It reads the replica's call records and counts them again at most twice a second. The day begins at
local midnight of the house's time zone. It must not know who asks.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from acd.facts import CallConnected, OfferEnd, OfferEnded, OutboundQueued, OutsideCalled
from acd.step import Fact
from callcenter.clock import now
from callcenter.history.call_record import CallRecord
from callcenter.history.figures import DayFigures
from callcenter.history.outbound_cost import PAID, cost_of
from callcenter.web.replica import Replica
from callcenter.web.tally import Tally
from callcenter.wire import Positioned

COUNT_EVERY = 0.5
HALF_HOUR = timedelta(minutes=30)
KEPT_FOR = timedelta(hours=6)
"""How long before midnight a finished call is still kept, for trends over it."""


def midnight(zone: ZoneInfo, at: datetime) -> datetime:
    """The beginning of the local day in which `at` lies."""
    local = at.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)


class Day:
    """Figures of today, by queue and of all."""

    def __init__(self, replica: Replica, time_zone: str) -> None:
        self._replica = replica
        self._zone = ZoneInfo(time_zone)
        self._tally = Tally()
        self._counted: dict[tuple[str | None, bool], tuple[float, DayFigures]] = {}
        self._generation = -1
        self._calls_of: dict[str, dict[str, None]] = {}
        self._outbound: dict[str, None] = {}
        replica.listen(self._on_fact)

    @property
    def since(self) -> datetime:
        """Local midnight."""
        return midnight(self._zone, now())

    def same_time_yesterday(self) -> tuple[datetime, datetime]:
        """Yesterday's local midnight, and this time of day yesterday."""
        until = now() - timedelta(days=1)
        return midnight(self._zone, until), until

    def records(self) -> list[CallRecord]:
        """Today's calls, newest first."""
        since = self.since
        mine = [one for one in self._replica.book.records if (started_at(one) or since) >= since]
        return sorted(mine, key=lambda one: started_at(one) or since, reverse=True)

    def figures(self, queue: str | None = None) -> DayFigures:
        """Today so far, of one queue or of all."""
        return self._once((queue, False), lambda: self._count(queue, self.since))

    def figures_now(self, queue: str | None = None) -> DayFigures:
        """The last 30 minutes, by queue entry; calls of our own by their beginning."""
        return self._once((queue, True), lambda: self._count(queue, now() - HALF_HOUR))

    def figures_of(self, records: list[CallRecord]) -> DayFigures:
        """Of some of today's calls."""
        return self._tally.figures(records, now())

    def service_level(self, queue: str) -> float | None:
        """Today's service level of one queue."""
        return self.figures(queue).service_level

    def trend(self, step: timedelta, steps: int) -> tuple[float | None, ...]:
        """Service level of each step up to now, oldest first, by queue entry."""
        at = now()
        since = at - step * steps
        bins: list[list[CallRecord]] = [[] for _ in range(steps)]
        for record in self._replica.book.records:
            if record.queued_at is not None and since <= record.queued_at < at:
                bins[(record.queued_at - since) // step].append(record)
        return tuple(self._tally.service_level(one, at) for one in bins)

    def of_agent(self, agent: str) -> list[CallRecord]:
        """The calls she spoke in today, newest first."""
        self._index()
        since = self.since
        found = [self._replica.record(call) for call in self._calls_of.get(agent, ())]
        mine = [
            one
            for one in found
            if one is not None and not one.is_question and (started_at(one) or since) >= since
        ]
        return sorted(mine, key=lambda one: started_at(one) or since, reverse=True)

    def forget_old(self) -> None:
        """Let go of calls that were over long before today."""
        until = self.since - KEPT_FOR
        old = [one for one in self._replica.book.records if (started_at(one) or until) < until]
        self._replica.book.saved(old)
        gone = {one.call for one in old if self._replica.record(one.call) is None}
        self._tally.forget(gone)
        for calls in self._calls_of.values():
            for call in gone & calls.keys():
                del calls[call]
        for call in gone & self._outbound.keys():
            del self._outbound[call]

    def _index(self) -> None:
        """Who spoke in which calls, and which agents placed: built anew when the replica has begun
        anew.
        """
        if self._generation == self._replica.generation:
            return
        self._generation = self._replica.generation
        self._calls_of, self._outbound = {}, {}
        for record in self._replica.book.records:
            for part in record.agents:
                self._calls_of.setdefault(part.agent, {})[record.call] = None
            if record.direction in PAID:
                self._outbound[record.call] = None

    def _on_fact(self, _: Positioned, fact: Fact) -> None:
        if isinstance(fact, OutboundQueued | OutsideCalled):
            self._outbound[fact.call] = None
        if isinstance(fact, OfferEnded) and fact.how is not OfferEnd.NOT_REACHED:
            return
        if isinstance(fact, CallConnected | OfferEnded):
            self._calls_of.setdefault(fact.agent, {})[fact.call] = None

    def outbound_cost(self, per_minute: Mapping[str, float]) -> float:
        """What agents' own calls have cost since midnight; the price of a begun minute by zone."""
        self._index()
        since = self.since
        placed = (self._replica.record(call) for call in self._outbound)
        today = (one for one in placed if one is not None and (started_at(one) or since) >= since)
        return cost_of(today, per_minute, now())

    def _count(self, queue: str | None, since: datetime) -> DayFigures:
        chosen = [
            one
            for one in self._replica.book.records
            if one.counted_at is not None
            and one.counted_at >= since
            and (queue is None or one.queue == queue)
        ]
        return self._tally.figures(chosen, now())

    def _once(self, key: tuple[str | None, bool], count: Callable[[], DayFigures]) -> DayFigures:
        at, known = self._counted.get(key, (-COUNT_EVERY, None))
        if known is not None and time.monotonic() - at < COUNT_EVERY:
            return known
        fresh = count()
        self._counted[key] = (time.monotonic(), fresh)
        return fresh


def started_at(record: CallRecord) -> datetime | None:
    """The earliest instant known of a call."""
    return record.rang_at or record.answered_at or record.queued_at or record.connected_at
