"""A database and a bus of one's own: `up` starts neither, and a call goes its whole way."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from callcenter.embedded.nats import NatsAddress
from callcenter.history.call_record import Result
from callcenter.records import CallsWanted
from callcenter.storage.database import Database
from callcenter.storage.records import RecordStore
from tests.demo_centre import make_centre
from tests.running_centre import PATIENCE, RunningCentre, wait_for

pytestmark = [
    pytest.mark.faults,
    pytest.mark.telephone,
    pytest.mark.postgres,
    pytest.mark.nats,
]


@pytest.fixture
def outside(
    tmp_path: Path, empty_postgres_dsn: str, nats_address: NatsAddress
) -> Iterator[RunningCentre]:
    """A centre that is told of servers which run already; the database is empty."""
    centre = make_centre(tmp_path / "data")
    centre.env |= {
        "CALLCENTER_DATABASE_URL": empty_postgres_dsn,
        "CALLCENTER_NATS_URL": nats_address.url,
        "CALLCENTER_NATS_TOKEN": nats_address.token,
    }
    yield centre
    centre.clear_away()


def records(dsn: str) -> list[Result]:
    """What became of every call that is over and stored."""

    async def look() -> list[Result]:
        database = Database(dsn)
        try:
            found = await RecordStore(database).find(CallsWanted(live=False))
        finally:
            await database.close()
        return [one.result for one in found.records]

    return asyncio.run(look())


def test_outside_servers_are_used_and_left_running(
    outside: RunningCentre, empty_postgres_dsn: str
) -> None:
    supervisor = outside.start("--demo")
    assert not (outside.data / "pg").exists()
    assert outside.state("nats") is None
    assert "postgres" not in outside.text()
    called = subprocess.run(
        [*outside.program, "lab", "call"],
        env=outside.env,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert called.returncode == 0, called.stdout + called.stderr
    stored = wait_for(lambda: records(empty_postgres_dsn), outside.text)
    assert stored == [Result.ANSWERED]
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(PATIENCE) == 0
    assert outside.left() == []
    assert records(empty_postgres_dsn) == stored


def test_a_bus_that_is_closed_to_us_ends_the_start(outside: RunningCentre) -> None:
    outside.env["CALLCENTER_NATS_TOKEN"] = "not-the-token"
    started = outside.up()
    assert started.wait(PATIENCE) == 2
    outside.hears("correct the address, or CALLCENTER_NATS_TOKEN")
    assert outside.left() == []
