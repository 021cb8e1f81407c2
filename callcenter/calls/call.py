"""One call and its legs: what is so, and how facts change it.

Spoken to by `callcenter.calls.calls` only. It must not know queues' rules, flows or SIP.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from acd.ids import (
    AgentId,
    CallId,
    FlowName,
    IncidentId,
    LegId,
    LineId,
    NodeName,
    OfferId,
    PartyId,
    QueueId,
    SkillName,
)
from callcenter.calls.facts import Ending, Role

CONNECT_WITHIN = timedelta(seconds=2)
"""From accept to voices joined; longer is a failure that is not the agent's."""

AUDIO_BACK_WITHIN = timedelta(seconds=20)
"""How long a connected caller hears comfort music while the agent's audio is away."""


PROMPTS_OF_A_DIALOGUE = 10_000
"""More than one can say: each dialogue of a call numbers its prompts above those before."""

RING_OUTSIDE_FOR = 20.0
"""Seconds the customer's telephone rings, where nothing else is said."""


class Stage(StrEnum):
    """Where a call is in its life."""

    ARRIVED = "arrived"
    DIALOGUE = "dialogue"
    WAITING = "waiting"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    OUTSIDE = "outside"
    """With somebody outside, or waiting for them; no agent has it."""
    CLOSING = "closing"
    ENDED = "ended"


class Direction(StrEnum):
    """Who placed the call."""

    INBOUND = "inbound"
    CALLBACK = "callback"
    """The house, because the customer asked for it."""
    REDIAL = "redial"
    """An agent, because her conversation with the customer broke."""
    OUTBOUND = "outbound"
    """An agent, of her own accord."""
    CONSULT = "consult"
    """An agent who asks a colleague, while her caller hears music."""
    OUTSIDE = "outside"
    """An agent who asks somebody outside about her caller, or hands him over to them."""


QUESTIONS = frozenset({Direction.CONSULT, Direction.OUTSIDE})
"""Parts of a caller's call that have a record of their own, counted nowhere."""

_OURS = frozenset({Direction.CALLBACK, Direction.REDIAL, Direction.OUTBOUND})


class LegState(StrEnum):
    """Where a leg is in its life."""

    RINGING = "ringing"
    DIALLED = "dialled"
    UP = "up"
    ENDED = "ended"


LEG_STEPS: dict[tuple[LegState, str], LegState] = {
    (LegState.RINGING, "LegAnswered"): LegState.UP,
    (LegState.RINGING, "LegEnded"): LegState.ENDED,
    (LegState.DIALLED, "LegAnswered"): LegState.UP,
    (LegState.DIALLED, "LegEnded"): LegState.ENDED,
    (LegState.UP, "LegAnswered"): LegState.UP,
    (LegState.UP, "LegEnded"): LegState.ENDED,
    (LegState.ENDED, "LegAnswered"): LegState.ENDED,
    (LegState.ENDED, "LegEnded"): LegState.ENDED,
}
"""(state, fact) to the next state; a line may report an end before a late answer is read."""


class Leg(msgspec.Struct, kw_only=True):
    """One SIP dialog of the call."""

    id: LegId
    role: Role
    state: LegState
    agent: AgentId | None = None
    joined: LegId | None = None
    held: bool = False
    muted: bool = False
    media_lost: bool = False

    def step(self, kind: str) -> None:
        """Move by the table: the one gate of a leg's state."""
        self.state = LEG_STEPS[(self.state, kind)]
        if self.state is LegState.ENDED:
            self.joined = None

    @property
    def is_live(self) -> bool:
        """Whether a dialog exists or is being set up."""
        return self.state is not LegState.ENDED


class PendingOffer(msgspec.Struct, kw_only=True):
    """The offer the call is held out with at present."""

    id: OfferId
    agent: AgentId
    device: str
    leg: LegId
    """The leg that is, or will be, hers."""
    accepted: bool = False
    redials: int = 0

    @property
    def rings_a_phone(self) -> bool:
        """Whether her device is a desk phone, which is dialled to ring."""
        return self.device != "browser"


class Message(msgspec.Struct, kw_only=True):
    """The message that the caller leaves, or is asked for."""

    queue: QueueId
    most: int
    """Seconds it may last."""
    asked_at: datetime
    began_at: datetime | None = None
    """The tone was over; None: she hears the words."""
    is_over: bool = False


class HeardIncident(msgspec.Struct, kw_only=True):
    """The message of an incident that the caller hears, or has heard."""

    incident: IncidentId
    version: int
    since: datetime
    languages: tuple[str, ...] = ()
    """In which it is said."""
    is_over: bool = False


class CallState(msgspec.Struct, kw_only=True):
    """Everything the house knows of one call beside its dialogue and its place in a queue."""

    id: CallId
    line: LineId
    exchange: str
    party: PartyId
    dialled: str
    arrived_at: datetime
    stage: Stage = Stage.ARRIVED
    legs: dict[str, Leg] = {}
    queue: QueueId | None = None
    language: SkillName | None = None
    path: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    tier: str = ""
    travels_soon: bool = False
    offer: PendingOffer | None = None
    """The one that was taken; while several ring, the oldest of them."""
    also: dict[str, PendingOffer] = {}
    """Others that ring beside it, until one is taken."""
    agent: AgentId | None = None
    """The agent who is, or last was, connected."""
    within: CallId | None = None
    """Of a consultation: the call that it is about, on whose line it is."""
    consult: CallId | None = None
    """The consultation that is open about this call."""
    conference: bool = False
    """Of a consultation: the colleague hears the caller too."""
    hands_over: bool = False
    """Of somebody outside: the caller is theirs as soon as their telephone rings."""
    goes_on_at: tuple[FlowName, NodeName] | None = None
    """A flow has given the caller to somebody outside: where she goes on if they do not answer."""
    handed: bool = False
    """Of somebody outside: the caller is theirs, and no agent is in the call."""
    wrapping: tuple[AgentId, ...] = ()
    """Agents who handed it over and may still wrap it up."""
    handed_by: AgentId | None = None
    """Who handed it over last."""
    transfers: int = 0
    transfer_no: str = ""
    """Why it could not be handed over when that was pressed last: code, and `:detail`."""
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    connected_at: datetime | None = None
    released_at: datetime | None = None
    recording: str = "none"
    """none, running, paused, ended or declined."""
    connect_by: datetime | None = None
    audio_by: datetime | None = None
    comfort_at: datetime | None = None
    """When the caller who is on hold is told that nobody has forgotten her."""
    comforts: int = 0
    ending: Ending | None = None
    prompts: int = 0
    dialogues: int = 0
    """How many were begun: more than one where a queue's rule sent the caller back."""
    presses: int = 0
    direction: Direction = Direction.INBOUND
    callback: CallId | None = None
    """The call in which this one was asked for; of a redial the one that broke."""
    asked_at: datetime | None = None
    promised_until: datetime | None = None
    tries: int = 0
    """How often the customer was tried before."""
    withdrawn: bool = False
    """A supervisor has taken it out of its queue."""
    rates: AgentId | None = None
    """With whom the caller spoke whom she is asked to rate: the dialogue is the survey's."""
    listened: int = 0
    """How many legs of listeners there were."""
    brought: dict[str, str] = {}
    """Header fields of its INVITE that the house keeps."""
    message: Message | None = None
    """It is not None from the words on that ask for one."""
    incident: HeardIncident | None = None
    """At most one a call."""
    recorded_at: datetime | None = None
    """Where the recording begins."""
    placed: bool = False
    """A line was wished for: with its offer this attempt is over."""
    shown: str = ""
    """Of a call of our own: the house's number that the customer sees; empty: the usual one."""
    ring_for: float = RING_OUTSIDE_FOR
    """Seconds the customer's telephone rings when we call."""
    customer_first: bool = False
    """The customer was called before an agent was asked: who answers is a caller in line."""

    def passes_on(self, by: AgentId) -> None:
        """She has nothing more to do with it but to wrap it up."""
        self.wrapping = (*(one for one in self.wrapping if one != by), by)
        self.handed_by = by
        self.transfers += 1

    def has(self, agent: str) -> bool:
        """She speaks with the caller, or has and may still wrap it up."""
        return self.agent == agent or agent in self.wrapping

    @property
    def is_callback(self) -> bool:
        """The house places it; its customer may not be there yet."""
        return self.direction in _OURS

    @property
    def waits_for_a_line(self) -> bool:
        """A callback in line: what is over of a line that it had, by an offer that was lost with
        who thought, is not the end of it.
        """
        waits = self.direction is Direction.CALLBACK and self.stage is Stage.WAITING
        return waits and self.caller is None

    @property
    def on_line(self) -> CallId:
        """By which name its line knows it."""
        return self.within or self.id

    @property
    def caller(self) -> Leg | None:
        """The caller's leg; in a callback there is none until the customer is called."""
        return next((leg for leg in self.legs.values() if leg.role is Role.CALLER), None)

    @property
    def caller_is_up(self) -> bool:
        """Whether the caller can hear us."""
        caller = self.caller
        return caller is not None and caller.state is LegState.UP

    @property
    def live_legs(self) -> list[Leg]:
        """Every leg that has not ended."""
        return [leg for leg in self.legs.values() if leg.is_live]

    @property
    def comfort_by(self) -> datetime | None:
        """The same, while she is on hold."""
        caller = self.caller
        on_hold = self.stage is Stage.CONNECTED and caller is not None and caller.held
        return self.comfort_at if on_hold else None

    @property
    def message_by(self) -> datetime | None:
        """When the message that she leaves has its full length."""
        message = self.message
        if message is None or message.began_at is None or message.is_over:
            return None
        return message.began_at + timedelta(seconds=message.most)

    @property
    def is_held_open(self) -> bool:
        """Somebody is still there; who only listens does not count."""
        return any(leg.role is not Role.LISTENER for leg in self.live_legs)

    @property
    def their_leg(self) -> Leg | None:
        """Of a consultation: the colleague's leg, or that of somebody outside, while it is live."""
        if self.direction is not Direction.OUTSIDE:
            return self.agent_leg()
        return next((leg for leg in self.live_legs if leg.role is Role.CONSULT), None)

    @property
    def offers(self) -> list[PendingOffer]:
        """Every offer the call is held out with, the oldest first."""
        return [*([self.offer] if self.offer else ()), *self.also.values()]

    def offer_with(self, leg: str) -> PendingOffer | None:
        """The offer whose leg this is, or will be."""
        return next((offer for offer in self.offers if offer.leg == leg), None)

    def agent_leg(self) -> Leg | None:
        """The leg of the present offer's agent, while it is live."""
        if self.offer is None:
            return None
        leg = self.legs.get(self.offer.leg)
        return leg if leg is not None and leg.is_live else None


def agent_leg_id(offer: OfferId, redial: int = 0) -> LegId:
    """The name of the leg dialled for an offer: `<call>.a<n>`, and `r<k>` when dialled again."""
    call, _, number = offer.rpartition("/")
    again = f"r{redial}" if redial else ""
    return LegId(f"{call}.a{number}{again}")


def caller_leg_id(call: CallId) -> LegId:
    """The name of the caller's leg, be it that the customer called or is called."""
    return LegId(f"{call}.1")
