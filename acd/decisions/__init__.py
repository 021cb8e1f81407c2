"""What follows from a fact that has just been applied: the whole of `handle`.

The distributor asks after every fact, derived ones included, and each answer is one small
consequence: an offer that ended gives the agent her standing and the call its place; a call in line
or an agent come free gives an offer. The floor is read only; what is decided here comes back as
facts.
"""

from acd.decisions.acts import ActDecisions
from acd.decisions.agents import AgentDecisions
from acd.decisions.breaks import BreakDecisions
from acd.decisions.callbacks import CallbackDecisions
from acd.decisions.calls import CallDecisions
from acd.decisions.consults import ConsultDecisions
from acd.decisions.diverting import Diverting
from acd.decisions.health import HealthDecisions
from acd.decisions.incidents import IncidentDecisions
from acd.decisions.listening import ListeningDecisions
from acd.decisions.offers import OfferDecisions
from acd.decisions.opening import OpeningDecisions
from acd.decisions.outbound import OutboundDecisions
from acd.decisions.outside import OutsideDecisions
from acd.decisions.overflow import OverflowDecisions
from acd.decisions.redials import RedialDecisions
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.decisions.transfers import TransferDecisions
from acd.floor import Floor
from acd.matching import Matching
from acd.step import DeadlineReached, Fact
from acd.transfers import Transfers


class Decisions:
    """Reads one floor and says what follows."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        matching = Matching(floor)
        breaks, diverting = BreakDecisions(floor), Diverting(floor)
        listening = ListeningDecisions(floor, breaks)
        opening = OpeningDecisions(floor, matching, diverting)
        incidents = IncidentDecisions(floor)
        self._health = HealthDecisions(floor)
        transfers = Transfers(floor)
        parts = (
            CallDecisions(floor, matching, breaks, opening, listening, incidents),
            OfferDecisions(floor, matching),
            AgentDecisions(floor, matching, breaks, listening),
            breaks,
            listening,
            opening,
            CallbackDecisions(floor, matching, diverting),
            OverflowDecisions(floor, diverting),
            ActDecisions(floor, matching),
            RedialDecisions(floor, matching),
            OutboundDecisions(floor, matching),
            OutsideDecisions(floor, transfers),
            TransferDecisions(floor, matching, transfers),
            ConsultDecisions(floor, matching, transfers),
            incidents,
            self._health,
        )
        self._facts: FactTable = {DeadlineReached: self._deadline_reached}
        self._deadlines: DeadlineTable = {}
        for part in parts:
            self._facts |= part.facts
            self._deadlines |= part.deadlines

    def follow(self, fact: Fact) -> Facts:
        """The facts that follow, in order; none for a fact that leads to nothing."""
        decide = self._facts.get(type(fact))
        follows = decide(fact) if decide is not None else ()
        if isinstance(fact, DeadlineReached):
            return follows
        unheard = self._health.unheard(fact)
        return (*unheard, *follows) if unheard else follows

    def _deadline_reached(self, fact: DeadlineReached) -> Facts:
        """One that is still armed has not come: it was put off, and this is an old one."""
        if self._floor.deadlines.is_armed(fact.deadline):
            return ()
        kind, _, name = fact.deadline.partition(":")
        decide = self._deadlines.get(kind)
        return decide(name, fact) if decide is not None else ()
