"""A database to talk to, and facts to put into it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from callcenter.storage.database import Database


@pytest.fixture
async def database(fresh_postgres_dsn: str) -> AsyncIterator[Database]:
    """A migrated database of this test's own."""
    opened = Database(fresh_postgres_dsn)
    yield opened
    await opened.close()
