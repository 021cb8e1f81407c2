"""What an exchange tells of itself every few seconds, for metrics: its door, lines and trunks.

Figures only; nobody's number, and nothing is decided by them.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict
from typing import Final

from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.exchange.door import FrontDoor
from callcenter.exchange.lines import LineState
from callcenter.exchange.pool import Pool
from callcenter.trunk import Trunk
from callcenter.wire import ExchangeFigures, TrunkFigures

EVERY: Final = 5.0
"""Seconds."""


class Figures:
    """Of one exchange."""

    def __init__(
        self, name: str, boot: str, door: FrontDoor, pool: Pool, trunks: Iterable[Trunk]
    ) -> None:
        self._name = name
        self._boot = boot
        self._door = door
        self._pool = pool
        self._trunks = tuple(trunks)

    async def keep_telling(self, bus: Bus) -> None:
        """For the process's life."""
        while True:
            await bus.publish("cc.figures", self.now())
            await asyncio.sleep(EVERY)

    def now(self) -> ExchangeFigures:
        """At this instant."""
        door = self._door.snapshot()
        return ExchangeFigures(
            name=self._name,
            boot=self._boot,
            at=now(),
            messages=asdict(door.counts),
            answers={str(status): count for status, count in door.answers.items()},
            bans=door.bans,
            registers=door.registers,
            dialogs=door.dialogs,
            socket_drops=door.socket_drops,
            draining=door.draining,
            lines={state.value: self._pool.count(state) for state in LineState},
            trunks=tuple(
                TrunkFigures(
                    name=trunk.name,
                    answers=self._door.answers(trunk),
                    calls=len(self._door.lines_at(trunk)),
                    most_calls=trunk.most_calls,
                )
                for trunk in self._trunks
            ),
        )
