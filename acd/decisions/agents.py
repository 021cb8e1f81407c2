"""What follows for agents: where each stands, and wrap-up."""

from datetime import timedelta

from acd import facts as f
from acd.agent import Standing
from acd.decisions.breaks import BreakDecisions
from acd.decisions.consequences import (
    back_in_line,
    ended,
    moved,
    next_ends,
    stands,
    wrapped_up,
    wraps_up,
)
from acd.decisions.listening import ListeningDecisions
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import REDIALLED, AgentState, Intent, OfferEnd
from acd.floor import Floor
from acd.ids import AgentId, CallId
from acd.matching import Matching
from acd.step import DeadlineReached
from acd.waiting_call import Phase
from acd.wrap_up import ends_by_outcome, extension


class AgentDecisions:
    """Of agents."""

    def __init__(
        self,
        floor: Floor,
        matching: Matching,
        breaks: BreakDecisions,
        listening: ListeningDecisions,
    ) -> None:
        self._floor = floor
        self._matching = matching
        self._breaks = breaks
        self._listening = listening
        self.facts: FactTable = {
            f.AgentSignedIn: self._stands_anew,
            f.AgentSignedOut: self._signed_out,
            f.IntentChosen: self._intent_chosen,
            f.BreakGranted: self._stands_anew,
            f.AudioReady: self._stands_anew,
            f.AudioLost: self._stands_anew,
            f.DeskLost: self._stands_anew,
            f.DeskFound: self._stands_anew,
            f.AgentStateChanged: self._agent_state_changed,
            f.CallConnected: self._call_connected,
            f.AgentReleased: self._agent_released,
            f.WrapUpExtended: self._wrap_up_extended,
            f.OutcomeGiven: self._outcome_given,
            f.WrapUpEnded: self._wrap_up_ended,
        }
        self.deadlines: DeadlineTable = {
            "wrap": self._wrap_up_over,
            "back": self._delay_over,
        }

    def _stands_anew(
        self,
        fact: (
            f.AgentSignedIn
            | f.IntentChosen
            | f.BreakGranted
            | f.AudioReady
            | f.AudioLost
            | f.DeskLost
            | f.DeskFound
            | f.AgentSignedOut
        ),
    ) -> Facts:
        """Her choice or her reach changed: at once when no call has her, else after it.

        An offer that can no longer reach her, or that she signs out of, ends now.
        """
        agent = self._floor.agent(fact.agent)
        offer = self._floor.offers.get(agent.offer) if agent.offer else None
        if offer is not None and not offer.accepted:
            if agent.intent is Intent.LOGGED_OUT:
                return (ended(fact, offer, OfferEnd.REJECTED),)
            if not agent.is_reachable:
                return (ended(fact, offer, OfferEnd.DEVICE_LOST),)
        # One who has just been held out a call in the same step is occupied in a moment.
        occupied = agent.is_occupied or offer is not None
        ends = self._listening.chose(fact, agent)
        return ends if ends or occupied else stands(self._floor, fact, agent)

    def _intent_chosen(self, fact: f.IntentChosen) -> Facts:
        """The place that she may have had is for the next."""
        return (*self._stands_anew(fact), *self._breaks.next_out(fact))

    def _signed_out(self, fact: f.AgentSignedOut) -> Facts:
        """By force it ends wrap-up, and so it does where nothing else would; a conversation goes
        on in any case.
        """
        agent = self._floor.agent(fact.agent)
        wraps_up = agent.state is AgentState.WRAP_UP and (fact.forced or agent.until is None)
        next_out = self._breaks.next_out(fact)
        if not wraps_up or agent.call is None:
            return (*self._stands_anew(fact), *next_out)
        how = "forced" if fact.forced else "signed_out"
        return (wrapped_up(fact, agent.id, agent.call, how), *next_out)

    def _agent_state_changed(self, fact: f.AgentStateChanged) -> Facts:
        agent = self._floor.agent(fact.agent)
        matched = tuple(self._matching.agent(agent, fact.at)) if agent.is_free else ()
        return (*self._listening.moved(fact, agent), *matched)

    def _call_connected(self, fact: f.CallConnected) -> Facts:
        agent = self._floor.agent(fact.agent)
        call = self._floor.calls.get(fact.call)
        connected = call is not None and call.phase is Phase.CONNECTED and call.agent == agent.id
        if not connected or agent.has(fact.call, AgentState.ON_CALL):
            return ()
        return (
            *moved(self._floor, fact, agent.id, Standing(AgentState.ON_CALL), fact.call),
            *next_ends(self._floor, fact, fact.call, OfferEnd.TAKEN),
        )

    def _agent_released(self, fact: f.AgentReleased) -> Facts:
        agent = self._floor.agent(fact.agent)
        if not agent.has(fact.call, AgentState.ON_CALL):
            return ()
        if fact.lost:
            return (
                *stands(self._floor, fact, agent),
                *back_in_line(self._floor, fact, fact.call, "lost"),
            )
        return wraps_up(self._floor, fact, agent, fact.call, in_any_case=fact.dropped)

    def _wrap_up_extended(self, fact: f.WrapUpExtended) -> Facts:
        agent = self._floor.agent(fact.agent)
        if not agent.has(fact.call, AgentState.WRAP_UP) or agent.extended or agent.until is None:
            return ()
        more = extension(self._floor.rules_for(agent))
        if more == 0:
            return ()
        until = agent.until + timedelta(seconds=more)
        wrapping = Standing(AgentState.WRAP_UP, until=until)
        return moved(self._floor, fact, agent.id, wrapping, fact.call)

    def _outcome_given(self, fact: f.OutcomeGiven) -> Facts:
        agent = self._floor.agent(fact.agent)
        if not agent.has(fact.call, AgentState.WRAP_UP):
            return ()
        if agent.until is not None and not ends_by_outcome(self._floor.rules_for(agent)):
            return ()
        return (wrapped_up(fact, fact.agent, fact.call, "outcome"),)

    def _wrap_up_ended(self, fact: f.WrapUpEnded) -> Facts:
        """She stands where she chose; with a redial she goes over into it at once."""
        agent = self._floor.agent(fact.agent)
        if fact.how == REDIALLED or not agent.has(fact.call, AgentState.WRAP_UP):
            return ()
        return stands(self._floor, fact, agent)

    def _wrap_up_over(self, name: str, fact: DeadlineReached) -> Facts:
        """Named by the agent: two may wrap up one call. Older snapshots name it by the call."""
        wraps_it_up = self._floor.indexes.wrapping.get(CallId(name), AgentId(name))
        agent = self._floor.agents.get(AgentId(name)) or self._floor.agents.get(wraps_it_up)
        if agent is None or agent.state is not AgentState.WRAP_UP or agent.call is None:
            return ()
        how = "outcome" if agent.outcome_given else "deadline"
        return (wrapped_up(fact, agent.id, agent.call, how),)

    def _delay_over(self, name: str, fact: DeadlineReached) -> Facts:
        agent = self._floor.agents.get(AgentId(name))
        if agent is None or agent.is_occupied:
            return ()
        return stands(self._floor, fact, agent)
