"""What transfers change: the call is in line again, and its agent is free of it."""

from acd import facts as f
from acd.answered_acts import ActAnswer, remember
from acd.changes.calls import CallChanges
from acd.changes.table import DeadlineChanges, FactChanges
from acd.facts import Act
from acd.floor import Floor
from acd.transfers import is_hers


class TransferChanges:
    """Of transfers; that she wraps up is in `acd.decisions.agents`, as after any conversation."""

    def __init__(self, floor: Floor, calls: CallChanges) -> None:
        self._floor = floor
        self._calls = calls
        self.facts: FactChanges = {f.CallTransferred: self._transferred}
        self.deadlines: DeadlineChanges = {}

    def _transferred(self, fact: f.CallTransferred) -> None:
        """With the key it had; its wait, as the next agent is shown it, begins anew."""
        floor, call = self._floor, self._floor.calls.get(fact.call)
        answer = ActAnswer(act=Act.TRANSFER, call=fact.call, by=fact.by)
        remember(floor.acts, fact.press, answer)
        if call is None or not is_hers(call, fact.by):
            return
        floor.give_back(call)
        call.told_ahead = call.told_wait = None
        call.handed_over_at = fact.at
        call.comes_to_another_queue(fact.at)
        floor.requeue(call, floor.known_queue(fact.queue))
        if fact.agent is not None:
            floor.wait_for(call, fact.agent)
            self._calls.arm_preference(call, fact)
        self._calls.arm_place(call, fact)
        self._calls.arm_line(call, fact)
