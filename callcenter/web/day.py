"""Today's calls and their figures, in memory: for desks, boards and the live part of reports.

It reads the replica's call records and counts them again at most twice a second. The day begins at
local midnight of the house's time zone. It must not know who asks.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from callcenter.clock import now
from callcenter.history.call_record import CallRecord
from callcenter.history.figures import DayFigures, day_figures
from callcenter.web.replica import Replica

COUNT_EVERY = 0.5
HALF_HOUR = timedelta(minutes=30)


def midnight(zone: ZoneInfo, at: datetime) -> datetime:
    """The beginning of the local day in which `at` lies."""
    local = at.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)


class Day:
    """Figures of today, by queue and of all, counted at most twice a second."""

    def __init__(self, replica: Replica, time_zone: str) -> None:
        self._replica = replica
        self._zone = ZoneInfo(time_zone)
        self._counted: dict[tuple[str | None, bool], tuple[float, DayFigures]] = {}
        self._mine: tuple[int, dict[str, list[CallRecord]]] = (-1, {})

    @property
    def since(self) -> datetime:
        """Local midnight."""
        return midnight(self._zone, now())

    def records(self) -> list[CallRecord]:
        """Today's calls, newest first."""
        since = self.since
        mine = [one for one in self._replica.book.records if (started_at(one) or since) >= since]
        return sorted(mine, key=lambda one: started_at(one) or since, reverse=True)

    def figures(self, queue: str | None = None) -> DayFigures:
        """Today so far, of one queue or of all."""
        return self._once((queue, False), lambda: self._count(queue, self.since))

    def figures_now(self, queue: str | None = None) -> DayFigures:
        """The last 30 minutes, by queue entry."""
        return self._once((queue, True), lambda: self._count(queue, now() - HALF_HOUR))

    def service_level(self, queue: str) -> float | None:
        """Today's service level of one queue."""
        return self.figures(queue).service_level

    def of_agent(self, agent: str) -> list[CallRecord]:
        """The calls she spoke in today, newest first."""
        position, mine = self._mine
        if position != self._replica.position:
            mine = {}
            for record in self.records():
                for spoke in dict.fromkeys(one.agent for one in record.agents):
                    mine.setdefault(spoke, []).append(record)
            self._mine = (self._replica.position, mine)
        return mine.get(agent, [])

    def _count(self, queue: str | None, since: datetime) -> DayFigures:
        chosen = [
            one
            for one in self._replica.book.records
            if one.queued_at is not None
            and one.queued_at >= since
            and (queue is None or one.queue == queue)
        ]
        return day_figures(chosen, now())

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
