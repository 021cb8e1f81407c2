"""Facts of every source put in order, each taken once.

Spoken to by the switchboard. A repeat is dropped, a gap is waited for, and after five seconds given
up with a `FactsMissing`, so that one lost message never stops a source for good.
"""

from collections import OrderedDict
from typing import NamedTuple

from callcenter.wire import Stamped

GAP_GIVEN_UP_AFTER = 5.0
"""Seconds a gap is waited for."""

SOURCES_REMEMBERED = 100_000


class Gap(NamedTuple):
    """Numbers that never came."""

    source: str
    first: int
    last: int


class Inbox:
    """What was taken from whom, and what waits for a number before it."""

    def __init__(self, taken: dict[str, int] | None = None) -> None:
        self._taken: OrderedDict[str, int] = OrderedDict(taken or {})
        self._waiting: dict[str, dict[int, Stamped]] = {}
        self._since: dict[str, float] = {}

    def taken(self) -> dict[str, int]:
        """Source to the last number taken, for a snapshot."""
        return dict(self._taken)

    def upto(self, source: str) -> int:
        """The last number taken of a source; 0 for one never heard of."""
        return self._taken.get(source, 0)

    def note(self, source: str, seq: int) -> None:
        """A replayed fact: it counts as taken."""
        self._taken[source] = max(self.upto(source), seq)
        self._taken.move_to_end(source)

    def accept(self, stamped: Stamped, monotonic: float) -> list[Stamped]:
        """Take one; returns what is now in order, oldest first (none for a repeat or a gap)."""
        source, last = stamped.source, self.upto(stamped.source)
        if stamped.seq <= last:
            return []
        waiting = self._waiting.setdefault(source, {})
        waiting[stamped.seq] = stamped
        ready = self._release(source)
        if waiting:
            self._since.setdefault(source, monotonic)
        return ready

    def give_up(self, monotonic: float) -> tuple[list[Gap], list[Stamped]]:
        """Gaps waited for too long, and the facts behind them."""
        gaps: list[Gap] = []
        ready: list[Stamped] = []
        for source, since in tuple(self._since.items()):
            if monotonic - since < GAP_GIVEN_UP_AFTER:
                continue
            first = min(self._waiting[source])
            gaps.append(Gap(source, self.upto(source) + 1, first - 1))
            self._taken[source] = first - 1
            del self._since[source]
            ready.extend(self._release(source))
            if self._waiting.get(source):
                self._since[source] = monotonic
        return gaps, ready

    def _release(self, source: str) -> list[Stamped]:
        waiting = self._waiting[source]
        ready: list[Stamped] = []
        while (following := self.upto(source) + 1) in waiting:
            ready.append(waiting.pop(following))
            self._taken[source] = following
        self._taken.move_to_end(source) if ready else None
        if not waiting:
            del self._waiting[source]
            self._since.pop(source, None)
        while len(self._taken) > SOURCES_REMEMBERED:
            self._taken.popitem(last=False)
        return ready
