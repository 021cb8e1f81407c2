"""Facts about consultations: an agent speaks with a colleague while her caller hears music.

A consultation is a call of its own for the distributor, `<call>~<n>`: held out, taken and counted
like any, so that the colleague is occupied by it. One at most is open for each call.
"""

from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName
from acd.step import Fact

CONSULTED = "consulted"
"""What stands in place of a strategy in an offer to the colleague who was asked for."""


class ConsultPressed(Fact, frozen=True, kw_only=True):
    """She wants to ask a queue, or one agent, about the caller she speaks with (the desk)."""

    press: str
    call: CallId
    by: AgentId
    queue: QueueId | None = None
    agent: AgentId | None = None
    """Exactly one of the two."""


class ConsultQueued(Fact, frozen=True, kw_only=True):
    """Somebody is sought for it (the distributor). The other answer is `ActRefused`."""

    call: CallId
    """The consultation's own."""
    of: CallId
    by: AgentId
    queue: QueueId
    party: PartyId
    """Of the caller it is about."""
    press: str
    agent: AgentId | None = None
    """To whom alone it is held out."""
    language: SkillName | None = None
    path: tuple[str, ...] = ()


class ConsultEnded(Fact, frozen=True, kw_only=True):
    """It is over, and she is with her caller again (the distributor, where nobody took it; else
    the call).
    """

    call: CallId
    """The consultation's own."""
    of: CallId
    because: str
    """returned, hangup, caller_left, lost, or how the offer ended."""
    agent: AgentId | None = None
    """The colleague who was connected."""


class ConsultCompleted(Fact, frozen=True, kw_only=True):
    """The caller is the colleague's now, and she who asked has nothing more to do with it (the
    call).
    """

    call: CallId
    """The consultation's own."""
    of: CallId
    by: AgentId
    agent: AgentId
    """Who speaks with the caller from now on."""
