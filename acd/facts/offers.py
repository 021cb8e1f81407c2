"""Facts about offers: made, taken, ended; and the conversation that comes of one."""

from datetime import datetime
from enum import StrEnum

import msgspec

from acd.ids import AgentId, CallId, OfferId, QueueId
from acd.step import Fact

REDIALLED = "redial"
"""The offer of a redial names this instead of a strategy, and so does the wrap-up it ends."""


class OfferEnd(StrEnum):
    """Why an offer ended without a conversation."""

    EXPIRED = "expired"
    """She did not react: missed by the agent."""
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    """The caller left, or it went elsewhere."""
    BUSY = "busy"
    """Her desk phone was in use."""
    UNREACHABLE = "unreachable"
    """Her desk phone could not be rung."""
    DEVICE_LOST = "device_lost"
    """Her page or her audio went away while it rang."""
    CONNECT_FAILED = "connect_failed"
    """She accepted, but the voices were not joined."""
    TAKEN = "taken"
    """Another agent to whom the call was held out has taken it."""
    NOT_REACHED = "not_reached"
    """Whom she had dialled did not answer; she wraps it up."""


MISSED_BY_DEVICE = frozenset({OfferEnd.UNREACHABLE, OfferEnd.DEVICE_LOST, OfferEnd.CONNECT_FAILED})
"""Offers that her device missed; never counted as missed by her."""


class Candidate(msgspec.Struct, frozen=True):
    """One agent looked at for an offer, and why she lost; empty reason = the winner."""

    agent: AgentId
    lost: str = ""
    idle_for: float = 0.0
    rank: float | None = None
    """Of one who was free: her place by the strategy, the lowest first."""


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
    """First queue entry: the 20 s clock's zero; of a call that was handed over, that instant."""
    strategy: str = "longest_idle"
    """The queue's; `assigned`, `pulled` or `transferred` for one that was pressed for; for a call
    that waited for this agent alone `preferred`, where she was free when it came, else `reserved`.
    """
    candidates: tuple[Candidate, ...] = ()
    press: str = ""
    """The press that led to it: it is held out to her alone."""
    by: AgentId | None = None
    """Who pressed."""
    width: int = 0
    """How far the search had widened."""
    priority: int = 0
    """The call's, when it was held out."""


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
    auto: bool = False
    """Her browser answers by itself; nobody pressed."""
    announce: tuple[tuple[str, str], ...] = ()
    """Pairs (language, text): said to her alone, behind a beep, while the voices are joined."""


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
