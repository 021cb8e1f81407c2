"""An erased person leaves no row with the number, in any column of any table."""

from __future__ import annotations

import re

import pytest

from acd.ids import PartyId
from callcenter.crm.customer import CustomerDraft
from callcenter.records import Notes
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.erasure import Erased, Erasure, typed_pattern
from callcenter.storage.journal import JournalStore
from callcenter.storage.notes import NoteStore
from callcenter.storage.records import RecordStore
from callcenter.wire import PartySeen
from tests.storage.calls import answered
from tests.storage.facts import left, row
from tests.storage.test_customers import BOOK

pytestmark = pytest.mark.postgres


@pytest.fixture
async def erasure(database: Database) -> Erasure:
    """Chen has called, notes were written, her number was typed in several places."""
    async with database.connection() as connection:
        await connection.execute(BOOK)
        await connection.execute("UPDATE mind SET epoch = 1")
    book, notes = CustomerBook(database), NoteStore(database)
    await book.store_party(
        PartySeen(party=PartyId("p"), number="14100000317", display_name="+86 141-0000-0317")
    )
    await book.store_party(PartySeen(party=PartyId("q"), number="+447700900123"))
    await JournalStore(database).append([row(1, left("a"))], 1)
    await RecordStore(database).save([answered("a", customers=("chen",)), answered("b")])
    await book.choose("b", "chen")
    for call in ("a", "b", "c"):
        text = "call back 141 0000 0317, not 0317" if call == "c" else "her words"
        await notes.save(Notes(call=call, agent="1001", text=text))
    await book.create(CustomerDraft(name="Colleague", remark="assistant of +86-141-0000-0317"))
    await database.execute(
        "INSERT INTO contacts (customer_id, at, channel, detail) "
        "VALUES ('li', now(), 'sms', 'for 0086(141)00000317.')"
    )
    return Erasure(database)


async def places(database: Database, pattern: str) -> list[str]:
    """Every column of every table with a text that matches, spaces and dashes taken out."""
    columns = await database.fetch(
        "SELECT table_name, column_name FROM information_schema.columns "
        "JOIN information_schema.tables USING (table_schema, table_name) "
        "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' "
        "AND data_type IN ('text', 'jsonb', 'json', 'ARRAY', 'bytea', 'character varying')"
    )
    assert len(columns) > 100
    found = []
    for table, column in ((each["table_name"], each["column_name"]) for each in columns):
        value = f'"{column}"'
        if await database.fetch_value(
            f"SELECT true FROM \"{table}\" WHERE regexp_replace({value}::text, '[^0-9a-z]', "
            "'', 'g') ~ $1 LIMIT 1",
            pattern,
        ):
            found.append(f"{table}.{column}")
    return sorted(found)


async def test_before_the_number_is_in_many_places(erasure: Erasure, database: Database) -> None:
    assert await places(database, "14100000317") == [
        "call_notes.text",
        "contacts.detail",
        "customer_numbers.number",
        "customers.remark",
        "parties.display_name",
        "parties.number",
    ]


@pytest.mark.parametrize("by", ["number", "customer"])
async def test_after_it_is_nowhere(erasure: Erasure, database: Database, by: str) -> None:
    if by == "number":
        erased = await erasure.erase_number("14100000317")
    else:
        erased = await erasure.erase_customer("chen")
    assert erased == Erased(customers=("chen",), parties=("p",), calls=("a", "b"))
    assert await places(database, "14100000317") == []
    assert await places(database, "chen") == []
    assert await places(database, "ONeil") == []
    assert await places(database, "herwords") == []


async def test_what_belongs_to_others_stays(erasure: Erasure, database: Database) -> None:
    await erasure.erase_customer("chen")
    book = CustomerBook(database)
    assert [one.id for one in await book.find_by_party("q")] == ["li"]
    (note,) = await NoteStore(database).of_call("c")
    assert note.text == "call back ***, not 0317"
    assert len(await JournalStore(database).read(0)) == 1
    kept = await RecordStore(database).one("a")
    assert kept is not None
    assert (kept.customers, kept.tier, kept.outcome) == ((), "", "order_placed")


async def test_erasing_nobody_touches_nothing(erasure: Erasure, database: Database) -> None:
    nothing = Erased(customers=(), parties=(), calls=())
    assert await erasure.erase_number("anonymous") == nothing
    assert await erasure.erase_number("+12025550143") == nothing
    assert await erasure.erase_customer("nobody") == nothing
    assert len(await places(database, "14100000317")) == 6


@pytest.mark.parametrize(
    ("text", "is_hers"),
    [
        ("14100000317", True),
        ("141-0000-0317", True),
        ("+86 (141) 0000.0317", True),
        ("008614100000317", True),
        ("86 14100000317", True),
        ("141000003170", False),
        ("14100000318", False),
    ],
)
def test_a_number_is_recognised_however_it_was_typed(text: str, is_hers: bool) -> None:
    assert bool(re.search(typed_pattern("+8614100000317", "CN"), text)) is is_hers
