"""Facts about incidents: a message that callers hear because of something that keeps them calling.

A press is made by a page or an API call and carries a name of its own: told twice, it is done once.
Every press has exactly one answer with its name (the distributor): `IncidentSet`, `IncidentEnded`
or `IncidentRefused`, which changes nothing.
"""

from datetime import datetime
from enum import StrEnum

from acd.ids import AgentId, CallId, IncidentId, QueueId, SkillName
from acd.step import Fact


class IncidentNo(StrEnum):
    """Why a press about an incident was not done."""

    OVER = "over"
    """It has ended, or there is none of this name."""
    CHANGED_MEANWHILE = "changed_meanwhile"
    """Somebody else has set it anew since it was looked at."""
    QUEUE_UNKNOWN = "queue_unknown"
    TOO_MANY = "too_many"
    """No more of them at once."""
    TOO_LATE = "too_late"
    """It would be over already."""


class IncidentPressed(Fact, frozen=True, kw_only=True):
    """Somebody wants callers to hear a message, or a better one than before (a page or an API
    call). It is state, not configuration: it ends by itself.
    """

    press: str
    incident: IncidentId
    """A new name, or that of the one to be set anew."""
    seen: int = 0
    """The version the presser knew of; 0: it is a new one."""
    what: str = ""
    """A code, such as `weather`: what has happened, for those who work here."""
    texts: dict[SkillName, str]
    """What callers hear, by language."""
    queues: tuple[QueueId, ...] = ()
    """Whose callers hear it; empty: those of the whole house."""
    begins: datetime
    ends: datetime
    by: AgentId


class IncidentEndPressed(Fact, frozen=True, kw_only=True):
    """Somebody ends an incident before its time (a page or an API call)."""

    press: str
    incident: IncidentId
    by: AgentId


class IncidentSet(Fact, frozen=True, kw_only=True):
    """An incident is as it was pressed from now on (the distributor). Its words are spoken, and
    callers hear them from its beginning on, once that is done.
    """

    press: str
    incident: IncidentId
    version: int
    """1, and one more each time it is set anew."""
    what: str = ""
    texts: dict[SkillName, str]
    queues: tuple[QueueId, ...] = ()
    begins: datetime
    ends: datetime
    by: AgentId


class IncidentSpoken(Fact, frozen=True, kw_only=True):
    """The words of an incident lie ready as audio, or could not be spoken (the call)."""

    incident: IncidentId
    version: int
    ok: bool


class IncidentBegan(Fact, frozen=True, kw_only=True):
    """From now on callers hear it (the distributor)."""

    incident: IncidentId
    version: int


class IncidentEnded(Fact, frozen=True, kw_only=True):
    """Nobody is told of it any more (the distributor). Who hears it just now hears it out."""

    incident: IncidentId
    press: str = ""
    """Empty: its time was over."""
    by: AgentId | None = None


class IncidentRefused(Fact, frozen=True, kw_only=True):
    """What was pressed could not be done, and nothing has changed (the distributor)."""

    press: str
    incident: IncidentId
    because: IncidentNo
    by: AgentId


class IncidentMet(Fact, frozen=True, kw_only=True):
    """A caller in line is to hear the message of an incident, once a call (the distributor; the
    call says it). She stands in line meanwhile, and may be offered.
    """

    call: CallId
    incident: IncidentId
    version: int
    what: str = ""


class Heard(StrEnum):
    """What became of a message."""

    WHOLE = "whole"
    KEY = "key"
    """The caller pressed a key to go on."""
    CUT = "cut"
    """An agent came, or the caller went."""
    UNSAID = "unsaid"
    """An agent was there at once, or the audio could not be played."""


class IncidentHeard(Fact, frozen=True, kw_only=True):
    """The message is over for this caller (the call)."""

    call: CallId
    incident: IncidentId
    version: int
    how: Heard
    seconds: float = 0.0
    """How long she listened."""
    languages: tuple[str, ...] = ()
    """In which it was said."""
