"""The journal folded into call records, stored together with how far they reach.

Facts come on `cc.journal`; holes and what came before the start are read from the stored journal
by position. While the database is away facts pile up in memory, or, beyond a limit, are let go:
the journal is the truth and has them. A record never says what the stored journal does not hold,
so a take-over that numbers a few unstored facts anew cannot leave ghosts. It must not know what a
fact means; `callcenter.history` does.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Final

import structlog

from acd.ids import CallId
from acd.step import Fact
from callcenter.calls.facts import LegRang
from callcenter.errors import Unavailable
from callcenter.history.call_book import CallBook
from callcenter.history.call_record import CallRecord
from callcenter.history.callback_fold import calls_of
from callcenter.wire import Positioned
from callcenter.worker.ports import Directory, JournalReader, RecordStore

log = structlog.get_logger()

FOLD: Final = "call_records"
AT_ONCE: Final = 1000
"""Facts folded and stored together."""
KEPT_MOST: Final = 50_000
"""Facts kept in memory while the database is away; about 1 kB each."""
LOOK_EVERY: Final = 2.0
"""Seconds after which the stored journal is asked whether something was missed on the bus."""
_SOON: Final = 0.02
_LATER: Final = 0.5

Told = tuple[Positioned, Fact]


class _Renumbered(Exception):
    """The stored journal holds another fact at a position than the one we folded."""


class Projector:
    """Keeps the stored call records up with the journal."""

    def __init__(self, journal: JournalReader, records: RecordStore, directory: Directory) -> None:
        self._journal = journal
        self._records = records
        self._directory = directory
        self._book = CallBook()
        self._inbox: deque[Told] = deque()
        self._came = asyncio.Event()
        self._ask_journal = True
        self.position = 0
        """Everything up to here is in the stored records."""

    def take(self, positioned: Positioned, fact: Fact) -> None:
        """A fact from the bus; returns at once."""
        if len(self._inbox) < KEPT_MOST:
            self._inbox.append((positioned, fact))
            self._came.set()

    async def run(self) -> None:
        """Fold for the process's life."""
        while True:
            try:
                await self._start()
                await self._keep_folding()
            except _Renumbered:
                log.warning("projector.renumbered", position=self.position)

    async def _start(self) -> None:
        self._book = CallBook()
        self._ask_journal = True
        while True:
            try:
                self.position = await self._records.position(FOLD)
                configuration = await self._directory.configuration()
            except Unavailable:
                await asyncio.sleep(_LATER)
                continue
            self._book.take_promises(configuration)
            return

    async def _keep_folding(self) -> None:
        while True:
            batch = self._following() or await self._read()
            if batch:
                await self._fold(batch)
            else:
                await self._wait()

    def _following(self) -> list[Told]:
        """What has come on the bus and follows without a hole."""
        while self._inbox and self._inbox[0][0].position <= self.position:
            self._inbox.popleft()
        batch: list[Told] = []
        while self._inbox and len(batch) < AT_ONCE:
            if self._inbox[0][0].position != self.position + len(batch) + 1:
                break
            batch.append(self._inbox.popleft())
        return batch

    async def _read(self) -> list[Told]:
        """What the stored journal has, if there is a reason to ask it."""
        if not self._inbox and not self._ask_journal:
            return []
        try:
            rows = await self._journal.read(self.position, AT_ONCE)
        except Unavailable:
            await asyncio.sleep(_LATER)
            return []
        self._ask_journal = len(rows) == AT_ONCE
        return [(row, row.fact) for row in rows]

    async def _wait(self) -> None:
        """Until a fact comes; one that leaves a hole must first be copied to the database."""
        if self._inbox:
            await asyncio.sleep(_SOON)
            return
        self._came.clear()
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._came.wait()
        except TimeoutError:
            self._ask_journal = True

    async def _fold(self, batch: Sequence[Told]) -> None:
        await self._fetch_records(batch)
        for _, fact in batch:
            self._book.take(fact)
        await self._save(batch[-1][0])

    async def _fetch_records(self, batch: Sequence[Told]) -> None:
        """Records of calls that are in the facts but not in the book; a new call has none."""
        born = {fact.call for _, fact in batch if isinstance(fact, LegRang)}
        named: set[CallId] = {call for _, fact in batch for call in calls_of(fact)}
        calls = [call for call in named - born if self._book.get(call) is None]
        while calls:
            try:
                self._book.put((await self._records.many(calls)).values())
                return
            except Unavailable:
                await asyncio.sleep(_LATER)

    async def _save(self, last: Positioned) -> None:
        changed = self._book.changed
        while True:
            if await self._saved(changed, last):
                break
            await asyncio.sleep(_SOON)
        self._book.saved(changed)
        self.position = last.position

    async def _saved(self, changed: Sequence[CallRecord], last: Positioned) -> bool:
        try:
            stored = await self._journal.read(last.position - 1, 1)
            if not stored:
                return False
            if stored[0].id != last.id:
                raise _Renumbered
            await self._records.save_upto(changed, FOLD, last.position)
        except Unavailable:
            await asyncio.sleep(_LATER)
            return False
        return True
