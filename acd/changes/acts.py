"""What acts by hand change: a waiting call, and the memory of what was answered."""

from acd import facts as f
from acd.answered_acts import ActAnswer, remember
from acd.changes.calls import CallChanges
from acd.changes.table import DeadlineChanges, FactChanges
from acd.facts import Act
from acd.floor import Floor
from acd.ids import CallId
from acd.waiting_call import Phase, WaitingCall


class ActChanges:
    """Of acts by hand; the offer that one led to is in `acd.changes.offers`."""

    def __init__(self, floor: Floor, calls: CallChanges) -> None:
        self._floor = floor
        self._calls = calls
        self.facts: FactChanges = {
            f.CallMoved: self._moved,
            f.CallPrioritised: self._prioritised,
            f.CallWithdrawn: self._withdrawn,
            f.ActRefused: self._refused,
        }
        self.deadlines: DeadlineChanges = {}

    def _moved(self, fact: f.CallMoved) -> None:
        """Its key stays what it was; what it was told of its place was told of another line."""
        self._done(Act.MOVE, fact)
        call = self._waiting(fact.call)
        if call is not None:
            call.acts += 1
            call.told_ahead = call.told_wait = None
            self._floor.wait_no_more(call)
            self._floor.requeue(call, fact.queue)
            call.comes_to_another_queue(fact.at)
            self._calls.arm_place(call, fact)
            self._calls.arm_line(call, fact)

    def _prioritised(self, fact: f.CallPrioritised) -> None:
        self._done(Act.PRIORITISE, fact)
        call = self._waiting(fact.call)
        if call is not None:
            call.acts += 1
            call.by_hand = True
            self._floor.set_priority(call, fact.priority)

    def _withdrawn(self, fact: f.CallWithdrawn) -> None:
        self._done(Act.WITHDRAW, fact)
        self._floor.past.pop(fact.call, None)
        call = self._waiting(fact.call)
        if call is not None:
            self._floor.forget(call)

    def _refused(self, fact: f.ActRefused) -> None:
        answer = ActAnswer(
            act=fact.act, call=fact.call, by=fact.by, reason=fact.reason, detail=fact.detail
        )
        remember(self._floor.acts, fact.press, answer)

    def _done(self, act: Act, fact: f.CallMoved | f.CallPrioritised | f.CallWithdrawn) -> None:
        remember(self._floor.acts, fact.press, ActAnswer(act=act, call=fact.call, by=fact.by))

    def _waiting(self, call: CallId) -> WaitingCall | None:
        found = self._floor.calls.get(call)
        return found if found is not None and found.phase is Phase.WAITING else None
