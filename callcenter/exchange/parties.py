"""Brings the numbers behind party ids to where they may be kept, and keeps none itself.

Each goes to the desks at once and to the worker until it says that it is stored.
"""

import asyncio
from collections import OrderedDict
from typing import Final

import structlog

from acd.ids import CallId
from callcenter.bus import Bus
from callcenter.errors import Unavailable
from callcenter.wire import Done, PartySeen

log = structlog.get_logger()

AGAIN_AFTER: Final = 1.0
MOST: Final = 20000
"""Numbers waiting while the worker is away; the oldest goes when there are more."""


class Parties:
    """Numbers on their way to the worker."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._waiting: OrderedDict[CallId, PartySeen] = OrderedDict()
        self._news = asyncio.Event()

    async def see(self, seen: PartySeen) -> None:
        """A caller's number, once per call (again after a reconnection: harmless)."""
        await self._bus.publish("cc.parties", seen)
        self._waiting[seen.call] = seen
        if len(self._waiting) > MOST:
            self._waiting.popitem(last=False)
            log.error("exchange.number_lost")
        self._news.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                call, seen = next(iter(self._waiting.items()))
                if await self._deliver(seen):
                    self._waiting.pop(call, None)
                else:
                    # Behind the others: what is wrong may be wrong with this one only.
                    self._waiting.move_to_end(call)
                    await asyncio.sleep(AGAIN_AFTER)

    async def _deliver(self, seen: PartySeen) -> bool:
        try:
            done = await self._bus.request("cc.worker.party", seen, Done)
        except Unavailable:
            return False
        if done.error:
            log.warning("exchange.number_not_stored", call_id=seen.call, because=done.error)
        return not done.error
