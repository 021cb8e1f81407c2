"""The replica: holes, beginnings, and a web that comes back in mid-call."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from acd.facts import AgentSignedIn, CallQueued
from acd.ids import AgentId, CallId, DeskId, PartyId, QueueId
from acd.step import Fact
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.facts import encode
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.journal import JournalStore
from callcenter.storage.mind import Mind
from callcenter.storage.records import RecordStore
from callcenter.storage.snapshots import SnapshotStore
from callcenter.web.replica import Replica
from callcenter.wire import Journalled, PartySeen, Positioned
from tests.web.centre import Centre, again
from tests.web.page import DEAD_MAN

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


def row(position: int, fact: Fact, *, id: str = "") -> Positioned:
    """A fact at its place."""
    return Positioned(
        position=position,
        epoch=1,
        id=id or f"id{position}",
        source="desk-1",
        seq=position,
        cause=position,
        body=encode(fact),
    )


def queued(number: int) -> Fact:
    """A call enters flights."""
    return CallQueued(
        at=now(), call=CallId(f"c{number}"), party=PartyId("p"), queue=QueueId("flights")
    )


async def stored(database: Database, rows: list[Positioned]) -> None:
    """Put rows into the journal as the control of epoch 1 would."""
    mind = Mind(database.dsn, "test")
    assert await mind.take() == 1
    await JournalStore(database).append(rows, 1)
    await mind.let_go()


async def until(replica: Replica, position: int) -> None:
    """Wait for the replica to be so far."""
    reached = asyncio.Event()
    replica.listen(lambda one, _: reached.set() if one.position >= position else None)
    async with asyncio.timeout(DEAD_MAN):
        while replica.position < position:
            await reached.wait()
            reached.clear()


async def test_a_hole_is_filled_from_the_stored_journal(
    fresh_postgres_dsn: str, nats_url: str, nats_token: str
) -> None:
    database = Database(fresh_postgres_dsn)
    rows = [row(n, queued(n)) for n in range(1, 8)]
    await stored(database, rows[:6])
    bus = await Bus.connect(nats_url, nats_token, "test")
    replica = Replica(JournalStore(database), SnapshotStore(database), RecordStore(database))
    await replica.open(bus)
    following = asyncio.create_task(replica.follow(lambda: now() - timedelta(hours=1)))
    try:
        assert await replica.wait_ready(DEAD_MAN)
        assert replica.position == 6
        await bus.publish("cc.journal", Journalled(facts=(row(9, queued(9)),)))
        await bus.publish("cc.journal", Journalled(facts=(rows[6],)))
        await until(replica, 7)
        assert replica.record("c7") is not None
        assert replica.record("c9") is None, "eight is still missing"
        assert not await replica.shows(lambda: replica.record("c9") is not None, 0.01)
        shown = asyncio.create_task(
            replica.shows(lambda: replica.record("c9") is not None, DEAD_MAN)
        )
        await bus.publish("cc.journal", Journalled(facts=(row(8, queued(8)),)))
        assert await shown
        assert await replica.shows(lambda: True, 0.0), "it holds already"
        assert not replica.is_call_stored("c9")
        assert replica.is_call_stored("c3")
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await bus.close()
        await database.close()


async def test_another_history_makes_it_begin_again(
    fresh_postgres_dsn: str, nats_url: str, nats_token: str
) -> None:
    database = Database(fresh_postgres_dsn)
    await stored(database, [row(1, queued(1))])
    bus = await Bus.connect(nats_url, nats_token, "test")
    replica = Replica(JournalStore(database), SnapshotStore(database), RecordStore(database))
    await replica.open(bus)
    following = asyncio.create_task(replica.follow(lambda: now() - timedelta(hours=1)))
    try:
        assert await replica.wait_ready(DEAD_MAN)
        lost = AgentSignedIn(at=now(), agent=AgentId("1001"), desk=DeskId("d"))
        await bus.publish("cc.journal", Journalled(facts=(row(2, lost, id="lost"),)))
        await until(replica, 2)
        await JournalStore(database).append([row(2, queued(2))], 1)
        true_one = asyncio.Event()
        replica.listen(lambda one, _: true_one.set() if one.id == "id2" else None)
        await bus.publish("cc.journal", Journalled(facts=(row(2, queued(2)),)))
        async with asyncio.timeout(DEAD_MAN):
            await true_one.wait()
        assert replica.generation == 2 or not replica.is_ready
        assert replica.record("c2") is not None
        agent = replica.house.acd.agent(AgentId("1001"))
        assert agent is None or not agent.signed_in
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await bus.close()
        await database.close()


async def test_a_web_that_comes_back_finds_the_call_and_the_notes(
    running: Centre, nats_url: str, nats_token: str, tmp_path: Path
) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await running.telephone.ring()
        offer = await desk.until_shown("offer")
        await desk.presses("accept", offer=offer["offer"])
        await desk.until_phase("talking")
        await desk.presses("save_notes", call=call, text="of before", outcome="done")
        desk_id = desk.desk
    seen = PartySeen(party=PartyId("party-gold"), number="+8614100000317", call=CallId(call))
    await CustomerBook(running.database).store_party(seen)
    async with (
        again(running, nats_url, nats_token, tmp_path / "web2") as second,
        second.page("1001") as page,
    ):
        back = await page.desk(f"&desk={desk_id}&seq=12")
        await back.until("snapshot")
        assert back.screen["me"]["state"] == "on_call"
        await back.until_phase("talking")
        while back.screen["notes"]["text"] != "of before":
            await back.next()
        while back.screen["call"]["number"] != "+86 141****0317":
            await back.next()
        await back.presses("hang_up", call=call)
        await back.until_state("wrap_up")
        await back.presses("give_outcome", call=call, outcome="done")
        await back.until_state("idle")
