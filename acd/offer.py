"""An offer: one call held out to one agent until a deadline.

Made and ended by facts; the distributor keeps those that are current, and nothing else of them.
"""

from datetime import datetime

import msgspec

from acd.agent import BROWSER
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
    auto: bool = False
    """It was accepted without a press: her browser answers by itself."""

    @property
    def takes_a_line(self) -> bool:
        """A callback's own call has begun, so that with the offer this attempt is over: her
        telephone was rung, or she accepted.
        """
        return self.accepted or self.device != BROWSER


def offer_id(call: CallId, number: int) -> OfferId:
    """The epoch of an offer is in its name: `<call>/<n>`."""
    return OfferId(f"{call}/{number}")


def number_of(offer: OfferId) -> int:
    """Which of its call's offers it is, from 1 on."""
    return int(offer.rpartition("/")[2])
