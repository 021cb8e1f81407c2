"""A call as the distributor sees it, from queue entry to the end of its conversation.

Its key in the queue is fixed at first entry and never gets worse.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from acd.ids import AgentId, CallId, OfferId, QueueId, SkillName

CallKey = tuple[int, datetime, CallId]
"""Order of service: the higher priority first, then who came first."""

TIER_PRIORITY = {"gold": 3}
"""What a customer's tier adds to the call's priority."""


class Phase(StrEnum):
    """Where the call is between the queue and an agent."""

    WAITING = "waiting"
    OFFERED = "offered"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RETURNING = "returning"
    """Its offer or its agent is gone; `CallRequeued` puts it back in line."""


class WaitingCall(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One call. `priority` is all of it: queue, call and tier."""

    call: CallId
    queue: QueueId
    entered_at: datetime
    """First queue entry: the 20 s clock's zero."""
    language: SkillName | None = None
    priority: int = 0
    tier: str = ""
    phase: Phase = Phase.WAITING
    agent: AgentId | None = None
    offer: OfferId | None = None
    offers: int = 0
    """How many offers were made so far."""
    was_connected: bool = False
    gone: bool = False
    told_ahead: int | None = None
    told_wait: int | None = None

    @property
    def key(self) -> CallKey:
        """Its place in the order of service."""
        return (-self.priority, self.entered_at, self.call)

    def becomes(self, tier: str) -> None:
        """Her tier is known: the priority rises once and never falls."""
        if not self.tier and tier in TIER_PRIORITY:
            self.tier = tier
            self.priority += TIER_PRIORITY[tier]

    def goes_back(self) -> None:
        """Its offer or agent is gone."""
        self.phase = Phase.RETURNING
        self.agent = None
        self.offer = None


class CallPast(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What is remembered of a call that is in no queue: not yet, or no more."""

    tier: str = ""
    offers: int = 0
    was_connected: bool = False
