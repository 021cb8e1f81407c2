"""The journal of facts: appended by control in its one order, read by everybody who folds.

Control appends; web and worker read from a position on. Positions are given by control and have
no gaps. Appending what is already stored is harmless, so control copies its local log again after
a crash without asking how far it had come. It must not know what a fact means.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, timedelta
from typing import Final

import asyncpg

from acd.step import Fact
from callcenter.errors import PeerMisbehaved, StaleEpoch
from callcenter.facts import agent_of, call_of, encode, fact_from_json, fact_to_json, kind_of
from callcenter.storage.database import Connection, Database, Row
from callcenter.storage.texts import json_text, plain
from callcenter.wire import Positioned

_COLUMNS: Final = (
    "day",
    "position",
    "epoch",
    "source",
    "seq",
    "cause",
    "id",
    "kind",
    "at",
    "call_id",
    "agent_id",
    "body",
)
_READ: Final = "SELECT position, epoch, id, source, seq, cause, body FROM journal"
_PARTITION_LOCK: Final = 0x63635F64617973
"""Advisory lock key: one maker of partitions at a time."""


class JournalStore:
    """The journal in PostgreSQL. Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._days: set[date] = set()

    async def append(self, rows: Sequence[Positioned], epoch: int) -> int:
        """Store rows (consecutive positions, at most some thousands); the last position stored.

        Rows already stored are passed over. Raises StaleEpoch when another control rules or has
        written these positions, PeerMisbehaved when a source's number comes a second time, and
        ValueError for a hole before or between the rows.
        """
        if not rows:
            return await self.last_position()
        _refuse_holes(rows)
        facts = [row.fact for row in rows]
        days = {_day(fact) for fact in facts}
        await self._ensure(days | {day + timedelta(days=1) for day in days})
        records = [_record(row, fact) for row, fact in zip(rows, facts, strict=True)]
        try:
            async with self._database.transaction() as connection:
                return await _append(connection, rows, records, epoch)
        except asyncpg.UniqueViolationError as twice:
            raise PeerMisbehaved(f"journal: a fact came twice: {twice.detail}") from twice

    async def read(self, after_position: int, limit: int = 1000) -> list[Positioned]:
        """The rows behind a position, in order, at most `limit`."""
        found = await self._database.fetch(
            f"{_READ} WHERE position > $1 ORDER BY position LIMIT $2", after_position, limit
        )
        return [_positioned(row) for row in found]

    async def last_position(self) -> int:
        """The last position stored; 0 for an empty journal."""
        return int(await self._database.fetch_value("SELECT position FROM mind") or 0)

    async def facts_of_call(self, call_id: str) -> list[Positioned]:
        """Every fact about one call, in order."""
        found = await self._database.fetch(f"{_READ} WHERE call_id = $1 ORDER BY position", call_id)
        return [_positioned(row) for row in found]

    async def ensure_partitions(self, today: date, ahead: int = 2) -> None:
        """Make the partitions of today and `ahead` days after it, before anybody needs them."""
        await self._ensure(today + timedelta(days=n) for n in range(ahead + 1))

    async def drop_days_before(self, day: date) -> list[date]:
        """Let go of whole days older than `day`; the days that went."""
        names = await self._database.fetch(
            "SELECT inhrelid::regclass::text AS name FROM pg_inherits "
            "WHERE inhparent = 'journal'::regclass"
        )
        gone = sorted(_day_of(row["name"]) for row in names if _day_of(row["name"]) < day)
        for each in gone:
            await self._database.execute(f"DROP TABLE IF EXISTS {_partition(each)}")
            self._days.discard(each)
        return gone

    async def _ensure(self, days: Iterable[date]) -> None:
        for day in sorted(set(days) - self._days):
            await self._make(day)
            self._days.add(day)

    async def _make(self, day: date) -> None:
        """Made aside and then attached: attaching does not wait for those who read."""
        name, after = _partition(day), day + timedelta(days=1)
        async with self._database.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _PARTITION_LOCK)
            if await connection.fetchval("SELECT to_regclass($1)", name) is not None:
                return
            await connection.execute(f"CREATE TABLE {name} (LIKE journal INCLUDING ALL)")
            await connection.execute(
                f"ALTER TABLE journal ATTACH PARTITION {name} "
                f"FOR VALUES FROM ('{day}') TO ('{after}')"
            )


async def _append(
    connection: Connection,
    rows: Sequence[Positioned],
    records: Sequence[tuple[object, ...]],
    epoch: int,
) -> int:
    """In one transaction: is it still our epoch, what is new, write it, say how far we are."""
    ruling = await connection.fetchrow("SELECT epoch, position FROM mind FOR UPDATE")
    if ruling["epoch"] != epoch:
        raise StaleEpoch(f"epoch {ruling['epoch']} rules the journal, ours is {epoch}")
    last = int(ruling["position"])
    known = sum(row.position <= last for row in rows)
    if known:
        await _refuse_other_history(connection, rows[:known])
    if known == len(rows):
        return last
    if last and rows[known].position != last + 1:
        raise ValueError(f"journal: position {rows[known].position} does not follow {last}")
    await connection.copy_records_to_table("journal", records=records[known:], columns=_COLUMNS)
    await connection.execute("UPDATE mind SET position = $1", rows[-1].position)
    return rows[-1].position


def _refuse_holes(rows: Sequence[Positioned]) -> None:
    first = rows[0].position
    for index, row in enumerate(rows):
        if row.position != first + index:
            raise ValueError(f"journal: position {row.position} where {first + index} is due")


async def _refuse_other_history(connection: Connection, rows: Sequence[Positioned]) -> None:
    """What is stored at these positions must be these facts, else somebody else wrote them."""
    found = await connection.fetch(
        "SELECT position, id FROM journal WHERE position BETWEEN $1 AND $2",
        rows[0].position,
        rows[-1].position,
    )
    stored = {row["position"]: row["id"] for row in found}
    for row in rows:
        if stored.get(row.position, row.id) != row.id:
            raise StaleEpoch(f"another control wrote position {row.position} of the journal")


def _record(row: Positioned, fact: Fact) -> tuple[object, ...]:
    return (
        _day(fact),
        row.position,
        row.epoch,
        row.source,
        row.seq,
        row.cause,
        row.id,
        kind_of(fact),
        fact.at,
        _maybe(call_of(fact)),
        _maybe(agent_of(fact)),
        json_text(fact_to_json(fact)),
    )


def _day(fact: Fact) -> date:
    if fact.at.tzinfo is None:
        raise ValueError(f"journal: the instant of a {kind_of(fact)} must be aware")
    return fact.at.astimezone(UTC).date()


def _maybe(value: str | None) -> str | None:
    return None if value is None else plain(value)


def _positioned(row: Row) -> Positioned:
    return Positioned(
        position=row["position"],
        epoch=row["epoch"],
        id=row["id"],
        source=row["source"],
        seq=row["seq"],
        cause=row["cause"],
        body=encode(fact_from_json(row["body"])),
    )


def _partition(day: date) -> str:
    return f"journal_{day:%Y%m%d}"


def _day_of(partition: str) -> date:
    digits = partition.rsplit("_", 1)[-1]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
