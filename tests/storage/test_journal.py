"""Appending, appending again, reading, refusing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from acd.ids import CallId, LegId, LineId, PartyId
from callcenter.calls.facts import LegRang
from callcenter.errors import PeerMisbehaved, StaleEpoch, Unavailable
from callcenter.storage.database import Database
from callcenter.storage.journal import JournalStore
from tests.storage.facts import NOON, available, left, row, rows

pytestmark = pytest.mark.postgres


@pytest.fixture
async def journal(database: Database) -> JournalStore:
    await database.execute("UPDATE mind SET epoch = 1")
    return JournalStore(database)


async def test_what_is_appended_is_read_back_as_it_was(journal: JournalStore) -> None:
    written = [row(1, left("a")), row(2, available("1001")), row(3, left("b"))]
    assert await journal.append(written, 1) == 3
    assert await journal.read(0) == written
    assert await journal.read(1, limit=1) == written[1:2]
    assert await journal.last_position() == 3
    assert await journal.facts_of_call("b") == written[2:]


async def test_an_empty_journal_is_at_position_zero(journal: JournalStore) -> None:
    assert await journal.last_position() == 0
    assert await journal.append([], 1) == 0
    assert await journal.read(0) == []


async def test_the_local_log_may_be_copied_again(journal: JournalStore) -> None:
    await journal.append(rows(1, 10), 1)
    assert await journal.append(rows(1, 10), 1) == 10
    assert await journal.append(rows(6, 15), 1) == 15
    assert [each.position for each in await journal.read(0)] == list(range(1, 16))


async def test_an_older_epoch_writes_nothing(journal: JournalStore, database: Database) -> None:
    await journal.append(rows(1, 2), 1)
    await database.execute("UPDATE mind SET epoch = 2")
    with pytest.raises(StaleEpoch):
        await journal.append(rows(3, 4), 1)
    assert await journal.last_position() == 2


async def test_positions_written_by_another_control_are_not_passed_over(
    journal: JournalStore,
) -> None:
    await journal.append(rows(1, 5), 1)
    with pytest.raises(StaleEpoch):
        await journal.append(rows(4, 6, source="line-b"), 1)
    assert await journal.last_position() == 5


async def test_a_hole_is_refused(journal: JournalStore) -> None:
    await journal.append(rows(1, 2), 1)
    with pytest.raises(ValueError, match="position 4"):
        await journal.append(rows(4, 5), 1)
    with pytest.raises(ValueError, match="position 5"):
        await journal.append([*rows(3, 3), *rows(5, 5)], 1)
    assert await journal.last_position() == 2


async def test_a_source_cannot_use_a_number_twice(journal: JournalStore) -> None:
    first = row(1, left("a"))
    again = row(2, left("a"))
    await journal.append([first], 1)
    twice = type(again)(
        position=2, epoch=1, id="x", source="line-a", seq=1, cause=2, body=again.body
    )
    with pytest.raises(PeerMisbehaved, match="line-a"):
        await journal.append([twice], 1)
    assert await journal.last_position() == 1


async def test_days_have_partitions_made_ahead_and_as_needed(
    journal: JournalStore, database: Database
) -> None:
    await journal.ensure_partitions(NOON.date(), ahead=1)
    await journal.append(
        [
            row(1, left("a", datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC))),
            row(2, left("a", datetime(2026, 11, 23, 0, 0, tzinfo=UTC))),
            row(3, left("a", datetime(2026, 11, 25, 0, 0, tzinfo=UTC))),
        ],
        1,
    )
    found = await database.fetch("SELECT tableoid::regclass::text AS part FROM journal ORDER BY 1")
    assert [each["part"] for each in found] == [
        "journal_20261122",
        "journal_20261123",
        "journal_20261125",
    ]
    ahead = await database.fetch("SELECT to_regclass('journal_20261126') IS NOT NULL AS there")
    assert ahead[0]["there"]


async def test_old_days_go_and_the_last_position_stays(journal: JournalStore) -> None:
    await journal.append([row(1, left("a")), row(2, left("a", NOON + timedelta(days=1)))], 1)
    assert await journal.drop_days_before(date(2026, 11, 24)) == [
        date(2026, 11, 22),
        date(2026, 11, 23),
    ]
    assert await journal.read(0) == []
    assert await journal.last_position() == 2
    assert await journal.append([row(3, left("a"))], 1) == 3


@pytest.mark.parametrize("dialled", ["80\0 00", "\\u0000", "\\\0", "\\\\\0x", "八千"])
async def test_no_dialled_number_stops_the_journal(journal: JournalStore, dialled: str) -> None:
    fact = LegRang(
        at=NOON,
        call=CallId("c"),
        leg=LegId("c.1"),
        line=LineId("l"),
        exchange="one",
        party=PartyId("p"),
        dialled=dialled,
    )
    await journal.append([row(1, fact)], 1)
    (stored,) = await journal.read(0)
    assert isinstance(stored.fact, LegRang)
    assert stored.fact.dialled == dialled.replace("\0", "\ufffd")


async def test_a_database_that_is_away_is_unavailable() -> None:
    away = Database("postgresql://postgres@/callcenter?host=/nowhere/at/all")
    with pytest.raises(Unavailable):
        await JournalStore(away).append(rows(1, 1), 1)
    await away.close()
