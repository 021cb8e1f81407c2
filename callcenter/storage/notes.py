"""What agents wrote about calls: a draft, saved while she types and replaced whole each time."""

from acd.ids import AgentId, CallId
from callcenter.records import StoredNotes
from callcenter.storage.database import Database
from callcenter.storage.texts import plain
from callcenter.storage.timeline import tell


class NoteStore:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save_notes(self, notes: StoredNotes) -> None:
        """Keep the newest of each agent; an older `saved_at` changes nothing."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO call_notes (call_id, agent_id, text, need, needs, outcome, saved_at) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (call_id, agent_id) DO UPDATE "
                "SET text = excluded.text, need = excluded.need, needs = excluded.needs, "
                "outcome = excluded.outcome, saved_at = excluded.saved_at "
                "WHERE call_notes.saved_at <= excluded.saved_at",
                notes.call,
                notes.agent,
                plain(notes.text),
                plain(notes.need),
                [plain(need) for need in notes.needs],
                plain(notes.outcome),
                notes.saved_at,
            )
            await tell(connection, [notes.call])

    async def notes(self, call: CallId) -> StoredNotes | None:
        """The newest of a call, by whichever of its agents."""
        row = await self._database.fetch_one(
            "SELECT * FROM call_notes WHERE call_id = $1 ORDER BY saved_at DESC LIMIT 1",
            plain(call),
        )
        if row is None:
            return None
        return StoredNotes(
            call=CallId(row["call_id"]),
            agent=AgentId(row["agent_id"]),
            text=row["text"],
            need=row["need"],
            needs=tuple(row["needs"]),
            outcome=row["outcome"],
            saved_at=row["saved_at"],
        )
