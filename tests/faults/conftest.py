"""One centre a module, started and stopped as a user does; one view of it a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from callcenter.lab.phone import Phone
from tests.centre import Centre, started_centre, watching
from tests.played import PlayedAgent, agent_at_phone, caller
from tests.running_centre import RunningCentre


@pytest.fixture(scope="module")
def whole_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCentre]:
    """A centre for this module; it must come down cleanly after all that is done to it."""
    yield from started_centre(tmp_path_factory.mktemp("faults") / "data")


@pytest.fixture
async def centre(whole_centre: RunningCentre) -> AsyncIterator[Centre]:
    """The module's centre as this test sees it."""
    async with watching(whole_centre) as seen:
        yield seen


@pytest.fixture
async def lin(centre: Centre) -> AsyncIterator[PlayedAgent]:
    """Agent 1001 at a desk phone, available."""
    async with agent_at_phone(centre, "1001") as played:
        yield played


@pytest.fixture
async def wang() -> AsyncIterator[Phone]:
    """A caller whom the customer book knows."""
    async with caller() as made:
        yield made
