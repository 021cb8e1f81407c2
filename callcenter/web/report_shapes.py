"""What reports say: the models of `/api/v1/reports`.

Instants are aware UTC, lengths are seconds, shares 0-1 and null without a denominator.
"""

from datetime import datetime

from callcenter.web.shapes import Shape, TextPair


class CountsShape(Shape):
    """offered = answered + abandoned + short_abandoned + flowed_out + waiting."""

    offered: int
    answered: int
    answered_within: int
    abandoned: int
    short_abandoned: int
    flowed_out: int
    waiting: int


class ServiceLevelReport(Shape):
    """`GET /api/v1/reports/service-level`: all definitions side by side."""

    from_at: datetime
    to_at: datetime
    as_of: datetime
    queue: str | None
    within: float
    target: float
    headline: float | None
    """Definition `sl4`."""
    definitions: dict[str, float | None]
    counts: CountsShape
    average_speed_of_answer: float | None
    abandon_rate: float | None
    handle_mean: float | None
    handle_median: float | None
    handle_p90: float | None
    talk_mean: float | None
    hold_mean: float | None
    wrap_up_mean: float | None
    calls: str
    """Address of the list of calls behind the figures."""


class IntervalRow(Shape):
    """One interval and queue, by cohort: counted where the call entered."""

    start_at: datetime
    queue: str
    counts: CountsShape
    service_level: float | None
    average_speed_of_answer: float | None
    handle_mean: float | None
    talk: float
    hold: float
    wrap_up: float
    calls: str


class IntervalReport(Shape):
    """`GET /api/v1/reports/intervals`."""

    from_at: datetime
    to_at: datetime
    as_of: datetime
    minutes: int
    rows: list[IntervalRow]


class AgentDay(Shape):
    """One agent's time and calls."""

    agent: str
    name: TextPair | None
    team: str
    signed_in_for: float
    states: dict[str, float]
    """State to seconds."""
    reasons: dict[str, float]
    """Not-ready reason to seconds."""
    offers: int
    answered: int
    answered_within: int
    not_responded: int
    rejected: int
    talk: float
    hold: float
    wrap_up: float
    handle_mean: float | None
    handle_median: float | None
    occupancy: float | None


class AgentReport(Shape):
    """`GET /api/v1/reports/agents`."""

    from_at: datetime
    to_at: datetime
    as_of: datetime
    rows: list[AgentDay]
