"""The distributor's facts: about waiting calls, agents and offers.

Each says who derives it. "The desk" means a click in the page or an API call, "the call" means the
room `callcenter.calls`, "the distributor" means this package.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from acd.configuration import Configuration
from acd.ids import AgentId, CallId, DeskId, OfferId, PartyId, QueueId, SkillName
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


class OfferEnd(StrEnum):
    """Why an offer ended without a conversation."""

    EXPIRED = "expired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    UNREACHABLE = "unreachable"


class ConfigurationPublished(Fact, frozen=True, kw_only=True):
    """A new version of queues and agents takes effect. Made by control from storage."""

    configuration: Configuration


class ThinkingResumed(Fact, frozen=True, kw_only=True):
    """Control thinks again after it was away (control, before the facts it missed).

    Offers decided from here on are made at this instant or later, however old the fact that led
    to them: an agent must not be timed out for seconds in which nobody thought.
    """


# -- waiting calls ---------------------------------------------------------------------------


class CallQueued(Fact, frozen=True, kw_only=True):
    """A call entered a queue (the call, when its dialogue ended there). The 20 s clock starts."""

    call: CallId
    party: PartyId
    queue: QueueId
    language: SkillName | None = None
    priority: int = 0
    path: tuple[str, ...] = ()
    """The IVR's way, for the agent's screen: node names and keys."""


class CallRequeued(Fact, frozen=True, kw_only=True):
    """A call went back to the head of its queue, keeping its first entry (the distributor)."""

    call: CallId
    queue: QueueId
    because: str


class CallerLeft(Fact, frozen=True, kw_only=True):
    """The caller is gone (the call). While waiting or offered that is an abandon."""

    call: CallId


class CallAbandoned(Fact, frozen=True, kw_only=True):
    """The caller hung up before an agent was connected (the distributor)."""

    call: CallId
    queue: QueueId
    waited: float
    """Seconds since first entry."""
    short: bool


class PlaceTold(Fact, frozen=True, kw_only=True):
    """The caller was told the place in line (the distributor; the call plays it)."""

    call: CallId
    ahead: int
    """Calls in front; 0 is next."""
    wait: int | None = None
    """Estimated wait, seconds, if one can be told."""


class CustomerIdentified(Fact, frozen=True, kw_only=True):
    """Who is calling, as far as the customer book knows (the worker)."""

    call: CallId
    party: PartyId
    customers: tuple[str, ...] = ()
    """Ids of matching records: none is unknown, several is a choice for the agent."""
    tier: str = ""
    language: str = ""


# -- agents ----------------------------------------------------------------------------------


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


# -- offers ----------------------------------------------------------------------------------


class Candidate(msgspec.Struct, frozen=True):
    """One agent looked at for an offer, and why she lost; empty reason = the winner."""

    agent: AgentId
    lost: str = ""
    idle_for: float = 0.0


class OfferMade(Fact, frozen=True, kw_only=True):
    """A call is held out to one agent until a deadline (the distributor)."""

    offer: OfferId
    call: CallId
    agent: AgentId
    queue: QueueId
    device: str
    """`browser`, or the SIP URI to ring."""
    until: datetime
    entered_at: datetime
    """First queue entry: the 20 s clock's zero."""
    strategy: str = "longest_idle"
    candidates: tuple[Candidate, ...] = ()


class AcceptPressed(Fact, frozen=True, kw_only=True):
    """She pressed accept (the desk), or her desk phone was answered (the call)."""

    offer: OfferId
    agent: AgentId


class RejectPressed(Fact, frozen=True, kw_only=True):
    """She declined (the desk), or her desk phone refused (the call)."""

    offer: OfferId
    agent: AgentId
    because: str = "rejected"


class OfferAccepted(Fact, frozen=True, kw_only=True):
    """The one accept that won (the distributor). The call now connects her."""

    offer: OfferId
    call: CallId
    agent: AgentId
    uri: str
    """Where her leg is dialled; for a desk phone its leg is already up."""


class OfferEnded(Fact, frozen=True, kw_only=True):
    """The offer is over without a conversation (the distributor)."""

    offer: OfferId
    call: CallId
    agent: AgentId
    how: OfferEnd


class ConnectFailed(Fact, frozen=True, kw_only=True):
    """Accepted, but the voices were not joined within 2 s (the call): not her miss."""

    call: CallId
    agent: AgentId
    offer: OfferId
    because: str


class CallConnected(Fact, frozen=True, kw_only=True):
    """Caller and agent hear each other (the call). `answered_at` of every figure."""

    call: CallId
    agent: AgentId
    offer: OfferId


class AgentReleased(Fact, frozen=True, kw_only=True):
    """Her leg of a connected call is over (the call): wrap-up begins."""

    call: CallId
    agent: AgentId
    lost: bool = False
    """Her audio was lost and the caller goes back to the head: no wrap-up."""


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
    """Wrap-up is over (the distributor): by outcome, deadline or force."""

    agent: AgentId
    call: CallId
    how: str
