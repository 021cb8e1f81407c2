"""What a leader is told of the distributor's reasons: the models of `calls/{id}/offers`,
`calls/{id}/waiting` and `queues/{id}/dry-run`.

Instants are aware UTC, lengths are seconds.
"""

from datetime import datetime

from pydantic import Field

from callcenter.web.shapes import CandidateRow, OfferRow, Shape, TextPair


class CallOffers(Shape):
    """`GET calls/{id}/offers`: each offer of a call, and why it went to whom it went to."""

    call: str
    offers: list[OfferRow]


class NeedRow(Shape):
    """A skill that is asked for."""

    skill: str
    name: TextPair
    at_least: int


class NamedQueue(Shape):
    """A queue and its name."""

    queue: str
    name: TextPair


class SearchRow(Shape):
    """Whom a call asks."""

    width: int
    """0: as the queue says; from 1 on the queue's widenings."""
    queues: list[NamedQueue]
    needs: list[NeedRow]


class ShortRow(Shape):
    """How many agents fall short of a skill."""

    skill: str
    name: TextPair
    count: int


class StaffRow(Shape):
    """Agents of the queues a call asks, by what keeps each from it; each counts once."""

    signed_in: int
    free: int
    busy: int
    not_ready: int
    short: list[ShortRow]


class AheadRow(Shape):
    """A call that is served first."""

    call: str
    priority: int
    due_at: datetime


class StillWaiting(Shape):
    """`GET calls/{id}/waiting`: why it still waits."""

    call: str
    at: datetime
    """The server's clock."""
    queue: str
    queue_name: TextPair
    entered_at: datetime
    priority: int
    due_at: datetime
    """The end of its promise: of equals in priority the earliest is served first."""
    ahead: int
    first: list[AheadRow]
    """The first ten of those ahead."""
    search: SearchRow
    staff: StaffRow
    widens_at: datetime | None = None
    then: SearchRow | None = None
    goes_first_at: datetime | None = None
    """When it is served before every priority."""
    preferred: str | None = None
    """It waits for this agent alone."""
    preferred_name: TextPair | None = None
    preferred_until: datetime | None = None
    rests: bool = False
    """A callback of a queue that is closed."""


class DryRunWanted(Shape):
    """`POST queues/{id}/dry-run`: a call that is not there."""

    language: str = ""
    """A language is a skill; empty: none."""
    tier: str = ""
    travels_soon: bool = False
    priority: int = Field(0, ge=-10, le=20)
    """What number and flow give."""
    preferred: str = ""
    """Work number."""
    waited: int = Field(0, ge=0, le=86_400)


class DryRunTold(Shape):
    """Whom such a call would get now. Nothing is changed by asking."""

    queue: str
    queue_name: TextPair
    strategy: str
    """The queue's, or `preferred`: it would wait for one agent alone."""
    priority: int
    ahead: int
    search: SearchRow
    staff: StaffRow
    shut: str = ""
    """Why the queue is closed; empty: it is open."""
    chances: list[CandidateRow]
    """Who would get it, in order; then who would not, and why (`lost`)."""
    more: int = 0
    """Agents who are not named."""
