"""An offer: one call held out to one agent until a deadline.

Made and ended by facts; the distributor keeps those that are current, and nothing else of them.
"""

from datetime import datetime

import msgspec

from acd.ids import AgentId, CallId, OfferId, QueueId


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A current offer: held out, or accepted and connecting."""

    id: OfferId
    call: CallId
    agent: AgentId
    queue: QueueId
    device: str
    until: datetime
    entered_at: datetime
    accepted: bool = False


def offer_id(call: CallId, number: int) -> OfferId:
    """The epoch of an offer is in its name: `<call>/<n>`."""
    return OfferId(f"{call}/{number}")
