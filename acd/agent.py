"""An agent as routing sees her: what she chose, whether she can be reached, and what is so.

`intent` is her own choice, `state` is derived. The state moves through one gate, `_move_to`, by the
table `STEPS`; `docs/states.md` is drawn from it. `AgentStateChanged` is the only fact that comes
through the gate. Nothing in here knows of queues or of other agents.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from acd.errors import NotPermitted
from acd.facts import AgentState, AgentStateChanged, Intent, ListenNo
from acd.facts.listening import LISTENING, Voice
from acd.ids import AgentId, CallId, OfferId, QueueId

BROWSER = "browser"
"""The device of an agent whose voice goes through the page."""

_SIGNED_OUT = "signed out"
_CHOSE_BREAK = "chose not ready"
_CHOSE_READY = "chose ready"
_REACH_LOST = "audio or desk lost"
_ADOPTED = "found on a live call at recovery"
_CALLER_LEFT = "caller left first"
_CONSULTED = "a consultation is over"

# Read often, and to read a member off its class takes ten times as long as off a module.
_LO, _NR, _I = AgentState.LOGGED_OUT, AgentState.NOT_READY, AgentState.IDLE
_O, _C, _OC = AgentState.OFFERED, AgentState.CONNECTING, AgentState.ON_CALL
_W, _X, _U = AgentState.WRAP_UP, AgentState.NOT_RESPONDING, AgentState.UNREACHABLE

STEPS: dict[tuple[AgentState, AgentState], str] = {
    (_LO, _NR): "signed in",
    (_LO, _C): _ADOPTED,
    (_LO, _OC): _ADOPTED,
    (_NR, _LO): _SIGNED_OUT,
    (_NR, _NR): "another reason, or the pause after an offer is over",
    (_NR, _I): f"{_CHOSE_READY}, or the pause after an offer is over",
    (_NR, _U): f"{_CHOSE_READY}, but cannot be reached",
    (_NR, _O): "calls somebody of her own accord",
    (_NR, _C): _ADOPTED,
    (_NR, _OC): f"{_ADOPTED}; or takes over a call that she had listened to",
    (_I, _LO): _SIGNED_OUT,
    (_I, _NR): _CHOSE_BREAK,
    (_I, _U): _REACH_LOST,
    (_I, _O): "offer made; or calls somebody of her own accord",
    (_I, _C): _ADOPTED,
    (_I, _OC): _ADOPTED,
    (_O, _C): "offer accepted",
    (_O, _OC): "connected",
    (_O, _I): _CALLER_LEFT,
    (_O, _NR): f"a pause after it; or {_CALLER_LEFT} and she had chosen not ready",
    (_O, _X): "offer expired; she has to choose",
    (_O, _U): _REACH_LOST,
    (_O, _LO): _SIGNED_OUT,
    (_C, _OC): "connected",
    (_C, _I): _CALLER_LEFT,
    (_C, _W): "whom she called did not answer",
    (_C, _NR): f"{_CALLER_LEFT} or not connected, and she had chosen not ready",
    (_C, _U): "not connected in time",
    (_C, _X): "not connected, and she has to choose",
    (_C, _LO): "not connected, and she had signed out",
    (_OC, _W): "her leg ended",
    (_OC, _OC): "has the caller of her colleague, who had consulted her",
    (_OC, _I): _CONSULTED,
    (_OC, _U): f"{_CONSULTED}, but she cannot be reached",
    (_OC, _NR): f"her audio was lost in the call; or {_CONSULTED}, and she had chosen not ready",
    (_OC, _LO): f"her audio was lost, or {_CONSULTED}, and she had signed out",
    (_W, _W): "extended",
    (_W, _I): "outcome given, time is up, or none was asked for",
    (_W, _NR): "wrap-up over, and she had chosen not ready",
    (_W, _U): "wrap-up over, but she cannot be reached",
    (_W, _LO): "wrap-up over, and she had signed out",
    (_W, _O): "calls back a caller whose conversation broke",
    (_X, _I): _CHOSE_READY,
    (_X, _NR): _CHOSE_BREAK,
    (_X, _U): f"{_CHOSE_READY}, but cannot be reached",
    (_X, _LO): _SIGNED_OUT,
    (_X, _C): _ADOPTED,
    (_X, _OC): _ADOPTED,
    (_U, _I): "reachable again",
    (_U, _U): "the delay is over, but she still cannot be reached",
    (_U, _NR): _CHOSE_BREAK,
    (_U, _LO): _SIGNED_OUT,
    (_U, _C): _ADOPTED,
    (_U, _OC): _ADOPTED,
}
"""Every step there is, and what leads to it."""

OCCUPIED = frozenset({_O, _C, _OC, _W})
"""States in which a call has her; her own choices take effect after them."""

STAFFED = frozenset({_I, _O, _C, _OC, _W})
"""States in which she works for her queues, now or when she is done."""


class Setback(StrEnum):
    """Why she gets no offer although she wants calls."""

    NOT_RESPONDING = "not_responding"
    """Until she chooses."""
    LOST = "lost"
    """Until she chooses."""
    DECLINED = "declined"
    """For a time, whatever the reason of the pause."""
    UNREACHABLE = "unreachable"
    """For a time, or until her audio stands again."""


UNTIL_SHE_CHOOSES = frozenset({Setback.NOT_RESPONDING, Setback.LOST})


class BreakAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A request to be out that has no answer yet."""

    reason: str
    at: datetime


class Listens(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """She is attached to another agent's calls as a silent listener."""

    agent: AgentId
    since: datetime
    because: str = ""
    supervises: bool = False
    """By her role, and not because the other one is her mentor."""
    voice: Voice = Voice.SILENT


class Standing(NamedTuple):
    """Where she stands when no call has her."""

    state: AgentState
    reason: str = ""
    until: datetime | None = None


class Agent(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One agent. Read by everybody in the room; changed by `Floor` alone."""

    id: AgentId
    signed_in: bool = False
    intent: Intent = Intent.LOGGED_OUT
    intent_reason: str = ""
    device: str = BROWSER
    uri: str = ""
    """Where her browser's audio stands; empty: nowhere."""
    desk_here: bool = False
    setback: Setback | None = None
    setback_until: datetime | None = None
    setback_because: str = ""
    """Reason code of the state it gives; empty: the setback's own."""

    state: AgentState = AgentState.LOGGED_OUT
    reason: str = ""
    since: datetime | None = None
    call: CallId | None = None
    until: datetime | None = None
    extended: bool = False
    wrap_up_asked: bool = False
    """She wants wrap-up after this call, in a queue where it comes only then."""
    outcome_given: bool = False
    """Of the wrap-up that runs; its queue has her wait for the deadline."""

    offer: OfferId | None = None
    queue: QueueId | None = None
    """Of the call that has her."""
    connected_at: datetime | None = None
    offered_at: dict[QueueId, datetime] = {}
    """When she was last offered a call of a queue: the memory of its round."""
    free_since: datetime | None = None
    """Since when she is idle; an offer that ended without her doing does not count."""
    last_contact: datetime | None = None
    """The end of her last conversation."""
    taken: int = 0
    """Calls since she signed in, on top of the median she started from."""
    occupied: float = 0.0
    """The share of time with calls, at `since`; `acd.occupancy` knows it at any instant."""

    asked: BreakAsked | None = None
    refused: str = ""
    """The reason that her leader refused last; until she chooses anew."""
    limit_at: datetime | None = None
    """When the limit of the reason for which she is not ready is reached."""
    overrun: bool = False
    """That limit is passed."""
    away: dict[str, float] = {}
    """Reason to the seconds she was out for it on `away_day`, which is a beginning of a day."""
    away_day: datetime | None = None
    listens: Listens | None = None
    hears: CallId | None = None
    """The call in which a leg of hers listens, or is being dialled to."""
    listen_press: str = ""
    """The last press to listen that was answered, ..."""
    listen_no: ListenNo | None = None
    """... and what stood against it."""

    @property
    def is_reachable(self) -> bool:
        """A phone always; a browser when both the page and its audio are there."""
        return self.device != BROWSER or (bool(self.uri) and self.desk_here)

    @property
    def is_free(self) -> bool:
        """She can be offered a call now: never beside another one, whatever its kind."""
        return self.state is _I and self.offer is None and self.call is None

    @property
    def is_occupied(self) -> bool:
        """A call has her."""
        return self.state in OCCUPIED

    @property
    def wraps_up(self) -> CallId | None:
        """The call that she is in wrap-up of."""
        return self.call if self.state is _W else None

    def has(self, call: CallId, state: AgentState) -> bool:
        """She is in this state because of this call."""
        return self.state is state and self.call == call

    @property
    def standing(self) -> Standing:
        """What her state is when no call has her."""
        if self.intent is Intent.LOGGED_OUT:
            return Standing(AgentState.LOGGED_OUT)
        if self.setback is Setback.NOT_RESPONDING:
            return Standing(AgentState.NOT_RESPONDING, self.setback_because)
        if self.setback is Setback.LOST:
            return Standing(AgentState.NOT_READY, Setback.LOST.value)
        if self.intent is Intent.NOT_READY:
            return Standing(AgentState.NOT_READY, self.intent_reason)
        if self.hears is not None:
            # Her audio has one leg at a time: she is free when this one is gone.
            return Standing(AgentState.NOT_READY, LISTENING)
        if self.setback is Setback.DECLINED:
            because = self.setback_because or Setback.DECLINED.value
            return Standing(AgentState.NOT_READY, because, self.setback_until)
        if self.setback is Setback.UNREACHABLE or not self.is_reachable:
            return Standing(AgentState.UNREACHABLE, self.setback_because, self.setback_until)
        return Standing(AgentState.IDLE)

    # -- her choices and her reach ---------------------------------------------------------------

    def signs_in(self, device: str, taken: int) -> None:
        """A first session starts not ready; one more (another tab, a reload) changes no choice."""
        if not self.signed_in:
            self.signed_in = True
            self.taken = taken
            self.asked, self.refused = None, ""
            self.intent = Intent.NOT_READY
            self.intent_reason = ""
        self.device = device
        self.desk_here = True

    def signs_out(self) -> None:
        """It takes effect when no call has her."""
        self.signed_in = False
        self.intent = Intent.LOGGED_OUT
        self.desk_here = False
        self.asked = None

    def chooses(self, intent: Intent, reason: str) -> None:
        """The latest choice counts; without a session there is none."""
        if not self.signed_in:
            return
        self.intent = intent
        self.intent_reason = reason
        self.asked, self.refused = None, ""
        endless = self.setback is Setback.UNREACHABLE and self.setback_until is None
        if endless or self.setback in UNTIL_SHE_CHOOSES:
            self.is_set_back(None)

    def is_set_back(
        self, setback: Setback | None, until: datetime | None = None, because: str = ""
    ) -> None:
        """She gets no offer for a time or until she chooses; None: it is over."""
        self.setback = setback
        self.setback_until = until
        self.setback_because = because

    def is_offered(self, queue: QueueId, at: datetime) -> None:
        """Remember the round; kept in one order, so that equal states are equal bytes."""
        self.offered_at = dict(sorted({**self.offered_at, queue: at}.items()))

    def asks(self, reason: str, at: datetime) -> None:
        """She wants to be out; asked again for the same, she keeps her place in line."""
        if self.signed_in and (self.asked is None or self.asked.reason != reason):
            self.asked, self.refused = BreakAsked(reason=reason, at=at), ""

    def is_refused(self, reason: str) -> None:
        """What she asked for is not granted; her choice stays what it was."""
        if self.asked is not None and self.asked.reason == reason:
            self.asked, self.refused = None, reason

    def was_away(self, reason: str, seconds: float, day: datetime) -> None:
        """One stretch of a reason is over; kept in one order, so that equal states are equal."""
        before = self.away if self.away_day == day else {}
        self.away_day = day
        self.away = dict(sorted({**before, reason: before.get(reason, 0.0) + seconds}.items()))

    def begins_to_listen(self, to: Listens) -> None:
        """It is a choice of hers, like a break: the next choice ends it."""
        self.chooses(Intent.NOT_READY, LISTENING)
        self.listens = to

    def stops_listening(self) -> None:
        """She is not ready until she chooses, unless she has chosen already."""
        self.listens = None
        if self.intent is Intent.NOT_READY and self.intent_reason == LISTENING:
            self.intent_reason = ""

    # -- the gate --------------------------------------------------------------------------------

    def changes(self, fact: AgentStateChanged) -> None:
        """Take the state a fact says; raises NotPermitted and changes nothing if no step leads
        there.
        """
        extended = self.state is _W and fact.state is _W
        self._move_to(fact.state, fact.at)
        self.reason = fact.reason
        self.call = fact.call
        self.until = fact.until
        self.extended = extended
        self.limit_at, self.overrun = None, False
        if fact.state is _LO:
            self.signed_in = False
            self.intent = Intent.LOGGED_OUT
            self.is_set_back(None)
        if not self.is_occupied:
            self.queue = None
            self.connected_at = None
            self.wrap_up_asked = self.outcome_given = False

    def _move_to(self, state: AgentState, at: datetime) -> None:
        if (self.state, state) not in STEPS:
            raise NotPermitted(f"agent {self.id}: no step leads from {self.state} to {state}")
        if state is _I and self.state not in (_O, _C):
            self.free_since = at
        if self.state is _OC:
            self.last_contact = at
        self.state = state
        self.since = at
