"""The orders of control, carried out once each and closed by exactly one fact.

An order of an older epoch is refused, one that is too late has expired, one that comes again gets
the same closing fact again. Orders do not wait for each other: one hanging look-up delays none.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
import structlog

from acd.ids import CommandId
from acd.step import Command, CommandClosed
from callcenter.calls.refusals import Refusal
from callcenter.clock import now
from callcenter.outbox import Outbox
from callcenter.wire import Order

log = structlog.get_logger()

REMEMBERED: Final = 10_000
"""Closing facts kept for orders that come again."""


class OrderDesk:
    """Takes orders from the bus; `run` owns their tasks."""

    def __init__(
        self, outbox: Outbox, carry_out: Callable[[Command], Awaitable[CommandClosed]]
    ) -> None:
        self._outbox = outbox
        self._carry_out = carry_out
        self._closed: OrderedDict[CommandId, CommandClosed] = OrderedDict()
        self._under_way: set[CommandId] = set()
        self._came: asyncio.Queue[Order] = asyncio.Queue()
        self.epoch = 0
        """The newest epoch that has shown itself."""

    def accept(self, epoch: int) -> None:
        """A control rules; orders of older ones are refused from here on."""
        self.epoch = max(self.epoch, epoch)

    async def take(self, order: Order, _: str) -> None:
        """An order from the bus; returns at once."""
        await self._came.put(order)

    async def run(self) -> None:
        """Carry out orders for the process's life."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                order = await self._came.get()
                tasks.create_task(self._close(order))

    async def _close(self, order: Order) -> None:
        try:
            command = order.command
        except msgspec.DecodeError:
            log.warning("orders.unreadable")
            return
        if command.id in self._under_way:
            return
        closing = self._closed.get(command.id) or self._refusal(order, command)
        if closing is None:
            self._under_way.add(command.id)
            try:
                closing = await self._carry_out(command)
            finally:
                self._under_way.discard(command.id)
            self._remember(closing)
        await self._outbox.emit(closing)

    def _refusal(self, order: Order, command: Command) -> CommandClosed | None:
        if order.epoch < self.epoch:
            return CommandClosed(
                at=now(), command=command.id, outcome="refused", reason=Refusal.STALE_EPOCH
            )
        self.accept(order.epoch)
        if order.not_after < now():
            return CommandClosed(at=now(), command=command.id, outcome="expired")
        return None

    def _remember(self, closing: CommandClosed) -> None:
        self._closed[closing.command] = closing
        if len(self._closed) > REMEMBERED:
            self._closed.popitem(last=False)
