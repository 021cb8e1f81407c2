"""What agents wrote about calls: a draft, saved while she types and replaced whole each time."""

from datetime import datetime

from callcenter.clock import now
from callcenter.records import Notes
from callcenter.storage.database import Database, Row
from callcenter.storage.texts import plain
from callcenter.storage.timeline import tell


class NoteStore:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, notes: Notes) -> datetime:
        """Keep what an agent wrote so far, in place of her earlier draft; when it was kept.

        An older `saved_at` than the one that is kept changes nothing.
        """
        at = notes.saved_at or now()
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO call_notes (call_id, agent_id, text, need, needs, outcome, saved_at) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (call_id, agent_id) DO UPDATE "
                "SET text = excluded.text, need = excluded.need, needs = excluded.needs, "
                "outcome = excluded.outcome, saved_at = excluded.saved_at "
                "WHERE call_notes.saved_at <= excluded.saved_at",
                plain(notes.call),
                notes.agent,
                plain(notes.text),
                plain(notes.need),
                [plain(need) for need in notes.needs],
                plain(notes.outcome),
                at,
            )
            await tell(connection, [notes.call])
        return at

    async def of_call(self, call_id: str) -> list[Notes]:
        """What was written about a call, oldest draft first."""
        rows = await self._database.fetch(
            "SELECT * FROM call_notes WHERE call_id = $1 ORDER BY saved_at, agent_id",
            plain(call_id),
        )
        return [_notes(row) for row in rows]


def _notes(row: Row) -> Notes:
    return Notes(
        call=row["call_id"],
        agent=row["agent_id"],
        text=row["text"],
        need=row["need"],
        needs=tuple(row["needs"]),
        outcome=row["outcome"],
        saved_at=row["saved_at"],
    )
