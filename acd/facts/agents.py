"""Facts about agents: what they choose, whether they can be reached, what is so."""

from datetime import datetime
from enum import StrEnum

from acd.ids import AgentId, CallId, DeskId
from acd.step import Fact


class Intent(StrEnum):
    """What the agent chose."""

    AVAILABLE = "available"
    NOT_READY = "not_ready"
    LOGGED_OUT = "logged_out"


class AgentState(StrEnum):
    """What is so, derived from intent, reachability, offers and legs."""

    LOGGED_OUT = "logged_out"
    NOT_READY = "not_ready"
    IDLE = "idle"
    OFFERED = "offered"
    CONNECTING = "connecting"
    ON_CALL = "on_call"
    WRAP_UP = "wrap_up"
    NOT_RESPONDING = "not_responding"
    UNREACHABLE = "unreachable"


class AgentSignedIn(Fact, frozen=True, kw_only=True):
    """A session began at the desk or by API. She starts not ready."""

    agent: AgentId
    desk: DeskId
    device: str = "browser"


class AgentSignedOut(Fact, frozen=True, kw_only=True):
    """The session ended by her wish, or by force."""

    agent: AgentId
    desk: DeskId
    forced: bool = False


class IntentChosen(Fact, frozen=True, kw_only=True):
    """What she wants to be: during a call it takes effect after it (the desk)."""

    agent: AgentId
    intent: Intent
    reason: str = ""
    """Not-ready reason code, such as `break`."""


class BreakRequested(Fact, frozen=True, kw_only=True):
    """She asks to be out for a reason of which her team has few places, or she few minutes (the
    desk). Another choice of hers takes it back.
    """

    agent: AgentId
    reason: str


class BreakGranted(Fact, frozen=True, kw_only=True):
    """She may be out: at once, or after her call (the distributor; or her leader, `by`)."""

    agent: AgentId
    reason: str
    by: AgentId | None = None


class BreakRefused(Fact, frozen=True, kw_only=True):
    """Her leader does not grant what she asked for."""

    agent: AgentId
    reason: str
    by: AgentId | None = None


class NotReadyOverrun(Fact, frozen=True, kw_only=True):
    """She is out for longer than the reason allows (the distributor). Nothing is forced."""

    agent: AgentId
    reason: str
    since: datetime
    """When this stretch began."""


class AudioReady(Fact, frozen=True, kw_only=True):
    """Her browser's audio stands; legs are dialled to `uri` (the softphone)."""

    agent: AgentId
    uri: str


class AudioLost(Fact, frozen=True, kw_only=True):
    """Her browser's audio is gone (the softphone; web, when a whole softphone is gone)."""

    agent: AgentId
    because: str = ""


class DeskLost(Fact, frozen=True, kw_only=True):
    """No desk of hers has been seen for 5 s (web)."""

    agent: AgentId


class DeskFound(Fact, frozen=True, kw_only=True):
    """A desk of hers is back (web)."""

    agent: AgentId


class AgentStateChanged(Fact, frozen=True, kw_only=True):
    """The agent's state moved through its one gate (the distributor)."""

    agent: AgentId
    state: AgentState
    reason: str = ""
    call: CallId | None = None
    until: datetime | None = None
    """The end of wrap-up or of a delay, where there is one."""


class AgentReleased(Fact, frozen=True, kw_only=True):
    """Her leg of a connected call is over (the call): wrap-up begins."""

    call: CallId
    agent: AgentId
    lost: bool = False
    """Her audio was lost and the caller goes back to the head: no wrap-up."""
    dropped: bool = False
    """The conversation broke: nobody hung up, the caller's leg or its media was lost."""
    transferred: bool = False
    """She handed the caller over, who goes on waiting or talking (the distributor)."""


class WrapUpAsked(Fact, frozen=True, kw_only=True):
    """She wants wrap-up after this call, or no more (the desk), where it comes only if she asks."""

    agent: AgentId
    call: CallId
    wanted: bool = True


class WrapUpExtended(Fact, frozen=True, kw_only=True):
    """She asked for the one extension (the desk)."""

    agent: AgentId
    call: CallId


class OutcomeGiven(Fact, frozen=True, kw_only=True):
    """Need and outcome of a finished call (the desk). Ends wrap-up."""

    agent: AgentId
    call: CallId
    outcome: str
    need: str = ""
    needs: tuple[str, ...] = ()
    """Further needs of the same call."""


class WrapUpEnded(Fact, frozen=True, kw_only=True):
    """Wrap-up is over (the distributor)."""

    agent: AgentId
    call: CallId
    how: str
    """outcome, deadline, forced, signed_out, or not_asked: over as it began."""
