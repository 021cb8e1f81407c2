"""What a dialogue may ask of the rest of the house while it decides: is this queue open, who calls?

The rooms that know it answer from the state they have by the same facts, and keep it over a
restart; so it is not kept here a second time. What was decided becomes a fact: replay asks nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from acd.ids import AgentId, CallId, QueueId
from ivr.colleagues import NOBODY, Colleagues

OPEN, CLOSED, HOLIDAY, EMERGENCY = "open", "closed", "holiday", "emergency"
HOURS = (OPEN, CLOSED, HOLIDAY, EMERGENCY)
"""What can be so of a queue's hours."""


class QueueNow(NamedTuple):
    """A queue at the moment of the decision."""

    hours: str = OPEN
    """One of `HOURS`; a queue that has no calendar, or that is no more, is open."""
    waiting: int = 0
    """Callers who wait in it, those being offered to an agent included."""
    staffed: int = 0
    """Its agents who work: ready, ringing, in a call or in wrap-up."""


class CallerNow(NamedTuple):
    """What is known of a caller so far; the look-up in the customer book may still be under way."""

    dialled: str = ""
    tier: str = ""
    travels_soon: bool = False
    recorded: bool = True
    """What the caller says is kept, or will be once she is heard."""
    customer: str = ""
    """The customer's id, where there is no doubt who it is."""
    brought: Mapping[str, str] = {}
    """What the call brought along: header fields of its INVITE, by `BROUGHT` names."""


class Surroundings(Protocol):
    """Answered by the house; asking changes nothing."""

    def queue(self, queue: QueueId) -> QueueNow:
        """As the distributor has it."""

    def caller(self, call: CallId) -> CallerNow:
        """As the call has it."""

    def colleagues(self) -> Colleagues:
        """Who is listed in the directory, as it is published now."""

    def works(self, agent: AgentId) -> bool:
        """She takes calls now, or when she is done with one."""


class Nowhere:
    """Surroundings of a room by itself: every queue is open, and nobody is known."""

    def queue(self, queue: QueueId) -> QueueNow:
        """Open and empty."""
        return QueueNow()

    def caller(self, call: CallId) -> CallerNow:
        """Unknown."""
        return CallerNow()

    def colleagues(self) -> Colleagues:
        """Nobody."""
        return NOBODY

    def works(self, agent: AgentId) -> bool:
        """Nobody does."""
        return False
