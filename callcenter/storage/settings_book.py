"""The settings, read and changed as one document: one change at a time, all of it or nothing.

What is written is in force when control looks the next time. It must not know what a setting does.
"""

import asyncio

import structlog

from callcenter.administration.book import (
    Ended,
    Outcome,
    Version,
    VersionsWanted,
    Wish,
    precondition,
)
from callcenter.administration.document import Document, edited, removed
from callcenter.administration.plan import Plan, plan
from callcenter.storage.database import Connection, Database
from callcenter.storage.settings_history import (
    keep_version,
    keep_what_stands,
    read_version,
    read_versions,
)
from callcenter.storage.settings_reading import read_document, read_uses
from callcenter.storage.settings_writing import write_document

log = structlog.get_logger()

_LOCK = "SELECT stamp FROM configuration_stamp FOR UPDATE"
"""Whoever changes or publishes waits for it."""


class SettingsBook:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> Document:
        """The document as it stands."""
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            return await read_document(connection)

    async def change(self, wish: Wish) -> Outcome:
        """Carry out a wish, or only say what would become of it."""
        async with self._database.transaction() as connection:
            if not wish.dry_run:
                await connection.execute(_LOCK)
            before = await read_document(connection)
            against = precondition(before, wish)
            if against is not None:
                nothing = Plan(after=before, faults=(), warnings=(), changes=())
                return Outcome(ended=against, document=before, plan=nothing)
            return await self._carry_out(connection, before, wish)

    async def _carry_out(self, connection: Connection, before: Document, wish: Wish) -> Outcome:
        gone = removed(before, edited(before, wish.edit))
        uses = await read_uses(connection, gone)
        # A large house takes a tenth of a second: live desks must not wait for that.
        planned = await asyncio.to_thread(plan, before, wish.edit, uses)
        if wish.dry_run:
            return Outcome(ended=Ended.TRIED, document=before, plan=planned)
        if planned.faults:
            return Outcome(ended=Ended.REFUSED, document=before, plan=planned)
        if not planned.changes:
            return Outcome(ended=Ended.CHANGED, document=before, plan=planned)
        await keep_what_stands(connection, before)
        await write_document(connection, before, planned.after)
        after = await read_document(connection)
        version = await keep_version(connection, wish, after, planned.changes)
        log.info("settings.changed", version=version, by=wish.by, values=len(planned.changes))
        return Outcome(ended=Ended.CHANGED, document=after, plan=planned)

    async def flows(self) -> frozenset[str]:
        """The names of all flows."""
        rows = await self._database.fetch("SELECT DISTINCT name FROM flows")
        return frozenset(row["name"] for row in rows)

    async def versions(self, wanted: VersionsWanted) -> list[Version]:
        """Changes that were made, newest first."""
        async with self._database.connection() as connection:
            return await read_versions(connection, wanted)

    async def at_version(self, version: int) -> Document | None:
        """The document as it was then, complete; None when there is no such version."""
        async with self._database.connection() as connection:
            return await read_version(connection, version)
