"""Control as the worker sees it: a journal with positions, orders, fences and acknowledgements."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from acd.step import Command, Fact
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.facts import encode
from callcenter.storage.journal import JournalStore
from callcenter.wire import Ack, Facts, Fence, Inventory, Journalled, Order, Positioned

EPOCH = 1
_F = TypeVar("_F", bound=Fact)


async def until(true: Callable[[], bool], within: float = 30.0) -> None:
    """Wait for something to become true; TimeoutError when it does not."""
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not true after {within} s")
        await asyncio.sleep(0.01)


class PlayedControl:
    """Keeps everything it hears from sources, and acknowledges it unless told not to."""

    def __init__(self, bus: Bus, journal: JournalStore) -> None:
        self.heard: list[Fact] = []
        self.inventories: list[Inventory] = []
        self.acknowledges = True
        self.position = 0
        self._bus = bus
        self._journal = journal

    async def listen(self) -> None:
        """Subscribe to facts and greetings."""
        await self._bus.subscribe("cc.facts.>", Facts, self._on_facts)
        await self._bus.subscribe("cc.hello", Inventory, self._on_hello)
        await self._bus.flush()

    def positioned(self, facts: Sequence[Fact]) -> list[Positioned]:
        """The next places in the journal for these facts."""
        rows = []
        for fact in facts:
            self.position += 1
            rows.append(
                Positioned(
                    position=self.position,
                    epoch=EPOCH,
                    id=f"id-{self.position}",
                    source="played",
                    seq=self.position,
                    cause=self.position,
                    body=encode(fact),
                )
            )
        return rows

    async def store(self, rows: Sequence[Positioned]) -> None:
        """Copy rows to the database."""
        await self._journal.append(rows, EPOCH)

    async def tell(self, rows: Sequence[Positioned]) -> None:
        """Publish rows to the replicas."""
        await self._bus.publish("cc.journal", Journalled(facts=tuple(rows)))

    async def journal(self, facts: Sequence[Fact]) -> None:
        """Tell and store, as control does."""
        rows = self.positioned(facts)
        await self.tell(rows)
        await self.store(rows)

    async def order(self, command: Command, *, epoch: int = EPOCH, valid_for: float = 5) -> None:
        """Send the worker a command."""
        not_after = now() + timedelta(seconds=valid_for)
        order = Order(body=encode(command), epoch=epoch, not_after=not_after)
        await self._bus.publish("cc.worker.do", order)

    async def fence(self, epoch: int) -> None:
        """This epoch rules."""
        await self._bus.publish("cc.fence", Fence(epoch=epoch, control="played"))

    async def expect(self, kind: type[_F], count: int = 1) -> _F:
        """Wait until `count` facts of a kind were heard; the last one."""
        await until(lambda: len(self.all_of(kind)) >= count)
        return self.all_of(kind)[count - 1]

    def all_of(self, kind: type[_F]) -> list[_F]:
        """Everything heard of one kind."""
        return [fact for fact in self.heard if isinstance(fact, kind)]

    async def _on_facts(self, facts: Facts, subject: str) -> None:
        self.heard.extend(stamped.fact for stamped in facts.facts)
        if self.acknowledges:
            last = facts.facts[-1]
            ack = Ack(source=last.source, upto=last.seq, epoch=EPOCH)
            await self._bus.publish(f"cc.acks.{last.source}", ack)

    async def _on_hello(self, inventory: Inventory, _: str) -> None:
        self.inventories.append(inventory)
