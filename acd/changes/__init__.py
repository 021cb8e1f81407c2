"""What each fact changes on the floor: the whole of `apply`.

The distributor hands in every fact, incoming or derived. A fact that does not fit what is so
changes nothing. Nothing is decided here; that is `acd.decisions`.
"""

from acd.changes.acts import ActChanges
from acd.changes.agents import AgentChanges
from acd.changes.breaks import BreakChanges
from acd.changes.callbacks import CallbackChanges
from acd.changes.calls import CallChanges
from acd.changes.consults import ConsultChanges
from acd.changes.expiry import ExpiryChanges
from acd.changes.health import HealthChanges
from acd.changes.incidents import IncidentChanges
from acd.changes.listening import ListeningChanges
from acd.changes.offers import OfferChanges
from acd.changes.opening import OpeningChanges
from acd.changes.outbound import OutboundChanges
from acd.changes.outside import OutsideChanges
from acd.changes.overflow import OverflowChanges
from acd.changes.redials import RedialChanges
from acd.changes.table import DeadlineChanges, FactChanges
from acd.changes.transfers import TransferChanges
from acd.floor import Floor
from acd.step import DeadlineReached, Fact


class Changes:
    """Applies facts to one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._facts: FactChanges = {DeadlineReached: self._deadline_reached}
        self._deadlines: DeadlineChanges = {}
        breaks, opening = BreakChanges(floor), OpeningChanges(floor)
        expiry = ExpiryChanges(floor)
        self._health = HealthChanges(floor)
        overflow = OverflowChanges(floor)
        calls = CallChanges(floor, opening, overflow, expiry)
        parts = (
            calls,
            ActChanges(floor, calls),
            AgentChanges(floor, breaks, overflow),
            OfferChanges(floor),
            CallbackChanges(floor, calls),
            ListeningChanges(floor),
            RedialChanges(floor),
            OutboundChanges(floor),
            OutsideChanges(floor),
            TransferChanges(floor, calls),
            ConsultChanges(floor, calls),
            IncidentChanges(floor),
            breaks,
            opening,
            expiry,
            self._health,
        )
        for part in parts:
            self._facts |= part.facts
            self._deadlines |= part.deadlines

    def take(self, fact: Fact) -> None:
        """Change what the fact says; a fact that is none of the distributor's changes nothing."""
        change = self._facts.get(type(fact))
        if change is not None:
            change(fact)
        self._health.plan(fact)

    def _deadline_reached(self, fact: DeadlineReached) -> None:
        if not self._floor.deadlines.reached(fact):
            return
        kind, _, name = fact.deadline.partition(":")
        change = self._deadlines.get(kind)
        if change is not None:
            change(name, fact)
