"""What follows for outbound calls: held out to her who dialled and to nobody else."""

from acd import facts as f
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import DIALLED, Act
from acd.floor import Floor
from acd.matching import Matching
from acd.outbound import against_dialling
from acd.waiting_call import Phase


class OutboundDecisions:
    """Of outbound calls."""

    def __init__(self, floor: Floor, matching: Matching) -> None:
        self._floor = floor
        self._matching = matching
        self.facts: FactTable = {
            f.DialPressed: self._pressed,
            f.OutboundQueued: self._queued,
        }
        self.deadlines: DeadlineTable = {}

    def _pressed(self, fact: f.DialPressed) -> Facts:
        floor = self._floor
        if fact.press in floor.acts or fact.call in floor.calls:
            return ()
        no = against_dialling(floor, floor.agent(fact.by), fact.queue)
        if no is not None:
            return (no.refused(fact, Act.DIAL),)
        rules = floor.queue(fact.queue).profile
        shown = next((one for one in rules.outbound_numbers if one == fact.shown), "")
        queued = f.OutboundQueued(
            at=fact.at,
            call=fact.call,
            agent=fact.by,
            party=fact.party,
            queue=fact.queue,
            press=fact.press,
            zone=fact.zone,
            shown=shown or next(iter(rules.outbound_numbers), ""),
            ring_for=float(rules.outbound_ring_for),
        )
        return (queued,)

    def _queued(self, fact: f.OutboundQueued) -> Facts:
        """In the same step, so that nobody else's call can come between."""
        agent, call = self._floor.agent(fact.agent), self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING or agent.offer is not None:
            return ()
        return (self._matching.to_her(call, agent, fact.at, DIALLED),)
