"""Which trunk a call goes to: those that answer before those that do not, by priority, by weight
among equals, and none beyond its limits. Pure; time (monotonic seconds) and chance are handed in.

A trunk that does not answer is the last resort and not left out: better a try than no call.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from callcenter.exchange.door_admission import Buckets
from callcenter.trunk import Trunk

RESERVED_FOR = 5.0
"""Seconds within which a call that was given a trunk shows there, or never will."""


@dataclass(slots=True)
class Trunks:
    """All trunks of this exchange.

    `lines_at(trunk)`: the line of each living call there. `answers(trunk)`: it is not known to be
    away. `chance()`: evenly from 0 up to 1.
    """

    trunks: Sequence[Trunk]
    lines_at: Callable[[Trunk], Iterable[str]]
    answers: Callable[[Trunk], bool]
    chance: Callable[[], float]
    _buckets: dict[str, Buckets] = field(default_factory=dict)
    _reserved: dict[str, dict[str, float]] = field(default_factory=dict)

    def ways(self, line: str, now: float) -> tuple[Trunk, ...]:
        """The trunks to try for a call of `line`, the first one now reserved; empty: all full."""
        ways = [trunk for trunk in self._ordered() if self._has_room(trunk, line, now)]
        while ways and not self._admits(ways[0], now):
            del ways[0]
        if ways and ways[0].most_calls:
            self._reserved.setdefault(ways[0].name, {})[line] = now + RESERVED_FOR
        return tuple(ways)

    def _ordered(self) -> list[Trunk]:
        """Heavier ones come first more often: each draws u^(1/weight), the largest wins."""
        drawn = {trunk.name: self.chance() ** (1 / trunk.weight) for trunk in self.trunks}
        return sorted(
            self.trunks,
            key=lambda trunk: (not self.answers(trunk), trunk.priority, -drawn[trunk.name]),
        )

    def _has_room(self, trunk: Trunk, line: str, now: float) -> bool:
        if not trunk.most_calls:
            return True
        there = list(self.lines_at(trunk))
        reserved = self._reserved.get(trunk.name, {})
        for one in [one for one, until in reserved.items() if one in there or now >= until]:
            del reserved[one]
        # The same call may be asked for twice: what was kept for it does not stand in its way.
        others = len(reserved) - (line in reserved)
        return len(there) + others < trunk.most_calls

    def _admits(self, trunk: Trunk, now: float) -> bool:
        if not trunk.most_a_second:
            return True
        bucket = self._buckets.setdefault(trunk.name, Buckets(trunk.most_a_second))
        return bucket.admit(trunk.name, now)
