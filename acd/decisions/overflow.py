"""What follows for calls that have waited too long, or whose caller has pressed a key."""

from acd import facts as f
from acd.decisions.diverting import MOST_DIVERTED, Diverting
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.entry import Refusal
from acd.floor import Floor
from acd.ids import CallId
from acd.overflowing import Overflowing
from acd.step import DeadlineReached


class OverflowDecisions:
    """Of calls that leave a line by a rule of its queue."""

    def __init__(self, floor: Floor, diverting: Diverting) -> None:
        self._floor = floor
        self._diverting = diverting
        self._overflowing = Overflowing(floor)
        self.facts: FactTable = {f.ExitKeyPressed: self._key_pressed}
        self.deadlines: DeadlineTable = {"overflow": self._rule_holds}

    def _rule_holds(self, name: str, fact: DeadlineReached) -> Facts:
        call = self._floor.calls.get(CallId(name))
        way = None if call is None else self._overflowing.in_line(call, fact.at)
        if call is None or way is None:
            return ()
        return self._diverting.diverted(fact, call, Refusal(*way))

    def _key_pressed(self, fact: f.ExitKeyPressed) -> Facts:
        """Somebody who is being connected just now stays; so does who was sent on too often."""
        call = self._floor.calls.get(fact.call)
        way = None if call is None else self._overflowing.by_key(call, fact.key)
        if call is None or way is None or call.diverted >= MOST_DIVERTED:
            return ()
        return self._diverting.diverted(fact, call, Refusal(*way))
