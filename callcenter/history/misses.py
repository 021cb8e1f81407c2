"""Offers that came to nothing, counted by whose doing it was: hers, or her device's.

Figures and reports ask it with the offers they chose. An offer that was withdrawn is nobody's miss.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import msgspec

from acd.facts import MISSED_BY_DEVICE, OfferEnd
from callcenter.history.call_record import OfferTold


class Misses(msgspec.Struct, frozen=True, kw_only=True):
    """How many offers ended without a conversation, by whose doing."""

    by_agent: int = 0
    """She did not react."""
    declined: int = 0
    """She declined, or her phone did because it was in use."""
    by_device: int = 0
    """Her page, her audio or her phone failed: not her miss."""


def misses(offers: Iterable[OfferTold], as_of: datetime | None = None) -> Misses:
    """Of these offers, as far as they had ended by `as_of`; None: as far as is known."""
    ends: Counter[OfferEnd] = Counter()
    for one in offers:
        over = one.ended_at is not None and (as_of is None or one.ended_at <= as_of)
        if one.how is not None and over:
            ends[one.how] += 1
    return Misses(
        by_agent=ends[OfferEnd.EXPIRED],
        declined=ends[OfferEnd.REJECTED] + ends[OfferEnd.BUSY],
        by_device=sum(ends[how] for how in MISSED_BY_DEVICE),
    )
