"""Which recordings may be erased today, and which must stay whatever their age.

The worker asks once a day. Thinking: it is given what is kept and the day; it erases nothing.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from acd.ids import CallId, QueueId


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How long recordings are kept: whole days since the day of the call."""

    days: int = 396
    """Thirteen months."""
    by_queue: dict[QueueId, int] = {}
    """Queues with another length."""

    def days_for(self, queue: QueueId | None) -> int:
        """The length for a call of this queue."""
        return self.by_queue.get(queue, self.days) if queue is not None else self.days


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One recording in the archive."""

    call: CallId
    day: date
    queue: QueueId | None = None
    legal_hold: bool = False
    """Wanted by law or in a dispute: never erased while it is set."""


def is_erasable(kept: Kept, rule: Rule, today: date) -> bool:
    """Whether its time is over and nobody holds it."""
    return not kept.legal_hold and kept.day + timedelta(days=rule.days_for(kept.queue)) < today


def erasable(kept: Iterable[Kept], rule: Rule, today: date) -> tuple[CallId, ...]:
    """The calls whose recordings may be erased today."""
    return tuple(one.call for one in kept if is_erasable(one, rule, today))
