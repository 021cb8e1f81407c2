"""One running centre a test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.web.centre import Centre, centre


@pytest_asyncio.fixture
async def running(
    fresh_postgres_dsn: str, nats_url: str, nats_token: str, tmp_path: Path
) -> AsyncIterator[Centre]:
    """Web, control, bus, database; people and queues in it."""
    async with centre(fresh_postgres_dsn, nats_url, nats_token, tmp_path) as made:
        yield made
