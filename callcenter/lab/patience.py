"""Waiting for what sends no news: ask again and again, with a limit."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T | None]], within: float, every: float = 0.05) -> T:
    """The first true thing that `look` finds; seconds. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(every)
