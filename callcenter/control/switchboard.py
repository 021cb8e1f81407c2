"""Facts in one order to the rooms, their commands to the pipes: it carries, and decides nothing.

Spoken to by `callcenter.control.control`, which feeds it from the bus. A batch is written to the
local log before any of its commands leaves; PostgreSQL follows behind and is never waited for.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

import msgspec
import structlog
from ulid import ULID

from acd.facts import CustomerIdentified, HealthAlarmCleared, HealthAlarmRaised
from acd.ids import CallId
from acd.step import Command, CommandClosed, DeadlineReached, Fact
from callcenter.calls.facts import FactsMissing, RecordingLost, RecordingStored
from callcenter.clock import Clock
from callcenter.control.inbox import Inbox
from callcenter.control.local_log import Batch, LocalLog
from callcenter.control.pending import Pending
from callcenter.control.routes import subject_of, worth_of
from callcenter.facts import call_of, encode
from callcenter.house import House
from callcenter.wire import Journalled, Order, Positioned, Stamped

log = structlog.get_logger()

LONGEST_SLEEP = 0.5
"""Seconds between looks at what must be sent again, with nothing else to do."""


BESIDE_THE_CALL = (CustomerIdentified, RecordingStored, RecordingLost)
"""What the worker finds out about a call, at its own pace and even after the call: after an outage
it can come in before what the line has kept, and must not move that to a later time.
"""


class Outward(Protocol):
    """How orders and positioned facts leave control."""

    async def order(self, subject: str, order: Order) -> None:
        """Send one order."""

    async def journalled(self, facts: Journalled) -> None:
        """Tell the replicas."""

    def is_fenced(self, subject: str) -> bool:
        """Whether the process behind the subject has accepted this epoch."""

    def store(self, rows: tuple[Positioned, ...]) -> None:
        """Queue rows for PostgreSQL; the sources are acknowledged when they are there."""


class _Incoming(NamedTuple):
    """A fact on its way in, with its source's stamp."""

    stamped: Stamped
    fact: Fact


class Switchboard:
    """The one loop through which every fact passes."""

    def __init__(
        self, *, house: House, inbox: Inbox, local_log: LocalLog, outward: Outward, clock: Clock
    ) -> None:
        self.house = house
        self.inbox = inbox
        self.pending = Pending()
        self.position = 0
        self.epoch = 0
        self._log = local_log
        self._outward = outward
        self._clock = clock
        self._own_seq = 0
        self._queue: asyncio.Queue[_Incoming | Callable[[], None]] = asyncio.Queue()
        self._latest: dict[str, datetime] = {}

    # -- in --------------------------------------------------------------------------------------

    def take(self, facts: tuple[Stamped, ...]) -> None:
        """Facts of other processes; repeats are dropped, gaps wait."""
        now = time.monotonic()
        for stamped in facts:
            for ready in self.inbox.accept(stamped, now):
                self._enqueue(ready)

    def say(self, fact: Fact) -> None:
        """A fact of control's own, such as a new configuration."""
        self._own_seq += 1
        stamped = Stamped(
            id=str(ULID()), source=f"control-{self.epoch}", seq=self._own_seq, body=encode(fact)
        )
        self._queue.put_nowait(_Incoming(stamped, fact))

    def after_those(self, look: Callable[[], None]) -> None:
        """Call `look` when every fact taken so far has gone through the house."""
        self._queue.put_nowait(look)

    def _enqueue(self, stamped: Stamped) -> None:
        try:
            self._queue.put_nowait(_Incoming(stamped, stamped.fact))
        except msgspec.ValidationError:
            log.error("control.unreadable_fact", source=stamped.source, seq=stamped.seq)

    # -- the loop --------------------------------------------------------------------------------

    async def run(self) -> None:
        """Carry facts and commands until cancelled."""
        while True:
            batch = await self._next_batch()
            self._look_at_the_time()
            while not self._queue.empty():
                batch.append(self._queue.get_nowait())
            if batch:
                await self._carry(batch)
            await self._send_due()

    async def _next_batch(self) -> list[_Incoming | Callable[[], None]]:
        try:
            async with asyncio.timeout(self._sleep()):
                return [await self._queue.get()]
        except TimeoutError:
            return []

    def _sleep(self) -> float:
        deadline = self.house.next_deadline()
        if deadline is None:
            return LONGEST_SLEEP
        left = (deadline.at - self._clock.now()).total_seconds()
        return min(max(left, 0.0), LONGEST_SLEEP)

    def _look_at_the_time(self) -> None:
        """Deadlines that have come, commands nobody closed, gaps nobody filled."""
        now = self._clock.now()
        deadline = self.house.next_deadline()
        if deadline is not None and deadline.at <= now:
            self.say(DeadlineReached(at=deadline.at, deadline=deadline.id))
        for command in self.pending.expired(now):
            self.say(CommandClosed(at=now, command=command, outcome="expired"))
        gaps, ready = self.inbox.give_up(time.monotonic())
        for gap in gaps:
            log.error("control.facts_missing", source=gap.source, first=gap.first, last=gap.last)
            self.say(FactsMissing(at=now, source=gap.source, first=gap.first, last=gap.last))
        for stamped in ready:
            self._enqueue(stamped)

    async def _carry(self, batch: list[_Incoming | Callable[[], None]]) -> None:
        rows: list[Positioned] = []
        orders: list[tuple[str, Order]] = []
        for incoming in batch:
            if isinstance(incoming, _Incoming):
                orders.extend(self._wish(self._digest(incoming, rows)))
            else:
                incoming()
        facts = tuple(rows)
        if not facts:
            return
        self._log.append(Batch(facts=facts, orders=tuple(order for _, order in orders)))
        await self._outward.journalled(Journalled(facts=facts))
        self._outward.store(facts)

    def _digest(self, incoming: _Incoming, rows: list[Positioned]) -> tuple[Command, ...]:
        """One fact through the house. A defect in a room costs this fact's consequences only."""
        stamped, fact = incoming.stamped, self._in_order(incoming.fact)
        cause = self.position + 1
        try:
            digest = self.house.digest(fact)
        except Exception:
            log.exception("control.room_failed", kind=type(fact).__name__, call=call_of(fact))
            rows.append(self._row(stamped, cause, fact))
            return ()
        for one in digest.facts:
            self._settle(one)
            if one is fact:
                rows.append(self._row(stamped, cause, fact))
                continue
            self._own_seq += 1
            derived = Stamped(
                id=f"{cause}.{self.position - cause + 1}",
                source=f"control-{self.epoch}",
                seq=self._own_seq,
                body=encode(one),
            )
            rows.append(self._row(derived, cause, one))
        return digest.commands

    def _settle(self, fact: Fact) -> None:
        if isinstance(fact, CommandClosed):
            self.pending.close(fact.command)
        elif isinstance(fact, HealthAlarmRaised):
            log.error("control.alarm", trouble=fact.trouble.value, about=fact.about)
        elif isinstance(fact, HealthAlarmCleared):
            log.info("control.alarm_over", trouble=fact.trouble.value, about=fact.about)

    def _in_order(self, fact: Fact) -> Fact:
        """Within a call, time never goes back, whoever's clock it was."""
        call = call_of(fact)
        if call is None or isinstance(fact, BESIDE_THE_CALL):
            return fact
        latest = self._latest.get(call)
        if latest is not None and fact.at < latest and not isinstance(fact, DeadlineReached):
            fact = msgspec.structs.replace(fact, at=latest)
        self._latest[call] = fact.at
        if self.house.calls.on(call) is None:
            del self._latest[call]
        return fact

    def _row(self, stamped: Stamped, cause: int, fact: Fact) -> Positioned:
        self.position += 1
        return Positioned(
            position=self.position,
            epoch=self.epoch,
            id=stamped.id,
            source=stamped.source,
            seq=stamped.seq,
            cause=cause,
            body=encode(fact),
        )

    # -- out -------------------------------------------------------------------------------------

    def _wish(self, commands: tuple[Command, ...]) -> list[tuple[str, Order]]:
        wishes: list[tuple[str, Order]] = []
        now = self._clock.now()
        for command in commands:
            subject = subject_of(command, self.house)
            if subject is None:
                continue
            call = CallId(getattr(command, "call", ""))
            order = Order(
                body=encode(command),
                epoch=self.epoch,
                not_after=now + worth_of(command),
                card=self.house.card(call),
            )
            if self.pending.add(command.id, order, subject):
                wishes.append((subject, order))
        return wishes

    def restore(self, order: Order) -> None:
        """A command of the time before a restart, found in the local log without its end."""
        command = order.command
        subject = subject_of(command, self.house)
        if subject is not None:
            fresh = msgspec.structs.replace(order, epoch=self.epoch)
            self.pending.add(command.id, fresh, subject)

    async def _send_due(self) -> None:
        now = self._clock.now()
        for one in tuple(self.pending.due(now)):
            if self._outward.is_fenced(one.subject):
                one.sent_at = now
                await self._outward.order(one.subject, one.order)
