"""What follows for redials: held out to her who pressed and to nobody else, once."""

from acd import facts as f
from acd.decisions.consequences import ended, wrapped_up
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import REDIALLED, AgentState, OfferEnd
from acd.floor import Floor
from acd.matching import Matching
from acd.redials import redial_of, to_redial
from acd.waiting_call import Phase


class RedialDecisions:
    """Of redials."""

    def __init__(self, floor: Floor, matching: Matching) -> None:
        self._floor = floor
        self._matching = matching
        self.facts: FactTable = {
            f.RedialPressed: self._pressed,
            f.RedialQueued: self._queued,
            f.RedialWithdrawn: self._withdrawn,
        }
        self.deadlines: DeadlineTable = {}

    def _pressed(self, fact: f.RedialPressed) -> Facts:
        """Pressed twice, or too late, it leads to nothing."""
        broken = to_redial(self._floor, self._floor.agent(fact.agent))
        if broken is None or broken.call != fact.call:
            return ()
        queued = f.RedialQueued(
            at=fact.at,
            call=redial_of(broken.call),
            broken=broken.call,
            agent=fact.agent,
            party=broken.party,
            queue=self._floor.known_queue(broken.queue),
            since=broken.since,
            language=broken.language,
            path=broken.path,
            recording_declined=broken.recording_declined,
        )
        return (queued,)

    def _queued(self, fact: f.RedialQueued) -> Facts:
        """Her wrap-up goes over into the redial: nobody else's call can come between."""
        agent, call = self._floor.agent(fact.agent), self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        if not agent.has(fact.broken, AgentState.WRAP_UP):
            return ()
        return (
            wrapped_up(fact, agent.id, fact.broken, REDIALLED),
            self._matching.to_her(call, agent, fact.at, REDIALLED),
        )

    def _withdrawn(self, fact: f.RedialWithdrawn) -> Facts:
        call = self._floor.calls.get(fact.call)
        offer = self._floor.offers.get(call.offer) if call is not None and call.offer else None
        if call is None or offer is None or not call.gone:
            return ()
        return (ended(fact, offer, OfferEnd.WITHDRAWN),)
