"""Call records: written by the worker's folds, read and listed by web.

A record is kept whole beside the columns by which lists are filtered. Saving a fold's records and
how far it has read is one transaction, so nothing is counted twice or left out. It must not know
how a record is made.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from acd.ids import AgentId
from callcenter.clock import now
from callcenter.history.call_record import CallRecord
from callcenter.records import CallsFound, CallsWanted, DayCounts, LastTalk
from callcenter.storage.call_list import cursor, query
from callcenter.storage.database import Connection, Database, Row
from callcenter.storage.texts import json_text, plain
from callcenter.storage.timeline import tell
from callcenter.storage.voicemails import write_voicemails

_INSTANTS: Final = (
    "rang_at",
    "answered_at",
    "dialogue_ended_at",
    "queued_at",
    "first_offered_at",
    "connected_at",
    "released_at",
    "abandoned_at",
    "ended_at",
    "wrapped_at",
    "called_back_at",
    "voicemail_at",
    "turned_away_at",
    "withdrawn_at",
)
_COLUMNS: Final = (
    "call_id",
    "started_at",
    *_INSTANTS,
    "party",
    "dialled",
    "language",
    "path",
    "queue",
    "agent",
    "agents",
    "customers",
    "need",
    "needs",
    "outcome",
    "ending_side",
    "ending_reason",
    "ending_code",
    "result",
    "short",
    "answer_within",
    "offers",
    "talk",
    "hold",
    "wrap_up",
    "recording",
    "is_over",
    "body",
)
_SAVE: Final = (
    f"INSERT INTO call_records ({', '.join(_COLUMNS)}) "
    f"VALUES ({', '.join(f'${n + 1}' for n in range(len(_COLUMNS)))}) "
    "ON CONFLICT (call_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[2:])
    + ", started_at = least(call_records.started_at, excluded.started_at)"
)
_MOST: Final = 500


class RecordStore:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, records: Sequence[CallRecord]) -> None:
        """Write records over what was known of these calls."""
        async with self._database.transaction() as connection:
            await _write(connection, records)

    async def save_upto(self, records: Sequence[CallRecord], fold: str, position: int) -> None:
        """Write records, and that the named fold has read the journal up to `position`."""
        async with self._database.transaction() as connection:
            await _write(connection, records)
            await _advance(connection, fold, position)

    async def position(self, fold: str) -> int:
        """How far the named fold has read the journal; 0 at its beginning."""
        return int(
            await self._database.fetch_value(
                "SELECT position FROM projections WHERE name = $1", fold
            )
            or 0
        )

    async def one(self, call_id: str) -> CallRecord | None:
        """The record of one call."""
        body = await self._database.fetch_value(
            "SELECT body FROM call_records WHERE call_id = $1", plain(call_id)
        )
        return None if body is None else msgspec.json.decode(body, type=CallRecord)

    async def many(self, call_ids: Sequence[str]) -> dict[str, CallRecord]:
        """The records of these calls, as far as there are any."""
        rows = await self._database.fetch(
            "SELECT body FROM call_records WHERE call_id = ANY($1)", list(call_ids)
        )
        return {record.call: record for record in map(_record, rows)}

    async def unfinished(self) -> list[CallRecord]:
        """Records of calls that go on, wrap-up included: where a fold takes up its work."""
        rows = await self._database.fetch(
            "SELECT body FROM call_records WHERE NOT is_over ORDER BY started_at, call_id"
        )
        return [_record(row) for row in rows]

    async def last_talk(
        self, party: str, customers: Sequence[str], since: datetime
    ) -> LastTalk | None:
        """Of this number, or of one of these customers by whatever number; None: not since then,
        or the number was withheld.
        """
        row = await self._database.fetch_one(
            "SELECT agent, connected_at FROM call_records "
            "WHERE (party = $1 AND party <> '' OR customers && $2) "
            "AND connected_at >= $3 AND agent IS NOT NULL AND call_id NOT LIKE '%~%' "
            "ORDER BY connected_at DESC LIMIT 1",
            plain(party),
            list(customers),
            since,
        )
        return None if row is None else LastTalk(AgentId(row["agent"]), row["connected_at"])

    async def find(self, wanted: CallsWanted) -> CallsFound:
        """One page of a list, newest first; ValueError for a cursor that is none of ours."""
        limit = max(1, min(wanted.limit, _MOST))
        sql, values = query(wanted, limit + 1)
        rows = await self._database.fetch(sql, *values)
        page = rows[:limit]
        more = cursor(page[-1]) if len(rows) > limit else ""
        return CallsFound(records=tuple(_record(row) for row in page), next=more)

    async def day_counts(
        self, since: datetime, until: datetime, queue: str = "", as_of: datetime | None = None
    ) -> DayCounts:
        """Figures of the calls that entered a queue in `[since, until)`; waits end at `as_of`."""
        row = await self._database.fetch_one(_COUNTS, since, until, queue, as_of or now())
        if row is None:
            raise LookupError("an aggregate always has a row")
        promised = row["answered"] + row["abandoned_after"] + row["crossed"]
        return DayCounts(
            **dict(row), service_level=row["answered_within"] / promised if promised else None
        )


_COUNTS: Final = """
SELECT
    count(*) AS offered,
    count(*) FILTER (WHERE result = 'answered') AS answered,
    count(*) FILTER (WHERE answered_within) AS answered_within,
    count(*) FILTER (WHERE result = 'abandoned') AS abandoned,
    count(*) FILTER (WHERE result = 'abandoned' AND waited > answer_within) AS abandoned_after,
    count(*) FILTER (WHERE result = 'short_abandoned') AS short_abandoned,
    count(*) FILTER (WHERE result = 'flowed_out') AS flowed_out,
    count(*) FILTER (WHERE result = 'turned_away') AS turned_away,
    count(*) FILTER (WHERE result = 'called_back') AS called_back,
    count(*) FILTER (WHERE result = 'voicemail') AS voicemail,
    count(*) FILTER (WHERE result = 'withdrawn') AS withdrawn,
    count(*) FILTER (WHERE result = 'lost') AS lost,
    count(*) FILTER (WHERE result = 'waiting') AS waiting,
    count(*) FILTER (WHERE result IN
        ('waiting', 'flowed_out', 'turned_away', 'called_back', 'voicemail',
         'withdrawn', 'lost')
        AND coalesce(waited, extract(epoch FROM $4 - queued_at)) > answer_within) AS crossed,
    avg(waited) FILTER (WHERE result = 'answered') AS average_speed_of_answer,
    avg(handle) FILTER (WHERE result = 'answered' AND is_over) AS average_handle_time
FROM call_figures
WHERE queued_at >= $1 AND queued_at < $2 AND ($3 = '' OR queue = $3)
"""


async def _write(connection: Connection, records: Sequence[CallRecord]) -> None:
    if not records:
        return
    await connection.executemany(_SAVE, [_values(record) for record in records])
    await write_voicemails(connection, records)
    await tell(connection, [record.call for record in records if record.ended_at])


async def _advance(connection: Connection, fold: str, position: int) -> None:
    await connection.execute(
        "INSERT INTO projections (name, position) VALUES ($1, $2) ON CONFLICT (name) "
        "DO UPDATE SET position = greatest(projections.position, excluded.position)",
        fold,
        position,
    )


def _values(record: CallRecord) -> tuple[object, ...]:
    """In the order of `_COLUMNS`."""
    instants = [getattr(record, name) for name in _INSTANTS]
    known = [at for at in instants if at is not None]
    ending = record.ending
    return (
        record.call,
        min(known) if known else now(),
        *instants,
        plain(record.party),
        plain(record.dialled),
        record.language,
        [plain(step) for step in record.path],
        record.queue,
        record.agent,
        list(dict.fromkeys(segment.agent for segment in record.agents)),
        list(record.customers),
        record.need,
        list(record.needs),
        record.outcome,
        ending.side.value if ending else "",
        ending.reason.value if ending else "",
        ending.code if ending else 0,
        record.result.value,
        record.short,
        record.answer_within,
        record.offers_made,
        record.talk,
        record.hold,
        record.wrap_up,
        record.recording.value,
        record.is_over,
        json_text(msgspec.json.encode(record)),
    )


def _record(row: Row) -> CallRecord:
    return msgspec.json.decode(row["body"], type=CallRecord)
