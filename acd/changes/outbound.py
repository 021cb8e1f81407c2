"""What facts change of outbound calls."""

from datetime import timedelta

from acd import facts as f
from acd.answered_acts import ActAnswer, remember
from acd.changes.table import DeadlineChanges, FactChanges
from acd.facts import Act
from acd.floor import Floor
from acd.waiting_call import TOP_PRIORITY, Kind, WaitingCall


class OutboundChanges:
    """Of outbound calls."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.OutboundQueued: self._queued,
            f.OutboundAnswered: self._answered,
        }
        self.deadlines: DeadlineChanges = {}

    def _queued(self, fact: f.OutboundQueued) -> None:
        """In line for her alone; it is held out to her in the same step."""
        floor = self._floor
        answer = ActAnswer(act=Act.DIAL, call=fact.call, by=fact.agent)
        remember(floor.acts, fact.press, answer)
        if fact.call in floor.calls:
            return
        queue = floor.known_queue(fact.queue)
        call = WaitingCall(
            call=fact.call,
            queue=queue,
            entered_at=fact.at,
            due_at=fact.at + timedelta(seconds=floor.queue(queue).profile.answer_within),
            priority=TOP_PRIORITY,
            preferred=fact.agent,
            kind=Kind.OUTBOUND,
            party=fact.party,
        )
        floor.enter(call)

    def _answered(self, fact: f.OutboundAnswered) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None and call.kind is Kind.OUTBOUND:
            self._floor.answers(call)
