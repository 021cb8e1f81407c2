"""The room of all calls: takes facts into `CallState`, decides through the modules beside it.

Spoken to by the house. It must not know SIP, audio files or the queue's order.
"""

from datetime import datetime

import msgspec

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import AgentId, CallId, DeadlineId
from acd.step import NOTHING, CommandClosed, Deadline, DeadlineReached, Fact, Step
from callcenter.calls import decisions, endings
from callcenter.calls.call import CallState, Stage
from callcenter.calls.changes import OF_ALL, OF_ONE, CallsState


class Calls:
    """The room; see `acd.step.Room` for its verbs."""

    def __init__(self) -> None:
        self.state = CallsState()
        self._deadlines: dict[DeadlineId, datetime] = {}
        self._agents: dict[str, CallId] = {}

    def on(self, call: CallId | str) -> CallState | None:
        """The call, while it is in the house (until its wrap-up is over)."""
        return self.state.calls.get(call)

    def of_agent(self, agent: AgentId | str) -> CallState | None:
        """The call an agent is offered, connected to or wrapping up."""
        call = self.on(self._agents.get(agent, ""))
        if call is None:
            return None
        offered = call.offer is not None and call.offer.agent == agent
        return call if offered or call.agent == agent else None

    def apply(self, fact: Fact) -> None:
        """Take the fact into the state."""
        of_all = OF_ALL.get(type(fact))
        if of_all is not None:
            of_all(self.state, fact)
        call = self._call_of(fact)
        if call is None:
            return
        of_one = OF_ONE.get(type(fact))
        if of_one is not None:
            of_one(call, fact)
        self._index(call)

    def _call_of(self, fact: Fact) -> CallState | None:
        if isinstance(fact, a.AudioLost | a.AudioReady):
            return self.of_agent(fact.agent)
        return self.on(getattr(fact, "call", None) or "")

    def _index(self, call: CallState) -> None:
        """Keep what is looked up by agent and by time; drop a call that is over."""
        if call.stage is Stage.ENDED and call.agent is None:
            del self.state.calls[call.id]
        for agent in (call.agent, call.offer.agent if call.offer else None):
            if agent is not None:
                self._agents[agent] = call.id
        for what, at in (("connect", call.connect_by), ("audio", call.audio_by)):
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
        call = self._call_of(fact)
        return decisions.decide(self.state, call, fact) if call is not None else NOTHING

    def _deadline(self, fact: DeadlineReached) -> Step:
        what, _, rest = fact.deadline.partition(":")
        call = self.on(rest)
        if call is None:
            return NOTHING
        if what == "connect" and call.connect_by == fact.at:
            return endings.not_connected(call, fact.at, c.Reason.NOT_JOINED)
        if what == "audio" and call.audio_by == fact.at:
            return endings.audio_stayed_away(call, fact.at)
        return NOTHING

    def _closed(self, fact: CommandClosed) -> Step:
        """Only a dial that could not be made matters; everything else shows in facts."""
        leg, _, what = fact.command.rpartition(":")
        if fact.outcome == "done" or what != "dial":
            return NOTHING
        call = self.on(leg.partition(".")[0])
        if call is None or call.offer is None or call.offer.leg != leg:
            return NOTHING
        return endings.could_not_dial(call, fact.at)

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
            self.state.calls[call] = known
            self._index(known)
