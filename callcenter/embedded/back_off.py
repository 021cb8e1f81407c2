"""How long to wait before a process that died is started again. Pure; the supervisor asks."""

from collections import deque
from typing import Final

DELAYS: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0)
"""Seconds before the 1st, 2nd … restart within a minute; the last one repeats."""

WINDOW: Final = 60.0
"""Seconds for which a death counts."""

FAILING_AFTER: Final = 5
"""Deaths in a window that make a process ``failing``: said loudly, still started again."""


class BackOff:
    """Remembers one process's deaths of the last minute; instants are monotonic seconds."""

    def __init__(self) -> None:
        self._deaths: deque[float] = deque()

    def died(self, at: float) -> float:
        """Note a death; the seconds to wait before the next start."""
        self._deaths.append(at)
        return DELAYS[min(self.deaths(at), len(DELAYS)) - 1]

    def deaths(self, at: float) -> int:
        """Deaths in the minute before ``at``."""
        while self._deaths and at - self._deaths[0] >= WINDOW:
            self._deaths.popleft()
        return len(self._deaths)

    def is_failing(self, at: float) -> bool:
        """Whether the process died so often that a person should look."""
        return self.deaths(at) >= FAILING_AFTER
