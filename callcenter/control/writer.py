"""Facts behind the local log into PostgreSQL, by group commit; then the sources are told.

Fed by the switchboard. While the database is away it keeps everything and tries again; it stops
only when another control rules.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from callcenter.errors import Unavailable
from callcenter.ports import JournalStore
from callcenter.wire import Ack, Positioned

log = structlog.get_logger()

MOST_ROWS = 500
GATHER_FOR = 0.005
"""Seconds a commit waits for company."""

TRY_AGAIN_AFTER = 0.2


class JournalWriter:
    """The one writer of the journal."""

    def __init__(
        self,
        journal: JournalStore,
        epoch: int,
        acknowledge: Callable[[Ack], Awaitable[None]],
        stored: Callable[[int], None],
        acknowledged: dict[str, int],
    ) -> None:
        self._journal = journal
        self._epoch = epoch
        self._acknowledge = acknowledge
        self._stored = stored
        self._acknowledged = acknowledged
        self._rows: deque[Positioned] = deque()
        self._more = asyncio.Event()

    @property
    def behind(self) -> int:
        """How many facts wait for the database."""
        return len(self._rows)

    def store(self, rows: tuple[Positioned, ...]) -> None:
        """Queue rows, in position order."""
        self._rows.extend(rows)
        self._more.set()

    async def run(self) -> None:
        """Write until cancelled; raises StaleEpoch when another control rules."""
        while True:
            await self._more.wait()
            await asyncio.sleep(GATHER_FOR)
            await self._write()
            if not self._rows:
                self._more.clear()

    async def drain(self) -> None:
        """Write what is left, once; for an orderly end."""
        while self._rows:
            await self._write()

    async def _write(self) -> None:
        rows = [self._rows[n] for n in range(min(len(self._rows), MOST_ROWS))]
        if not rows:
            return
        await self._append(rows)
        for _ in rows:
            self._rows.popleft()
        self._stored(rows[-1].position)
        await self.acknowledge(rows)

    async def _append(self, rows: list[Positioned]) -> None:
        said = False
        while True:
            try:
                await self._journal.append(rows, self._epoch)
            except Unavailable:
                if not said:
                    log.warning("control.database_away", waiting=len(self._rows))
                    said = True
                await asyncio.sleep(TRY_AGAIN_AFTER)
            else:
                if said:
                    log.info("control.database_back", waiting=len(self._rows))
                return

    def acknowledged(self, source: str) -> int:
        """How far a source's facts are known to be stored; 0 when nothing of it is known."""
        return self._acknowledged.get(source, 0)

    async def acknowledge(self, rows: list[Positioned]) -> None:
        """Tell each source how far its facts are safe."""
        upto: dict[str, int] = {}
        for row in rows:
            upto[row.source] = max(upto.get(row.source, 0), row.seq)
        for source, seq in upto.items():
            if not source.startswith("control-"):
                self._acknowledged[source] = seq
                await self._acknowledge(Ack(source=source, upto=seq, epoch=self._epoch))
