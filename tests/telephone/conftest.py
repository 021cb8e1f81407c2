"""One centre for all calls; agents at their desks, over the API and the socket the page has."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from callcenter.lab.desk import Desk
from callcenter.lab.visitor import Visitor, visitor
from tests.centre import Centre
from tests.centre_fixtures import centre, standing_centre, wang, whole_centre
from tests.desks import desk_at
from tests.played import AGENT, OTHER_AGENT

__all__ = ["centre", "standing_centre", "wang", "whole_centre"]


@pytest.fixture
async def lin(centre: Centre) -> AsyncIterator[Desk]:
    """Agent 1001, who takes flights."""
    async with desk_at(centre, "1001", AGENT) as sitting:
        yield sitting


@pytest.fixture
async def zhou(centre: Centre, lin: Desk) -> AsyncIterator[Desk]:
    """Agent 1002, who takes flights too and has been idle for less long than 1001."""
    async with desk_at(centre, "1002", OTHER_AGENT) as sitting:
        yield sitting


@pytest.fixture
async def hemu(centre: Centre, lin: Desk) -> AsyncIterator[Desk]:
    """Agent 1003, who takes hotels."""
    async with desk_at(centre, "1003", OTHER_AGENT) as sitting:
        yield sitting


@pytest.fixture
async def mira(centre: Centre) -> AsyncIterator[Visitor]:
    """The supervisor of all, who looks things up."""
    password = centre.running.passwords()["4001"]
    async with visitor(centre.running.web, "4001", password) as who:
        yield who
