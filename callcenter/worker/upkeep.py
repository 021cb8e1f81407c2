"""The journal's upkeep: days ahead are made before anybody needs them, old days are let go.

Part of the worker. What may be let go is a rule of time alone; it looks at no fact.
"""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

import structlog

from callcenter.errors import Unavailable
from callcenter.worker.ports import JournalDays

log = structlog.get_logger()

KEPT_MONTHS: Final = 13
LOOK_EVERY: Final = 3600.0
_AGAIN: Final = 10.0


def first_kept(today: date) -> date:
    """The first day that is kept: the first of the month thirteen months ago."""
    months = today.year * 12 + today.month - 1 - KEPT_MONTHS
    return date(months // 12, months % 12 + 1, 1)


class Upkeep:
    """Looks once an hour; a database that is away is tried again soon."""

    def __init__(self, days: JournalDays, now: Callable[[], datetime]) -> None:
        self._days = days
        self._now = now

    async def run(self) -> None:
        """For the worker's life."""
        while True:
            pause = await self.look()
            await asyncio.sleep(pause)

    async def look(self) -> float:
        """Do it once; seconds until the next look."""
        today = self._now().date()
        try:
            await self._days.ensure_partitions(today)
            gone = await self._days.drop_days_before(first_kept(today))
        except Unavailable:
            return _AGAIN
        if gone:
            log.info("journal.days_let_go", count=len(gone), newest=gone[-1].isoformat())
        return LOOK_EVERY
