"""The counts of flows, added up call by call: one that is over is counted once.

What is counted is `callcenter.history.flow_counts`; here is only kept what need not be counted
again while somebody looks at the page.
"""

from collections.abc import Iterable
from datetime import datetime

from callcenter.history.call_record import CallRecord
from callcenter.history.flow_counts import NodeCount, flow_counts, together


class FlowTally:
    """Of one day."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._over: dict[str, CallRecord] = {}
        self._sum: tuple[NodeCount, ...] = ()

    def counts(
        self, records: Iterable[CallRecord], since: datetime, until: datetime
    ) -> tuple[NodeCount, ...]:
        """As `flow_counts` would count these calls."""
        every = list(records)
        if since != self._since or self._was_corrected(every):
            self._since, self._over, self._sum = since, {}, ()
        rest = [one for one in every if one.call not in self._over]
        over = [one for one in rest if one.ended_at is not None and one.ended_at < until]
        self._sum = together(self._sum, flow_counts(over, since, until))
        self._over |= {one.call: one for one in over}
        live = [one for one in rest if one.call not in self._over]
        return together(self._sum, flow_counts(live, since, until))

    def _was_corrected(self, records: Iterable[CallRecord]) -> bool:
        """A late fact has changed the way of a call that was counted."""
        return any(
            known.walk != one.walk
            for one in records
            if (known := self._over.get(one.call)) is not None and known is not one
        )
