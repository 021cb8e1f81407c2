"""Whether an agent may hand her caller over, or ask about him: a queue that takes the call, a free
agent, or somebody outside.

Asked by the decisions, on a floor that is read only.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from acd.acts import No, against_offer
from acd.consults import consult_id
from acd.entry import Entry
from acd.facts import Act, ConsultPressed, OutsidePressed, Refused, TransferPressed
from acd.floor import Floor
from acd.ids import AgentId, QueueId
from acd.step import Fact
from acd.waiting_call import Phase, WaitingCall

Pressed = TransferPressed | ConsultPressed | OutsidePressed

Done = Callable[[WaitingCall, QueueId], Fact]
"""What follows when it may be: the call, and the queue in which it, or the question, will stand."""


def is_hers(call: WaitingCall, agent: AgentId) -> bool:
    """She speaks with its caller."""
    return call.phase is Phase.CONNECTED and call.agent == agent


def asks(floor: Floor, call: WaitingCall) -> bool:
    """A question about it is open, to a colleague or outside."""
    return call.outside is not None or consult_id(call.call, call.consults) in floor.calls


class Transfers:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._entry = Entry(floor)

    def answer(self, fact: Pressed, act: Act, done: Done) -> tuple[Fact, ...]:
        """What comes of a press, once: it is done, or refused and nothing has changed."""
        if fact.press in self._floor.acts:
            return ()
        call = self._floor.calls.get(fact.call)
        to = self._destination(call, fact)
        if isinstance(to, No) or call is None:
            no = to if isinstance(to, No) else No(Refused.CALL_GONE)
            return (no.refused(fact, act),)
        return (done(call, to),)

    def _destination(self, call: WaitingCall | None, fact: Pressed) -> QueueId | No:
        """The queue in which the call, or a question about it, will stand; or why it will not."""
        if call is None or call.gone:
            return No(Refused.CALL_GONE)
        if not is_hers(call, fact.by) or call.is_callback:
            return No(Refused.NOT_HER_CALL)
        if asks(self._floor, call):
            return No(Refused.CONSULTS_ALREADY)
        if isinstance(fact, OutsidePressed):
            return self._floor.known_queue(call.queue)
        if fact.agent is not None:
            # Whether she has the skills is for the two to know.
            no = against_offer(self._floor, call, fact.agent, confirmed=True)
            return no or self._floor.known_queue(call.queue)
        if fact.queue is None:
            return No(Refused.QUEUE_UNKNOWN)
        return self._against_queue(call, fact.queue, fact.at) or fact.queue

    def _against_queue(self, call: WaitingCall, queue: QueueId, at: datetime) -> No | None:
        """Another queue, of those there are, that takes the call as if it came from outside."""
        if queue not in self._floor.indexes.named:
            return No(Refused.QUEUE_UNKNOWN)
        if queue == call.queue:
            return No(Refused.SAME_QUEUE)
        shut = self._floor.opening.shut(queue)
        if shut is not None:
            return No(Refused.QUEUE_CLOSED, shut.because.value)
        there = msgspec.structs.replace(
            call, queue=queue, phase=Phase.RETURNING, width=0, agent=None, was_connected=False
        )
        refusal = self._entry.refusal(there, at)
        return None if refusal is None else No(Refused.QUEUE_REFUSES, refusal.because.value)
