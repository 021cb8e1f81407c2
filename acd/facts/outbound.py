"""Facts about outbound calls: an agent calls somebody of her own accord, on behalf of a queue.

An outbound call is hers alone. Whom she calls is a party: the number is nowhere in here.
"""

from acd.ids import AgentId, CallId, PartyId, QueueId
from acd.step import Fact

DIALLED = "dialled"
"""What stands in place of a strategy in the offer of a call that she dialled herself."""


class DialPressed(Fact, frozen=True, kw_only=True):
    """She wants to call a party (the desk). A press has a name of its own and exactly one answer
    (the distributor): `OutboundQueued`, or `ActRefused`, which changes nothing.
    """

    press: str
    call: CallId
    """The call that will be placed: a name nobody has used."""
    by: AgentId
    party: PartyId
    queue: QueueId
    """On whose behalf: its rules hold for the call."""
    zone: str = ""
    """Where the number is, by the house's list; what the call may cost hangs on it."""
    shown: str = ""
    """The house's number that the party sees; empty: the usual one."""


class OutboundQueued(Fact, frozen=True, kw_only=True):
    """She is to have the call, at once and alone (the distributor)."""

    call: CallId
    agent: AgentId
    party: PartyId
    queue: QueueId
    press: str
    zone: str = ""
    shown: str = ""
    ring_for: float = 45.0
    """Seconds the party's telephone rings."""


class OutboundAnswered(Fact, frozen=True, kw_only=True):
    """The party answered: from here on a caller like any other (the call)."""

    call: CallId
