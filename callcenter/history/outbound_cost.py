"""What the calls have cost that agents placed of their own accord, or brought into others.

Begun minutes from the answer to the end of the party's leg, as carriers count; a call that goes on
counts up to the instant that is asked about.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime

from callcenter.calls.call import Direction
from callcenter.history.call_record import CallRecord

MINUTE = 60.0
PAID = frozenset({Direction.OUTBOUND, Direction.OUTSIDE})
"""Which calls carriers are paid for by an agent's wish."""


def cost_of(
    records: Iterable[CallRecord], per_minute: Mapping[str, float], as_of: datetime
) -> float:
    """In the house's money; `per_minute` by zone, a zone that it does not name costs nothing."""
    return sum(
        _minutes(record, as_of) * per_minute.get(record.zone, 0.0)
        for record in records
        if record.direction in PAID
    )


def _minutes(record: CallRecord, as_of: datetime) -> int:
    if record.answered_at is None:
        return 0
    until = min(record.ended_at or as_of, as_of)
    return math.ceil(max(0.0, (until - record.answered_at).total_seconds()) / MINUTE)
