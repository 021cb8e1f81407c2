"""A control for tests: takes facts from the bus, acknowledges them, gives orders."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from acd.ids import CallId, CommandId, LegId
from acd.step import Command, CommandClosed, Fact
from callcenter.bus import Bus
from callcenter.calls.facts import LegRang
from callcenter.clock import now
from callcenter.facts import encode
from callcenter.wire import Ack, Done, Facts, Fence, Inventory, Order, PartySeen, Stamped

F = TypeVar("F", bound=Fact)
T = TypeVar("T")
WITHIN = 8.0


@dataclass
class SmallControl:
    """One control, one exchange named `one`."""

    bus: Bus
    epoch: int = 1
    stamped: list[Stamped] = field(default_factory=list)
    inventories: list[Inventory] = field(default_factory=list)
    parties: list[PartySeen] = field(default_factory=list)
    acknowledging: bool = True
    _seen: set[tuple[str, int]] = field(default_factory=set)
    _upto: dict[str, int] = field(default_factory=dict)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _numbers: int = 0

    async def open(self) -> None:
        await self.bus.subscribe("cc.facts.*", Facts, self._on_facts)
        await self.bus.subscribe("cc.hello", Inventory, self._on_inventory)
        await self.bus.serve("cc.worker.party", PartySeen, self._on_party)
        await self.bus.flush()

    @property
    def facts(self) -> list[Fact]:
        """Every fact once, in the order of arrival."""
        return [each.fact for each in self.stamped]

    def of(self, kind: type[F]) -> list[F]:
        """The facts of one kind."""
        return [fact for fact in self.facts if isinstance(fact, kind)]

    @property
    def call(self) -> CallId:
        """The newest call."""
        return self.of(LegRang)[-1].call

    def leg(self, number: int) -> LegId:
        return LegId(f"{self.call}.{number}")

    def id(self) -> CommandId:
        self._numbers += 1
        return CommandId(f"t{self.epoch}-{self._numbers}")

    async def fence(self, *numbers: str) -> Inventory:
        """Rule, and hear what is alive."""
        before = len(self.inventories)
        await self.bus.publish("cc.fence", Fence(epoch=self.epoch, control="test", numbers=numbers))
        return await self.until(
            lambda: next(
                (each for each in self.inventories[before:] if each.epoch == self.epoch), None
            ),
            "an inventory",
        )

    async def order(self, command: Command, card: bytes = b"") -> None:
        """Send a command."""
        order = Order(
            body=encode(command),
            epoch=self.epoch,
            not_after=now() + timedelta(seconds=10),
            card=card,
        )
        await self.bus.publish("cc.exchange.one.do", order)

    async def do(self, command: Command, card: bytes = b"") -> CommandClosed:
        """Send a command and wait for its closing fact."""
        await self.order(command, card)
        return await self.wait_for(CommandClosed, lambda fact: fact.command == command.id)

    async def wait_for(
        self, kind: type[F], fits: Callable[[F], bool] = lambda _: True, within: float = WITHIN
    ) -> F:
        """The first fact of a kind that fits, past or to come."""
        return await self.until(
            lambda: next((fact for fact in self.of(kind) if fits(fact)), None),
            f"{kind.__name__}; there were {[type(fact).__name__ for fact in self.facts]}",
            within,
        )

    async def until(self, find: Callable[[], T | None], what: str, within: float = WITHIN) -> T:
        """Wait until something is so."""
        try:
            async with asyncio.timeout(within), self._news:
                while (found := find()) is None:
                    await self._news.wait()
                return found
        except TimeoutError as wrong:
            raise AssertionError(f"waited {within} s for {what}") from wrong

    async def _on_facts(self, message: Facts, _: str) -> None:
        async with self._news:
            for one in message.facts:
                if (one.source, one.seq) not in self._seen:
                    self._seen.add((one.source, one.seq))
                    self.stamped.append(one)
            self._news.notify_all()
        if self.acknowledging:
            last = message.facts[-1]
            ack = Ack(source=last.source, upto=last.seq, epoch=self.epoch)
            await self.bus.publish(f"cc.acks.{last.source}", ack)

    async def _on_inventory(self, inventory: Inventory, _: str) -> None:
        async with self._news:
            self.inventories.append(inventory)
            self._news.notify_all()

    async def _on_party(self, seen: PartySeen) -> Done:
        async with self._news:
            self.parties.append(seen)
            self._news.notify_all()
        return Done()
