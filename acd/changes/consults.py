"""What consultations change: a colleague is sought, is free again, or has the caller."""

from acd import facts as f
from acd.answered_acts import ActAnswer, remember
from acd.changes.calls import CallChanges
from acd.changes.table import DeadlineChanges, FactChanges
from acd.facts import Act
from acd.floor import Floor
from acd.transfers import is_hers
from acd.waiting_call import Kind, Phase, WaitingCall


class ConsultChanges:
    """Of consultations."""

    def __init__(self, floor: Floor, calls: CallChanges) -> None:
        self._floor = floor
        self._calls = calls
        self.facts: FactChanges = {
            f.ConsultQueued: self._queued,
            f.ConsultEnded: self._ended,
            f.ConsultCompleted: self._completed,
        }
        self.deadlines: DeadlineChanges = {}

    def _queued(self, fact: f.ConsultQueued) -> None:
        """In line where its caller would stand; for one agent alone, where she was asked for."""
        floor, about = self._floor, self._floor.calls.get(fact.of)
        answer = ActAnswer(act=Act.CONSULT, call=fact.of, by=fact.by)
        remember(floor.acts, fact.press, answer)
        if about is None or fact.call in floor.calls:
            return
        about.consults += 1
        queue = floor.known_queue(fact.queue)
        call = WaitingCall(
            call=fact.call,
            queue=queue,
            entered_at=fact.at,
            due_at=about.due_at,
            language=fact.language,
            priority=about.priority,
            kind=Kind.CONSULT,
            preferred=fact.agent,
            asked=fact.agent,
            party=fact.party,
            path=fact.path,
        )
        floor.enter(call)
        if fact.agent is None:
            self._calls.arm_line(call, fact)
        else:
            self._calls.arm_preference(call, fact)

    def _ended(self, fact: f.ConsultEnded) -> None:
        """Whatever is held out for it ends by what follows."""
        call, about = self._floor.calls.get(fact.call), self._floor.calls.get(fact.of)
        if about is not None and about.outside == fact.call:
            about.outside = None
        if call is None:
            return
        if call.phase in (Phase.WAITING, Phase.RETURNING, Phase.CONNECTED):
            self._floor.forget(call)
        else:
            call.gone = True

    def _completed(self, fact: f.ConsultCompleted) -> None:
        floor = self._floor
        call, consult = floor.calls.get(fact.of), floor.calls.get(fact.call)
        if call is None or consult is None or not is_hers(consult, fact.agent):
            return
        floor.forget(consult)
        if is_hers(call, fact.by):
            call.agent = fact.agent
            floor.agent(fact.agent).queue = call.queue
