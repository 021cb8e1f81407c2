"""One test's view of a whole running centre: its facts, its rows, its files, its processes.

`RunningCentre` starts and stops the processes; `watching` adds ears: it follows the journal on the
bus and fills what it missed from the database, as the pages do. Tests wait for facts, never for
time to pass.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from ulid import ULID

from acd.facts import ConfigurationPublished
from acd.step import Fact
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.embedded.nats import Nats
from callcenter.embedded.postgres import Postgres
from callcenter.errors import Unavailable
from callcenter.history.call_record import CallRecord, RecordingState
from callcenter.outbox import Outbox
from callcenter.spool import CALLER_TRACK
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from callcenter.storage.journal import JournalStore
from callcenter.storage.recordings import RecordingStore
from callcenter.storage.records import RecordStore
from callcenter.wire import Fence, Journalled
from ivr.flow_file import read as read_flow
from tests.running_centre import PATIENCE, RunningCentre

F = TypeVar("F", bound=Fact)
T = TypeVar("T")

STRAIGHT: Final = "8100"
"""A number of the tests' own: no words, straight into the queue `flights`."""
_STRAIGHT_FLOW: Final = """\
flow: straight
languages: [mandarin, english]
start: queue
default_queue: flights
nodes:
  queue:
    queue: flights
"""
_AGAIN: Final = 0.5
"""Seconds between looks at what sends no news: the database, a file."""


class Centre:
    """What one test sees of a running centre; made by `watching`."""

    def __init__(self, running: RunningCentre, bus: Bus, database: Database) -> None:
        self.running = running
        self.bus = bus
        self.database = database
        self.facts: dict[int, Fact] = {}
        """Everything since the test began, by position."""
        self.since = 0
        self.numbers: frozenset[str] = frozenset()
        self._dialled: dict[str, str] = {}
        self._news = asyncio.Condition()
        self._journal = JournalStore(database)

    @property
    def sip(self) -> str:
        """Host and port of the front door."""
        return f"127.0.0.1:{self.running.sip_port}"

    def pid(self, name: str) -> int:
        """The pid of a living role, server or supervisor."""
        if name == "postgres":
            return self.running.postgres_pid()
        state = self.running.state(name)
        assert state is not None, f"{name} does not run\n{self.running.text()}"
        return state.pid

    def kill(self, *names: str) -> dict[str, int]:
        """`kill -9` them, one right after the other; who they were."""
        pids = {name: self.pid(name) for name in names}
        for pid in pids.values():
            os.kill(pid, signal.SIGKILL)
        return pids

    async def back(self, before: dict[str, int]) -> None:
        """Wait until the supervisor has started them again and they do their work."""
        for name, pid in before.items():
            if name == "postgres":
                await self._postgres_back(pid)
            else:
                await asyncio.to_thread(self.running.ready, name, pid)

    async def started_again(self, name: str, before: int) -> None:
        """Wait until there is another process of a role, whether it can work or not."""

        def look() -> bool:
            state = self.running.state(name)
            return state is not None and state.pid != before

        await self.until(look, f"another {name}")

    async def _postgres_back(self, before: int) -> None:
        async def look() -> bool:
            with suppress(FileNotFoundError, IndexError, Unavailable):
                return self.pid("postgres") != before and bool(await self.value("SELECT 1"))
            return False

        await eventually(look, lambda: f"PostgreSQL stays away\n{self.running.text()}")

    @asynccontextmanager
    async def database_down(self) -> AsyncIterator[None]:
        """PostgreSQL is killed, and cannot start again while the block runs."""
        settings = self.running.data / "pg" / "postgresql.conf"
        right = settings.read_text()
        settings.write_text(right + "\nstart = never\n")
        killed = self.kill("postgres")
        try:
            yield
        finally:
            settings.write_text(right)
        await self.back(killed)

    def kill_line_of(self, call: str) -> None:
        """`kill -9` the line that carries a call."""
        [line] = [one for one in self.running.lines() if one.extra.get("call_id") == call]
        os.kill(line.pid, signal.SIGKILL)

    # -- facts -----------------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """The newest position heard of: what comes `after` it is news."""
        return max(self.facts, default=self.since)

    async def fact(
        self, kind: type[F], /, *, after: int = 0, within: float = PATIENCE, **where: Any
    ) -> F:
        """The first fact of a kind whose fields are as given, past or to come."""
        return (await self.fact_at(kind, after=after, within=within, **where))[1]

    async def fact_at(
        self, kind: type[F], /, *, after: int = 0, within: float = PATIENCE, **where: Any
    ) -> tuple[int, F]:
        """As `fact`, with its position."""
        try:
            async with asyncio.timeout(within), self._news:
                while True:
                    for position, one in self.all(kind, after=after, **where):
                        return position, one
                    await self._news.wait()
        except TimeoutError:
            told = "\n".join(f"{n} {one!r:.200}" for n, one in sorted(self.facts.items()))
            raise AssertionError(
                f"no {kind.__name__} {where} within {within} s of:\n{told}"
            ) from None

    def all(self, kind: type[F], /, *, after: int = 0, **where: Any) -> list[tuple[int, F]]:
        """Every fact of a kind so far whose fields are as given, with its position."""
        return [
            (position, one)
            for position, one in sorted(self.facts.items())
            if position > after
            and isinstance(one, kind)
            and all(getattr(one, name) == value for name, value in where.items())
        ]

    async def hear(self, message: Journalled, _: str) -> None:
        """Facts from the bus."""
        async with self._news:
            for row in message.facts:
                self.facts[row.position] = row.fact
            self._news.notify_all()

    async def fill_holes(self) -> None:
        """What the bus lost, from the database; for the test's life."""
        upto = self.since
        while True:
            while upto + 1 in self.facts:
                upto += 1
            with suppress(Unavailable):
                rows = await self._journal.read(upto, 500)
                async with self._news:
                    for row in rows:
                        self.facts[row.position] = row.fact
                    self._news.notify_all()
            await asyncio.sleep(_AGAIN)

    async def hear_fence(self, fence: Fence, _: str) -> None:
        """Which numbers can be dialled."""
        self.numbers = frozenset(fence.numbers)

    async def tell(self, kind: type[Fact], /, **fields: Any) -> None:
        """A fact of somebody outside the centre's own processes, such as a press in a page."""
        outbox = Outbox(self.bus, f"test-{ULID()}")
        await outbox.open()
        await outbox.emit(kind(at=now(), **fields))

    @asynccontextmanager
    async def rules(self, queue: str, **rules: Any) -> AsyncIterator[None]:
        """Other rules for a queue while the block runs."""
        async with self._changed("queues WHERE id = $1", (queue,), rules):
            yield

    @asynccontextmanager
    async def agent_rules(self, agent: str, **rules: Any) -> AsyncIterator[None]:
        """Other rules for an agent while the block runs."""
        async with self._changed("agents WHERE id = $1", (agent,), rules):
            yield

    @asynccontextmanager
    async def house_rules(self, **rules: Any) -> AsyncIterator[None]:
        """Other rules for the house while the block runs."""
        async with self._changed("house WHERE $1 = ''", ("",), rules):
            yield

    @asynccontextmanager
    async def _changed(
        self, row: str, values: tuple[str, ...], rules: dict[str, Any]
    ) -> AsyncIterator[None]:
        before = await self.value(f"SELECT rules::text FROM {row}", *values)
        await self._publish(row, values, json.dumps(json.loads(before) | rules))
        yield
        await self._publish(row, values, before)

    async def _publish(self, row: str, values: tuple[str, ...], rules: str) -> None:
        after, (table, _, which) = self.position, row.partition(" ")
        await self.database.execute(f"UPDATE {table} SET rules = $2::jsonb {which}", *values, rules)
        await self.fact(ConfigurationPublished, after=after)

    # -- rows and files --------------------------------------------------------------------------

    async def value(self, sql: str, *values: object) -> Any:
        """One value of the database; raises Unavailable while it is away."""
        return await self.database.fetch_value(sql, *values)

    async def record(self, call: str, fits: Callable[[CallRecord], bool]) -> CallRecord:
        """The call's record in the database once it is as wanted."""
        last: CallRecord | None = None

        async def look() -> CallRecord | None:
            nonlocal last
            with suppress(Unavailable):
                last = await RecordStore(self.database).one(call)
            return last if last is not None and fits(last) else None

        return await eventually(look, lambda: f"the record stays {last}")

    async def finished(self, call: str) -> CallRecord:
        """The record of a call that is over, wrapped up and in the archive."""
        return await self.record(
            call, lambda one: one.is_over and one.recording is RecordingState.STORED
        )

    def growing(self, call: str, track: str = CALLER_TRACK) -> Path:
        """One track of a call that goes on, in memory."""
        [found] = self._tracks(call, track)
        return found

    def _tracks(self, call: str, track: str) -> list[Path]:
        shared = Path(self.running.env["CALLCENTER_SHARED_MEMORY"])
        return list(shared.glob(f"*/{call}/{track}"))

    async def recorded(self, call: str, seconds: float) -> None:
        """Wait until so much of a call that goes on is recorded."""

        def enough() -> bool:
            found = self._tracks(call, CALLER_TRACK)
            return any(track.stat().st_size >= 8000 * seconds for track in found)

        await self.until(enough, "the recording grows")

    async def recording(self, call: str) -> Path:
        """The playable file of a finished call."""
        stored = await RecordingStore(self.database).one(call)
        assert stored is not None
        return self.running.data / "archive" / stored.file

    async def until(self, look: Callable[[], T], what: str) -> T:
        """Wait for something that sends no news."""

        async def asynchronously() -> T:
            return await asyncio.to_thread(look)

        return await eventually(asynchronously, lambda: f"{what}\n{self.running.text()}")

    async def straight_number(self) -> str:
        """A number that leads straight into the queue `flights`."""
        return await self.number_with(STRAIGHT, "straight", _STRAIGHT_FLOW)

    async def number_with(self, number: str, flow: str, yaml: str) -> str:
        """A number that can be dialled and leads into a flow of the test's own."""
        if number in self._dialled:
            assert self._dialled[number] == flow, (
                f"{number} is another test's: take one of your own"
            )
            return number
        if not await self.value("SELECT count(*) FROM numbers WHERE number = $1", number):
            await Directory(self.database, read_flow).save_flow(flow, yaml)
            await self.database.execute(
                "INSERT INTO numbers (number, flow) VALUES ($1, $2)", number, flow
            )
            await self.until(lambda: number in self.numbers, f"{number} is known at the door")
        self._dialled[number] = flow
        return number


async def eventually(look: Callable[[], Awaitable[T | None]], why: Callable[[], str]) -> T:
    """The first true thing that `look` finds; fails with `why` at the dead-man limit."""
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                if found := await look():
                    return found
                await asyncio.sleep(_AGAIN / 10)
    except TimeoutError:
        raise AssertionError(why()) from None


@asynccontextmanager
async def watching(running: RunningCentre) -> AsyncIterator[Centre]:
    """The centre as one test sees it, from now on."""
    address = Nats(running.data / "keys", running.run).address()
    bus = await Bus.connect(address.url, address.token, "test")
    database = Database(Postgres(running.data / "pg", running.run / "postgres.log").dsn())
    centre = Centre(running, bus, database)
    centre.since = await centre.value("SELECT coalesce(max(position), 0) FROM journal")
    await bus.subscribe("cc.journal", Journalled, centre.hear)
    await bus.subscribe("cc.fence", Fence, centre.hear_fence)
    await bus.flush()
    filling = asyncio.create_task(centre.fill_holes())
    try:
        yield centre
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)
        await bus.close()
        await database.close()


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """SIGSTOP a process while the block runs: it hangs and is not dead."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
