"""Open and closed queues and the emergency switch: the models of `/api/v1/opening`.

Instants are aware UTC.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from callcenter.web.shapes import Shape, TextPair


class OpeningShape(Shape):
    """Whether a queue takes calls."""

    open: bool
    because: str
    """closed, holiday or emergency; empty: it is open."""
    changes_at: datetime | None
    """When its calendar opens or closes it next; null: no calendar, or not within a year."""


class EmergencyShape(Shape):
    """The emergency switch is pressed."""

    since: datetime
    by: str | None
    by_name: TextPair | None
    reason: str
    reason_name: TextPair | None
    announcement: str
    """Its name; empty: callers go where the queue's rule says."""


class QueueOpening(Shape):
    """One queue, and its own switch."""

    queue: str
    name: TextPair
    opening: OpeningShape
    calendar: str
    """The name of its calendar; empty: always open."""
    emergency: EmergencyShape | None
    may_press: bool


class ReasonShape(Shape):
    """Why a switch may be pressed."""

    code: str
    name: TextPair


class AnnouncementShape(Shape):
    """What callers may hear at an emergency, by language."""

    name: str
    texts: dict[str, str]


class OpeningList(Shape):
    """`GET /api/v1/opening`."""

    emergency: EmergencyShape | None
    """Of the whole house."""
    may_press: bool
    """The whole house's switch."""
    queues: list[QueueOpening]
    reasons: list[ReasonShape]
    announcements: list[AnnouncementShape]


class EmergencyWanted(Shape):
    """`POST /api/v1/opening/emergency`: close at once, or open again."""

    on: bool
    queue: str | None = None
    """null: the whole house."""
    reason: Literal["evacuation", "power", "network", "systems", "weather", "drill", "other"]
    announcement: str = Field("", max_length=64)
