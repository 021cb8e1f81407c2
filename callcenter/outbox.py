"""A source's outbox: facts numbered without gaps, kept and sent again until control holds them.

Used by every process that is itself a source (softphone, worker, web for its desks, the exchange
for itself). Lines have their file instead; their exchange relays it.
"""

import asyncio
from collections import OrderedDict

from ulid import ULID

from acd.step import Fact
from callcenter.bus import Bus
from callcenter.wire import Ack, Facts, Stamped, stamp

SEND_AGAIN_AFTER = 1.0
WINDOW = 1000
"""At most so many facts are in one message, and unacknowledged on the way."""


class Outbox:
    """One source's facts on their way to control."""

    def __init__(self, bus: Bus, source: str) -> None:
        self.source = source
        self._bus = bus
        self._last = 0
        self._kept: OrderedDict[int, Stamped] = OrderedDict()

    @property
    def last_seq(self) -> int:
        """Number of the newest fact; 0 before the first."""
        return self._last

    @property
    def unacknowledged(self) -> int:
        """How many facts control has not confirmed."""
        return len(self._kept)

    def is_acknowledged(self, seq: int) -> bool:
        """Whether control holds this fact, so that what it speaks of may be forgotten here."""
        return seq <= self._last and seq not in self._kept

    async def open(self) -> None:
        """Listen for acknowledgements."""
        await self._bus.subscribe(f"cc.acks.{self.source}", Ack, self._on_ack)

    async def emit(self, fact: Fact) -> Stamped:
        """Number the fact, keep it, send it."""
        self._last += 1
        stamped = stamp(fact, id=str(ULID()), source=self.source, seq=self._last)
        self._kept[self._last] = stamped
        if len(self._kept) <= WINDOW:
            await self._send((stamped,))
        return stamped

    async def send_again(self) -> None:
        """Send everything unacknowledged, oldest first: after a fence, and by `keep_sending`."""
        kept = tuple(self._kept.values())[:WINDOW]
        if kept:
            await self._send(kept)

    async def keep_sending(self) -> None:
        """Run for the process's life: send again what stayed unacknowledged for a second."""
        while True:
            oldest = next(iter(self._kept), None)
            await asyncio.sleep(SEND_AGAIN_AFTER)
            if oldest is not None and oldest in self._kept:
                await self.send_again()

    async def _send(self, facts: tuple[Stamped, ...]) -> None:
        await self._bus.publish(f"cc.facts.{self.source}", Facts(facts=facts))

    async def _on_ack(self, ack: Ack, _: str) -> None:
        while self._kept and next(iter(self._kept)) <= ack.upto:
            self._kept.popitem(last=False)
