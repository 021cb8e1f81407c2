"""Control with a real database and a real bus; the processes around it are told by hand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from ulid import ULID

import acd.facts as a
import callcenter.calls.facts as c
from acd.configuration import Configuration
from acd.ids import AgentId, CallId, CommandId, DeskId, FlowName, LegId, LineId, PartyId
from acd.step import Command, CommandClosed, Fact
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.control.control import Control
from callcenter.control.local_log import LocalLog
from callcenter.errors import StaleEpoch
from callcenter.outbox import Outbox
from callcenter.storage.database import Database
from callcenter.storage.journal import JournalStore
from callcenter.storage.mind import Mind
from callcenter.storage.snapshots import SnapshotStore
from callcenter.wire import (
    Ack,
    Facts,
    Fence,
    FoundLine,
    Inventory,
    Journalled,
    Order,
    Positioned,
    Stamped,
)
from ivr.flow import Flow
from tests.calls.story import CALLER, CONFIGURATION, FLOW

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

WITHIN = 15.0
CALL = CallId("01CALL")
T = TypeVar("T", bound=Fact)


class Published:
    """A directory with one version."""

    async def configuration(self) -> Configuration:
        return CONFIGURATION

    async def flows(self) -> tuple[int, tuple[Flow, ...], dict[str, FlowName]]:
        return 1, (FLOW,), {"8000": FlowName("main")}


class World:
    """The processes around control: an exchange and a worker that do as the test says."""

    def __init__(self, bus: Bus, dsn: str, folder: Path) -> None:
        self.bus = bus
        self.dsn = dsn
        self.folder = folder
        self.journal: list[Positioned] = []
        self.orders: list[Order] = []
        self.lines: tuple[FoundLine, ...] = ()
        self.answers_fences = True
        self.epoch = 0
        self.changed = asyncio.Event()
        self.acked = 0
        self._mind = Mind(dsn, "test")
        self.line = Outbox(bus, f"line-{ULID()}")
        self._running: asyncio.Task[None] | None = None
        self._database: Database | None = None

    async def listen(self) -> None:
        await self.bus.subscribe("cc.journal", Journalled, self._on_journal)
        await self.bus.subscribe("cc.exchange.one.do", Order, self._on_order)
        await self.bus.subscribe("cc.fence", Fence, self._on_fence)
        await self.line.open()
        await self.bus.subscribe(f"cc.acks.{self.line.source}", Ack, self._on_ack)

    async def _on_ack(self, ack: Ack, _: str) -> None:
        self.acked = ack.upto
        self.changed.set()

    async def _on_journal(self, journalled: Journalled, _: str) -> None:
        self.journal.extend(journalled.facts)
        self.changed.set()

    async def _on_order(self, order: Order, _: str) -> None:
        self.orders.append(order)
        self.changed.set()

    async def _on_fence(self, fence: Fence, _: str) -> None:
        self.epoch = fence.epoch
        if self.answers_fences:
            await self.inventory()

    async def inventory(self) -> None:
        await self.line.send_again()
        await self.bus.publish(
            "cc.hello",
            Inventory(role="exchange", name="one", boot="b", epoch=self.epoch, lines=self.lines),
        )

    async def start(self) -> None:
        """Start a control on this folder and database."""
        self._database = Database(self.dsn)
        control = Control(
            name="test",
            bus=self.bus,
            journal=JournalStore(self._database),
            mind=self._mind,
            snapshots=SnapshotStore(self._database),
            directory=Published(),
        )
        ready = asyncio.Event()
        self._running = asyncio.create_task(control.run(LocalLog(self.folder / "control"), ready))
        async with asyncio.timeout(WITHIN):
            await ready.wait()

    async def kill(self) -> None:
        """End control without any farewell."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._mind.let_go()  # a killed process's connection ends with it
        if self._database is not None:
            await self._database.close()

    async def ended_with(self) -> BaseException:
        assert self._running is not None
        async with asyncio.timeout(WITHIN):
            (ended,) = await asyncio.gather(self._running, return_exceptions=True)
        assert isinstance(ended, BaseException)
        return ended

    def facts(self, kind: type[T]) -> list[T]:
        facts = [one.fact for one in self.journal]
        return [fact for fact in facts if isinstance(fact, kind)]

    def commands(self, name: str) -> list[Command]:
        found = [order.command for order in self.orders]
        return [one for one in found if type(one).__name__ == name]

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(WITHIN):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()

    async def close_command(self, command: str) -> None:
        await self.line.emit(CommandClosed(at=now(), command=CommandId(command), outcome="done"))

    async def rings(self) -> None:
        await self.line.emit(
            c.LegRang(
                at=now(),
                call=CALL,
                leg=CALLER,
                line=LineId("l1"),
                exchange="one",
                party=PartyId("p"),
                dialled="8000",
            )
        )

    async def rings_again(self) -> None:
        """Three facts, each a second after the other was journalled: time to send again in."""
        for number in range(1, 4):
            await self.line.emit(c.LegMediaUp(at=now(), call=CALL, leg=CALLER))
            await self.until(partial(self._has_media_facts, number))
            await asyncio.sleep(0.5)

    def _has_media_facts(self, number: int) -> bool:
        return len(self.facts(c.LegMediaUp)) == number

    def found(self, *, card: bytes = b"") -> FoundLine:
        legs = (c.FoundLeg(leg=CALLER, role=c.Role.CALLER, answered=True),)
        return FoundLine(
            line=LineId("l1"), call=CALL, last_seq=self.line.last_seq, card=card, legs=legs
        )


@pytest.fixture
async def world(
    nats_url: str, nats_token: str, fresh_postgres_dsn: str, tmp_path: Path
) -> AsyncIterator[World]:
    bus = await Bus.connect(nats_url, nats_token, "test-control")
    made = World(bus, fresh_postgres_dsn, tmp_path)
    await made.listen()
    yield made
    await made.kill()
    with contextlib.suppress(Exception):
        await bus.close()


async def test_a_call_is_answered_by_command_and_its_facts_are_acknowledged(world: World) -> None:
    await world.start()
    await world.rings()
    await world.until(lambda: world.commands("AnswerLeg"))
    await world.until(lambda: world.acked == 1)
    assert [one.position for one in world.journal] == list(range(1, len(world.journal) + 1))


async def test_a_recording_told_early_does_not_move_what_the_line_tells_late(world: World) -> None:
    await world.start()
    await world.rings()
    left, stored = now() + timedelta(seconds=1), now() + timedelta(seconds=9)
    await Outbox(world.bus, f"worker-{ULID()}").emit(
        c.RecordingStored(at=stored, call=CALL, seconds=1.0, size=1, sha256="")
    )
    await world.until(lambda: world.facts(c.RecordingStored))
    ending = c.Ending(side=c.Side.CALLER, reason=c.Reason.HANGUP)
    await world.line.emit(c.LegEnded(at=left, call=CALL, leg=CALLER, ending=ending))
    await world.until(lambda: world.facts(c.CallEnded))
    assert [one.at for one in world.facts(c.LegEnded)] == [left]
    assert [one.at for one in world.facts(c.CallEnded)] == [left]


async def test_a_command_is_sent_again_until_it_is_closed(world: World) -> None:
    await world.start()
    await world.rings()
    await world.until(lambda: len(world.commands("AnswerLeg")) >= 2)
    await world.close_command(f"{CALLER}:answer")
    await world.until(lambda: world.facts(CommandClosed))
    sent = len(world.commands("AnswerLeg"))
    await world.rings_again()
    await world.until(lambda: len(world.facts(c.LegMediaUp)) == 3)
    assert len(world.commands("AnswerLeg")) == sent


async def test_nothing_is_sent_to_an_exchange_that_has_not_accepted_the_epoch(
    world: World,
) -> None:
    world.answers_fences = False
    await world.start()
    await world.rings()
    await world.until(lambda: world.facts(c.LegRang))
    assert world.orders == []
    world.answers_fences = True
    await world.inventory()
    await world.until(lambda: world.commands("AnswerLeg"))


async def test_after_a_kill_it_goes_on_with_the_same_call_and_the_open_command(
    world: World,
) -> None:
    await world.start()
    await world.rings()
    await world.until(lambda: world.commands("AnswerLeg"))
    await world.kill()
    world.lines = (world.found(),)
    sent = len(world.commands("AnswerLeg"))
    await world.line.emit(c.LegAnswered(at=now(), call=CALL, leg=CALLER))
    await world.start()
    await world.until(lambda: len(world.commands("AnswerLeg")) > sent)
    await world.until(lambda: world.facts(c.LegAnswered))
    assert len(world.facts(c.LegRang)) == 1
    assert world.facts(c.CallAdopted) == []
    positions = [one.position for one in world.journal]
    assert positions == sorted(set(positions))


async def test_facts_that_never_reached_the_database_are_recovered_from_the_local_log(
    world: World,
) -> None:
    await world.start()
    await world.rings()
    await world.until(lambda: world.commands("AnswerLeg"))
    await world.kill()
    database = Database(world.dsn)
    stored = await JournalStore(database).read(0)
    world.acked = 0
    await database.execute("DELETE FROM journal WHERE position > 2")
    await database.execute("UPDATE mind SET position = 2")
    await world.start()
    await world.until(lambda: world.acked == 1)
    again = await JournalStore(database).read(0)
    assert [one.id for one in again[: len(stored)]] == [one.id for one in stored]
    await database.close()


async def test_an_unknown_line_is_adopted_never_ended(world: World) -> None:
    world.lines = (world.found(),)
    await world.start()
    await world.until(lambda: world.facts(c.CallAdopted))
    await world.until(lambda: world.facts(a.CallQueued))
    await world.until(lambda: world.commands("PlayMusic"))
    assert world.commands("EndLeg") == []


async def test_a_line_whose_facts_are_on_their_way_is_not_taken_for_unknown(world: World) -> None:
    found = msgspec.structs.replace(world.found(), line=LineId(world.line.source), last_seq=1)
    world.lines = (found,)
    await world.start()
    await world.inventory()
    await world.rings()
    await world.until(lambda: world.facts(c.LegRang))
    await world.inventory()
    await world.until(lambda: world.commands("AnswerLeg"))
    assert world.facts(c.CallAdopted) == []


async def test_a_line_whose_facts_never_come_is_adopted_after_a_while(world: World) -> None:
    world.lines = (msgspec.structs.replace(world.found(), last_seq=9),)
    await world.start()
    await world.until(lambda: world.facts(c.CallAdopted))
    await world.until(lambda: world.commands("PlayMusic"))


async def test_a_call_is_given_up_only_when_its_exchange_answered_twice_without_it(
    world: World,
) -> None:
    await world.start()
    await world.rings()
    await world.until(lambda: world.facts(c.LegRang))
    await world.inventory()
    await world.until(lambda: world.facts(c.CallEnded))
    (ended,) = world.facts(c.CallEnded)
    assert ended.ending.reason is c.Reason.LOST
    first, last = world.facts(c.LegRang)[0].at, ended.at
    assert (last - first).total_seconds() > 2.5


async def test_a_new_softphone_means_that_the_old_ones_audio_is_lost(world: World) -> None:
    await world.start()
    desk = Outbox(world.bus, f"desk-{ULID()}")
    await desk.open()
    at = now()
    await desk.emit(a.AgentSignedIn(at=at, agent=AgentId("1001"), desk=DeskId("d")))
    await desk.emit(a.AudioReady(at=at, agent=AgentId("1001"), uri="sip:x@127.0.0.1:5066"))
    await world.until(lambda: world.facts(a.AudioReady))
    hello = Inventory(role="softphone", name="one", boot="new", epoch=world.epoch)
    await world.bus.publish("cc.hello", hello)
    await world.until(lambda: world.facts(a.AudioLost))
    assert world.facts(a.AudioLost)[0].because == "softphone"


async def test_a_newer_control_stops_this_one(world: World) -> None:
    await world.start()
    database = Database(world.dsn)
    await database.execute("UPDATE mind SET epoch = epoch + 1")
    await database.close()
    await world.rings()
    ended = await world.ended_with()
    assert isinstance(ended, BaseExceptionGroup)
    assert ended.subgroup(StaleEpoch) is not None


async def test_a_fact_nobody_can_read_costs_nothing_but_itself(world: World) -> None:
    await world.start()
    broken = Stamped(id="x", source=world.line.source, seq=1, body=b"\xc1nonsense")
    await world.bus.publish(f"cc.facts.{world.line.source}", Facts(facts=(broken,)))
    await world.bus.publish(f"cc.facts.{world.line.source}", Facts(facts=(broken,)))
    other = Outbox(world.bus, f"line-{ULID()}")
    await other.open()
    await other.emit(c.LegMediaUp(at=now(), call=CALL, leg=LegId("x")))
    await world.until(lambda: world.facts(c.LegMediaUp))
