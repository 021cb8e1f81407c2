"""What a leader is told of breaks, and says: the models of `/api/v1/breaks`.

Instants are aware UTC, lengths are seconds.
"""

from datetime import datetime

from callcenter.web.shapes import Shape, TextPair


class Absence(Shape):
    """One agent who is out, will be after her call, or asks to be."""

    agent: str
    name: TextPair
    team: str
    standing: str
    """asked, out or after_call."""
    reason: str
    reason_name: TextPair
    since: datetime
    """When she asked, or when her present state began."""
    limit_at: datetime | None = None
    overrun: bool = False
    waits_for: str = ""
    """Of a request: nothing, place (somebody has to come back) or leader."""
    had_today: float = 0.0
    """How long she has been out for this reason today."""


class TeamPlaces(Shape):
    """A team with a quota."""

    team: str
    name: TextPair
    most: int
    out: int
    """How many hold a place; more than `most` when a leader granted more."""


class BreakList(Shape):
    """`GET /api/v1/breaks`."""

    at: datetime
    places: list[TeamPlaces]
    rows: list[Absence]


class BreakAnswer(Shape):
    """`POST /api/v1/breaks/{agent}`: grant or refuse what she asks for."""

    reason: str
    """What was asked for when the leader decided; another one is not answered."""
    granted: bool
