"""Whether an agent may hand her caller over: to a queue that takes the call, or a free agent.

Asked by the decisions, on a floor that is read only.
"""

from datetime import datetime

import msgspec

from acd.acts import No, against_offer
from acd.entry import Entry
from acd.facts import Refused
from acd.floor import Floor
from acd.ids import AgentId, QueueId
from acd.waiting_call import Phase, WaitingCall


def is_hers(call: WaitingCall, agent: AgentId) -> bool:
    """She speaks with its caller."""
    return call.phase is Phase.CONNECTED and call.agent == agent


def against_transfer(call: WaitingCall, by: AgentId) -> No | None:
    """The caller must be there, and hers."""
    if call.gone:
        return No(Refused.CALL_GONE)
    return None if is_hers(call, by) else No(Refused.NOT_HER_CALL)


def against_queue(
    floor: Floor, entry: Entry, call: WaitingCall, queue: QueueId, at: datetime
) -> No | None:
    """Another queue, of those there are, that takes the call as if it came from outside."""
    if queue not in floor.indexes.named:
        return No(Refused.QUEUE_UNKNOWN)
    if queue == call.queue:
        return No(Refused.SAME_QUEUE)
    shut = floor.opening.shut(queue)
    if shut is not None:
        return No(Refused.QUEUE_CLOSED, shut.because.value)
    there = msgspec.structs.replace(
        call, queue=queue, phase=Phase.RETURNING, width=0, agent=None, was_connected=False
    )
    refusal = entry.refusal(there, at)
    return None if refusal is None else No(Refused.QUEUE_REFUSES, refusal.because.value)


def against_agent(floor: Floor, call: WaitingCall, agent: AgentId) -> No | None:
    """Somebody of the house who is free; whether she has the skills is for the two to know."""
    return against_offer(floor, call, agent, confirmed=True)
