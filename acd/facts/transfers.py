"""Facts about transfers: an agent hands the caller she speaks with over, and is free of the call.

A press has a name of its own and exactly one answer (the distributor): `CallTransferred`, or
`ActRefused`, which changes nothing: she still speaks with the caller.
"""

from acd.ids import AgentId, CallId, QueueId
from acd.step import Fact

TRANSFERRED = "transferred"
"""What stands in place of a strategy in an offer to the agent somebody handed the call to."""


class TransferPressed(Fact, frozen=True, kw_only=True):
    """She hands the caller over to a queue, or to one agent (the desk)."""

    press: str
    call: CallId
    by: AgentId
    """Who speaks with the caller."""
    queue: QueueId | None = None
    agent: AgentId | None = None
    """Exactly one of the two."""


class CallTransferred(Fact, frozen=True, kw_only=True):
    """The call waits again, where it stood in the order of service, and she who handed it over has
    nothing more to do with it (the distributor).
    """

    call: CallId
    by: AgentId
    queue: QueueId
    """Where it waits; handed to one agent, where it goes on waiting should she not take it."""
    left: QueueId
    """The queue in which she had taken it."""
    press: str
    agent: AgentId | None = None
    """To whom alone it is held out at first."""
