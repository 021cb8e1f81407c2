"""A call as the distributor sees it, from queue entry to the end of its conversation.

Its key in the queue is fixed at first entry and never gets worse. A callback is a call whose caller
is not there: it stands in line at the place the caller had.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from acd.ids import AgentId, CallId, IncidentId, OfferId, PartyId, QueueId, SkillName

CallKey = tuple[int, datetime, CallId]
"""Order of service: the higher priority first, then whose promise ends first."""

TOP_PRIORITY = 10
"""The highest priority; also of a call that has waited so long that it goes before all others."""


class Phase(StrEnum):
    """Where the call is between the queue and an agent."""

    WAITING = "waiting"
    CALLED = "called"
    """A callback whose customer is being called before any agent: in no line, holding nobody."""
    OFFERED = "offered"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RETURNING = "returning"
    """Its offer or its agent is gone; `CallRequeued` puts it back in line."""
    OUTSIDE = "outside"
    """An agent has handed it to somebody outside whose telephone rings: in no line, but it may come
    back.
    """


class Kind(StrEnum):
    """Who waits."""

    CALLER = "caller"
    CALLBACK = "callback"
    """Nobody is on the line: the customer will be called, or is being called."""
    REDIAL = "redial"
    """A call back by the agent with whom the conversation broke, and by nobody else."""
    OUTBOUND = "outbound"
    """An agent calls of her own accord; nobody else will have it."""
    CONSULT = "consult"
    """An agent who has a question; her caller hears music in a call of its own."""


_CALLER = Kind.CALLER
_HERS_ALONE = frozenset({Kind.REDIAL, Kind.OUTBOUND})


class WaitingCall(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One call. `priority` is all of it: see `acd.priority`."""

    call: CallId
    queue: QueueId
    entered_at: datetime
    """First queue entry: the 20 s clock's zero."""
    due_at: datetime | None = None
    """The end of the promise, by the rules of the queue entered first; orders all queues' calls."""
    language: SkillName | None = None
    priority: int = 0
    tier: str = ""
    """The customer's, once it counts."""
    travels_soon: bool = False
    """A journey of the customer's begins within 72 hours, and counts."""
    head_start: int = 0
    """Seconds that the dialled number gives it in the order across queues."""
    width: int = 0
    """How far the search for an agent has widened: 0 is what the queue asks for."""
    hard: bool = False
    """Not for an agent who learns a skill that it needs; fixed whenever it comes into line."""
    by_hand: bool = False
    """A supervisor has set its priority: only a long wait raises it any more."""
    starved: bool = False
    """It was raised for its long wait; that is done once."""
    acts: int = 0
    """How often somebody has moved it or set its priority."""
    preferred: AgentId | None = None
    """The one agent it waits for, as long as it does; or to whom alone it is held out."""
    asked_for: bool = False
    """The caller asked for her, whichever queues she serves."""
    phase: Phase = Phase.WAITING
    agent: AgentId | None = None
    offer: OfferId | None = None
    """The offer that was taken; while several ring, the oldest of them."""
    offers: int = 0
    """How many offers were made so far."""
    was_connected: bool = False
    handed_over_at: datetime | None = None
    """When the agent who spoke with the caller handed the call over, the last time."""
    consults: int = 0
    """How many consultations there were about it."""
    asked: AgentId | None = None
    """Of a consultation: the one colleague who is meant."""
    outside: CallId | None = None
    """The question to somebody outside that is open about it."""
    gone: bool = False
    gone_at: datetime | None = None
    told_ahead: int | None = None
    told_wait: int | None = None
    incident: IncidentId = IncidentId("")
    """Whose message the caller was told of; no other one in this call."""
    kind: Kind = Kind.CALLER
    party: PartyId = PartyId("")
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    diverted: int = 0
    """How often it was sent on to a target."""
    left: tuple[QueueId, ...] = ()
    """Queues that it left for another one: no rule sends it back there."""
    here_since: datetime | None = None
    """When it came to this queue; no rule about waiting holds where that is not known."""
    nobody_since: datetime | None = None
    """Since when it has waited with nobody there, as the queue counts it."""
    unstaffed_since: datetime | None = None
    """Since when it has waited with nobody who works."""
    place_of: datetime | None = None
    """The first entry whose place this call has taken: a callback's, or that of an earlier call of
    the same caller's.
    """

    @property
    def key(self) -> CallKey:
        """Its place in the order of service."""
        return (-self.priority, self.due_at or self.stands_since, self.call)

    @property
    def stands_since(self) -> datetime:
        """The entry by which it stands in line; never later than its own."""
        return self.place_of or self.entered_at

    @property
    def is_with_somebody(self) -> bool:
        """An agent speaks with the caller, or it was handed to somebody outside."""
        return self.phase in (Phase.CONNECTED, Phase.OUTSIDE)

    @property
    def is_callback(self) -> bool:
        """Nobody is on the line yet."""
        return self.kind is not _CALLER

    @property
    def is_redial(self) -> bool:
        """An agent calls back the caller of a conversation that broke."""
        return self.kind is Kind.REDIAL

    @property
    def is_hers_alone(self) -> bool:
        """Nobody is on the line yet, and nobody but her who pressed will have it."""
        return self.kind in _HERS_ALONE

    def comes_to_another_queue(self, at: datetime) -> None:
        """Its wait there begins."""
        self.here_since = at
        self.nobody_since = self.unstaffed_since = None

    def goes_back(self) -> None:
        """Its offer or agent is gone."""
        self.phase = Phase.RETURNING
        self.agent = None
        self.offer = None
        self.preferred = None
        self.nobody_since = self.unstaffed_since = None


class CallPast(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What is remembered of a call that is in no queue: not yet, or no more."""

    tier: str = ""
    travels_soon: bool = False
    offers: int = 0
    consults: int = 0
    was_connected: bool = False
    diverted: int = 0
    left: tuple[QueueId, ...] = ()
    incident: IncidentId = IncidentId("")
    entered_at: datetime | None = None
    """First queue entry of a call that was sent back into the dialogue."""
    due_at: datetime | None = None
    priority: int | None = None
    """What it had by then: a call that comes again has no less."""
    last_agent: AgentId | None = None
    last_talk_at: datetime | None = None
    """With whom its caller spoke last, and when; until it first stands in line."""
