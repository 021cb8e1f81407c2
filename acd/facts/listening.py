"""Facts about listening: somebody hears an agent's calls, heard by nobody unless she wants to be.

A press is made by a page or an API call and carries a name of its own: told twice, it is done once.
A listener is attached to an agent, not to a call: she hears each call of the agent, one after the
other, until she is let go.
"""

from enum import StrEnum

from acd.ids import AgentId, CallId, LegId
from acd.step import Fact

LISTENING = "listening"
"""The not-ready reason of somebody who listens."""


class Why(StrEnum):
    """For what somebody listens; never free text."""

    TRAINING = "training"
    COACHING = "coaching"
    QUALITY = "quality"
    COMPLAINT = "complaint"
    ASKED = "asked"
    """The agent asked for it."""


class Voice(StrEnum):
    """Who hears somebody who listens. Only who supervises may be heard."""

    SILENT = "silent"
    WHISPER = "whisper"
    """The agent alone."""
    BARGE = "barge"
    """Agent and caller."""


class ListenNo(StrEnum):
    """Why somebody may not listen."""

    NOT_REACHABLE = "not_reachable"
    """She is not signed in with audio, or a phone, to listen with."""
    BUSY = "busy"
    """A call of her own has her."""
    HERSELF = "herself"
    NOT_HER_MENTOR = "not_her_mentor"
    NOT_THERE = "not_there"
    """Whom she wants to listen to is not signed in."""
    NO_REASON = "no_reason"
    NOT_SUPERVISING = "not_supervising"
    """To be heard one must supervise, and listen."""
    NOTHING_TO_TAKE = "nothing_to_take"
    """She hears no conversation that she could take over."""


class ListenEnd(StrEnum):
    """Why a listener was let go."""

    STOPPED = "stopped"
    CHOSE = "chose"
    """She chose to be ready, or a break."""
    SIGNED_OUT = "signed_out"
    BUSY = "busy"
    """A call of her own has her."""
    AGENT_LEFT = "agent_left"
    """Whom she listened to signed out."""
    NOT_HER_MENTOR = "not_her_mentor"
    """Her mentor is another one now."""


class ListenPressed(Fact, frozen=True, kw_only=True):
    """`by` wants to hear the agent's calls (the desk)."""

    press: str
    by: AgentId
    agent: AgentId
    supervises: bool = False
    """She may listen to anybody, with a reason; else only to her mentor."""
    because: str = ""
    """One of `Why`."""
    voice: Voice = Voice.SILENT


class VoicePressed(Fact, frozen=True, kw_only=True):
    """Who listens wants to be heard by others than now (the desk)."""

    press: str
    by: AgentId
    voice: Voice


class VoiceGiven(Fact, frozen=True, kw_only=True):
    """From now on she is heard so in each call she listens to (the distributor)."""

    listener: AgentId
    agent: AgentId
    voice: Voice
    press: str = ""


class TakeOverPressed(Fact, frozen=True, kw_only=True):
    """Who supervises and hears a conversation wants to have its caller (the desk)."""

    press: str
    by: AgentId


class CallTakenOver(Fact, frozen=True, kw_only=True):
    """The caller is hers from now on; the agent is released from it (the distributor)."""

    call: CallId
    by: AgentId
    """Who had listened."""
    agent: AgentId
    """Who spoke with the caller."""
    press: str


class ListenStopPressed(Fact, frozen=True, kw_only=True):
    """`by` does not want to listen any more (the desk)."""

    by: AgentId


class ListenRefused(Fact, frozen=True, kw_only=True):
    """Nothing has changed (the distributor)."""

    press: str
    by: AgentId
    agent: AgentId
    reason: ListenNo


class ListeningBegan(Fact, frozen=True, kw_only=True):
    """The listener is attached to the agent's calls, the present one included, and no longer to
    another's (the distributor).
    """

    listener: AgentId
    agent: AgentId
    uri: str
    """Where the listener's legs are dialled to."""
    in_browser: bool = True
    press: str = ""
    supervises: bool = False
    because: str = ""
    voice: Voice = Voice.SILENT


class ListeningEnded(Fact, frozen=True, kw_only=True):
    """The listener is let go (the distributor)."""

    listener: AgentId
    agent: AgentId
    how: ListenEnd


class ListenerCalled(Fact, frozen=True, kw_only=True):
    """A leg of the listener is wanted in this call (the call)."""

    call: CallId
    leg: LegId
    listener: AgentId
    agent: AgentId
    """Whose call it is."""
    uri: str


class ListenerJoined(Fact, frozen=True, kw_only=True):
    """From here on she hears the call (the call)."""

    call: CallId
    leg: LegId
    listener: AgentId
    agent: AgentId


class ListenerLeft(Fact, frozen=True, kw_only=True):
    """She hears the call no more, or never did (the call)."""

    call: CallId
    leg: LegId
    listener: AgentId
    agent: AgentId
    heard: bool = False
    because: str = ""
    """`over`, `stopped` or `replaced`; else what went wrong: a refusal or an ending's reason."""
