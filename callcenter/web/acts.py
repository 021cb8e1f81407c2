"""Presses upon calls on their way: told to control, and answered when their fact is here.

A press is a fact of this process's source. Control decides; what came of it is in the replica, also
of a press that was told long before. It must not know HTTP.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from acd.answered_acts import ActAnswer
from acd.facts import (
    AssignPressed,
    DialPressed,
    MovePressed,
    OutsidePressed,
    PrioritisePressed,
    PullPressed,
    TransferPressed,
    WithdrawPressed,
)
from acd.step import Fact
from callcenter.errors import Unavailable
from callcenter.web.replica import Replica
from callcenter.wire import Positioned

T = TypeVar("T")

ANSWERED_WITHIN = 4.0
"""Seconds; control answers within some milliseconds, unless it is away."""

Pressed = (
    MovePressed
    | PrioritisePressed
    | WithdrawPressed
    | AssignPressed
    | PullPressed
    | TransferPressed
    | DialPressed
    | OutsidePressed
)


class Acts:
    """All presses of this process that wait for their answer."""

    def __init__(self, replica: Replica, tell: Callable[[Fact], Awaitable[object]]) -> None:
        self._replica = replica
        self._tell = tell
        self._waiting: dict[str, tuple[asyncio.Event, Callable[[], object]]] = {}
        replica.listen(self._on_fact)

    def answer(self, press: str) -> ActAnswer | None:
        """What came of it, if that is known."""
        return self._replica.house.acd.act(press)

    async def press(self, fact: Pressed) -> ActAnswer:
        """Tell it, and wait for what comes of it; told again, it is the same press."""
        return await self.ask(fact, fact.press, lambda: self.answer(fact.press))

    async def ask(self, fact: Fact, press: str, answer: Callable[[], T | None]) -> T:
        """Tell a fact that is answered by another with the same press; what is known then.

        Raises Unavailable when no answer came in time: it may still be done, and the same press
        says so when it is told again.
        """
        known = answer()
        if known is not None:
            return known
        first = press not in self._waiting
        answered, _ = self._waiting.setdefault(press, (asyncio.Event(), answer))
        try:
            if first:
                await self._tell(fact)
            async with asyncio.timeout(ANSWERED_WITHIN):
                await answered.wait()
        except TimeoutError as late:
            raise Unavailable("no answer yet; tell the same press again") from late
        finally:
            if first:
                self._waiting.pop(press, None)
        found = answer()
        if found is None:
            raise Unavailable("the answer was lost; tell the same press again")
        return found

    def _on_fact(self, _: Positioned, fact: Fact) -> None:
        waiting = self._waiting.get(getattr(fact, "press", ""))
        if waiting is not None and waiting[1]() is not None:
            waiting[0].set()
