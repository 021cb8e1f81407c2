"""Snapshots of the house's state: control's shortcut past the journal's beginning.

Control saves and reads them. Three are kept, so that a bad one costs a longer replay, not the
state. What is inside is control's affair.
"""

from typing import Final

from callcenter.storage.database import Database

KEPT: Final = 3


class SnapshotStore:
    """The newest snapshots, in PostgreSQL. Every method raises Unavailable while it is away.

    `code_version` names the release that makes them.
    """

    def __init__(self, database: Database, code_version: str = "") -> None:
        self._database = database
        self._code_version = code_version

    async def save(self, position: int, dumped: bytes, config_version: int = 0) -> None:
        """Keep the state after the fact at `position`, and let all but the newest three go."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO snapshots (position, code_version, config_version, bytes) "
                "VALUES ($1, $2, $3, $4) ON CONFLICT (position) DO UPDATE SET "
                "code_version = excluded.code_version, "
                "config_version = excluded.config_version, bytes = excluded.bytes",
                position,
                self._code_version,
                config_version,
                dumped,
            )
            await connection.execute(
                "DELETE FROM snapshots WHERE position NOT IN "
                "(SELECT position FROM snapshots ORDER BY position DESC LIMIT $1)",
                KEPT,
            )

    async def newest(self) -> list[tuple[int, bytes]]:
        """Position and state of those that are kept, newest first."""
        rows = await self._database.fetch(
            "SELECT position, bytes FROM snapshots ORDER BY position DESC"
        )
        return [(row["position"], row["bytes"]) for row in rows]
