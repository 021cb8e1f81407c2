"""Facts of a message that a caller leaves for a queue: from the words that ask for it to its end.

A message is named by the call in which it was left, and is a stretch of that call's own recording.
"The voicemails" means the room `callcenter.voicemail`.
"""

from datetime import datetime
from enum import StrEnum

from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName
from acd.step import Fact
from ivr.flow import Texts


class HowLeft(StrEnum):
    """What ended a message."""

    KEY = "key"
    """The caller pressed #."""
    HUNG_UP = "hung_up"
    LIMIT = "limit"
    """It was as long as a message may be."""
    LOST = "lost"
    """The line or its sound was lost; what there is up to then is kept."""


class Outcome(StrEnum):
    """What became of a message."""

    HANDLED = "handled"
    """What was asked for is done."""
    PASSED_ON = "passed_on"
    """Somebody else goes on with it."""
    NOTHING_TO_DO = "nothing_to_do"
    """Nothing was said, or nothing was asked for."""
    CALLED_BACK = "called_back"
    """The caller is called back: what becomes of that is the callback's affair."""


class No(StrEnum):
    """Why something pressed about a message cannot be done."""

    GONE = "gone"
    """There is no such message, or it is done."""
    TAKEN = "taken"
    """Another agent works on it."""
    NOT_YOURS = "not_yours"
    """She has not taken it."""
    WITHHELD = "withheld"
    """The caller withheld the number."""
    ON_LINE = "on_line"
    """Its caller has not hung up yet."""


class VoicemailAsked(Fact, frozen=True, kw_only=True):
    """The caller hears that she may leave a message (the call)."""

    call: CallId
    queue: QueueId
    most: int
    """Seconds."""
    words: Texts = {}
    """By language; empty: the usual ones."""


class VoicemailBegan(Fact, frozen=True, kw_only=True):
    """The tone is over: what the caller says now is the message (the call)."""

    call: CallId
    queue: QueueId


class VoicemailLeft(Fact, frozen=True, kw_only=True):
    """There is a message, for somebody to work on (the call)."""

    call: CallId
    party: PartyId
    """Empty: the number is withheld."""
    queue: QueueId
    since: float
    """Where it begins in the call's recording, in seconds."""
    seconds: float
    how: HowLeft
    entered_at: datetime
    """First queue entry; of a caller who came from the dialogue, when she was asked."""
    asked_at: datetime
    language: SkillName | None = None
    path: tuple[str, ...] = ()
    tier: str = ""
    travels_soon: bool = False


class VoicemailNotLeft(Fact, frozen=True, kw_only=True):
    """The caller was asked, and there is no message (the call)."""

    call: CallId
    queue: QueueId
    because: str
    """`short`, `not_recorded`, or `hung_up` during the words."""


class TakeVoicemailPressed(Fact, frozen=True, kw_only=True):
    """An agent wants to work on it (a page or an API call)."""

    call: CallId
    agent: AgentId
    press: str


class ReturnVoicemailPressed(Fact, frozen=True, kw_only=True):
    """It is to be anybody's again (a page or an API call)."""

    call: CallId
    agent: AgentId
    press: str
    anyones: bool = False
    """A supervisor's, whoever works on it."""


class FinishVoicemailPressed(Fact, frozen=True, kw_only=True):
    """She is done with it (a page or an API call)."""

    call: CallId
    agent: AgentId
    press: str
    outcome: Outcome


class CallBackVoicemailPressed(Fact, frozen=True, kw_only=True):
    """She wants to call its caller back (a page or an API call)."""

    call: CallId
    agent: AgentId
    press: str


class VoicemailTaken(Fact, frozen=True, kw_only=True):
    """An agent works on it, and nobody else (the voicemails)."""

    call: CallId
    agent: AgentId
    press: str


class VoicemailReturned(Fact, frozen=True, kw_only=True):
    """Nobody works on it any more, and it is not done (the voicemails)."""

    call: CallId
    agent: AgentId
    """Who had it."""
    press: str = ""
    """Empty: she has signed out."""


class VoicemailDone(Fact, frozen=True, kw_only=True):
    """The end of its work (the voicemails). Followed by `CallbackRequested` where its caller is
    called back.
    """

    call: CallId
    agent: AgentId
    outcome: Outcome
    press: str


class VoicemailRefused(Fact, frozen=True, kw_only=True):
    """What was pressed could not be done, and nothing has changed (the voicemails)."""

    call: CallId
    agent: AgentId
    because: No
    press: str
