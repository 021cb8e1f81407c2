"""What follows from transfers: a call goes on to a queue or to one agent, who had it is free."""

from acd import facts as f
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import TRANSFERRED, Act
from acd.floor import Floor
from acd.ids import QueueId
from acd.matching import Matching
from acd.transfers import Transfers
from acd.waiting_call import Phase, WaitingCall


class TransferDecisions:
    """Of transfers."""

    def __init__(self, floor: Floor, matching: Matching, transfers: Transfers) -> None:
        self._floor = floor
        self._matching = matching
        self._transfers = transfers
        self.facts: FactTable = {
            f.TransferPressed: self._pressed,
            f.CallTransferred: self._transferred,
        }
        self.deadlines: DeadlineTable = {}

    def _pressed(self, fact: f.TransferPressed) -> Facts:
        def done(call: WaitingCall, to: QueueId) -> f.CallTransferred:
            return f.CallTransferred(
                at=fact.at,
                call=call.call,
                by=fact.by,
                queue=to,
                left=call.queue,
                press=fact.press,
                agent=fact.agent,
            )

        return self._transfers.answer(fact, Act.TRANSFER, done)

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
