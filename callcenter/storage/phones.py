"""Desk phones that register. Of a password only hashes come in here; no password ever does.

The worker brings bindings, the command line and web set passwords and show who is registered.
"""

from collections.abc import Sequence
from datetime import datetime

from callcenter.sip.binding import Binding, Secret
from callcenter.storage.database import Database, Row

_BOUND = """
INSERT INTO phone_bindings
    (extension, contact, host, port, transport, call_id, cseq, q, since, until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


class PhoneStore:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[list[Secret], list[Binding]]:
        """Every phone and every binding, in a fixed order."""
        async with self._database.transaction() as connection:
            phones = await connection.fetch("SELECT * FROM phones ORDER BY extension")
            bound = await connection.fetch(
                "SELECT * FROM phone_bindings ORDER BY extension, contact"
            )
        return [_secret(row) for row in phones], [_binding(row) for row in bound]

    async def bind(self, extension: str, set_at: datetime, bindings: Sequence[Binding]) -> None:
        """Replace a phone's bindings, unless it has gone or has another password since."""
        async with self._database.transaction() as connection:
            stands = await connection.fetchval(
                "SELECT true FROM phones WHERE extension = $1 AND set_at = $2 FOR UPDATE",
                extension,
                set_at,
            )
            if not stands:
                return
            await connection.execute("DELETE FROM phone_bindings WHERE extension = $1", extension)
            for one in bindings:
                place = (one.contact, one.host, one.port, one.transport, one.call_id)
                await connection.execute(
                    _BOUND, extension, *place, one.cseq, one.q, one.since, one.until
                )

    async def set(self, secret: Secret) -> None:
        """A new phone, or a new password of one: whoever has the old one is registered no more."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM phones WHERE extension = $1", secret.extension)
            await connection.execute(
                "INSERT INTO phones (extension, ha1_md5, ha1_sha256, set_at) "
                "VALUES ($1, $2, $3, $4)",
                secret.extension,
                secret.md5,
                secret.sha256,
                secret.set_at,
            )

    async def remove(self, extension: str) -> bool:
        """No such phone any more; False when there was none."""
        return bool(
            await self._database.execute("DELETE FROM phones WHERE extension = $1", extension)
        )


def _secret(row: Row) -> Secret:
    return Secret(
        extension=row["extension"],
        md5=row["ha1_md5"],
        sha256=row["ha1_sha256"],
        set_at=row["set_at"],
    )


def _binding(row: Row) -> Binding:
    return Binding(**dict(row))
