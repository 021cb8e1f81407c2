"""What facts change of redials."""

from datetime import timedelta

from acd import facts as f
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor
from acd.waiting_call import TOP_PRIORITY, Kind, WaitingCall


class RedialChanges:
    """Of redials."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.RedialQueued: self._queued,
            f.RedialAnswered: self._answered,
            f.RedialWithdrawn: self._withdrawn,
        }
        self.deadlines: DeadlineChanges = {}

    def _queued(self, fact: f.RedialQueued) -> None:
        """In line for her alone; it is held out to her in the same step."""
        floor = self._floor
        if fact.call in floor.calls:
            return
        broken = floor.broken.of(fact.broken)
        if broken is not None:
            broken.redialled = True
        queue = floor.known_queue(fact.queue)
        call = WaitingCall(
            call=fact.call,
            queue=queue,
            entered_at=fact.at,
            due_at=fact.at + timedelta(seconds=floor.queue(queue).profile.answer_within),
            language=fact.language,
            priority=TOP_PRIORITY,
            preferred=fact.agent,
            kind=Kind.REDIAL,
            party=fact.party,
            path=fact.path,
            recording_declined=fact.recording_declined,
        )
        floor.enter(call)

    def _answered(self, fact: f.RedialAnswered) -> None:
        self._floor.broken.give_up(fact.broken)
        call = self._floor.calls.get(fact.call)
        if call is not None and call.is_redial:
            self._floor.answers(call)

    def _withdrawn(self, fact: f.RedialWithdrawn) -> None:
        call = self._floor.calls.get(fact.call)
        if call is None or not call.is_redial:
            return
        if call.offer is None:
            self._floor.forget(call)
        else:
            call.gone = True
