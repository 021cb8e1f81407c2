"""PostgreSQL is killed, comes back, hangs: stores say so and heal by themselves."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from callcenter.embedded.postgres import Postgres
from callcenter.embedded.process import RunningProcess
from callcenter.errors import Unavailable
from callcenter.storage.database import Database
from callcenter.storage.journal import JournalStore
from callcenter.storage.migration import migrate
from callcenter.storage.mind import Mind
from tests.storage.facts import rows

pytestmark = [pytest.mark.postgres, pytest.mark.faults]

LIMIT = 30.0


class Server:
    """A PostgreSQL of this test's own, to be killed."""

    def __init__(self, folder: Path) -> None:
        self.server = Postgres(folder / "pg", folder / "postgres.log")
        self.process: RunningProcess = self.server.start()
        self.server.ensure_database()
        self.dsn = self.server.dsn()

    def kill(self) -> None:
        self.process.send(signal.SIGKILL)
        self.process.wait(5)
        self.process.reap()

    def start(self) -> None:
        self.process = self.server.start()

    def stop(self) -> None:
        self.server.stop(self.process)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    migrate(made.dsn)
    yield made
    made.stop()


@pytest.fixture
async def mind(server: Server) -> AsyncIterator[Mind]:
    taken = Mind(server.dsn, "maria")
    await taken.take()
    yield taken
    await taken.let_go()


async def test_nothing_acknowledged_is_lost_and_the_journal_goes_on(
    server: Server, mind: Mind
) -> None:
    database = Database(server.dsn)
    journal = JournalStore(database)
    keeping = asyncio.create_task(mind.keep())
    assert await journal.append(rows(1, 50), mind.epoch) == 50
    await asyncio.to_thread(server.kill)
    with pytest.raises(Unavailable):
        await journal.append(rows(51, 60), mind.epoch)
    with pytest.raises(Unavailable):
        await journal.read(0)
    assert not keeping.done()
    await asyncio.to_thread(server.start)
    last = 0
    async with asyncio.timeout(LIMIT):
        while last != 60:
            try:
                last = await journal.append(rows(1, 60), mind.epoch)
            except Unavailable:
                await asyncio.sleep(0.1)
    assert [each.position for each in await journal.read(0)] == list(range(1, 61))
    assert mind.epoch == 1
    assert not keeping.done()
    keeping.cancel()
    await database.close()


async def test_a_patient_reader_outlasts_a_restart(server: Server) -> None:
    database = Database(server.dsn, patience=LIMIT)
    assert await database.fetch_value("SELECT 1") == 1
    await asyncio.to_thread(server.kill)
    asked = asyncio.create_task(database.fetch_value("SELECT 2"))
    await asyncio.to_thread(server.start)
    assert await asyncio.wait_for(asked, LIMIT) == 2
    await database.close()


async def test_a_stale_connection_costs_a_reader_nothing(server: Server) -> None:
    database = Database(server.dsn)
    await database.fetch_value("SELECT 1")
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    assert await database.fetch_value("SELECT 3") == 3
    await database.close()


async def test_a_new_control_takes_over_after_a_crash_of_both(server: Server, mind: Mind) -> None:
    await asyncio.to_thread(server.kill)
    omar = Mind(server.dsn, "omar")
    with pytest.raises(Unavailable):
        await omar.take()
    await asyncio.to_thread(server.start)
    assert await omar.take() == 2
    await omar.let_go()
