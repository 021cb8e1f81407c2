"""Wrap-up by the rules of a queue: whether it comes, when it ends, and what ends it.

Asked by the decisions when a conversation ends and while she wraps up. It knows rules and instants
only.
"""

from datetime import datetime, timedelta

from acd.agent_rules import WrapUp
from acd.configuration import QueueProfile

_ON_DEMAND = frozenset({WrapUp.OPTIONAL, WrapUp.ON_REQUEST})
_ENDLESS = frozenset({WrapUp.OPTIONAL, WrapUp.REQUIRED})


def must_ask(queue: QueueProfile) -> bool:
    """It comes only if she asks for it before the conversation ends."""
    return queue.wrap_up in _ON_DEMAND


def ends_at(queue: QueueProfile, began: datetime) -> datetime | None:
    """Its deadline; None where it lasts until she is done."""
    if queue.wrap_up in _ENDLESS:
        return None
    return began + timedelta(seconds=queue.wrap_up_for)


def extension(queue: QueueProfile) -> int:
    """Seconds that its one extension adds; 0: it can't be extended."""
    return queue.wrap_up_extension if queue.wrap_up is WrapUp.TIMED_EXTENDABLE else 0


def ends_by_outcome(queue: QueueProfile) -> bool:
    """The outcome ends it; else the outcome is kept, and she is free at the deadline."""
    return queue.wrap_up_early or queue.wrap_up in _ENDLESS
