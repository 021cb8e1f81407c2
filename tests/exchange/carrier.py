"""A trunk's far end, and the door that asks it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from callcenter.exchange.door_ports import DoorRules, DoorSettings
from callcenter.lab.ports import free_block
from callcenter.sip.message import Request
from callcenter.trunk import Trunk
from tests.exchange.fake_phones import KEY, Bench, Clock, UdpPhone, answer_to
from tests.exchange_pool.exchange_process import until

ADDRESS = "127.0.0.9"


@dataclass
class Carrier:
    """Asked by one method alone."""

    bench: Bench
    clock: Clock
    phone: UdpPhone
    trunk: Trunk
    method: str
    asked: int = 0

    async def is_asked(self) -> Request:
        """The next request."""
        self.asked += 1
        return await self.phone.inbox.request(self.method, nth=self.asked)

    async def answers(self, status: int, *fields: str) -> Request:
        """The next request, answered so; returns when the door has the answer."""
        before = self.bench.door.snapshot().counts.received
        request = await self.is_asked()
        self.phone.send(answer_to(request, status, list(fields)))
        await until(lambda: self.bench.door.snapshot().counts.received > before, "the answer")
        return request

    def time_goes(self, seconds: float) -> None:
        """The door has its look at the end."""
        self.clock.now += seconds
        self.bench.door.due(self.clock.now)

    async def asks_no_more(self) -> None:
        """Not now."""
        self.time_goes(0.0)
        assert self.phone.inbox.count(self.method) == self.asked

    @property
    def is_there(self) -> bool:
        """The door would call there."""
        return self.bench.door.answers(self.trunk)


@asynccontextmanager
async def watched(method: str, **trunk: Any) -> AsyncIterator[Carrier]:
    """By a door that knows no other trunk."""
    clock = Clock()
    settings = DoorSettings(key=KEY, port=free_block(1))
    nobody = DoorRules(knows=lambda number: True, allows=lambda address: False)
    bench = await Bench.of(settings, nobody, clock)
    phone = await UdpPhone(bench.door.port, ADDRESS).open()
    north = Trunk(name="north", address=f"sip:{ADDRESS}:{phone.port}", **trunk)
    bench.door.watch([north])
    yield Carrier(bench, clock, phone, north, method)
    assert bench.door.snapshot().counts.unexpected == 0
    phone.close()
    await bench.close()
