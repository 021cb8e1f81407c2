"""Place in line and expected wait.

The wait is told from the place and the rate at which the queue's staffed agents come free. Where
nothing can be said, nothing is said.
"""

from datetime import datetime
from math import ceil

import msgspec

from acd.ids import QueueId

_WEIGHT = 0.125
"""Share of the newest call in the mean handle time; about the last fifteen calls count."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a waiting call stands."""

    queue: QueueId
    ahead: int
    entered_at: datetime


def expected_wait(ahead: int, handle_for: float, staffed: int) -> int | None:
    """Seconds until a caller with `ahead` before her is served; None when nobody works.

    Of `staffed` agents who each take `handle_for` seconds a call, one comes free every
    `handle_for / staffed` seconds.
    """
    if staffed == 0:
        return None
    return ceil((ahead + 1) * handle_for / staffed)


def mean_handle(before: float, seconds: float) -> float:
    """The mean handle time with one more call in it: a moving average."""
    return before + _WEIGHT * (seconds - before)
