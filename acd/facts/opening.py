"""Facts about queues that open and close, and about the emergency switch."""

from datetime import datetime

from acd.ids import AgentId, QueueId
from acd.step import Fact
from acd.targets import Because


class QueueOpened(Fact, frozen=True, kw_only=True):
    """By its calendar a queue is open from now on (the distributor)."""

    queue: QueueId
    until: datetime | None = None
    """When its calendar closes it next; None: not within a year."""


class QueueClosed(Fact, frozen=True, kw_only=True):
    """By its calendar a queue is closed from now on (the distributor)."""

    queue: QueueId
    because: Because
    until: datetime | None = None
    """When its calendar opens it next; None: not within a year."""
    configured: bool = False
    """It is a new configuration that says so, not the hour: nobody in line is sent away."""


class EmergencyPressed(Fact, frozen=True, kw_only=True):
    """Somebody closed a queue, or the whole house, with the emergency switch, or opened it again
    (a page or an API call). Until then it stays closed, whatever its calendar says.
    """

    on: bool
    queue: QueueId | None = None
    """None: the whole house. A queue's own switch and the house's are apart."""
    announcement: str = ""
    """Which of the house's announcements callers hear; empty: the queue's emergency target."""
    by: AgentId | None = None
    reason: str = ""
    """Why, as the supervisor wrote it."""
