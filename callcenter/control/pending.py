"""Commands that wait for their closing fact: sent again after a second, expired at their end.

Spoken to by the switchboard. It decides nothing about what a command is for.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from acd.ids import CommandId
from callcenter.wire import Order

SEND_AGAIN_AFTER = timedelta(seconds=1)
EXPIRY_GRACE = timedelta(seconds=2)
"""The receiver is to say `expired` itself; control does it only when nobody did."""


class Waiting(msgspec.Struct, kw_only=True):
    """One command on its way."""

    order: Order
    subject: str
    sent_at: datetime | None = None


class Pending:
    """Every command without a closing fact."""

    def __init__(self) -> None:
        self._waiting: dict[CommandId, Waiting] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, command: CommandId) -> bool:
        return command in self._waiting

    def orders(self) -> tuple[Order, ...]:
        """What is waiting, oldest first."""
        return tuple(one.order for one in self._waiting.values())

    def add(self, command: CommandId, order: Order, subject: str) -> bool:
        """A new wish; False when the same one is waiting already."""
        if command in self._waiting:
            return False
        self._waiting[command] = Waiting(order=order, subject=subject)
        return True

    def close(self, command: CommandId) -> None:
        """Its closing fact has come. A second one changes nothing."""
        self._waiting.pop(command, None)

    def due(self, now: datetime) -> Iterator[Waiting]:
        """Never sent, or sent more than a second ago."""
        for one in self._waiting.values():
            if one.sent_at is None or now - one.sent_at >= SEND_AGAIN_AFTER:
                yield one

    def expired(self, now: datetime) -> list[CommandId]:
        """Past their end, and nobody said so."""
        return [
            command
            for command, one in self._waiting.items()
            if now > one.order.not_after + EXPIRY_GRACE
        ]
