"""Incidents and their messages: the models of `/api/v1/incidents`.

Instants are aware UTC.
"""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from callcenter.web.act_shapes import Press
from callcenter.web.shapes import Shape, TextPair


class IncidentQueue(Shape):
    """A queue whose callers may be told something."""

    queue: str
    name: TextPair
    may_press: bool


class IncidentChoice(Shape):
    """A code, and what it is called: of what has happened, or of a language."""

    code: str
    name: TextPair


class IncidentShape(Shape):
    """One incident, as it was set last."""

    incident: str
    version: int
    what: str
    what_name: TextPair | None
    texts: dict[str, str]
    """What callers hear, by language."""
    missing: list[str]
    """Languages it has no words in: callers who speak these hear all the others."""
    queues: list[IncidentQueue] | None
    """Whose callers hear it; null: those of the whole house."""
    begins: datetime
    ends: datetime
    by: str
    by_name: TextPair | None
    set_at: datetime
    state: Literal["planned", "speaking", "running", "silent", "over"]
    """speaking: its audio is being made. silent: that cannot be made, and nobody hears it."""
    ended_at: datetime | None
    ended_by: str | None
    """null: its time was over."""
    ended_by_name: TextPair | None
    may_press: bool


class IncidentList(Shape):
    """`GET /api/v1/incidents`."""

    open: list[IncidentShape]
    """Those that run or are planned, whichever begins first."""
    over: list[IncidentShape]
    """The last ones that have ended, the newest first."""
    may_press: bool
    """Something: for a queue at least."""
    may_press_house: bool
    queues: list[IncidentQueue]
    kinds: list[IncidentChoice]
    """What may have happened."""
    languages: list[IncidentChoice]
    """Of callers."""
    most_characters: int
    longest_days: int


class IncidentWanted(Shape):
    """`POST /api/v1/incidents`, and `PUT /api/v1/incidents/{incident}` to set one anew."""

    press: Press
    """A name of its own, made by whoever presses: told twice, it is done once."""
    seen: int = Field(0, ge=0)
    """The version that is replaced; 0: it is a new one."""
    what: Literal["weather", "strike", "flights", "trains", "closure", "systems", "other"]
    texts: dict[str, str] = Field(max_length=8)
    """By language; an empty one counts as none."""
    queues: list[str] | None = Field(None, max_length=200)
    """null: the whole house."""
    begins: AwareDatetime | None = None
    """null: at once."""
    ends: AwareDatetime


class IncidentEndWanted(Shape):
    """`POST /api/v1/incidents/{incident}/end`."""

    press: Press
