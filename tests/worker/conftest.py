"""A real bus, a real database behind a gate, a worker at work, and somebody who plays control."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from callcenter.bus import Bus
from callcenter.settings import Settings
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from callcenter.storage.journal import JournalStore
from callcenter.storage.phones import PhoneStore
from callcenter.storage.recordings import RecordingStore
from callcenter.storage.records import RecordStore
from callcenter.worker.ports import Ports
from callcenter.worker.worker import Worker
from ivr.flow_file import read
from tests.worker.gate import Gate
from tests.worker.played_control import PlayedControl


@pytest.fixture
async def database(fresh_postgres_dsn: str) -> AsyncIterator[Database]:
    """The test's own way to the database, past the gate."""
    opened = Database(fresh_postgres_dsn)
    await opened.execute("UPDATE mind SET epoch = 1")
    yield opened
    await opened.close()


@pytest.fixture
async def gate(fresh_postgres_dsn: str, tmp_path: Path) -> AsyncIterator[Gate]:
    """The worker's way to the database."""
    one = Gate(fresh_postgres_dsn, tmp_path)
    await one.open()
    yield one
    await one.shut()


@pytest.fixture
async def ports(gate: Gate) -> AsyncIterator[Ports]:
    """Everything the worker needs, real, through the gate."""
    opened = Database(gate.dsn)
    book = CustomerBook(opened)
    yield Ports(
        journal=JournalStore(opened),
        records=RecordStore(opened),
        customers=book,
        parties=book,
        recordings=RecordingStore(opened),
        directory=Directory(opened, read),
        days=JournalStore(opened),
        phones=PhoneStore(opened),
    )
    await opened.close()


@pytest.fixture
async def control(
    nats_url: str, nats_token: str, database: Database
) -> AsyncIterator[PlayedControl]:
    """Plays control on a connection of its own."""
    connected = await Bus.connect(nats_url, nats_token, "control")
    played = PlayedControl(connected, JournalStore(database))
    await played.listen()
    yield played
    await connected.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of the test's own."""
    return Settings.model_validate({"data": tmp_path / "data"})


@pytest.fixture
async def bus(nats_url: str, nats_token: str) -> AsyncIterator[Bus]:
    """The worker's connection."""
    connected = await Bus.connect(nats_url, nats_token, "worker")
    yield connected
    await connected.close()


@pytest.fixture
async def worker(
    bus: Bus, ports: Ports, settings: Settings, control: PlayedControl
) -> AsyncIterator[Worker]:
    """A worker at work."""
    one = Worker(bus, ports, settings)
    async with running(one):
        yield one


@contextlib.asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[None]:
    """Run a worker until the end of the block; then it is gone at once, as by `kill -9`."""
    ready = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(worker.run(ready))
        await ready.wait()
        yield
        task.cancel()
