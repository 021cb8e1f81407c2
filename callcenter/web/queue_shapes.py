"""What is said of queues: the model of `/api/v1/queues`.

Instants are aware UTC, lengths are seconds, shares 0-1 and null without a denominator.
"""

from datetime import datetime

from callcenter.history.figures import DayFigures
from callcenter.web.opening_shapes import OpeningShape
from callcenter.web.shapes import Shape, TextPair


class ForeseenShape(Shape):
    """How the waits told to callers came true."""

    told: int
    """Callers whose wait says whether it came true: answered, or gone later than told."""
    kept: int
    """Who waited no longer than four of five were to wait."""
    kept_rate: float | None
    """Kept / told; 0.8 would be perfect."""
    error_median: float | None
    """Median of the seconds between a wait and its median as it was foreseen."""


def foreseen_shape(figures: DayFigures) -> ForeseenShape:
    """As the figures count it."""
    told = figures.foreseen
    return ForeseenShape(
        told=told.told, kept=told.kept, kept_rate=told.kept_rate, error_median=told.error_median
    )


class QueueState(Shape):
    """One queue, live."""

    queue: str
    name: TextPair
    waiting: int
    longest_entered_at: datetime | None
    idle: int
    signed_in: int
    service_level_now: float | None
    service_level_today: float | None
    answer_rate_now: float | None
    """Answered / offered, without short abandons, turned away, called back and still waiting."""
    answer_rate_today: float | None
    answer_within: float
    service_target: float
    answer_target: float
    wait_p50: float | None
    """Seconds a caller who entered now would wait, as likely longer as shorter; null where nobody
    works.
    """
    wait_p80: float | None
    """Four of five would wait no longer."""
    foreseen: ForeseenShape
    """Of today's callers."""
    opening: OpeningShape
