"""One callback, from the caller's wish to its end.

Changed by facts through `callcenter.outbound.callbacks`. It knows no line of waiting calls and no
telephone; who takes it and how it is dialled are decided elsewhere.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from acd.ids import AgentId, CallId, PartyId, QueueId, SkillName


class Phase(StrEnum):
    """Where the callback is."""

    ASKED = "asked"
    """Its caller is still on the line, so nobody can be called."""
    IN_LINE = "in_line"
    """Waiting for an agent, or held out to one."""
    CALLING = "calling"
    """An agent is there and the customer's telephone is tried."""
    RESTING = "resting"
    """The customer was not reached; it stands in line again at `again_at`."""


class Rules(msgspec.Struct, frozen=True):
    """What a queue promises. Times are whole seconds."""

    promise_within: int = 1800
    tries: int = 3
    retry_after: int = 600


class Callback(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One open callback. `call` is its attempt of the moment: in line, offered or placed."""

    id: CallId
    """The call in which it was asked for."""
    party: PartyId
    queue: QueueId
    entered_at: datetime
    """First queue entry of its caller: the place that is kept."""
    requested_at: datetime
    promised_until: datetime
    call: CallId = CallId("")
    number: int = 0
    """Of the attempt, from 1."""
    tries: int = 0
    """How often the customer's telephone was tried."""
    phase: Phase = Phase.ASKED
    answered: bool = False
    """The customer is on the line in this attempt."""
    first_tried_at: datetime | None = None
    again_at: datetime | None = None
    rested: bool = False
    """`again_at` has come."""
    postponed_at: datetime | None = None
    language: SkillName | None = None
    priority: int = 0
    tier: str = ""
    travels_soon: bool = False
    head_start: int = 0
    path: tuple[str, ...] = ()
    recording_declined: bool = False
    prefers: AgentId | None = None

    @property
    def due_at(self) -> datetime:
        """What an operator looks at: the next try while it rests, else the promise."""
        return self.again_at or self.promised_until

    @property
    def told_in(self) -> CallId:
        """The call in whose timeline it is told what becomes of it."""
        return self.call or self.id

    def may_be_postponed(self, at: datetime) -> bool:
        """Its promise is still open, and was not put off at this very instant."""
        return self.first_tried_at is None and self.postponed_at != at

    def is_postponed(self, until: datetime, at: datetime) -> None:
        """Its queue was closed for a while."""
        self.promised_until, self.postponed_at = until, at

    def takes_place_of(self, entered_at: datetime, promised_until: datetime) -> None:
        """Of an earlier one, if that is better."""
        self.entered_at = min(self.entered_at, entered_at)
        self.promised_until = min(self.promised_until, promised_until)

    def stands_in_line(self, call: CallId, number: int) -> None:
        """A new attempt."""
        self.call, self.number = call, number
        self.phase, self.again_at, self.rested = Phase.IN_LINE, None, False
        self.answered = False

    def is_tried(self, at: datetime) -> None:
        """The customer is being called."""
        self.phase = Phase.CALLING
        self.tries += 1
        self.first_tried_at = self.first_tried_at or at

    def rests(self, again_at: datetime | None) -> None:
        """The attempt came to nothing."""
        self.phase, self.again_at, self.answered = Phase.RESTING, again_at, False


def attempt_of(callback: CallId, number: int) -> CallId:
    """The call of an attempt: the same name whenever it is decided, so that nothing of it can be
    done twice.
    """
    return CallId(f"{callback}b{number}")
