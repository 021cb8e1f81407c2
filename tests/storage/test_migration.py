"""The schema is made, found made, and refused where it is not ours."""

from __future__ import annotations

import asyncio
import threading

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from callcenter.embedded.postgres import Postgres
from callcenter.errors import SettingsInvalid, Unavailable
from callcenter.storage.migration import VERSION_TABLE, migrate, scripts
from callcenter.storage.tables import metadata

pytestmark = pytest.mark.postgres


def execute(dsn: str, sql: str) -> None:
    async def once() -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    asyncio.run(once())


def one_line(wrong: pytest.ExceptionInfo[SettingsInvalid]) -> str:
    said = str(wrong.value)
    assert "\n" not in said
    return said


def test_a_second_time_changes_nothing(empty_postgres_dsn: str) -> None:
    migrate(empty_postgres_dsn)
    execute(empty_postgres_dsn, "UPDATE mind SET epoch = 7")
    migrate(empty_postgres_dsn)
    execute(empty_postgres_dsn, "SELECT 1 / count(*) FROM mind WHERE epoch = 7")


def test_two_at_the_same_time_wait_for_each_other(empty_postgres_dsn: str) -> None:
    wrong: list[Exception] = []

    def one() -> None:
        try:
            migrate(empty_postgres_dsn)
        except Exception as caught:  # handed to the test's own thread
            wrong.append(caught)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_tables_are_what_the_migrations_make(postgres_dsn: str) -> None:
    found: list[object] = []

    def compare(connection: Connection) -> None:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSION_TABLE,
                "compare_server_default": True,
                "include_name": lambda name, kind, parents: (
                    kind != "table" or not str(name).startswith("journal_")
                ),
            },
        )
        found.extend(compare_metadata(context, metadata))

    async def look() -> None:
        engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(postgres_dsn)
        )
        async with engine.connect() as connection:
            await connection.run_sync(compare)
        await engine.dispose()

    asyncio.run(look())
    assert found == []


def test_a_foreign_database_is_refused_and_left_alone(empty_postgres_dsn: str) -> None:
    execute(empty_postgres_dsn, "CREATE TABLE invoices (id int)")
    with pytest.raises(SettingsInvalid) as wrong:
        migrate(empty_postgres_dsn)
    said = one_line(wrong)
    assert "invoices" in said
    assert "CALLCENTER_DATABASE_URL" in said
    execute(empty_postgres_dsn, "CREATE TABLE mind (still_free int)")


def test_an_older_schema_is_brought_up_and_keeps_its_rows(empty_postgres_dsn: str) -> None:
    at_revision(empty_postgres_dsn, "0003")
    execute(
        empty_postgres_dsn,
        "INSERT INTO customers (id, name) VALUES ('k1', '沈若川')",
    )
    migrate(empty_postgres_dsn)
    execute(empty_postgres_dsn, "SELECT 1 / count(*) FROM customers WHERE name = '沈若川'")
    execute(empty_postgres_dsn, "SELECT count(*) FROM call_records")


def at_revision(dsn: str, revision: str) -> None:
    """A database as an older release has made it."""

    def upgrade(connection: Connection) -> None:
        config = scripts()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    async def once() -> None:
        engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn)
        )
        async with engine.begin() as connection:
            await connection.run_sync(upgrade)
        await engine.dispose()

    asyncio.run(once())


def test_a_newer_schema_is_refused(empty_postgres_dsn: str) -> None:
    migrate(empty_postgres_dsn)
    execute(empty_postgres_dsn, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(SettingsInvalid) as wrong:
        migrate(empty_postgres_dsn)
    assert "9999" in one_line(wrong)


def test_a_missing_database_is_a_wrong_setting(postgres_server: Postgres) -> None:
    with pytest.raises(SettingsInvalid) as wrong:
        migrate(postgres_server.dsn("nowhere"))
    assert "nowhere" in one_line(wrong)


@pytest.mark.parametrize("dsn", ["mysql://somewhere/db", "postgresql://u@h:notaport/db"])
def test_an_address_that_is_none_is_a_wrong_setting(dsn: str) -> None:
    with pytest.raises(SettingsInvalid) as wrong:
        migrate(dsn)
    assert "CALLCENTER_DATABASE_URL" in one_line(wrong)


def test_a_server_that_is_away_is_not_a_wrong_setting() -> None:
    with pytest.raises(Unavailable):
        migrate("postgresql://postgres@/callcenter?host=/nowhere/at/all")
