"""Snapshots of the house's state: control's shortcut past the journal's beginning.

Control saves and reads them. Three are kept, so that a bad one costs a longer replay, not the
state. What is inside is control's affair.
"""

from typing import Final

import msgspec

from callcenter.errors import StaleEpoch
from callcenter.storage.database import Database

KEPT: Final = 3


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The state after the fact at `position`, by one release and one configuration."""

    position: int
    code_version: str
    config_version: int
    state: bytes


class SnapshotStore:
    """The newest snapshots, in PostgreSQL. Raises Unavailable while it is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, snapshot: Snapshot, epoch: int) -> None:
        """Keep it and let all but the newest three go; raises StaleEpoch."""
        async with self._database.transaction() as connection:
            ruling = await connection.fetchval("SELECT epoch FROM mind FOR SHARE")
            if ruling != epoch:
                raise StaleEpoch(f"epoch {ruling} rules now, ours is {epoch}")
            await connection.execute(
                "INSERT INTO snapshots (position, code_version, config_version, bytes) "
                "VALUES ($1, $2, $3, $4) ON CONFLICT (position) DO UPDATE SET "
                "code_version = excluded.code_version, "
                "config_version = excluded.config_version, bytes = excluded.bytes",
                snapshot.position,
                snapshot.code_version,
                snapshot.config_version,
                snapshot.state,
            )
            await connection.execute(
                "DELETE FROM snapshots WHERE position NOT IN "
                "(SELECT position FROM snapshots ORDER BY position DESC LIMIT $1)",
                KEPT,
            )

    async def newest(self) -> list[Snapshot]:
        """Those that are kept, newest first."""
        rows = await self._database.fetch(
            "SELECT position, code_version, config_version, bytes FROM snapshots "
            "ORDER BY position DESC"
        )
        return [
            Snapshot(
                position=row["position"],
                code_version=row["code_version"],
                config_version=row["config_version"],
                state=row["bytes"],
            )
            for row in rows
        ]
