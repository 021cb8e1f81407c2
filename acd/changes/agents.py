"""What facts change of agents."""

from acd import facts as f
from acd.agent import STAFFED, Setback
from acd.changes.breaks import BreakChanges
from acd.changes.overflow import OverflowChanges
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor
from acd.handle_time import handled
from acd.ids import AgentId, DeadlineId
from acd.step import DeadlineReached
from acd.waiting_call import CallPast

_CONNECTING, _ON_CALL = f.AgentState.CONNECTING, f.AgentState.ON_CALL


class AgentChanges:
    """Of agents."""

    def __init__(self, floor: Floor, breaks: BreakChanges, overflow: OverflowChanges) -> None:
        self._floor = floor
        self._overflow = overflow
        self._breaks = breaks
        self.facts: FactChanges = {
            f.AgentSignedIn: self._agent_signed_in,
            f.AgentSignedOut: self._agent_signed_out,
            f.IntentChosen: self._intent_chosen,
            f.AudioReady: self._audio_ready,
            f.AudioLost: self._audio_lost,
            f.DeskLost: self._desk_lost,
            f.DeskFound: self._desk_found,
            f.AgentStateChanged: self._agent_state_changed,
            f.AgentReleased: self._agent_released,
            f.WrapUpAsked: self._wrap_up_asked,
            f.OutcomeGiven: self._outcome_given,
            f.WrapUpEnded: self._wrap_up_ended,
        }
        self.deadlines: DeadlineChanges = {"back": self._delay_over}

    def _agent_signed_in(self, fact: f.AgentSignedIn) -> None:
        self._floor.sign_in(fact.agent, fact.device)

    def _agent_signed_out(self, fact: f.AgentSignedOut) -> None:
        self._floor.sign_out(fact.agent)

    def _intent_chosen(self, fact: f.IntentChosen) -> None:
        self._floor.agent(fact.agent).chooses(fact.intent, fact.reason)

    def _audio_ready(self, fact: f.AudioReady) -> None:
        agent = self._floor.enlist(fact.agent)
        agent.uri = fact.uri
        if agent.setback is Setback.UNREACHABLE:
            self._floor.set_forward(agent)

    def _audio_lost(self, fact: f.AudioLost) -> None:
        self._floor.agent(fact.agent).uri = ""

    def _desk_lost(self, fact: f.DeskLost) -> None:
        self._floor.agent(fact.agent).desk_here = False

    def _desk_found(self, fact: f.DeskFound) -> None:
        agent = self._floor.enlist(fact.agent)
        agent.desk_here = True
        if agent.setback_because == f.OfferEnd.DEVICE_LOST and agent.is_reachable:
            self._floor.set_forward(agent)

    def _agent_state_changed(self, fact: f.AgentStateChanged) -> None:
        deadlines = self._floor.deadlines
        agent = self._floor.agent(fact.agent)
        was_out, wrapped = self._breaks.out_of(agent), agent.wraps_up
        self._overflow.somebody_moved(self._floor.move(fact), fact.at)
        if wrapped is not None:
            deadlines.disarm(DeadlineId(f"wrap:{fact.agent}"))
            deadlines.disarm(DeadlineId(f"wrap:{wrapped}"))
        self._breaks.moved(fact, was_out)
        if fact.state is f.AgentState.WRAP_UP and fact.until is not None:
            deadlines.arm(DeadlineId(f"wrap:{fact.agent}"), fact.until)
        if fact.state not in STAFFED:
            self._nobody_waits_for_her(fact)
        if fact.state is f.AgentState.LOGGED_OUT:
            deadlines.disarm(DeadlineId(f"back:{fact.agent}"))

    def _nobody_waits_for_her(self, fact: f.AgentStateChanged) -> None:
        """She works no more: calls that wait for her alone have waited long enough."""
        now = self._floor.thought_at(fact.at)
        for _, _, call in self._floor.indexes.reserved.get(fact.agent, ()):
            self._floor.deadlines.arm(DeadlineId(f"prefer:{call}"), now)

    def _agent_released(self, fact: f.AgentReleased) -> None:
        floor = self._floor
        agent, call = floor.agent(fact.agent), floor.calls.get(fact.call)
        if not agent.has(fact.call, f.AgentState.ON_CALL):
            return
        if fact.lost:
            floor.set_back(agent, Setback.LOST)
        if call is None or fact.transferred:
            return
        if fact.lost and not call.gone:
            floor.give_back(call)
            return
        if fact.dropped:
            within = floor.queue(call.queue).profile.dropped_back_within
            floor.broken.broke(call, agent.id, within, fact.at)
        floor.forget(call)
        if not call.gone:
            floor.remember(
                call.call, CallPast(offers=call.offers, consults=call.consults, was_connected=True)
            )

    def _wrap_up_asked(self, fact: f.WrapUpAsked) -> None:
        agent = self._floor.agent(fact.agent)
        if agent.call == fact.call and agent.state in (_CONNECTING, _ON_CALL):
            agent.wrap_up_asked = fact.wanted

    def _outcome_given(self, fact: f.OutcomeGiven) -> None:
        agent = self._floor.agent(fact.agent)
        if agent.has(fact.call, f.AgentState.WRAP_UP):
            agent.outcome_given = True

    def _wrap_up_ended(self, fact: f.WrapUpEnded) -> None:
        agent = self._floor.agent(fact.agent)
        if agent.queue is None or agent.connected_at is None:
            return
        seconds = (fact.at - agent.connected_at).total_seconds()
        handled(self._floor, agent.queue, max(0.0, seconds))

    def _delay_over(self, name: str, fact: DeadlineReached) -> None:
        agent = self._floor.agents.get(AgentId(name))
        if agent is not None:
            self._floor.set_forward(agent)
