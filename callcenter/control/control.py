"""The control process: takes the right to think, remembers, fences, and runs the switchboard.

Started by the supervisor through `callcenter.wiring`. It holds no rule: those are in the rooms.
"""

import asyncio
from secrets import randbits

import structlog

from acd.facts import ConfigurationPublished, ThinkingResumed
from callcenter.bus import Bus
from callcenter.clock import Clock
from callcenter.control.local_log import LocalLog
from callcenter.control.presence import Presence
from callcenter.control.recovery import Recovered, recover, remember
from callcenter.control.switchboard import Switchboard
from callcenter.control.writer import JournalWriter
from callcenter.errors import Unavailable
from callcenter.ports import Directory, JournalStore, Mind, SnapshotStore
from callcenter.wire import Ack, Facts, Fence, Inventory, Journalled, Order, Positioned
from ivr.facts import FlowsPublished

log = structlog.get_logger()

LOOK_EVERY = 1.0
"""Seconds between looks at the configuration, at unsure calls and at the need for a snapshot."""

SNAPSHOT_EVERY = 2000
"""Facts between snapshots."""


class Control:
    """One control process."""

    def __init__(
        self,
        *,
        name: str,
        bus: Bus,
        journal: JournalStore,
        mind: Mind,
        snapshots: SnapshotStore,
        directory: Directory,
    ) -> None:
        self._name = name
        self._bus = bus
        self._journal = journal
        self._mind = mind
        self._snapshots = snapshots
        self._directory = directory
        self._clock = Clock()
        self._epoch = 0
        self._numbers: tuple[str, ...] = ()
        self._snapshot_at = 0
        self._stored = 0
        self._presence: Presence
        self._switchboard: Switchboard
        self._writer: JournalWriter
        self._log: LocalLog

    async def run(self, local_log: LocalLog, ready: asyncio.Event) -> None:
        """Think until cancelled; raises StaleEpoch when another control has taken over."""
        self._log = local_log
        self._epoch = await self._take_epoch()
        recovered = await self._recover()
        self._build(recovered)
        self._switchboard.say(ThinkingResumed(at=self._clock.now()))
        await self._publish_configuration()
        await self._bus.subscribe("cc.facts.*", Facts, self._on_facts)
        await self._bus.subscribe("cc.hello", Inventory, self._on_inventory)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._switchboard.run())
                tasks.create_task(self._writer.run())
                tasks.create_task(self._mind.keep())
                tasks.create_task(self._look_around())
                await self._fence()
                await self._bus.flush()
                ready.set()
        finally:
            local_log.close()

    # -- what the switchboard asks of the world ---------------------------------------------------

    async def order(self, subject: str, order: Order) -> None:
        """Send one order."""
        await self._bus.publish(subject, order)

    async def journalled(self, facts: Journalled) -> None:
        """Tell the replicas."""
        await self._bus.publish("cc.journal", facts)

    def is_fenced(self, subject: str) -> bool:
        """Whether the process behind the subject has accepted this epoch."""
        return self._presence.is_fenced(subject)

    def store(self, rows: tuple[Positioned, ...]) -> None:
        """Queue rows for PostgreSQL."""
        self._writer.store(rows)

    # -- start ------------------------------------------------------------------------------------

    async def _take_epoch(self) -> int:
        while True:
            try:
                return await self._mind.take()
            except Unavailable:
                await asyncio.sleep(0.2)

    async def _recover(self) -> Recovered:
        while True:
            try:
                return await recover(self._journal, self._snapshots, self._log)
            except Unavailable:
                await asyncio.sleep(0.2)

    def _build(self, recovered: Recovered) -> None:
        self._switchboard = Switchboard(
            house=recovered.house,
            inbox=recovered.inbox,
            local_log=self._log,
            outward=self,
            clock=self._clock,
        )
        self._switchboard.position = recovered.position
        self._switchboard.epoch = self._epoch
        self._snapshot_at = recovered.position
        self._presence = Presence(self._switchboard, self._clock)
        waiting = {row.source for row in recovered.unstored}
        taken = recovered.inbox.taken()
        self._writer = JournalWriter(
            self._journal,
            self._epoch,
            acknowledge=self._acknowledge,
            stored=self._on_stored,
            acknowledged={one: seq for one, seq in taken.items() if one not in waiting},
        )
        self._writer.store(recovered.unstored)
        for order in recovered.orders:
            self._switchboard.restore(order)

    async def _acknowledge(self, ack: Ack) -> None:
        await self._bus.publish(f"cc.acks.{ack.source}", ack)

    def _on_stored(self, position: int) -> None:
        self._stored = position
        self._log.trim(position, self._switchboard.pending.orders())

    # -- the world speaks ------------------------------------------------------------------------

    async def _on_facts(self, message: Facts, _: str) -> None:
        self._switchboard.take(message.facts)
        oldest: dict[str, int] = {}
        for one in message.facts:
            oldest[one.source] = min(oldest.get(one.source, one.seq), one.seq)
        for source, seq in oldest.items():
            upto = self._writer.acknowledged(source)
            if seq <= upto:  # it repeats what is stored: it did not hear the acknowledgement
                await self._acknowledge(Ack(source=source, upto=upto, epoch=self._epoch))

    async def _on_inventory(self, inventory: Inventory, _: str) -> None:
        if self._presence.is_current(inventory):
            self._presence.take(inventory)
        elif inventory.epoch < self._epoch:
            await self._fence()

    async def _fence(self) -> None:
        await self._bus.publish(
            "cc.fence", Fence(epoch=self._epoch, control=self._name, numbers=self._numbers)
        )

    # -- now and then -----------------------------------------------------------------------------

    async def _look_around(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if await self._publish_configuration() or self._presence.is_unsure:
                await self._fence()
            await self._snapshot()

    async def _publish_configuration(self) -> bool:
        """Hand a new version of queues, agents and flows to the rooms; True when there was one."""
        try:
            configuration = await self._directory.configuration()
            version, flows, numbers = await self._directory.flows()
        except Unavailable:
            return False
        house, at = self._switchboard.house, self._clock.now()
        changed = False
        if configuration.version != house.calls.state.configuration_version:
            published = ConfigurationPublished(
                at=at, configuration=configuration, seed=randbits(63)
            )
            self._switchboard.say(published)
            changed = True
        if version != house.calls.state.flows_version:
            self._switchboard.say(
                FlowsPublished(at=at, version=version, flows=flows, numbers=numbers)
            )
            changed = True
        self._numbers = tuple(numbers)
        return changed

    async def _snapshot(self) -> None:
        position = self._switchboard.position
        if position - self._snapshot_at < SNAPSHOT_EVERY or self._stored < position:
            return
        dumped = remember(self._switchboard.house, self._switchboard.inbox)
        try:
            await self._snapshots.save(position, dumped)
        except Unavailable:
            return
        self._snapshot_at = position
