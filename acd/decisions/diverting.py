"""What follows for calls that may not enter a queue, or not stay in it: they go to a target."""

from collections.abc import Iterator

from acd import facts as f
from acd.decisions.consequences import wants_callback
from acd.decisions.table import Facts
from acd.entry import Entry, Refusal, may_be_sent
from acd.floor import Floor
from acd.ids import QueueId
from acd.step import Fact
from acd.targets import USUAL, Target
from acd.waiting_call import WaitingCall

MOST_DIVERTED = 8
"""A call that was sent on so often is let go: a flow that leads back must not keep it for ever."""


class Diverting:
    """Asks the gate, and says where calls go; shared by the decisions."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._entry = Entry(floor)

    def at_entry(self, fact: Fact, call: WaitingCall) -> Facts:
        """A call has come to its queue: where it goes if it may not enter; empty: it may."""
        refusal = self._entry.refusal(call, fact.at)
        return () if refusal is None else self.diverted(fact, call, refusal)

    def in_line(self, fact: Fact, call: WaitingCall) -> Facts:
        """A call is back in its line: where it goes if it may not stay; empty: it may."""
        dismissal = self._entry.dismissal(call)
        return () if dismissal is None else self.diverted(fact, call, dismissal)

    def all_in_line(self, fact: Fact, queue: QueueId) -> Facts:
        """The queue has closed: every caller who waits and may not stay, in order of service."""
        calls = tuple(self._callers(queue))
        return tuple(one for call in calls for one in self.in_line(fact, call))

    def diverted(self, fact: Fact, call: WaitingCall, refusal: Refusal) -> Facts:
        """To its target, or to one that a call can take which cannot take that."""
        target = self._possible(call, refusal.target)
        diverted = f.CallDiverted(
            at=fact.at, call=call.call, queue=call.queue, because=refusal.because, target=target
        )
        if not target.callback:
            return (diverted,)
        return (diverted, *wants_callback(self._floor, fact, call, refusal.because.value))

    def _possible(self, call: WaitingCall, target: Target) -> Target:
        if call.diverted >= MOST_DIVERTED:
            return USUAL
        if target.callback and not call.party:
            return Target(hang_up=target.hang_up or {})
        if target.voicemail and call.recording_declined:
            return Target(hang_up=target.hang_up or {})
        return target

    def _callers(self, queue: QueueId) -> Iterator[WaitingCall]:
        for _, _, name in self._floor.queue(queue).waiting:
            call = self._floor.calls[name]
            if may_be_sent(call):
                yield call
