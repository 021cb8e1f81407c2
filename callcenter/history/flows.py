"""Where calls flowed between queues: what each queue sent elsewhere by its rules, and what came.

Reports ask it. Counted where and when it happened: a call that went on twice counts twice, and the
queue it entered first keeps it in its own figures.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import msgspec

from acd.ids import QueueId
from callcenter.history.call_record import CallRecord


class QueueFlow(msgspec.Struct, frozen=True, kw_only=True):
    """Of one queue."""

    queue: QueueId
    overflowed_out: int = 0
    """Sent on to another queue."""
    overflowed_in: int = 0
    """Came from another queue."""
    ways: dict[str, int] = {}
    """All that it sent elsewhere, by where: `queue`, `callback`, `voicemail`, `flow`,
    `hang_up`.
    """
    because: dict[str, int] = {}
    """The same, by why: a code of `acd.targets.Because`."""


def flows(records: Iterable[CallRecord], since: datetime, until: datetime) -> tuple[QueueFlow, ...]:
    """Every queue that a call left or came to by a rule between two instants, by name."""
    came: Counter[QueueId] = Counter()
    ways: dict[QueueId, Counter[str]] = {}
    because: dict[QueueId, Counter[str]] = {}
    for record in records:
        for told in record.diversions:
            if since <= told.at < until:
                ways.setdefault(told.queue, Counter())[told.to] += 1
                because.setdefault(told.queue, Counter())[told.because] += 1
                if told.into:
                    came[told.into] += 1
    return tuple(
        QueueFlow(
            queue=queue,
            overflowed_out=ways.get(queue, Counter())["queue"],
            overflowed_in=came[queue],
            ways=dict(sorted(ways.get(queue, Counter()).items())),
            because=dict(sorted(because.get(queue, Counter()).items())),
        )
        for queue in sorted({*ways, *came})
    )
