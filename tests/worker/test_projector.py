"""The journal becomes rows: live, from behind, through holes, through an outage."""

import asyncio

import msgspec
import pytest

from acd.configuration import Configuration, QueueProfile
from acd.facts import ConfigurationPublished
from acd.ids import CallId
from acd.step import Fact
from callcenter.bus import Bus
from callcenter.history.call_record import CallRecord, RecordingState, Result
from callcenter.settings import Settings
from callcenter.storage.database import Database
from callcenter.storage.records import RecordStore
from callcenter.worker.ports import Ports
from callcenter.worker.projector import FOLD
from callcenter.worker.worker import Worker
from tests.history.stories import CALL, FLIGHTS, answered_call, at, queued, rang
from tests.worker.conftest import running
from tests.worker.gate import Gate
from tests.worker.played_control import PlayedControl, until

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def stored(database: Database, call: CallId = CALL) -> CallRecord:
    record = await RecordStore(database).one(call)
    assert record is not None
    return record


async def reached(worker: Worker, position: int) -> None:
    await until(lambda: worker.projector.position >= position)


async def test_a_call_becomes_a_row(
    worker: Worker, control: PlayedControl, database: Database
) -> None:
    await control.journal(answered_call())
    await reached(worker, control.position)
    record = await stored(database)
    assert (record.result, record.talk, record.hold) == (Result.ANSWERED, 60, 30)
    assert record.recording is RecordingState.STORED
    assert await RecordStore(database).position(FOLD) == control.position


async def test_a_worker_that_starts_late_reads_what_it_missed(
    bus: Bus, ports: Ports, settings: Settings, control: PlayedControl, database: Database
) -> None:
    await control.store(control.positioned(answered_call()))
    worker = Worker(bus, ports, settings)
    async with running(worker):
        await reached(worker, control.position)
    assert (await stored(database)).result is Result.ANSWERED


async def test_a_killed_worker_goes_on_where_it_was(
    bus: Bus,
    ports: Ports,
    settings: Settings,
    control: PlayedControl,
    database: Database,
) -> None:
    story = answered_call()
    first = Worker(bus, ports, settings)
    async with running(first):
        await control.journal(story[:12])
        await reached(first, 12)
    await control.store(control.positioned(story[12:-1]))
    second = Worker(bus, ports, settings)
    async with running(second):
        await reached(second, control.position)
        await control.journal(story[-1:])
        await reached(second, control.position)
    record = await stored(database)
    assert (record.talk, record.hold, record.offers_made) == (60, 30, 2)


async def test_a_hole_is_filled_from_the_stored_journal(
    worker: Worker, control: PlayedControl, database: Database
) -> None:
    rows = control.positioned(answered_call())
    await control.tell(rows[:5])
    await control.tell(rows[10:])
    await control.store(rows)
    await reached(worker, rows[-1].position)
    assert (await stored(database)).talk == 60


async def test_a_late_fact_finds_its_call_long_after(
    worker: Worker, control: PlayedControl, database: Database
) -> None:
    story = answered_call()
    late = [fact for fact in story if type(fact).__name__ == "LegHeld"]
    await control.journal([fact for fact in story if fact not in late])
    await reached(worker, control.position)
    assert (await stored(database)).hold == 0
    await control.journal(late)
    await reached(worker, control.position)
    assert (await stored(database)).hold == 30


async def test_nothing_is_lost_while_the_database_is_away(
    worker: Worker, control: PlayedControl, database: Database, gate: Gate
) -> None:
    story = answered_call()
    await control.journal(story[:6])
    await reached(worker, 6)
    await gate.shut()
    await control.journal(story[6:])
    await control.journal([queued(200, CallId("another"))])
    await gate.open()
    await reached(worker, control.position)
    assert (await stored(database)).talk == 60
    assert (await stored(database, CallId("another"))).result is Result.WAITING


async def test_a_row_never_says_what_the_journal_does_not_hold(
    worker: Worker, control: PlayedControl, database: Database
) -> None:
    """Control dies before it stored a fact it told; the next one gives the place to another."""
    story = rang()
    await control.journal(story[:7])
    await reached(worker, 7)
    await control.tell(control.positioned([story[7]]))
    control.position = 7
    other = control.positioned([queued(13, CallId("another"))])
    replaced = [msgspec.structs.replace(row, id="other") for row in other]
    await control.store(replaced)
    await reached(worker, 8)
    assert (await stored(database)).queued_at is None
    assert (await stored(database, CallId("another"))).queued_at == at(13)


async def test_the_promise_in_force_goes_into_the_record(
    worker: Worker, control: PlayedControl, database: Database
) -> None:
    configuration = Configuration(
        version=1,
        queues=(QueueProfile(id=FLIGHTS, answer_within=33),),
        agents=(),
        default_queue=FLIGHTS,
    )
    facts: list[Fact] = [ConfigurationPublished(at=at(0), configuration=configuration), *rang()]
    await control.journal(facts)
    await reached(worker, control.position)
    assert (await stored(database)).answer_within == 33


async def test_many_calls_at_once(
    worker: Worker, control: PlayedControl, database: Database
) -> None:
    names = [CallId(f"call-{n}") for n in range(500)]
    for first in range(0, 500, 100):
        await control.journal([queued(n, names[n]) for n in range(first, first + 100)])
        await asyncio.sleep(0)
    await reached(worker, 500)
    assert await database.fetch_value("SELECT count(*) FROM call_records") == 500
