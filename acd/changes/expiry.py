"""What the days change of agents' skills."""

from acd.changes.table import DeadlineChanges, FactChanges
from acd.expiry import day_at, next_at
from acd.floor import Floor
from acd.ids import DeadlineId
from acd.step import DeadlineReached, Fact

EXPIRES = DeadlineId("expires:skills")


class ExpiryChanges:
    """Of skills that run out."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {}
        self.deadlines: DeadlineChanges = {"expires": self._a_day_has_come}

    def arm(self, fact: Fact) -> None:
        """Wait for the next one."""
        floor = self._floor
        floor.deadlines.disarm(EXPIRES)
        if floor.configuration is None or floor.today is None:
            return
        due = next_at(floor.configuration, floor.today)
        if due is not None:
            floor.deadlines.arm(EXPIRES, max(due, fact.at))

    def _a_day_has_come(self, _: str, fact: DeadlineReached) -> None:
        if self._floor.configuration is not None:
            self._floor.begins_day(day_at(self._floor.configuration, fact.at))
            self.arm(fact)
