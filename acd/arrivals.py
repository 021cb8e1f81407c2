"""How many calls come lately, by queue, language and priority: an exponential mean, the last half
hour counting most.

The forecast asks it. It knows nothing of who waits.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from math import exp

import msgspec

from acd.ids import QueueId, SkillName

WINDOW = 1800.0
"""Seconds after which a call that came counts for 1/e."""

Stream = tuple[QueueId, SkillName | None]
"""Calls that ask for the same when they enter."""


class Arrivals(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Of one queue, language and priority: how often calls come, as it was at an instant."""

    queue: QueueId
    language: SkillName | None = None
    priority: int = 0
    rate: float = 0.0
    """Calls a second."""
    at: datetime

    def rate_at(self, instant: datetime) -> float:
        """Calls a second, at that instant or later than the newest call."""
        return self.rate * exp(-max(0.0, (instant - self.at).total_seconds()) / WINDOW)


class ArrivalRates:
    """All streams."""

    def __init__(self, known: Iterable[Arrivals] = ()) -> None:
        self._streams: dict[Stream, dict[int, Arrivals]] = {}
        for one in known:
            self._streams.setdefault((one.queue, one.language), {})[one.priority] = one

    def state(self) -> list[Arrivals]:
        """Everything, in order."""
        return [
            self._streams[stream][priority]
            for stream in sorted(self._streams, key=lambda one: (one[0], one[1] or ""))
            for priority in sorted(self._streams[stream])
        ]

    def came(self, stream: Stream, priority: int, at: datetime) -> None:
        """One more call."""
        priorities = self._streams.setdefault(stream, {})
        known = priorities.get(priority)
        if known is None:
            queue, language = stream
            known = Arrivals(queue=queue, language=language, priority=priority, at=at)
            priorities[priority] = known
        known.rate = known.rate_at(at) + 1 / WINDOW
        known.at = max(known.at, at)

    def streams(self) -> Iterator[Stream]:
        """Every stream there was."""
        return iter(self._streams)

    def rates(self, stream: Stream, above: int, at: datetime) -> tuple[float, float]:
        """Calls a second of a stream at an instant: all, and those of a higher priority."""
        every = higher = 0.0
        for priority, one in self._streams.get(stream, {}).items():
            rate = one.rate_at(at)
            every += rate
            higher += rate * (priority > above)
        return every, higher
