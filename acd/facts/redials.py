"""Facts about redials: an agent calls back at once the caller of a conversation that broke.

A redial is a call of its own, `<the broken call>r`: hers alone, and one at most for each.
"""

from datetime import datetime

from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName
from acd.step import Fact


class RedialPressed(Fact, frozen=True, kw_only=True):
    """She wants to call back the caller of the broken call that she wraps up (the desk)."""

    agent: AgentId
    call: CallId


class RedialQueued(Fact, frozen=True, kw_only=True):
    """She is to have the redial, at once and alone (the distributor)."""

    call: CallId
    """The redial: the call that will be placed."""
    broken: CallId
    agent: AgentId
    party: PartyId
    queue: QueueId
    since: datetime
    """The entry by which the broken call stood in line."""
    language: SkillName | None = None
    path: tuple[str, ...] = ()
    recording_declined: bool = False


class RedialAnswered(Fact, frozen=True, kw_only=True):
    """The customer answered: from here on a caller like any other (the call)."""

    call: CallId
    broken: CallId


class RedialWithdrawn(Fact, frozen=True, kw_only=True):
    """The customer has called again meanwhile and need not be called (the distributor)."""

    call: CallId
    broken: CallId
    instead: CallId
    """The call in which the customer is back."""
