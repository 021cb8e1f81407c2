"""Only one control thinks, and it learns when it does no longer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from callcenter.errors import StaleEpoch, Unavailable
from callcenter.storage.database import Database
from callcenter.storage.mind import Mind
from callcenter.storage.snapshots import SnapshotStore

pytestmark = pytest.mark.postgres

LIMIT = 20.0


@pytest.fixture
async def maria(fresh_postgres_dsn: str) -> AsyncIterator[Mind]:
    mind = Mind(fresh_postgres_dsn, "maria")
    yield mind
    await mind.let_go()


@pytest.fixture
async def omar(fresh_postgres_dsn: str) -> AsyncIterator[Mind]:
    mind = Mind(fresh_postgres_dsn, "omar")
    yield mind
    await mind.let_go()


async def cut(database: Database, holder: str = "callcenter control") -> None:
    """End the session of whoever holds the lock, as a crash of the database would."""
    await database.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = $1 AND datname = current_database()",
        holder,
    )


async def session(database: Database, *, granted: bool, but: int = 0) -> int:
    """Wait until a session other than `but` holds the lock, or waits for it; its process id."""
    found = None
    async with asyncio.timeout(LIMIT):
        while found is None:
            await asyncio.sleep(0.02)
            found = await database.fetch_value(
                "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE "
                "locktype = 'advisory' AND datname = current_database() AND granted = $1 "
                "AND pid <> $2",
                granted,
                but,
            )
    return int(found)


async def test_each_taking_raises_the_epoch(maria: Mind) -> None:
    assert await maria.take() == 1
    await maria.let_go()
    assert await maria.take() == 2
    assert await maria.read_epoch() == 2


async def test_a_standby_waits_until_the_ruler_is_gone(
    maria: Mind, omar: Mind, database: Database
) -> None:
    await maria.take()
    waiting = asyncio.create_task(omar.take())
    await session(database, granted=False)
    assert not waiting.done()
    await maria.let_go()
    assert await asyncio.wait_for(waiting, LIMIT) == 2


async def test_a_lost_connection_ends_no_rule(maria: Mind, omar: Mind, database: Database) -> None:
    await maria.take()
    before = await session(database, granted=True)
    keeping = asyncio.create_task(maria.keep())
    await cut(database)
    await session(database, granted=True, but=before)
    assert not keeping.done()
    assert maria.epoch == await maria.read_epoch() == 1
    keeping.cancel()


async def test_the_one_that_was_overtaken_learns_it(
    maria: Mind, omar: Mind, database: Database
) -> None:
    await maria.take()
    waiting = asyncio.create_task(omar.take())
    await session(database, granted=False)
    await cut(database)
    async with asyncio.timeout(LIMIT):
        with pytest.raises(Unavailable):  # the standby's connection was cut as well
            await waiting
    assert await omar.take() == 2
    with pytest.raises(StaleEpoch):
        await asyncio.wait_for(maria.keep(), LIMIT)


async def test_without_a_database_the_lock_cannot_be_taken() -> None:
    nobody = Mind("postgresql://postgres@/callcenter?host=/nowhere/at/all", "nobody")
    with pytest.raises(Unavailable):
        await nobody.take()


async def test_three_snapshots_are_kept(database: Database) -> None:
    store = SnapshotStore(database, "0.1.0")
    assert await store.newest() == []
    for position in (10, 20, 30, 40):
        await store.save(position, b"older")
    await store.save(40, b"\x00state")
    assert await store.newest() == [(40, b"\x00state"), (30, b"older"), (20, b"older")]
