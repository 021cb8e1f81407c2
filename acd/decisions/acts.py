"""What follows from acts by hand: a press is answered once, by a fact that does it or refuses."""

from collections.abc import Callable
from functools import partial
from typing import Any

from acd import facts as f
from acd.acts import (
    No,
    against_any,
    against_move,
    against_offer,
    against_priority,
    against_pull,
)
from acd.consults import is_consult
from acd.decisions.consequences import waited
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import ASSIGNED, PULLED, Act, Refused
from acd.floor import Floor
from acd.ids import QueueId
from acd.matching import Matching
from acd.priority import own_priority
from acd.step import Fact
from acd.waiting_call import Phase, WaitingCall

Pressed = f.MovePressed | f.PrioritisePressed | f.WithdrawPressed | f.AssignPressed | f.PullPressed

Deed = Callable[[Any, WaitingCall], Fact | No]
"""What a press does to a call that waits, or why not."""


class ActDecisions:
    """Of acts by hand."""

    def __init__(self, floor: Floor, matching: Matching) -> None:
        self._floor = floor
        self._matching = matching
        self.facts: FactTable = {
            f.MovePressed: partial(self._answer, Act.MOVE, self._move),
            f.PrioritisePressed: partial(self._answer, Act.PRIORITISE, self._prioritise),
            f.WithdrawPressed: partial(self._answer, Act.WITHDRAW, self._withdraw),
            f.AssignPressed: partial(self._answer, Act.ASSIGN, self._assign),
            f.PullPressed: partial(self._answer, Act.PULL, self._pull),
            f.CallMoved: self._moved,
        }
        self.deadlines: DeadlineTable = {}

    def _answer(self, act: Act, deed: Deed, fact: Pressed) -> Facts:
        """Once: a press that was answered leads to nothing."""
        if fact.press in self._floor.acts:
            return ()
        call = None if is_consult(fact.call) else self._floor.calls.get(fact.call)
        no = No(Refused.CALL_GONE) if call is None else against_any(call, fact.seen)
        answer = no or (deed(fact, call) if call is not None else None)
        if isinstance(answer, No):
            return (answer.refused(fact, act),)
        return () if answer is None else (answer,)

    def _move(self, fact: f.MovePressed, call: WaitingCall) -> Fact | No:
        return against_move(self._floor, call, fact.queue) or f.CallMoved(
            at=fact.at,
            call=call.call,
            queue=fact.queue,
            left=call.queue,
            own=self._own(call, fact.queue),
            press=fact.press,
            by=fact.by,
        )

    def _prioritise(self, fact: f.PrioritisePressed, call: WaitingCall) -> Fact | No:
        return against_priority(fact.priority) or f.CallPrioritised(
            at=fact.at,
            call=call.call,
            priority=fact.priority,
            own=self._own(call, call.queue) - call.priority + fact.priority,
            press=fact.press,
            by=fact.by,
        )

    def _own(self, call: WaitingCall, queue: QueueId) -> int:
        """What of its priority is neither this queue's nor the customer's."""
        return own_priority(call, self._floor.queue(queue).profile, self._floor.configuration)

    def _withdraw(self, fact: f.WithdrawPressed, call: WaitingCall) -> Fact | No:
        return f.CallWithdrawn(
            at=fact.at,
            call=call.call,
            queue=call.queue,
            waited=waited(fact, call),
            press=fact.press,
            by=fact.by,
            because=fact.because,
        )

    def _assign(self, fact: f.AssignPressed, call: WaitingCall) -> Fact | No:
        no = against_offer(self._floor, call, fact.agent, confirmed=fact.confirmed)
        return no or self._matching.by_hand(call, self._floor.agent(fact.agent), fact, ASSIGNED)

    def _pull(self, fact: f.PullPressed, call: WaitingCall) -> Fact | No:
        no = against_pull(self._floor, call, fact.by)
        no = no or against_offer(self._floor, call, fact.by, confirmed=fact.confirmed)
        return no or self._matching.by_hand(call, self._floor.agent(fact.by), fact, PULLED)

    def _moved(self, fact: f.CallMoved) -> Facts:
        """Somebody may be free for it in its new queue."""
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return tuple(self._matching.lane(call, fact.at))
