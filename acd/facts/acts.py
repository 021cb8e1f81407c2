"""Facts about acts by hand upon one waiting call: what a supervisor wants, and what came of it.

A press is made by a page or an API call and carries a name of its own: told twice, it is done once.
Every press has exactly one answer with its name (the distributor): `CallMoved`, `CallPrioritised`,
`CallWithdrawn`, an `OfferMade`, or `ActRefused`, which changes nothing.
"""

from enum import StrEnum

from acd.ids import AgentId, CallId, QueueId
from acd.step import Fact

ASSIGNED, PULLED = "assigned", "pulled"
"""What stands in place of a strategy in an offer that was pressed for."""


class Act(StrEnum):
    """What may be done by hand."""

    MOVE = "move"
    PRIORITISE = "prioritise"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    PULL = "pull"
    TRANSFER = "transfer"
    CONSULT = "consult"
    """By the agent who speaks with the caller: `acd.facts.transfers`, `acd.facts.consults`."""
    DIAL = "dial"
    """By an agent whom no call has: `acd.facts.outbound`."""
    OUTSIDE = "outside"
    """By the agent who speaks with the caller: `acd.facts.outside`."""


class Refused(StrEnum):
    """Why an act was not done."""

    CALL_GONE = "call_gone"
    """It waits no more: hung up, withdrawn, or over."""
    CALL_OFFERED = "call_offered"
    """It is held out to an agent at this moment."""
    CALL_ANSWERED = "call_answered"
    """An agent has it."""
    CHANGED_MEANWHILE = "changed_meanwhile"
    """Somebody else acted upon it since it was looked at."""
    QUEUE_UNKNOWN = "queue_unknown"
    SAME_QUEUE = "same_queue"
    QUEUE_CLOSED = "queue_closed"
    """`detail` is why."""
    PRIORITY_OUT_OF_RANGE = "priority_out_of_range"
    AGENT_UNKNOWN = "agent_unknown"
    AGENT_NOT_FREE = "agent_not_free"
    """`detail` is her state."""
    SKILL_MISSING = "skill_missing"
    """`detail` is the skill; it is done all the same when that is confirmed."""
    NOT_HER_QUEUE = "not_her_queue"
    PULL_NOT_ALLOWED = "pull_not_allowed"
    NOT_HER_CALL = "not_her_call"
    """Whoever hands it over does not speak with its caller."""
    CONSULTS_ALREADY = "consults_already"
    """One consultation at a time."""
    QUEUE_REFUSES = "queue_refuses"
    """A rule of the queue would send the caller away; `detail` is why."""


class _Pressed(Fact, frozen=True, kw_only=True):
    press: str
    call: CallId
    by: AgentId
    """Who pressed."""
    seen: int | None = None
    """How many acts upon the call the presser knew of; None: it does not matter."""


class MovePressed(_Pressed, frozen=True, kw_only=True):
    """The call is to wait in another queue."""

    queue: QueueId


class PrioritisePressed(_Pressed, frozen=True, kw_only=True):
    """The call is to have this priority, whatever made up the one it has."""

    priority: int


class WithdrawPressed(_Pressed, frozen=True, kw_only=True):
    """The call is to leave its queue: the caller is told good-bye, nobody is called back."""

    because: str = ""
    """A code, such as `handled`; never free text."""


class AssignPressed(_Pressed, frozen=True, kw_only=True):
    """The call is to be held out to one agent."""

    agent: AgentId
    confirmed: bool = False
    """Although she lacks a skill."""


class PullPressed(_Pressed, frozen=True, kw_only=True):
    """An agent, `by`, wants this very call of one of her queues."""

    confirmed: bool = False
    """Although she lacks a skill."""


class CallMoved(Fact, frozen=True, kw_only=True):
    """A call waits in another queue now, in the order of service where it was (the distributor)."""

    call: CallId
    queue: QueueId
    left: QueueId
    """The queue in which it waited."""
    own: int
    """Its priority beside that of its new queue and of its customer."""
    press: str
    by: AgentId


class CallPrioritised(Fact, frozen=True, kw_only=True):
    """A waiting call has another priority now (the distributor)."""

    call: CallId
    priority: int
    own: int
    """Its part beside that of its queue and of its customer."""
    press: str
    by: AgentId


class CallWithdrawn(Fact, frozen=True, kw_only=True):
    """A call left its queue by a supervisor's act: it is not abandoned (the distributor)."""

    call: CallId
    queue: QueueId
    waited: float
    """Seconds since first entry."""
    press: str
    by: AgentId
    because: str = ""


class ActRefused(Fact, frozen=True, kw_only=True):
    """What was pressed could not be done, and nothing has changed (the distributor)."""

    call: CallId
    act: Act
    reason: Refused
    press: str
    by: AgentId
    detail: str = ""
