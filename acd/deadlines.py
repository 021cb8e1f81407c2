"""The instants a thinking room waits for: part of the grammar that every room speaks.

A room arms and disarms deadlines while it applies facts, and answers `next_deadline` from here.
It reads no clock: that an instant has come is told by `DeadlineReached`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from acd.ids import DeadlineId
from acd.order import Order
from acd.step import Deadline, DeadlineReached


class Deadlines:
    """At most one instant for each id; the earliest is found at once."""

    def __init__(self, armed: Mapping[DeadlineId, datetime] | None = None) -> None:
        self._armed: dict[DeadlineId, datetime] = {}
        self._order: Order[tuple[datetime, DeadlineId]] = Order()
        for deadline, at in (armed or {}).items():
            self.arm(deadline, at)

    def arm(self, deadline: DeadlineId, at: datetime) -> None:
        """Wait for this instant, and no longer for an earlier wish of the same id."""
        self.disarm(deadline)
        self._armed[deadline] = at
        self._order.add((at, deadline))

    def disarm(self, deadline: DeadlineId) -> None:
        """Wait no longer; an id that is not armed is fine."""
        at = self._armed.pop(deadline, None)
        if at is not None:
            self._order.discard((at, deadline))

    def reached(self, fact: DeadlineReached) -> bool:
        """Take a deadline as come. False for one that is not armed, or armed for later."""
        at = self._armed.get(fact.deadline)
        if at is None or at > fact.at:
            return False
        self.disarm(fact.deadline)
        return True

    def is_armed(self, deadline: DeadlineId) -> bool:
        """The room still waits for it."""
        return deadline in self._armed

    def at(self, deadline: DeadlineId) -> datetime | None:
        """The instant of one; None when it is not armed."""
        return self._armed.get(deadline)

    def ids(self) -> Collection[DeadlineId]:
        """All that are armed, in no order."""
        return self._armed.keys()

    def first(self) -> tuple[datetime, DeadlineId] | None:
        """The earliest armed instant, as it is kept: asked after every fact."""
        return self._order.first()

    def next(self) -> Deadline | None:
        """The earliest armed instant."""
        first = self._order.first()
        return Deadline(*first) if first else None

    def armed(self) -> dict[DeadlineId, datetime]:
        """All of them in order of their ids, for a dump."""
        return dict(sorted(self._armed.items()))
