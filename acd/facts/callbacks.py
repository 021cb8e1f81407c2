"""Facts about callbacks: asked for, in line, begun, and how each came to its end.

A callback is named by the call in which it was asked for. Each time it stands in line it does so as
a call of its own, its attempt: that call is offered, accepted and placed like any other. "The
callbacks" means the room `callcenter.outbound`.
"""

from datetime import datetime

from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName
from acd.step import Fact


class CallbackWished(Fact, frozen=True, kw_only=True):
    """A caller in line wants to be called back, or a rule wants it for her (whoever knows of it).

    Followed by `CallbackRequested`, unless the call is not in line, or withholds its number.
    """

    call: CallId
    by: str = "key"
    """`key`, or the name of a queue's rule."""


class CallbackRequested(Fact, frozen=True, kw_only=True):
    """The caller is to be called back and keeps the place (the call, before a queue; the
    distributor, in line). The call leaves its line; whether the caller still listens does not
    matter any more.
    """

    call: CallId
    party: PartyId
    queue: QueueId
    entered_at: datetime
    """First queue entry: the place that is kept."""
    language: SkillName | None = None
    priority: int = 0
    """Beside the queue's own and the customer's."""
    tier: str = ""
    travels_soon: bool = False
    head_start: int = 0
    """Seconds by the number that was dialled, as in `CallQueued`."""
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    """Nor is the conversation to be recorded in which the customer is called back."""
    by: str = "flow"
    """What led to it: `flow`, `key`, `voicemail`, or the name of the queue's rule."""
    prefers: AgentId | None = None
    """Who asked for it on the caller's behalf, and calls back rather than anybody else."""


class CallbackQueued(Fact, frozen=True, kw_only=True):
    """A callback stands in line, at the place of its first entry (the callbacks)."""

    call: CallId
    """The attempt: the call that will be placed."""
    callback: CallId
    number: int
    """Of the attempt, from 1."""
    party: PartyId
    queue: QueueId
    entered_at: datetime
    asked_at: datetime
    promised_until: datetime
    """By then the first attempt is to have begun."""
    language: SkillName | None = None
    priority: int = 0
    tier: str = ""
    travels_soon: bool = False
    head_start: int = 0
    path: tuple[str, ...] = ()
    tries: int = 0
    """How often the customer's telephone was tried before."""
    recording_declined: bool = False
    prefers: AgentId | None = None
    """For her alone at first, as long as a call waits for one agent."""


class CallbackDue(Fact, frozen=True, kw_only=True):
    """It is its turn, and somebody is free for it: the customer is called at once, in a queue that
    calls customers first (the distributor). Until she answers it is in no line and holds nobody.
    """

    call: CallId
    queue: QueueId
    free: int
    """Free agents who could serve it, whoever is promised to another customer left out."""


class CallbackAttempted(Fact, frozen=True, kw_only=True):
    """The customer is being called, with an agent there or before one (the call)."""

    call: CallId
    callback: CallId


class CallbackAnswered(Fact, frozen=True, kw_only=True):
    """The customer answered: from here on a caller like any other (the callbacks)."""

    call: CallId
    callback: CallId


class CallbackMissed(Fact, frozen=True, kw_only=True):
    """An attempt ended without a conversation (the callbacks)."""

    call: CallId
    callback: CallId
    because: str
    """busy, no_answer, rejected, unreachable, hangup …; `not_begun` when no telephone rang."""
    tries: int
    again_at: datetime | None = None
    """When it stands in line again; None: it was the last try."""


class CallbackKept(Fact, frozen=True, kw_only=True):
    """Customer and agent hear each other: the end of the callback (the callbacks)."""

    call: CallId
    callback: CallId


class CallbackPostponed(Fact, frozen=True, kw_only=True):
    """Its queue is open again: the time in which it was closed does not count against the promise
    (the callbacks).
    """

    call: CallId
    """The attempt of the moment, in line or at rest; before the first, the call that asked."""
    callback: CallId
    promised_until: datetime


class CallbackFailed(Fact, frozen=True, kw_only=True):
    """The customer was not reached in all tries: the end of the callback (the callbacks)."""

    call: CallId
    callback: CallId
    tries: int


class WithdrawCallbackPressed(Fact, frozen=True, kw_only=True):
    """Somebody wants the callback gone (a page or an API call); `agent` is who."""

    callback: CallId
    agent: str = ""


class CallbackWithdrawn(Fact, frozen=True, kw_only=True):
    """Nobody will be called: the end of the callback (the callbacks)."""

    call: CallId
    """The attempt of the moment, in line or at rest; before the first, the call that asked."""
    callback: CallId
    because: str
    """`pressed`, `called_again` or `asked_again`."""
    entered_at: datetime
    promised_until: datetime
    instead: CallId | None = None
    """The call of the same customer that takes its place, in line or as a callback."""
