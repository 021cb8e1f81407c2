"""What is kept beside a call's record, and how a list of calls is asked for, as plain values.

Storage reads and writes them; web and worker hand them on. Instants are aware, UTC; lengths are
seconds.
"""

from datetime import datetime

import msgspec

from acd.ids import AgentId, CallId, PartyId, QueueId
from callcenter.history.call_record import CallRecord


class CallsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls, newest first. Empty and None mean: no matter."""

    since: datetime | None = None
    """Began at this instant or later."""
    until: datetime | None = None
    """Began before this instant."""
    queue: str = ""
    agents: tuple[str, ...] = ()
    """One of these spoke with the caller."""
    results: tuple[str, ...] = ()
    """Values of `callcenter.history.call_record.Result`."""
    outcome: str = ""
    need: str = ""
    """The first or a further need; `booking` also finds `booking.flight`."""
    customer: str = ""
    parties: tuple[str, ...] = ()
    within: bool | None = None
    """Answered within the queue's promise, or after it."""
    recorded: bool | None = None
    live: bool | None = None
    """Still going on, wrap-up included."""
    after: str = ""
    """`next` of the page before."""
    limit: int = 50


class CallsFound(msgspec.Struct, frozen=True, kw_only=True):
    """One page of calls."""

    records: tuple[CallRecord, ...]
    next: str = ""
    """Cursor of the next page; empty at the end."""


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    """What one agent wrote about one call."""

    call: str
    agent: str
    text: str = ""
    need: str = ""
    needs: tuple[str, ...] = ()
    outcome: str = ""
    saved_at: datetime | None = None


class StoredRecording(msgspec.Struct, frozen=True, kw_only=True):
    """One playable file; `file` is relative to the archive."""

    call: str
    file: str
    seconds: float
    size: int
    sha256: str
    peaks: bytes
    """The waveform, as the worker wrote it."""


class StoredVoicemail(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was left, and its end if it has one."""

    call: CallId
    queue: QueueId
    party: PartyId
    left_at: datetime
    since: float
    """Where it begins in the recording, in seconds."""
    seconds: float
    how: str
    done_by: AgentId | None = None
    done_at: datetime | None = None
    outcome: str = ""


class LastTalk(msgspec.Struct, frozen=True):
    """With whom a caller spoke last, and when they began to."""

    agent: AgentId
    at: datetime


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
    turned_away: int
    called_back: int
    voicemail: int
    withdrawn: int
    lost: int
    waiting: int
    crossed: int
    """Neither answered nor abandoned, and past the promise."""
    service_level: float | None
    """answered within T / (answered + abandoned after T + crossed)."""
    average_speed_of_answer: float | None
    average_handle_time: float | None
    """Over answered calls whose wrap-up is over, all their agents together."""


class OwnPrompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt as somebody has recorded it: a file beside the recording, `own/<key>.json`."""

    key: str
    by: str
    at: datetime
    name: str
    """As whoever uploaded it calls it."""
    seconds: float
