"""Who is calling: told in time whatever the database does, and once more when it comes back."""

from datetime import timedelta

import pytest

from acd.facts import CustomerIdentified
from acd.ids import CallId, CommandId, PartyId
from acd.step import CommandClosed
from callcenter.bus import Bus
from callcenter.calls.commands import EndLeg, LookUpCustomer
from callcenter.clock import now
from callcenter.crm.customer import CustomerDraft
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.records import RecordStore
from callcenter.wire import Done, PartySeen
from callcenter.worker.worker import Worker
from tests.history.stories import CALL, CALLER
from tests.storage.calls import answered
from tests.worker.gate import Gate
from tests.worker.played_control import PlayedControl, until

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

PARTY = PartyId("party-of-li")
NUMBER = "13800000001"
WISH = LookUpCustomer(id=CommandId("look_up:1"), call=CALL, party=PARTY)


@pytest.fixture
async def li(database: Database) -> str:
    """A customer with one number."""
    book = CustomerBook(database)
    return await book.create(CustomerDraft(name="Li", numbers=(NUMBER,), language="mandarin"))


async def saw(bus: Bus, number: str = NUMBER, party: PartyId = PARTY) -> Done:
    """What the exchange asks of the worker at an INVITE."""
    return await bus.request("cc.worker.party", PartySeen(party=party, number=number), Done)


async def test_a_known_caller_is_told_with_her_record(
    worker: Worker, control: PlayedControl, bus: Bus, li: str
) -> None:
    assert (await saw(bus)).error == ""
    await control.order(WISH)
    told = await control.expect(CustomerIdentified)
    assert (told.customers, told.call, told.party) == ((li,), CALL, PARTY)
    assert told.language == "mandarin"
    closed = await control.expect(CommandClosed)
    assert (closed.command, closed.outcome) == (WISH.id, "done")


async def test_with_whom_she_spoke_last_is_told_too(
    worker: Worker, control: PlayedControl, bus: Bus, database: Database, li: str
) -> None:
    """Under whatever number, for there is one customer only."""
    talk = answered("earlier", at=now() - timedelta(hours=2), party="other", customers=(li,))
    too_old = answered("old", at=now() - timedelta(days=31), party=PARTY, agent="1002")
    await RecordStore(database).save([talk, too_old])
    await saw(bus)
    await control.order(WISH)
    told = await control.expect(CustomerIdentified)
    assert (told.last_agent, told.last_talk_at) == ("1001", talk.connected_at)


async def test_who_spoke_with_nobody_lately_has_no_agent(
    worker: Worker, control: PlayedControl, bus: Bus, li: str
) -> None:
    await saw(bus)
    await control.order(WISH)
    told = await control.expect(CustomerIdentified)
    assert (told.last_agent, told.last_talk_at) == (None, None)


async def test_the_number_may_come_a_moment_after_the_wish(
    worker: Worker, control: PlayedControl, bus: Bus, li: str
) -> None:
    await control.order(WISH)
    await saw(bus)
    assert (await control.expect(CustomerIdentified)).customers == (li,)


async def test_a_party_of_an_earlier_day_is_found_without_a_number(
    worker: Worker, control: PlayedControl, database: Database, li: str
) -> None:
    await CustomerBook(database).store_party(PartySeen(party=PARTY, number=NUMBER))
    await control.order(WISH)
    assert (await control.expect(CustomerIdentified)).customers == (li,)


async def test_several_records_are_a_choice_for_the_agent(
    worker: Worker, control: PlayedControl, bus: Bus, database: Database, li: str
) -> None:
    draft = CustomerDraft(name="Wang", numbers=(NUMBER,))
    wang = await CustomerBook(database).create(draft)
    await saw(bus)
    await control.order(WISH)
    told = await control.expect(CustomerIdentified)
    assert set(told.customers) == {li, wang}
    assert (told.tier, told.language) == ("", "")


async def test_an_unknown_caller_is_nobody(
    worker: Worker, control: PlayedControl, bus: Bus
) -> None:
    await saw(bus, "anonymous")
    await control.order(WISH)
    assert (await control.expect(CustomerIdentified)).customers == ()


async def test_a_hanging_database_delays_nobody_and_is_made_good(
    worker: Worker, control: PlayedControl, bus: Bus, gate: Gate, li: str
) -> None:
    await saw(bus)
    gate.hang()
    for number in range(5):
        call = CallId(f"call{number}")
        await control.order(LookUpCustomer(id=CommandId(f"l{number}"), call=call, party=PARTY))
    await control.expect(CommandClosed, 5)
    assert {fact.customers for fact in control.all_of(CustomerIdentified)} == {()}
    await gate.open()
    await control.expect(CustomerIdentified, 10)
    late = control.all_of(CustomerIdentified)[5:]
    assert {fact.customers for fact in late} == {(li,)}
    assert {fact.call for fact in late} == {CallId(f"call{number}") for number in range(5)}
    assert len(control.all_of(CommandClosed)) == 5


async def test_numbers_told_while_the_database_is_away_are_stored_later(
    worker: Worker, control: PlayedControl, bus: Bus, gate: Gate, database: Database
) -> None:
    await gate.shut()
    parties = [PartyId(f"party-{number}") for number in range(20)]
    for number, party in enumerate(parties):
        assert (await saw(bus, f"1390000{number:04}", party)).error == ""
    await gate.open()
    book = CustomerBook(database)
    await until(lambda: not worker.look_up.unstored)
    assert set(await book.numbers_of(parties)) == set(parties)


async def test_the_same_order_again_gets_the_same_answer(
    worker: Worker, control: PlayedControl, bus: Bus, li: str
) -> None:
    await saw(bus)
    await control.order(WISH)
    first = await control.expect(CommandClosed)
    await control.order(WISH)
    assert await control.expect(CommandClosed, 2) == first
    assert len(control.all_of(CustomerIdentified)) == 1


async def test_an_older_epoch_and_a_late_order_are_closed_undone(
    worker: Worker, control: PlayedControl
) -> None:
    await control.fence(7)
    await until(lambda: any(one.epoch == 7 for one in control.inventories))
    await control.order(WISH, epoch=6)
    refused = await control.expect(CommandClosed)
    assert (refused.outcome, refused.reason) == ("refused", "stale_epoch")
    late = LookUpCustomer(id=CommandId("late"), call=CALL, party=PARTY)
    await control.order(late, epoch=7, valid_for=-1)
    assert (await control.expect(CommandClosed, 2)).outcome == "expired"
    not_ours = EndLeg(id=CommandId("end"), call=CALL, leg=CALLER)
    await control.order(not_ours, epoch=7)
    assert (await control.expect(CommandClosed, 3)).outcome == "refused"
    assert control.all_of(CustomerIdentified) == []


async def test_a_fence_is_answered_by_what_is_unacknowledged_and_then_the_inventory(
    worker: Worker, control: PlayedControl
) -> None:
    control.acknowledges = False
    await control.order(WISH)
    await control.expect(CommandClosed)
    heard = len(control.heard)
    await control.fence(3)
    await until(lambda: any(one.epoch == 3 for one in control.inventories))
    assert len(control.heard) >= heard + 2
    inventory = next(one for one in control.inventories if one.epoch == 3)
    assert inventory.role == "worker"
    assert inventory.sources == {worker.outbox.source: 2}
