"""The only reader of real time.

A process stamps facts with the wall clock of its start plus monotonic time since then, so stamps
never jump backwards inside one process even when the system clock is set.
"""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Stamps facts: wall clock at construction plus the monotonic time that has passed since."""

    __slots__ = ("_born_at", "_born_monotonic", "_offset")

    def __init__(self) -> None:
        self._born_at = datetime.now(UTC)
        self._born_monotonic = time.monotonic()
        self._offset = timedelta()

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        passed = timedelta(seconds=time.monotonic() - self._born_monotonic)
        return self._born_at + passed + self._offset

    def correct(self, by: timedelta) -> None:
        """Shift later stamps, as heartbeats to control measured; never takes time back."""
        self._offset += by


CLOCK = Clock()
"""This process's clock; processes that fork must make their own in the child."""


def now() -> datetime:
    """The present instant by this process's clock, aware, UTC."""
    return CLOCK.now()
