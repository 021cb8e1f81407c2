"""The room of all calls: takes facts into `CallState`, decides through the modules beside it.

Spoken to by the house. It must not know SIP, audio files or the queue's order.
"""

from datetime import datetime

import msgspec

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import AgentId, CallId, DeadlineId
from acd.step import NOTHING, CommandClosed, Deadline, DeadlineReached, Fact, Step
from callcenter.calls import (
    callbacks,
    decisions,
    endings,
    holding,
    incidents,
    listening,
    outside,
    voicemail,
)
from callcenter.calls.call import CallState, Direction, Stage, caller_leg_id
from callcenter.calls.changes import OF_ALL, OF_ONE
from callcenter.calls.state import CallsState


class Calls:
    """The room; see `acd.step.Room` for its verbs."""

    def __init__(self) -> None:
        self.state = CallsState()
        self._deadlines: dict[DeadlineId, datetime] = {}
        self._agents: dict[str, CallId] = {}

    def on(self, call: CallId | str) -> CallState | None:
        """The call, while it is in the house (until its wrap-up is over)."""
        return self.state.calls.get(call)

    @property
    def up(self) -> int:
        """Calls that have a line: a callback in line has none yet."""
        return sum(1 for call in self.state.calls.values() if call.line and not call.within)

    def of_agent(self, agent: AgentId | str) -> CallState | None:
        """The call an agent is offered, connected to or wrapping up."""
        call = self.on(self._agents.get(agent, ""))
        if call is None:
            return None
        offered = any(offer.agent == agent for offer in call.offers)
        return call if offered or call.has(agent) else None

    def apply(self, fact: Fact) -> None:
        """Take the fact into the state."""
        of_all = OF_ALL.get(type(fact))
        if of_all is not None:
            of_all(self.state, fact)
        if isinstance(fact, a.ThinkingResumed):
            for one in tuple(self.state.calls.values()):
                self._index(one)
        call = self._call_of(fact)
        if call is None:
            return
        of_one = OF_ONE.get(type(fact))
        if of_one is not None:
            of_one(call, fact)
        self._index(call)
        if isinstance(fact, a.ConsultCompleted) and (consult := self.on(fact.call)) is not None:
            self._index(consult)

    def _call_of(self, fact: Fact) -> CallState | None:
        if isinstance(fact, a.AudioLost | a.AudioReady):
            return self.of_agent(fact.agent)
        if isinstance(fact, a.ConsultCompleted):
            return self.on(fact.of)
        call = CallId(getattr(fact, "call", None) or "")
        if isinstance(fact, c.LegsJoined | c.LegsParted):
            return self.state.of_leg(call, fact.a, fact.b)
        leg = getattr(fact, "leg", None)
        return self.state.of_leg(call, leg) if leg else self.on(call)

    def _index(self, call: CallState) -> None:
        """Keep what is looked up by agent and by time; drop a call that is over."""
        if call.stage is Stage.ENDED and call.agent is None and not call.wrapping:
            del self.state.calls[call.id]
        for agent in (call.agent, *call.wrapping, *(offer.agent for offer in call.offers)):
            if agent is not None:
                self._agents[agent] = call.id
        timed = (
            ("connect", call.connect_by),
            ("audio", call.audio_by),
            ("comfort", call.comfort_by),
            ("message", call.message_by),
        )
        for what, at in timed:
            name = DeadlineId(f"{what}:{call.id}")
            if at is None:
                self._deadlines.pop(name, None)
            else:
                self._deadlines[name] = at

    def handle(self, fact: Fact) -> Step:
        """Decide what follows from a fact already applied."""
        if isinstance(fact, DeadlineReached):
            return self._deadline(fact)
        if isinstance(fact, CommandClosed):
            return self._closed(fact)
        if isinstance(fact, a.IncidentSet):
            return incidents.speak(fact)
        if isinstance(fact, a.VoiceGiven | a.ListenerJoined):
            return listening.speaks(self.state, fact)
        call = self._call_of(fact)
        listens = self._listening(fact)
        if listens is not None:
            return listens
        return decisions.decide(self.state, call, fact) if call is not None else NOTHING

    def _listening(self, fact: Fact) -> Step | None:
        """What follows for somebody who listens; None: it is none of her business."""
        state = self.state
        if isinstance(fact, a.ListeningBegan):
            if (ear := state.ears.get(fact.listener)) is not None and ear.dropped:
                return listening.let_go(state, fact.listener, "hangup")
            return listening.attached(state, fact, fact.listener, self.of_agent)
        if isinstance(fact, a.ListenerLeft) and listening.again(fact):
            return listening.attached(state, fact, fact.listener, self.of_agent)
        if isinstance(fact, a.ListeningEnded):
            return listening.let_go(state, fact.listener, "hangup")
        if not isinstance(fact, a.AudioReady | a.AudioLost) or fact.agent not in state.listeners:
            return None
        if isinstance(fact, a.AudioLost):
            return listening.let_go(state, fact.agent, "media_lost")
        if fact.agent in state.ears:
            return listening.let_go(state, fact.agent, "replaced")
        return listening.attached(state, fact, fact.agent, self.of_agent)

    def _deadline(self, fact: DeadlineReached) -> Step:
        what, _, rest = fact.deadline.partition(":")
        call = self.on(rest)
        if call is None:
            return NOTHING
        if what == "connect" and call.connect_by == fact.at and call.offer is not None:
            return endings.not_connected(call, call.offer, fact.at, c.Reason.NOT_JOINED)
        if what == "audio" and call.audio_by == fact.at:
            return endings.audio_stayed_away(self.state, call, fact.at)
        if what == "comfort":
            return holding.comfort(call, fact.at)
        if what == "message":
            return voicemail.time_is_over(call, fact.at)
        return NOTHING

    def _closed(self, fact: CommandClosed) -> Step:
        """Only what could not be dialled or said matters; everything else shows in facts."""
        thing, _, what = fact.command.rpartition(":")
        if what == "speak":
            return incidents.spoken(fact)
        if fact.outcome == "done":
            return NOTHING
        if what == "say":
            name, _, prompt = thing.rpartition(":")
            call = self.on(name)
            return decisions.not_said(call, prompt, fact.at) if call is not None else NOTHING
        return self._nobody_rings(thing, what, fact) if what in ("dial", "place") else NOTHING

    def _nobody_rings(self, thing: str, what: str, fact: CommandClosed) -> Step:
        if what == "dial" and listening.is_listeners(thing):
            return listening.not_dialled(self.state, thing, fact)
        call = self.on(thing.partition("/" if what == "place" else ".")[0])
        return self._not_dialled(call, thing, fact) if call is not None else NOTHING

    def _not_dialled(self, call: CallState, thing: str, fact: CommandClosed) -> Step:
        offer = next((one for one in call.offers if thing in (one.leg, one.id)), None)
        if offer is not None:
            return endings.not_connected(call, offer, fact.at, c.Reason.UNREACHABLE)
        if thing == call.id:
            return callbacks.not_placed(call, fact)
        if call.direction is Direction.OUTSIDE:
            return outside.not_dialled(self.state, call, fact)
        mine = call.offer is not None and thing == caller_leg_id(call.id)
        return callbacks.not_dialled(call, fact) if mine else NOTHING

    def next_deadline(self) -> Deadline | None:
        """The earliest of the few connects and losses that are being timed."""
        if not self._deadlines:
            return None
        name = min(self._deadlines, key=lambda one: (self._deadlines[one], one))
        return Deadline(at=self._deadlines[name], id=name)

    def dump(self) -> bytes:
        """The state as msgpack."""
        return msgspec.msgpack.encode(self.state)

    def load(self, dumped: bytes) -> None:
        """Replace the state by a dumped one."""
        self.state = msgspec.msgpack.decode(dumped, type=CallsState)
        self._deadlines, self._agents = {}, {}
        for call in tuple(self.state.calls.values()):
            self._index(call)

    def card(self, call: CallId) -> bytes:
        """One call as msgpack, for its line to keep."""
        known = self.on(call)
        return msgspec.msgpack.encode(known) if known is not None else b""

    def adopt(self, call: CallId, card: bytes) -> None:
        """Take a call over from its card."""
        if card and call not in self.state.calls:
            known = msgspec.msgpack.decode(card, type=CallState)
            known.consult = None  # which has no card of its own
            self.state.calls[call] = known
            self._index(known)
