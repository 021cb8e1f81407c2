"""Fixtures of the tests that use a whole centre: one centre for all, one view of it a test.

Each folder's `conftest.py` takes them in, so each folder has a centre of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from callcenter.lab.phone import Phone
from tests.centre import Centre, watching
from tests.demo_centre import StandingCentre
from tests.played import PlayedAgent, agent_at_phone, caller
from tests.running_centre import RunningCentre


@pytest.fixture(scope="session")
def standing_centre(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StandingCentre]:
    """A centre started as a user does; it must come down cleanly after all that is done to it."""
    standing = StandingCentre(lambda: tmp_path_factory.mktemp("centre") / "data")
    yield standing
    standing.end(request.session.testsfailed)


@pytest.fixture
def whole_centre(request: pytest.FixtureRequest, standing_centre: StandingCentre) -> RunningCentre:
    """The centre's processes and files."""
    return standing_centre.after(request.session.testsfailed)


@pytest.fixture
async def centre(whole_centre: RunningCentre) -> AsyncIterator[Centre]:
    """The centre as this test sees it."""
    async with watching(whole_centre) as seen:
        yield seen


@pytest.fixture
async def lin(centre: Centre) -> AsyncIterator[PlayedAgent]:
    """Agent 1001 at a desk phone, available."""
    async with agent_at_phone(centre, "1001") as played:
        yield played


@pytest.fixture
async def wang(centre: Centre) -> AsyncIterator[Phone]:
    """A caller whom the customer book knows."""
    async with caller() as made:
        yield made
