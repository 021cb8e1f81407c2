"""What follows for callbacks in line: the match, and the end of an offer nobody wants any more."""

from acd import facts as f
from acd.decisions.consequences import ended, next_homeless, wants_callback
from acd.decisions.diverting import Diverting
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import OfferEnd
from acd.floor import Floor
from acd.matching import Matching
from acd.waiting_call import Phase


class CallbackDecisions:
    """Of callbacks."""

    def __init__(self, floor: Floor, matching: Matching, diverting: Diverting) -> None:
        self._floor = floor
        self._matching = matching
        self._diverting = diverting
        self.facts: FactTable = {
            f.CallbackWished: self._wished,
            f.CallbackQueued: self._queued,
            f.CallbackAnswered: self._answered,
            f.CallbackWithdrawn: self._withdrawn,
        }
        self.deadlines: DeadlineTable = {}

    def _wished(self, fact: f.CallbackWished) -> Facts:
        call = self._floor.calls.get(fact.call)
        return () if call is None else wants_callback(self._floor, fact, call, fact.by)

    def _queued(self, fact: f.CallbackQueued) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return tuple(self._matching.lane(call, fact.at))

    def _answered(self, fact: f.CallbackAnswered) -> Facts:
        """A caller from here on: should she stand in line, its rules hold for her."""
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        if call.queue != self._floor.known_queue(call.queue):
            return next_homeless(self._floor, fact)
        sent = self._diverting.in_line(fact, call)
        if sent:
            return (*sent, *self._matching.customers(fact.at, but=call.call))
        return tuple(self._matching.answered(call, fact.at))

    def _withdrawn(self, fact: f.CallbackWithdrawn) -> Facts:
        """A customer who has answered meanwhile is a caller, and stays."""
        call = self._floor.calls.get(fact.call)
        if call is None:
            return tuple(self._matching.customers(fact.at))
        if not call.is_callback or call.offer is None:
            return ()
        offer = self._floor.offers.get(call.offer)
        return () if offer is None else (ended(fact, offer, OfferEnd.WITHDRAWN),)
