"""Where finished recordings are: one file a call, its length, its checksum and its waveform."""

from callcenter.records import StoredRecording
from callcenter.storage.database import Database, Row
from callcenter.storage.texts import plain


class RecordingStore:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, recording: StoredRecording) -> None:
        """Say where a call's file is; a second file of the same call replaces the first."""
        await self._database.execute(
            "INSERT INTO recordings (call_id, file, seconds, size, sha256, peaks) "
            "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (call_id) DO UPDATE SET "
            "file = excluded.file, seconds = excluded.seconds, size = excluded.size, "
            "sha256 = excluded.sha256, peaks = excluded.peaks, stored_at = now()",
            plain(recording.call),
            recording.file,
            recording.seconds,
            recording.size,
            recording.sha256,
            recording.peaks,
        )

    async def one(self, call_id: str) -> StoredRecording | None:
        """Where a call's file is."""
        row = await self._database.fetch_one(
            "SELECT * FROM recordings WHERE call_id = $1", plain(call_id)
        )
        return None if row is None else _recording(row)


def _recording(row: Row) -> StoredRecording:
    return StoredRecording(
        call=row["call_id"],
        file=row["file"],
        seconds=row["seconds"],
        size=row["size"],
        sha256=row["sha256"],
        peaks=row["peaks"],
    )
