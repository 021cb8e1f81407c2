"""What facts change of callbacks in line."""

from acd import facts as f
from acd.changes.calls import CallChanges
from acd.changes.table import DeadlineChanges, FactChanges
from acd.configuration import CallbackFirst
from acd.floor import Floor
from acd.ids import AgentId
from acd.priority import Known, enters
from acd.waiting_call import Kind, Phase, WaitingCall


class CallbackChanges:
    """Of callbacks."""

    def __init__(self, floor: Floor, calls: CallChanges) -> None:
        self._floor = floor
        self._calls = calls
        self.facts: FactChanges = {
            f.CallbackRequested: self._requested,
            f.CallbackQueued: self._queued,
            f.CallbackDue: self._due,
            f.CallbackAnswered: self._answered,
            f.CallbackWithdrawn: self._withdrawn,
        }
        self.deadlines: DeadlineChanges = {}

    def _requested(self, fact: f.CallbackRequested) -> None:
        """The caller stands in line no more; the callback will, at the same place."""
        self._floor.past.pop(fact.call, None)
        call = self._floor.calls.get(fact.call)
        if call is not None and call.phase in (Phase.WAITING, Phase.RETURNING):
            self._floor.forget(call)

    def _queued(self, fact: f.CallbackQueued) -> None:
        floor = self._floor
        if fact.call in floor.calls:
            return
        queue = floor.known_queue(fact.queue)
        call = WaitingCall(
            call=fact.call,
            queue=queue,
            entered_at=fact.entered_at,
            language=fact.language,
            head_start=fact.head_start,
            kind=Kind.CALLBACK,
            party=fact.party,
            path=fact.path,
        )
        known = Known(fact.tier, fact.travels_soon)
        enters(call, floor.queue(queue).profile, floor.configuration, fact.priority, known)
        agents_first = floor.queue(queue).profile.callback_first is CallbackFirst.AGENT
        if fact.prefers is not None and agents_first:
            self._prefers(call, fact.prefers, fact)
        floor.enter(call)
        floor.arrivals.came((queue, call.language), call.priority, fact.at)

    def _prefers(self, call: WaitingCall, agent: AgentId, fact: f.CallbackQueued) -> None:
        """For her who asked for it, while she works."""
        if self._floor.indexes.can_wait_for(agent, call):
            call.preferred = agent
            self._calls.arm_preference(call, fact)

    def _due(self, fact: f.CallbackDue) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None and call.is_callback and call.phase is Phase.WAITING:
            self._floor.is_due(call)

    def _answered(self, fact: f.CallbackAnswered) -> None:
        """Who was called before an agent was asked stands in line, as any caller does."""
        call = self._floor.calls.get(fact.call)
        if call is not None and call.is_callback:
            call.here_since = call.here_since or fact.at
            self._floor.answers(call)
            self._calls.arm_place(call, fact)
            self._calls.arm_line(call, fact)

    def _withdrawn(self, fact: f.CallbackWithdrawn) -> None:
        floor = self._floor
        call = floor.calls.get(fact.call)
        if call is not None and call.is_callback:
            if call.offer is None:
                floor.forget(call)
            else:
                call.gone = True
        instead = floor.calls.get(fact.instead) if fact.instead else None
        if instead is not None:
            floor.stand_in_for(instead, fact.entered_at)
