"""The house as this process knows it: control's facts folded again, never decided upon.

It follows `cc.journal`, begins from control's newest snapshot, and fills holes from the stored
journal by position. Without database or control it keeps what it has and says so. Desks, boards
and REST read it; it must not know any of them.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
import structlog

from acd.configuration import Configuration
from acd.facts import (
    AgentStateChanged,
    ConfigurationPublished,
    OfferAccepted,
    OfferEnded,
    OfferMade,
)
from acd.floor_state import FloorState
from acd.ids import AgentId, CallId
from acd.step import Fact
from callcenter.bus import Bus
from callcenter.calls.facts import LegEnded, QualityCrossed
from callcenter.errors import Unavailable
from callcenter.facts import call_of
from callcenter.history.call_book import CallBook
from callcenter.history.call_record import CallRecord
from callcenter.house import House
from callcenter.records import CallsWanted
from callcenter.web.ports import JournalReader, Records, Snapshots
from callcenter.wire import Journalled, Positioned

log = structlog.get_logger()

AT_A_TIME = 2000
LOOK_EVERY = 0.5
"""Seconds between looks at holes, and at how far the database has come."""
HOLE_AFTER = 0.3
"""Seconds a hole is left to the bus before the database is asked."""
IDS_KEPT = 5000
FACTS_KEPT = 20_000
"""Newest facts kept in memory, for timelines of calls that are not stored yet."""
RECORDS_AT_A_TIME = 500

Listener = Callable[[Positioned, Fact], None]


class _Dump(msgspec.Struct, kw_only=True):
    """Control's snapshot, as far as a replica needs it."""

    house: bytes


class _Rooms(msgspec.Struct, kw_only=True):
    """The rooms in a house's dump."""

    acd: bytes = b""


class Replica:
    """A house, a book of call records, and how far both have come."""

    def __init__(self, journal: JournalReader, snapshots: Snapshots, records: Records) -> None:
        self._journal = journal
        self._snapshots = snapshots
        self._records = records
        self._listeners: list[Listener] = []
        self._ready = asyncio.Event()
        self._again = False
        self.generation = 0
        """Counts its beginnings: what was derived from the one before is void."""
        self.database_answers = True
        self._clear()

    def _clear(self) -> None:
        self.house = House()
        self.book = CallBook()
        self.configuration: Configuration | None = None
        self.offers: dict[str, OfferMade] = {}
        self.changes: dict[AgentId, AgentStateChanged] = {}
        self.quality: dict[str, str] = {}
        """Leg to good, fair or poor, of calls that are up."""
        self.position = 0
        self._last_of: dict[str, int] = {}
        self.epoch = 0
        """The epoch of the newest fact."""
        self.stored = 0
        """The highest position the database is known to have."""
        self._ids: OrderedDict[int, str] = OrderedDict()
        self._recent: deque[Positioned] = deque(maxlen=FACTS_KEPT)
        self._early: dict[int, Positioned] = {}
        self._hole_since: float | None = None

    # -- reading ---------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether the beginning was read; from then on it only falls behind, never away."""
        return self._ready.is_set()

    async def wait_ready(self, within: float) -> bool:
        """Wait for the beginning at most so many seconds."""
        try:
            async with asyncio.timeout(within):
                await self._ready.wait()
        except TimeoutError:
            return False
        return True

    @property
    def is_stored(self) -> bool:
        """Whether the database answers and has what we have."""
        return self.database_answers and self.stored >= self.position

    def record(self, call: str) -> CallRecord | None:
        """The record of a call of today, or of one that is up."""
        return self.book.get(CallId(call))

    def is_call_stored(self, call: str) -> bool:
        """Whether the database has every fact of the call that we have."""
        return self._last_of.get(call, 0) <= self.stored

    def recent_facts(self, call: str) -> list[Positioned]:
        """The call's facts that are still in memory, in order."""
        return [one for one in self._recent if call_of(one.fact) == call]

    async def shows(self, holds: Callable[[], bool], within: float) -> bool:
        """Wait at most so many seconds until this holds here; whether it does."""
        if holds():
            return True
        told = asyncio.Event()

        def look(_: Positioned, __: Fact) -> None:
            if holds():
                told.set()

        self._listeners.append(look)
        try:
            async with asyncio.timeout(within):
                await told.wait()
        except TimeoutError:
            return False
        finally:
            self._listeners.remove(look)
        return True

    def listen(self, listener: Listener) -> None:
        """Call it with every fact just applied; it must be quick and must not raise."""
        self._listeners.append(listener)

    # -- following -------------------------------------------------------------------------------

    async def open(self, bus: Bus) -> None:
        """Listen to the journal; what comes before `follow` has read the beginning is kept."""
        await bus.subscribe("cc.journal", Journalled, self._on_journalled)

    async def follow(self, since: Callable[[], datetime]) -> None:
        """Run for the process's life. `since()` is the beginning of the day that figures cover."""
        await self._begin(since())
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if self._again:
                self._again = False
                log.warning("replica.again", position=self.position)
                await self._begin(since())
            await self._look()

    async def _on_journalled(self, message: Journalled, _: str) -> None:
        for row in message.facts:
            self._take(row)

    def _take(self, row: Positioned) -> None:
        """In order; a later one waits for the hole before it."""
        if row.position <= self.position and self._ready.is_set():
            self._compare(row)
            return
        self._early[row.position] = row
        if not self._ready.is_set():
            return
        self._drain()
        if self._early and self._hole_since is None:
            self._hole_since = time.monotonic()

    def _drain(self) -> None:
        while (row := self._early.pop(self.position + 1, None)) is not None:
            self._apply(row)
        if not self._early:
            self._hole_since = None

    def _compare(self, row: Positioned) -> None:
        """Another fact where we have one: control took over elsewhere, our past is not the past."""
        if self._ids.get(row.position, row.id) != row.id:
            self._again = True

    def _apply(self, row: Positioned) -> None:
        fact = row.fact
        self.house.apply(fact)
        self.book.take(fact)
        self._note(fact)
        self.position = row.position
        self.epoch = max(self.epoch, row.epoch)
        self._ids[row.position] = row.id
        if len(self._ids) > IDS_KEPT:
            self._ids.popitem(last=False)
        self._recent.append(row)
        call = call_of(fact)
        if call is not None:
            self._last_of[call] = row.position
        for listener in tuple(self._listeners):
            listener(row, fact)

    def _note(self, fact: Fact) -> None:
        match fact:
            case ConfigurationPublished(configuration=configuration):
                self.configuration = configuration
            case OfferMade(offer=offer):
                self.offers[offer] = fact
            case OfferEnded(offer=offer) | OfferAccepted(offer=offer):
                self.offers.pop(offer, None)
            case AgentStateChanged(agent=agent):
                self.changes[agent] = fact
            case QualityCrossed(leg=leg, level=level):
                self.quality[leg] = level
            case LegEnded(leg=leg):
                self.quality.pop(leg, None)
            case _:
                pass

    # -- beginning and holes ---------------------------------------------------------------------

    async def _begin(self, since: datetime) -> None:
        """Snapshot, then the journal behind it; tried again until the database answers."""
        self._ready.clear()
        early = self._early
        while True:
            try:
                await self._read_all(since)
                break
            except Unavailable:
                self.database_answers = False
                await asyncio.sleep(LOOK_EVERY)
        self.database_answers = True
        self.generation += 1
        self._early |= {at: row for at, row in early.items() if at > self.position}
        self._ready.set()
        self._drain()
        log.info("replica.ready", position=self.position)

    async def _read_all(self, since: datetime) -> None:
        snapshots = await self._snapshots.newest()
        day = await self._read_day(since)
        early = self._early
        self._clear()
        self._early = early
        self._load(snapshots)
        self.book.put(day)
        await self._read_live_calls()
        await self._read_on()
        self.stored = self.position

    async def _read_day(self, since: datetime) -> list[CallRecord]:
        """Every stored record of the day."""
        day: list[CallRecord] = []
        after = ""
        while True:
            wanted = CallsWanted(since=since, after=after, limit=RECORDS_AT_A_TIME)
            found = await self._records.find(wanted)
            day.extend(found.records)
            after = found.next
            if not after:
                return day

    def _load(self, snapshots: Iterable[tuple[int, bytes]]) -> None:
        """The newest snapshot that can be read; none is a beginning from the first fact."""
        for position, dumped in snapshots:
            house = House()
            try:
                memory = msgspec.msgpack.decode(dumped, type=_Dump)
                house.load(memory.house)
                rooms = msgspec.msgpack.decode(memory.house, type=_Rooms)
                floor = msgspec.msgpack.decode(rooms.acd, type=FloorState)
            except msgspec.DecodeError:
                log.warning("replica.snapshot_unreadable", position=position)
                continue
            self.house, self.position = house, position
            self.configuration = floor.configuration
            if floor.configuration is not None:
                self.book.take_promises(floor.configuration)
            return

    async def _read_live_calls(self) -> None:
        """What a snapshot does not hold of the calls that are up: their records and offers."""
        for call in tuple(self.house.calls.state.calls):
            rows = await self._journal.facts_of_call(call)
            self._fold_past([row for row in rows if row.position <= self.position])

    def _fold_past(self, rows: Sequence[Positioned]) -> None:
        for row in rows:
            fact = row.fact
            self.book.take(fact)
            if not isinstance(fact, ConfigurationPublished):
                self._note(fact)
            self._recent.append(row)

    async def _read_on(self) -> None:
        while rows := await self._journal.read(self.position, AT_A_TIME):
            for row in rows:
                self._apply(row)
            await asyncio.sleep(0)  # sockets must not wait for a long journal

    async def _look(self) -> None:
        """How far the database is; and fill a hole that the bus did not."""
        try:
            self.stored = max(self.stored, await self._journal.last_position())
            self.database_answers = True
            since = self._hole_since
            behind = not self._early and self.stored > self.position
            if behind or (since is not None and time.monotonic() - since > HOLE_AFTER):
                await self._fill()
        except Unavailable:
            self.database_answers = False

    async def _fill(self) -> None:
        for row in await self._journal.read(self.position, AT_A_TIME):
            self._early.setdefault(row.position, row)
        self._drain()
