"""What is kept beside a call's record, and how a list of calls is asked for, as plain values.

Storage reads and writes them; web and worker hand them on. Instants are aware, UTC; lengths are
seconds.
"""

from datetime import datetime

import msgspec

from acd.ids import AgentId, CallId


class CallsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls a list is about; None is any. Newest first."""

    from_at: datetime | None = None
    """Began at this instant or later."""
    to_at: datetime | None = None
    """Began before this instant."""
    queue: str | None = None
    agents: tuple[str, ...] | None = None
    """One of these spoke with the caller; an empty tuple finds nothing."""
    customer: str | None = None
    parties: tuple[str, ...] | None = None
    """Called from one of these numbers; an empty tuple finds nothing."""
    result: str | None = None
    """A `callcenter.history.call_record.Result`."""
    outcome: str | None = None
    need: str | None = None
    """The first or a further need; `booking` also finds `booking.flight`."""
    within: bool | None = None
    """Answered within the queue's promise, or after it."""
    recorded: bool | None = None
    live: bool | None = None
    """Still going on, wrap-up included."""
    before: tuple[datetime, str] | None = None
    """Start and id of the last call of the page before."""


class StoredNotes(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent wrote about a call, need and outcome ticked so far."""

    call: CallId
    agent: AgentId
    text: str
    need: str = ""
    needs: tuple[str, ...] = ()
    outcome: str = ""
    saved_at: datetime


class DayCounts(msgspec.Struct, frozen=True, kw_only=True):
    """A day's figures counted by the database, to check those that are folded."""

    offered: int
    answered: int
    answered_within: int
    abandoned: int
    abandoned_after: int
    """Abandoned after the promise, short ones excluded."""
    short_abandoned: int
    flowed_out: int
    called_back: int
    lost: int
    waiting: int
    service_level: float | None
    """answered within T / (answered + abandoned after T)."""
    average_speed_of_answer: float | None
    average_handle_time: float | None
    """Over answered calls whose wrap-up is over."""
