"""Facts about the distributor itself: what it sees of its own promises."""

from datetime import datetime
from enum import StrEnum

from acd.step import Fact


class Trouble(StrEnum):
    """A promise of the distributor that does not hold."""

    IDLE_BESIDE_CALL = "idle_beside_call"
    """A call waits, and an agent who can serve it is free; about the call."""
    OFFER_OVERDUE = "offer_overdue"
    """An offer that nobody took is past its end; about the offer."""
    STATE_OUTDATED = "state_outdated"
    """An agent is where a call has put her, and the call is over or does not come; about her."""
    DEADLINE_OVERDUE = "deadline_overdue"
    """An instant that is waited for has passed; about the deadline."""
    INDEX_ASTRAY = "index_astray"
    """An index does not say what a plain look says; about a call, an agent or a queue."""


class HealthAlarmRaised(Fact, frozen=True, kw_only=True):
    """A promise does not hold (the distributor). Nothing is mended by it."""

    trouble: Trouble
    about: str
    """Id of a call, an agent, an offer, a deadline or a queue."""
    since: datetime


class HealthAlarmCleared(Fact, frozen=True, kw_only=True):
    """It holds again, or what it was about is no more (the distributor)."""

    trouble: Trouble
    about: str
