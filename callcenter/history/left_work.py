"""What a caller left to be done: a call back, or a message, as the record of that call tells it.

Part of `callcenter.history.call_record`; made by the folds.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from acd.ids import AgentId, CallId, QueueId


class CallbackEnd(StrEnum):
    """How a callback ended."""

    KEPT = "kept"
    """Customer and agent spoke."""
    FAILED = "failed"
    """Not reached in all tries."""
    WITHDRAWN = "withdrawn"
    """The customer called again, or nobody wanted it any more."""


class CallbackTold(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the callback that was asked for in this call."""

    promised_until: datetime | None = None
    """By then the first attempt was to begin."""
    tried_at: tuple[datetime, ...] = ()
    """When the customer's telephone was tried, in order."""
    ended_at: datetime | None = None
    how: CallbackEnd | None = None
    """None: open."""
    spoke_in: CallId | None = None
    """The call in which customer and agent spoke."""

    def is_kept_at(self, as_of: datetime) -> bool | None:
        """Whether the promise was kept; None while it may still be, and when it is void: withdrawn
        before it was due.
        """
        promised, first = self.promised_until, min(self.tried_at, default=None)
        if promised is None:
            return None
        if first is not None and first <= min(promised, as_of):
            return True
        void = self.how is CallbackEnd.WITHDRAWN and self.ended_at and self.ended_at <= promised
        return None if void or as_of < promised else False


class VoicemailTold(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the message that was left in this call."""

    queue: QueueId = QueueId("")
    left_at: datetime | None = None
    since: float = 0.0
    """Where it begins in the recording, in seconds."""
    seconds: float = 0.0
    how: str = ""
    agent: AgentId | None = None
    """Who works on it, or worked on it last; None: nobody."""
    taken_at: datetime | None = None
    done_by: AgentId | None = None
    done_at: datetime | None = None
    outcome: str = ""
    changed_at: datetime | None = None
    """Whose `at` it is that says who has it."""
