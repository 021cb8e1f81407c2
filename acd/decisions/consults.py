"""What follows from consultations: a colleague is asked, let go, or has the caller."""

from acd import facts as f
from acd.agent import Standing
from acd.consults import consult_id
from acd.decisions.consequences import ended, moved, next_ends, stands
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import CONSULTED, Act, AgentState, OfferEnd
from acd.floor import Floor
from acd.ids import QueueId
from acd.matching import Matching
from acd.transfers import Transfers
from acd.waiting_call import Phase, WaitingCall


class ConsultDecisions:
    """Of consultations."""

    def __init__(self, floor: Floor, matching: Matching, transfers: Transfers) -> None:
        self._floor = floor
        self._matching = matching
        self._transfers = transfers
        self.facts: FactTable = {
            f.ConsultPressed: self._pressed,
            f.ConsultQueued: self._queued,
            f.ConsultEnded: self._ended,
            f.ConsultCompleted: self._completed,
        }
        self.deadlines: DeadlineTable = {}

    def _pressed(self, fact: f.ConsultPressed) -> Facts:
        def done(call: WaitingCall, to: QueueId) -> f.ConsultQueued:
            return f.ConsultQueued(
                at=fact.at,
                call=consult_id(call.call, call.consults + 1),
                of=call.call,
                by=fact.by,
                queue=to,
                party=call.party,
                press=fact.press,
                agent=fact.agent,
                language=call.language,
                path=call.path,
            )

        return self._transfers.answer(fact, Act.CONSULT, done)

    def _queued(self, fact: f.ConsultQueued) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        if fact.agent is None:
            return tuple(self._matching.lane(call, fact.at))
        agent = self._floor.agent(fact.agent)
        if not agent.is_free:
            return ()
        return (self._matching.to_her(call, agent, fact.at, CONSULTED),)

    def _ended(self, fact: f.ConsultEnded) -> Facts:
        """Whoever rings, rings no more; whoever speaks stands where she chose."""
        call = self._floor.calls.get(fact.call)
        if call is not None:
            offer = self._floor.offers.get(call.offer) if call.offer else None
            if offer is not None:
                return (ended(fact, offer, OfferEnd.WITHDRAWN),)
            return next_ends(self._floor, fact, fact.call, OfferEnd.WITHDRAWN)
        agent = self._floor.agents.get(fact.agent) if fact.agent else None
        if agent is None or not agent.has(fact.call, AgentState.ON_CALL):
            return ()
        return stands(self._floor, fact, agent)

    def _completed(self, fact: f.ConsultCompleted) -> Facts:
        """The colleague goes over into the call; she who asked is released from it."""
        call, agent = self._floor.calls.get(fact.of), self._floor.agent(fact.agent)
        if not agent.has(fact.call, AgentState.ON_CALL):
            return ()
        if call is None or call.agent != fact.agent:
            return stands(self._floor, fact, agent)
        over = moved(self._floor, fact, agent.id, Standing(AgentState.ON_CALL), fact.of)
        released = f.AgentReleased(at=fact.at, call=fact.of, agent=fact.by, transferred=True)
        return (*over, released)
