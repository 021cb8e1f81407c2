"""One centre for all calls; agents at their desks, over the API and the socket the page has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from callcenter.lab.desk import Desk, desk
from callcenter.lab.phone import phone
from callcenter.lab.visitor import Visitor, visitor
from tests.centre import Centre
from tests.centre_fixtures import centre, standing_centre, wang
from tests.played import AGENT, OTHER_AGENT

__all__ = ["centre", "standing_centre", "wang"]


@asynccontextmanager
async def desk_at(
    centre: Centre, number: str, hertz: int, *, answers: int = 200
) -> AsyncIterator[Desk]:
    """An agent who is ready at her desk; her phone answers calls with this status."""
    password = centre.running.passwords()[number]
    async with visitor(centre.running.web, number, password) as who, phone(number) as telephone:
        await telephone.hum(hertz)
        await telephone.answer_calls(answers)
        async with desk(who, telephone) as sitting:
            await sitting.ready()
            await sitting.is_in("idle")
            yield sitting


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
async def mira(centre: Centre) -> AsyncIterator[Visitor]:
    """The supervisor of all, who looks things up."""
    password = centre.running.passwords()["4001"]
    async with visitor(centre.running.web, "4001", password) as who:
        yield who
