"""What follows from somebody outside: they are called, or the call is theirs, or comes back."""

from acd import facts as f
from acd.consults import consult_id
from acd.decisions.consequences import back_in_line
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import Act
from acd.floor import Floor
from acd.ids import QueueId
from acd.transfers import Transfers
from acd.waiting_call import WaitingCall


class OutsideDecisions:
    """Of questions to somebody outside, and of calls that are handed there."""

    def __init__(self, floor: Floor, transfers: Transfers) -> None:
        self._floor = floor
        self._transfers = transfers
        self.facts: FactTable = {
            f.OutsidePressed: self._pressed,
            f.HandedOutside: self._handed,
            f.OutsideNotReached: self._not_reached,
        }
        self.deadlines: DeadlineTable = {}

    def _pressed(self, fact: f.OutsidePressed) -> Facts:
        def done(call: WaitingCall, queue: QueueId) -> f.OutsideCalled:
            rules = self._floor.queue(queue).profile
            return f.OutsideCalled(
                at=fact.at,
                call=consult_id(call.call, call.consults + 1),
                of=call.call,
                by=fact.by,
                queue=queue,
                party=fact.party,
                press=fact.press,
                hand_over=fact.hand_over,
                zone=fact.zone,
                shown=next(iter(rules.outbound_numbers), ""),
                ring_for=float(rules.outbound_ring_for),
            )

        return self._transfers.answer(fact, Act.OUTSIDE, done)

    def _handed(self, fact: f.HandedOutside) -> Facts:
        """She comes free; the caller is with somebody already."""
        released = f.AgentReleased(at=fact.at, call=fact.call, agent=fact.by, transferred=True)
        return (released,)

    def _not_reached(self, fact: f.OutsideNotReached) -> Facts:
        return back_in_line(self._floor, fact, fact.call, f"outside_{fact.because}")
