"""The wait that was foreseen for a caller, and how far it was from the truth."""

from datetime import datetime

import msgspec


class WaitForeseen(msgspec.Struct, frozen=True, kw_only=True):
    """The wait that was foreseen when the caller was first told one. Seconds."""

    at: datetime
    p50: int
    """As likely longer as shorter."""
    p80: int
    """Four of five were to wait no longer."""

    def waited_until(self, instant: datetime) -> float:
        """Seconds from then on."""
        return between(self.at, instant)

    def error_at(self, instant: datetime) -> float:
        """Seconds that the wait until an instant was longer than its median foreseen; below 0:
        shorter.
        """
        return self.waited_until(instant) - self.p50


def between(first: datetime, then: datetime) -> float:
    """Seconds from one instant to a later one; 0 where it is not later."""
    return max(0.0, (then - first).total_seconds())
