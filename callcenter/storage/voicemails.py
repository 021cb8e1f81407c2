"""Messages that callers left: kept with the records of their calls, listed by web.

A row is written with its call's record, in the same transaction. It must not know how a record is
made.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from acd.ids import AgentId, CallId, PartyId, QueueId
from callcenter.history.call_record import CallRecord
from callcenter.records import StoredVoicemail
from callcenter.storage.database import Connection, Database, Row
from callcenter.storage.texts import plain

_COLUMNS: Final = (
    *("call_id", "queue", "party", "left_at", "since", "seconds", "how"),
    *("agent", "taken_at", "done_by", "done_at", "outcome"),
)
_SAVE: Final = (
    f"INSERT INTO voicemails ({', '.join(_COLUMNS)}) "
    f"VALUES ({', '.join(f'${n + 1}' for n in range(len(_COLUMNS)))}) "
    "ON CONFLICT (call_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
)


async def write_voicemails(connection: Connection, records: Sequence[CallRecord]) -> None:
    """Of those of these calls in which a message was left."""
    rows = [values for record in records if (values := _values(record)) is not None]
    if rows:
        await connection.executemany(_SAVE, rows)


def _values(record: CallRecord) -> tuple[object, ...] | None:
    """In the order of `_COLUMNS`; None: there is no message yet."""
    told = record.voicemail
    if told is None or told.left_at is None:
        return None
    return (
        record.call,
        told.queue,
        plain(record.party),
        told.left_at,
        told.since,
        told.seconds,
        told.how,
        told.agent,
        told.taken_at,
        told.done_by,
        told.done_at,
        told.outcome,
    )


class VoicemailStore:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def one(self, call: str) -> StoredVoicemail | None:
        """The message that was left in a call."""
        row = await self._database.fetch_one(
            "SELECT * FROM voicemails WHERE call_id = $1", plain(call)
        )
        return None if row is None else _voicemail(row)

    async def done(
        self, queues: Sequence[str] | None, since: datetime, limit: int = 100
    ) -> list[StoredVoicemail]:
        """Those that were done since then, the newest end first; None: of every queue."""
        rows = await self._database.fetch(
            "SELECT * FROM voicemails WHERE done_at >= $1 AND ($2::text[] IS NULL "
            "OR queue = ANY($2)) ORDER BY done_at DESC, call_id LIMIT $3",
            since,
            None if queues is None else list(queues),
            limit,
        )
        return [_voicemail(row) for row in rows]


def _voicemail(row: Row) -> StoredVoicemail:
    return StoredVoicemail(
        call=CallId(row["call_id"]),
        queue=QueueId(row["queue"]),
        party=PartyId(row["party"]),
        left_at=row["left_at"],
        since=row["since"],
        seconds=row["seconds"],
        how=row["how"],
        done_by=AgentId(row["done_by"]) if row["done_by"] else None,
        done_at=row["done_at"],
        outcome=row["outcome"],
    )
