"""Agents at their desks: over the API and the socket that the page has, with a desk phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from callcenter.lab.desk import Desk, desk
from callcenter.lab.phone import phone
from callcenter.lab.visitor import visitor
from tests.centre import Centre


@asynccontextmanager
async def desk_at(
    centre: Centre, number: str, hertz: int, *, answers: int = 200, first: str = "idle"
) -> AsyncIterator[Desk]:
    """An agent who is ready at her desk; her phone answers calls with this status.

    `first` is the state she comes to: where somebody waits for her already, `on_call`.
    """
    password = centre.running.passwords()[number]
    async with visitor(centre.running.web, number, password) as who, phone(number) as telephone:
        await telephone.hum(hertz)
        await telephone.answer_calls(answers)
        async with desk(who, telephone) as sitting:
            await sitting.ready()
            await sitting.is_in(first)
            yield sitting
