"""What follows from transfers: a call goes on to a queue or to one agent, who had it is free."""

from acd import facts as f
from acd.acts import No
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.entry import Entry
from acd.facts import TRANSFERRED, Act, Refused
from acd.floor import Floor
from acd.ids import QueueId
from acd.matching import Matching
from acd.transfers import against_agent, against_queue, against_transfer
from acd.waiting_call import Phase, WaitingCall


class TransferDecisions:
    """Of transfers."""

    def __init__(self, floor: Floor, matching: Matching) -> None:
        self._floor = floor
        self._matching = matching
        self._entry = Entry(floor)
        self.facts: FactTable = {
            f.TransferPressed: self._pressed,
            f.CallTransferred: self._transferred,
        }
        self.deadlines: DeadlineTable = {}

    def _pressed(self, fact: f.TransferPressed) -> Facts:
        """Answered once."""
        if fact.press in self._floor.acts:
            return ()
        call = self._floor.calls.get(fact.call)
        to = self._destination(fact, call)
        if isinstance(to, No) or call is None:
            no = to if isinstance(to, No) else No(Refused.CALL_GONE)
            refused = f.ActRefused(
                at=fact.at,
                call=fact.call,
                act=Act.TRANSFER,
                reason=no.reason,
                press=fact.press,
                by=fact.by,
                detail=no.detail,
            )
            return (refused,)
        transferred = f.CallTransferred(
            at=fact.at,
            call=call.call,
            by=fact.by,
            queue=to,
            left=call.queue,
            press=fact.press,
            agent=fact.agent,
        )
        return (transferred,)

    def _destination(self, fact: f.TransferPressed, call: WaitingCall | None) -> QueueId | No:
        """The queue in which it will be, or why it stays with her."""
        if call is None:
            return No(Refused.CALL_GONE)
        no = against_transfer(call, fact.by)
        if no is not None:
            return no
        if fact.agent is not None:
            return against_agent(self._floor, call, fact.agent) or self._floor.known_queue(
                call.queue
            )
        if fact.queue is None:
            return No(Refused.QUEUE_UNKNOWN)
        return against_queue(self._floor, self._entry, call, fact.queue, fact.at) or fact.queue

    def _transferred(self, fact: f.CallTransferred) -> Facts:
        """Held out if somebody is free for it; then she who handed it over comes free."""
        released = f.AgentReleased(at=fact.at, call=fact.call, agent=fact.by, transferred=True)
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return (released,)
        if fact.agent is None:
            return (*self._matching.lane(call, fact.at), released)
        agent = self._floor.agent(fact.agent)
        if not agent.is_free:
            return (released,)
        return (self._matching.to_her(call, agent, fact.at, TRANSFERRED), released)
