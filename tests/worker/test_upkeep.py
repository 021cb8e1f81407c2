"""The journal keeps thirteen months and has tomorrow ready."""

from datetime import UTC, date, datetime

import pytest

from callcenter.errors import Unavailable
from callcenter.storage.database import Database
from callcenter.storage.journal import JournalStore
from callcenter.worker.upkeep import LOOK_EVERY, Upkeep, first_kept

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize(
    ("today", "kept"),
    [
        (date(2026, 11, 25), date(2025, 10, 1)),
        (date(2027, 1, 31), date(2025, 12, 1)),
        (date(2027, 2, 1), date(2026, 1, 1)),
    ],
)
def test_thirteen_months_are_kept(today: date, kept: date) -> None:
    assert first_kept(today) == kept


async def test_old_days_go_and_coming_days_are_there(fresh_postgres_dsn: str) -> None:
    database = Database(fresh_postgres_dsn)
    journal = JournalStore(database)
    await journal.ensure_partitions(date(2025, 9, 29), ahead=0)
    upkeep = Upkeep(journal, lambda: datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert await upkeep.look() == LOOK_EVERY
    parts = await database.fetch(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits "
        "WHERE inhparent = 'journal'::regclass"
    )
    names = {row["name"] for row in parts}
    assert {"journal_20261125", "journal_20261126", "journal_20261127"} <= names
    assert "journal_20250929" not in names
    await database.close()


async def test_a_database_that_is_away_is_tried_again_soon() -> None:
    class Away:
        async def ensure_partitions(self, today: date, ahead: int = 2) -> None:
            raise Unavailable("away")

        async def drop_days_before(self, day: date) -> list[date]:
            raise AssertionError("not asked")

    upkeep = Upkeep(Away(), lambda: datetime(2026, 11, 25, tzinfo=UTC))
    assert await upkeep.look() < LOOK_EVERY
