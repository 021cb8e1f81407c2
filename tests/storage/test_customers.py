"""Who is behind a number, what the desk is told of her, and new records."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from msgspec import structs

from acd.ids import CallId, PartyId, QueueId
from callcenter.calls.call import Direction
from callcenter.crm.customer import (
    Booking,
    Case,
    Contact,
    CustomerCard,
    CustomerDraft,
    FoundCustomer,
    PhoneNumber,
)
from callcenter.history.call_record import CallRecord
from callcenter.records import Notes
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.notes import NoteStore
from callcenter.storage.records import RecordStore
from callcenter.wire import PartySeen
from tests.storage.calls import NOON, abandoned, answered

pytestmark = pytest.mark.postgres

CHEN = "+8614100000317"

BOOK = """
INSERT INTO customers (id, name, name_key, tier, segment, language, city, since_year, preferences,
    marks, verified, birthday) VALUES
    ('chen', '<b>O''Neil & 陈</b>', 'chen', 'gold', 'family', 'mandarin', '上海', 2019,
        '["靠窗", "素食"]', '["no_marketing"]', true, '1988-11-22'),
    ('li', '李 Li', 'li', 'new', '', 'english', '', 0, '[]', '[]', false, NULL);
INSERT INTO customer_numbers VALUES
    ('+8614100000317', 'chen', 'mobile'), ('+447700900123', 'chen', ''),
    ('+447700900123', 'li', '');
INSERT INTO bookings VALUES
    ('Q1', 'chen', 'flight', 'PVG-LHR', '', '2026-12-24 08:00+00', 'confirmed'),
    ('Q2', 'chen', 'hotel', '外滩', '1 room', '2026-11-23 08:00+00', 'confirmed');
INSERT INTO contacts (customer_id, at, channel, title, agent_id) VALUES
    ('chen', '2026-11-22 01:00+00', 'call', 'refund', '1002'),
    ('chen', '2026-11-21 15:59+00', 'call', 'yesterday in Shanghai', '1001'),
    ('chen', '2026-11-22 02:00+00', 'sms', 'order placed', NULL),
    ('chen', '2026-11-10 02:00+00', 'call', 'long ago', '1003'),
    ('chen', '2026-11-23 02:00+00', 'call', 'not yet', '1003');
INSERT INTO cases (id, customer_id, kind, title, department, state, opened_at, due_at, closed_at)
VALUES
    ('C1', 'chen', 'refund', 'slow', 'refunds', 'open', '2026-11-20', '2026-11-25', NULL),
    ('C2', 'chen', 'refund', 'over', 'refunds', 'closed', '2026-11-01', NULL, '2026-11-02'),
    ('C3', 'chen', 'complaint', 'urgent', 'care', 'open', '2026-11-20', '2026-11-22', NULL);
"""


@pytest.fixture
async def book(database: Database) -> CustomerBook:
    async with database.connection() as connection:
        await connection.execute(BOOK)
    return CustomerBook(database)


def seen(party: str, number: str, name: str = "") -> PartySeen:
    return PartySeen(party=PartyId(party), number=number, display_name=name)


@pytest.mark.parametrize(
    "number", [CHEN, "14100000317", "sip:+8614100000317@127.0.0.1", "tel:+86-141-0000-0317"]
)
async def test_a_caller_is_found_however_the_number_came(book: CustomerBook, number: str) -> None:
    await book.store_party(seen("p", number))
    by_party = await book.find_by_party("p", NOON)
    assert [one.id for one in by_party] == ["chen"]
    assert await book.find_by_number(number, NOON) == by_party


async def test_the_card_has_everything_the_desk_shows(book: CustomerBook) -> None:
    card = await book.card("chen", NOON)
    assert card is not None
    assert card == CustomerCard(
        id="chen",
        name="<b>O'Neil & 陈</b>",
        tier="gold",
        segment="family",
        language="mandarin",
        city="上海",
        since_year=2019,
        verified=True,
        preferences=("靠窗", "素食"),
        marks=("no_marketing", "birthday"),
        numbers=(PhoneNumber(plain=CHEN, label="mobile"), PhoneNumber(plain="+447700900123")),
        bookings=card.bookings,
        contacts=card.contacts,
        cases=card.cases,
        calls_today=1,
        calls_this_week=2,
    )
    assert [one.order for one in card.bookings] == ["Q2", "Q1"]
    assert card.bookings[0] == Booking(
        order="Q2",
        kind="hotel",
        title="外滩",
        detail="1 room",
        at=NOON + timedelta(hours=20),
        state="confirmed",
    )
    assert [one.title for one in card.contacts] == [
        "order placed",
        "refund",
        "yesterday in Shanghai",
        "long ago",
    ]
    assert card.contacts[1] == Contact(
        at=NOON - timedelta(hours=11), channel="call", title="refund", agent="1002"
    )
    assert [one.case for one in card.cases] == ["C3", "C1"]
    assert isinstance(card.cases[0], Case)
    assert card.last_agent == "1002"
    assert await book.card("nobody") is None


async def test_a_shared_number_gives_a_choice_the_last_to_call_first(book: CustomerBook) -> None:
    await book.store_party(seen("p", "+447700900123"))
    assert [one.id for one in await book.find_by_party("p", NOON)] == ["chen", "li"]


@pytest.mark.parametrize("number", ["anonymous", "", "maria", "1001", "a\0b"])
async def test_a_number_nobody_has_finds_nobody(book: CustomerBook, number: str) -> None:
    await book.store_party(seen("p", number, "x\0y"))
    assert await book.find_by_party("p") == []
    assert await book.find_by_party("never seen") == []
    assert await book.find_by_number(number) == []


async def test_numbers_and_party_ids_lead_to_each_other(book: CustomerBook) -> None:
    await book.store_party(seen("p", "14100000317", "Chen"))
    await book.store_party(seen("p", "14100000317", "Chen"))
    await book.store_party(seen("q", "+86 141 0000 0317"))
    await book.store_party(seen("hidden", "anonymous"))
    assert await book.numbers_of(["p", "hidden", "x"]) == {
        "p": PhoneNumber(plain=CHEN, label="Chen")
    }
    assert await book.parties_of("14100000317") == ("p", "q")
    assert await book.parties_of("anonymous") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chen", ["chen"]),
        ("CH", ["chen"]),
        ("陈", ["chen"]),
        ("o'neil", ["chen"]),
        ("<b>", ["chen"]),
        ("14100000317", ["chen"]),
        ("0317", ["chen"]),
        ("+44 7700 900123", ["chen", "li"]),
        ("031", []),
        ("%", []),
        ("", []),
        ("\0", []),
    ],
)
async def test_the_book_is_searched(book: CustomerBook, text: str, found: list[str]) -> None:
    assert [one.id for one in await book.search(text)] == found


async def test_a_search_tells_who_is_meant(book: CustomerBook) -> None:
    assert await book.search("li") == [
        FoundCustomer(id="li", name="李 Li", tier="new", number=PhoneNumber(plain="+447700900123"))
    ]


async def test_a_new_record_has_the_callers_number_and_is_the_calls_customer(
    book: CustomerBook,
) -> None:
    await book.store_party(seen("p", "14100000555"))
    draft = CustomerDraft(name=" 王 \0Wang ", numbers=("+1 202 555 0143",), city="Xi'an")
    made = await book.create(draft, party="p", call="call-1")
    (card,) = await book.find_by_party("p")
    assert (card.id, card.name, card.city) == (made, "王 \ufffdWang", "Xi'an")
    assert [one.plain for one in card.numbers] == ["+12025550143", "+8614100000555"]
    assert await book.chosen(["call-1", "call-2"]) == {"call-1": (made, "王 \ufffdWang")}
    assert await book.names_of([made, "li"]) == {made: "王 \ufffdWang", "li": "李 Li"}


async def test_pressed_twice_it_is_made_once(book: CustomerBook, database: Database) -> None:
    draft = CustomerDraft(name="Twice")
    made = await asyncio.gather(*(book.create(draft, call="call-1") for _ in range(4)))
    assert len(set(made)) == 1
    assert len(await book.search("twice")) == 1


async def test_one_of_several_is_chosen(book: CustomerBook) -> None:
    assert not await book.choose("call-1", "nobody")
    assert await book.choose("call-1", "chen")
    assert await book.choose("call-1", "li")
    assert await book.chosen(["call-1"]) == {"call-1": ("li", "李 Li")}


# -- the timeline ----------------------------------------------------------------------------


async def test_a_finished_call_is_on_the_timeline(book: CustomerBook, database: Database) -> None:
    records, notes = RecordStore(database), NoteStore(database)
    await records.save([answered("a", customers=("li",))])
    await notes.save(Notes(call="a", agent="1001", text="wants a window seat"))
    card = await book.card("li", NOON + timedelta(hours=1))
    assert card is not None
    assert card.contacts == (
        Contact(
            at=NOON,
            channel="call",
            title="booking.flight",
            detail="wants a window seat",
            outcome="order_placed",
            call="a",
            agent="1001",
        ),
    )
    assert card.calls_today == 1


async def test_the_chosen_customer_gets_the_call_and_no_other(
    book: CustomerBook, database: Database
) -> None:
    records = RecordStore(database)

    async def calls_of(customer: str) -> list[str]:
        card = await book.card(customer, NOON + timedelta(hours=1))
        assert card is not None
        return [one.call for one in card.contacts if one.call]

    await records.save([answered("a", customers=("chen", "li")), abandoned("b")])
    assert (await calls_of("chen"), await calls_of("li")) == ([], [])
    await book.choose("a", "chen")
    assert (await calls_of("chen"), await calls_of("li")) == (["a"], [])
    await book.choose("a", "li")
    assert (await calls_of("chen"), await calls_of("li")) == ([], ["a"])
    await records.save([answered("a", customers=("chen", "li"))])
    assert (await calls_of("chen"), await calls_of("li")) == ([], ["a"])


async def test_a_callback_is_a_contact_once_it_was_placed(
    book: CustomerBook, database: Database
) -> None:
    attempt = CallRecord(
        call=CallId("ab1"),
        direction=Direction.CALLBACK,
        callback_of=CallId("a"),
        customers=("li",),
        queue=QueueId("flights"),
        first_offered_at=NOON,
        ended_at=NOON,
    )
    missed = structs.replace(attempt, call=CallId("ab2"), rang_at=NOON)
    spoke = structs.replace(missed, call=CallId("ab3"), connected_at=NOON)
    await RecordStore(database).save([attempt, missed, spoke])
    card = await book.card("li", NOON + timedelta(hours=1))
    assert card is not None
    told = {one.call: one.outcome for one in card.contacts}
    assert told == {"ab2": "not_reached", "ab3": "reached"}


async def test_other_contacts_are_added_as_they_happen(book: CustomerBook) -> None:
    told = Contact(at=NOON, channel="sms", title="order-placed")
    await book.add_contact("li", told)
    await book.add_contact("nobody", told)
    card = await book.card("li", NOON)
    assert card is not None
    assert card.contacts == (told,)
