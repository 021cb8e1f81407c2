"""Which queues are open: what the calendars' facts said last, and the emergency switch.

A part of the floor's state. It reads no clock: by `QueueOpened` and `QueueClosed` it is told.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from acd.configuration import Configuration
from acd.hours import Hours
from acd.ids import AgentId, QueueId
from acd.targets import Because

HOUSE = QueueId("")
"""Stands for the whole house among the emergencies."""


class Hour(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a queue's calendar says at the moment."""

    since: datetime
    because: Because | None = None
    """Why it is closed; None: it is open."""
    until: datetime | None = None
    """When that changes next."""


class Emergency(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The emergency switch is pressed."""

    since: datetime
    by: AgentId | None = None
    announcement: str = ""
    reason: str = ""


class OpeningState(msgspec.Struct, kw_only=True):
    """For a snapshot. Fields are only ever added, with a default."""

    hours: dict[QueueId, Hour] = {}
    """Of queues that have a calendar."""
    emergencies: dict[QueueId, Emergency] = {}


class Shut(NamedTuple):
    """A queue is closed, why, and since when."""

    because: Because
    since: datetime
    until: datetime | None = None


class Opening:
    """Of all queues."""

    def __init__(self, configuration: Configuration | None, state: OpeningState) -> None:
        self.hours = dict(state.hours)
        self.emergencies = dict(state.emergencies)
        self._calendars = _calendars(configuration)

    def configure(self, configuration: Configuration, at: datetime) -> None:
        """Take the calendars as they are at an instant. A queue that has none is open; one that is
        no more is no emergency.
        """
        self._calendars = _calendars(configuration)
        self.hours = {queue: self._hour(queue, at) for queue in self._calendars}
        there = {HOUSE, *(queue.id for queue in configuration.queues)}
        self.emergencies = {one: it for one, it in self.emergencies.items() if one in there}

    def _hour(self, queue: QueueId, at: datetime) -> Hour:
        """What holds already goes on."""
        known, hour = self.hours.get(queue), self.said_by_calendar(queue, at)
        same = known is not None and (known.because, known.until) == (hour.because, hour.until)
        return known if known is not None and same else hour

    def state(self) -> OpeningState:
        """Everything, in an order that depends on nothing but the content."""
        return OpeningState(
            hours=dict(sorted(self.hours.items())),
            emergencies=dict(sorted(self.emergencies.items())),
        )

    def calendar(self, queue: QueueId) -> Hours | None:
        """Its calendar; None: it is always open."""
        return self._calendars.get(queue)

    def news(self, at: datetime) -> Iterator[tuple[QueueId, Hour]]:
        """What holds since this very instant, in the order of the configuration."""
        known = ((queue, self.hours.get(queue)) for queue in self._calendars)
        return ((queue, hour) for queue, hour in known if hour is not None and hour.since == at)

    def said_by_calendar(self, queue: QueueId, at: datetime) -> Hour:
        """What holds from an instant on; for a queue without a calendar it is open."""
        calendar = self._calendars.get(queue)
        if calendar is None:
            return Hour(since=at)
        because: Because | None = None
        if not calendar.open_at(at):
            because = Because.HOLIDAY if calendar.is_holiday(at) else Because.CLOSED
        return Hour(since=at, because=because, until=calendar.changes_after(at))

    def emergency(self, queue: QueueId) -> Emergency | None:
        """Its own, or the house's."""
        return self.emergencies.get(queue) or self.emergencies.get(HOUSE)

    def shut(self, queue: QueueId) -> Shut | None:
        """Why it takes no calls; None: it is open. An emergency comes before the hour."""
        emergency, hour = self.emergency(queue), self.hours.get(queue)
        if emergency is not None:
            return Shut(Because.EMERGENCY, emergency.since)
        if hour is not None and hour.because is not None:
            return Shut(hour.because, hour.since, hour.until)
        return None

    def is_open(self, queue: QueueId) -> bool:
        """It takes calls."""
        return self.shut(queue) is None

    def tell(self, queue: QueueId, hour: Hour) -> None:
        """By its calendar it is open, or closed."""
        if queue in self._calendars:
            self.hours[queue] = hour

    def press(self, queue: QueueId | None, emergency: Emergency | None) -> None:
        """The switch of a queue, or of the house, is pressed or released."""
        name = HOUSE if queue is None else queue
        if emergency is None:
            self.emergencies.pop(name, None)
        else:
            self.emergencies[name] = emergency


def _calendars(configuration: Configuration | None) -> dict[QueueId, Hours]:
    """Each queue's that has one."""
    if configuration is None:
        return {}
    known = {name: Hours(one) for name, one in configuration.calendars.items()}
    return {one.id: known[one.calendar] for one in configuration.queues if one.calendar}
