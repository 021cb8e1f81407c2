"""What reports say: the models of `/api/v1/reports`.

Instants are aware UTC, lengths are seconds, shares 0-1 and null without a denominator.
"""

from datetime import datetime

from callcenter.web.queue_shapes import ForeseenShape
from callcenter.web.shapes import Shape, TextPair


class CountsShape(Shape):
    """offered = answered + abandoned + short_abandoned + flowed_out + turned_away + called_back +
    voicemail + withdrawn + waiting.
    """

    offered: int
    answered: int
    answered_within: int
    abandoned: int
    short_abandoned: int
    flowed_out: int
    turned_away: int
    called_back: int
    voicemail: int
    withdrawn: int
    waiting: int


class CallbacksShape(Shape):
    """Callbacks asked for in the stretch: asked = spoke + failed + withdrawn + open."""

    asked: int
    spoke: int
    """Customer and agent spoke."""
    failed: int
    """Not reached in all tries."""
    withdrawn: int
    open: int
    tries: int
    kept: int
    """Promises kept: the first try began in time."""
    broken: int
    kept_rate: float | None
    """Kept / (kept + broken); promises that are not due yet do not count."""


class ServiceLevelReport(Shape):
    """`GET /api/v1/reports/service-level`: all definitions side by side."""

    from_at: datetime
    to_at: datetime
    as_of: datetime
    queue: str | None
    within: float
    target: float
    answer_target: float
    answer_rate: float | None
    """Answered / offered, without short abandons, turned away, called back and still waiting."""
    headline: float | None
    """Definition `sl4`."""
    definitions: dict[str, float | None]
    counts: CountsShape
    dropped: int
    """Conversations that broke: nobody hung up."""
    callbacks: CallbacksShape
    foreseen: ForeseenShape
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
    answer_rate: float | None
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


class FlowRow(Shape):
    """Where one queue's rules, and its callers' keys, sent calls, counted when it happened."""

    queue: str
    overflowed_out: int
    """Sent on to another queue."""
    overflowed_in: int
    """Came from another queue."""
    ways: dict[str, int]
    """All that it sent elsewhere, by where: queue, callback, voicemail, flow, hang_up."""
    because: dict[str, int]
    """The same, by why: closed, full, waited, …"""


class FlowReport(Shape):
    """`GET /api/v1/reports/flows`."""

    from_at: datetime
    to_at: datetime
    rows: list[FlowRow]


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
    """Offers she did not react to."""
    rejected: int
    """Offers she declined, or her phone because it was in use."""
    missed_by_device: int
    """Offers her page, her audio or her phone missed: not her miss."""
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
