"""How many lines were asked for lately, so that enough are warm for a burst of that size.

Pure; time is handed in (monotonic seconds).
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

RATE_OVER: Final = 2.0
RATE_REMEMBERED: Final = 60.0


@dataclass(slots=True)
class Demand:
    """How many lines were taken lately, to keep enough warm for a burst of that size."""

    _taken: deque[float] = field(default_factory=deque)

    def note(self, now: float) -> None:
        """One more was taken."""
        self._taken.append(now)
        while now - self._taken[0] > RATE_REMEMBERED:
            self._taken.popleft()

    def burst(self, now: float) -> int:
        """The most that were taken within two seconds, in the last minute."""
        while self._taken and now - self._taken[0] > RATE_REMEMBERED:
            self._taken.popleft()
        most = first = 0
        times = list(self._taken)
        for last, at in enumerate(times):
            while at - times[first] > RATE_OVER:
                first += 1
            most = max(most, last - first + 1)
        return most
