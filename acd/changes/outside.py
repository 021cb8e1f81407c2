"""What somebody outside changes: her question is open, or the call is theirs and no agent's."""

from acd import facts as f
from acd.answered_acts import ActAnswer, remember
from acd.changes.table import DeadlineChanges, FactChanges
from acd.facts import Act
from acd.floor import Floor
from acd.transfers import is_hers
from acd.waiting_call import CallPast, Phase, WaitingCall


class OutsideChanges:
    """Of questions to somebody outside, and of calls that are handed there."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.OutsideCalled: self._called,
            f.HandedOutside: self._handed,
            f.OutsideAnswered: self._answered,
            f.OutsideNotReached: self._not_reached,
        }
        self.deadlines: DeadlineChanges = {}

    def _called(self, fact: f.OutsideCalled) -> None:
        call = self._floor.calls.get(fact.of)
        answer = ActAnswer(act=Act.OUTSIDE, call=fact.of, by=fact.by)
        remember(self._floor.acts, fact.press, answer)
        if call is not None:
            call.consults += 1
            call.outside = fact.call

    def _handed(self, fact: f.HandedOutside) -> None:
        """While their telephone rings it may come back."""
        call = self._floor.calls.get(fact.call)
        if call is None or not is_hers(call, fact.by):
            return
        call.outside = None
        if fact.answered:
            self._is_theirs(call)
            return
        call.told_ahead = call.told_wait = None
        call.handed_over_at = fact.at
        call.phase, call.agent = Phase.OUTSIDE, None

    def _answered(self, fact: f.OutsideAnswered) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None and call.phase is Phase.OUTSIDE:
            self._is_theirs(call)

    def _is_theirs(self, call: WaitingCall) -> None:
        self._floor.forget(call)
        past = CallPast(offers=call.offers, consults=call.consults, was_connected=True)
        self._floor.remember(call.call, past)

    def _not_reached(self, fact: f.OutsideNotReached) -> None:
        """Its wait, as the next agent is shown it, begins anew."""
        call = self._floor.calls.get(fact.call)
        if call is not None and call.phase is Phase.OUTSIDE:
            self._floor.give_back(call)
            call.comes_to_another_queue(fact.at)
