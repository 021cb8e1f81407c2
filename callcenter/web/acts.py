"""Presses upon calls on their way: told to control, and answered when their fact is here.

A press is a fact of this process's source. Control decides; what came of it is in the replica, also
of a press that was told long before. It must not know HTTP.
"""

import asyncio
from collections.abc import Awaitable, Callable

from acd.answered_acts import ActAnswer
from acd.facts import (
    AssignPressed,
    MovePressed,
    PrioritisePressed,
    PullPressed,
    TransferPressed,
    WithdrawPressed,
)
from acd.step import Fact
from callcenter.errors import Unavailable
from callcenter.web.replica import Replica
from callcenter.wire import Positioned

ANSWERED_WITHIN = 4.0
"""Seconds; control answers within some milliseconds, unless it is away."""

Pressed = (
    MovePressed
    | PrioritisePressed
    | WithdrawPressed
    | AssignPressed
    | PullPressed
    | TransferPressed
)


class Acts:
    """All presses of this process that wait for their answer."""

    def __init__(self, replica: Replica, tell: Callable[[Fact], Awaitable[object]]) -> None:
        self._replica = replica
        self._tell = tell
        self._waiting: dict[str, asyncio.Event] = {}
        replica.listen(self._on_fact)

    def answer(self, press: str) -> ActAnswer | None:
        """What came of it, if that is known."""
        return self._replica.house.acd.act(press)

    async def press(self, fact: Pressed) -> ActAnswer:
        """Tell it, and wait for what comes of it; told again, it is the same press.

        Raises Unavailable when no answer came in time: it may still be done, and the same press
        says so when it is told again.
        """
        known = self.answer(fact.press)
        if known is not None:
            return known
        first = fact.press not in self._waiting
        answered = self._waiting.setdefault(fact.press, asyncio.Event())
        try:
            if first:
                await self._tell(fact)
            async with asyncio.timeout(ANSWERED_WITHIN):
                await answered.wait()
        except TimeoutError as late:
            raise Unavailable("no answer yet; tell the same press again") from late
        finally:
            if first:
                self._waiting.pop(fact.press, None)
        found = self.answer(fact.press)
        if found is None:
            raise Unavailable("the answer was lost; tell the same press again")
        return found

    def _on_fact(self, _: Positioned, fact: Fact) -> None:
        press = getattr(fact, "press", "")
        answered = self._waiting.get(press) if press else None
        if answered is not None and self.answer(press) is not None:
            answered.set()
