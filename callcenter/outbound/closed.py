"""Which queues are closed, and for how long: a promise to call back waits until they open.

Spoken to by `callcenter.outbound.callbacks`. By facts alone; the calendars are the distributor's.
"""

from datetime import datetime

import msgspec

import acd.facts as a
from acd.ids import QueueId
from acd.opening import HOUSE


class Reopened(msgspec.Struct, frozen=True):
    """A queue was closed from one instant to another."""

    since: datetime
    at: datetime


class ClosedState(msgspec.Struct, kw_only=True):
    """Fields are only ever added, with a default."""

    queues: list[QueueId] = []
    by_calendar: list[QueueId] = []
    by_switch: list[QueueId] = []
    since: dict[QueueId, datetime] = {}
    reopened: dict[QueueId, Reopened] = {}


class ClosedQueues:
    """Of all queues that the configuration names."""

    def __init__(self, state: ClosedState) -> None:
        self._queues = list(state.queues)
        self._by_calendar = set(state.by_calendar)
        self._by_switch = set(state.by_switch)
        self._since = dict(state.since)
        self._reopened = dict(state.reopened)

    def state(self) -> ClosedState:
        """For a snapshot; equal states are equal."""
        return ClosedState(
            queues=self._queues,
            by_calendar=sorted(self._by_calendar),
            by_switch=sorted(self._by_switch),
            since=dict(sorted(self._since.items())),
            reopened=dict(sorted(self._reopened.items())),
        )

    def published(self, fact: a.ConfigurationPublished) -> None:
        """A queue without a calendar is open."""
        self._queues = [queue.id for queue in fact.configuration.queues]
        self._by_calendar &= {one.id for one in fact.configuration.queues if one.calendar}
        self._by_switch &= {HOUSE, *self._queues}
        self._look(fact.at)

    def told(self, fact: a.QueueOpened | a.QueueClosed) -> None:
        """By its calendar."""
        opened = isinstance(fact, a.QueueOpened)
        change = self._by_calendar.discard if opened else self._by_calendar.add
        change(fact.queue)
        self._look(fact.at)

    def pressed(self, fact: a.EmergencyPressed) -> None:
        """By the emergency switch."""
        change = self._by_switch.add if fact.on else self._by_switch.discard
        change(HOUSE if fact.queue is None else fact.queue)
        self._look(fact.at)

    def reopened(self, at: datetime) -> dict[QueueId, datetime]:
        """The queues that opened at this very instant, and since when they had been closed."""
        return {queue: one.since for queue, one in self._reopened.items() if one.at == at}

    def _look(self, at: datetime) -> None:
        for queue in (*self._queues, *sorted(self._since.keys() - set(self._queues))):
            if queue in self._queues and self._is_closed(queue):
                self._since.setdefault(queue, at)
            elif queue in self._since:
                self._reopened[queue] = Reopened(self._since.pop(queue), at)

    def _is_closed(self, queue: QueueId) -> bool:
        return queue in self._by_calendar or not self._by_switch.isdisjoint({queue, HOUSE})
