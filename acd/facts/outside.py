"""Facts about somebody outside in a call: an agent asks them about her caller, or hands him over.

Nobody of the house is occupied by it but her, so for the distributor it is no call of its own. It
is named as a consultation is, `<call>~<n>`, and one of either kind is open at most. Whom she calls
is a party: the number is nowhere in here. It ends by `ConsultEnded`.
"""

from acd.ids import AgentId, CallId, PartyId, QueueId
from acd.step import Fact


class OutsidePressed(Fact, frozen=True, kw_only=True):
    """She wants somebody outside in the call (the desk). A press has a name of its own and exactly
    one answer (the distributor): `OutsideCalled`, or `ActRefused`, which changes nothing.
    """

    press: str
    call: CallId
    by: AgentId
    """Who speaks with the caller."""
    party: PartyId
    hand_over: bool = False
    """The caller is theirs as soon as their telephone rings; else she asks them first."""
    zone: str = ""
    """Where the number is, by the house's list; what the call may cost hangs on it."""


class OutsideCalled(Fact, frozen=True, kw_only=True):
    """They are to be called, on the line of the call it is about (the distributor)."""

    call: CallId
    """The question's own."""
    of: CallId
    by: AgentId
    queue: QueueId
    """Of the call; its rules hold."""
    party: PartyId
    press: str
    hand_over: bool = False
    zone: str = ""
    shown: str = ""
    """The house's number that the party sees; empty: the usual one."""
    ring_for: float = 45.0
    """Seconds the party's telephone rings."""


class HandedOutside(Fact, frozen=True, kw_only=True):
    """The caller is with somebody outside, or hears their telephone ring; the agent has nothing
    more to do with the call (the call).
    """

    call: CallId
    by: AgentId
    answered: bool
    """They were there; else the call comes back to its queue should they not answer."""


class OutsideAnswered(Fact, frozen=True, kw_only=True):
    """Those to whom the caller was handed are there: the call is no queue's any more (the call)."""

    call: CallId


class OutsideNotReached(Fact, frozen=True, kw_only=True):
    """Those to whom the caller was handed did not answer: he goes back into line, where he stood
    (the call).
    """

    call: CallId
    because: str
    """busy, no_answer, rejected, unreachable …: how their leg ended."""
