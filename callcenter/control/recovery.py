"""What control knew before it died: snapshot, journal, local log, in that order.

Used once, at start. Replay applies and never decides. On the same machine the result is exact.
"""

from typing import NamedTuple

import msgspec
import structlog

from acd.ids import CommandId
from acd.step import CommandClosed
from callcenter.control.inbox import Inbox
from callcenter.control.local_log import LocalLog
from callcenter.errors import SettingsInvalid
from callcenter.house import House
from callcenter.ports import JournalStore, SnapshotStore
from callcenter.wire import Order, Positioned

log = structlog.get_logger()

AT_A_TIME = 2000


class Memory(msgspec.Struct, kw_only=True):
    """What a snapshot holds beside the house."""

    house: bytes
    taken: dict[str, int]


class Recovered(NamedTuple):
    """The state to go on from."""

    house: House
    inbox: Inbox
    position: int
    unstored: tuple[Positioned, ...]
    """Facts of the local log that PostgreSQL does not have yet."""
    orders: tuple[Order, ...]
    """Commands without a closing fact."""


def remember(house: House, inbox: Inbox) -> bytes:
    """A snapshot of everything `recover` needs."""
    return msgspec.msgpack.encode(Memory(house=house.dump(), taken=inbox.taken()))


async def recover(
    journal: JournalStore, snapshots: SnapshotStore, local_log: LocalLog
) -> Recovered:
    """Read everything back; raises SettingsInvalid when log and database do not belong together."""
    house, inbox, position = await _from_snapshot(snapshots)
    while rows := await journal.read(position, AT_A_TIME):
        for row in rows:
            _replay(house, inbox, row)
        position = rows[-1].position
    unstored, orders = _from_log(house, inbox, local_log, position)
    if unstored:
        position = unstored[-1].position
    log.info("control.recovered", position=position, unstored=len(unstored), orders=len(orders))
    return Recovered(house, inbox, position, tuple(unstored), tuple(orders.values()))


def _replay(house: House, inbox: Inbox, row: Positioned) -> None:
    house.apply(row.fact)
    inbox.note(row.source, row.seq)


async def _from_snapshot(snapshots: SnapshotStore) -> tuple[House, Inbox, int]:
    for position, dumped in await snapshots.newest():
        house = House()
        try:
            memory = msgspec.msgpack.decode(dumped, type=Memory)
            house.load(memory.house)
        except msgspec.DecodeError:
            log.warning("control.snapshot_unreadable", position=position)
            continue
        return house, Inbox(memory.taken), position
    return House(), Inbox(), 0


def _from_log(
    house: House, inbox: Inbox, local_log: LocalLog, stored: int
) -> tuple[list[Positioned], dict[CommandId, Order]]:
    unstored: list[Positioned] = []
    orders: dict[CommandId, Order] = {}
    for batch in local_log.read():
        for row in batch.facts:
            fact = row.fact
            if isinstance(fact, CommandClosed):
                orders.pop(fact.command, None)
            if row.position <= stored:
                continue
            expected = unstored[-1].position + 1 if unstored else stored + 1
            if row.position != expected:
                raise SettingsInvalid(
                    f"control's log goes on at {row.position}, the database ends at {expected - 1}:"
                    " they do not belong together; restore the database of this data folder, or"
                    " move its folder `control` away to go on without those facts"
                )
            _replay(house, inbox, row)
            unstored.append(row)
        orders.update({order.command.id: order for order in batch.orders})
    return unstored, orders
