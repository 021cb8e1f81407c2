"""The customer book: who is behind a number, everything the desk shows of her, and new records.

The worker looks callers up at the INVITE, web draws the card and makes records. Numbers enter
through `callcenter.crm.numbers` only, so that one number is one key. Erasing is next door, in
`callcenter.storage.erasure`.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from ulid import ULID

from acd.ids import PartyId
from callcenter.clock import now
from callcenter.crm.customer import (
    Contact,
    CustomerCard,
    CustomerDraft,
    FoundCustomer,
    PhoneNumber,
)
from callcenter.crm.numbers import normalise
from callcenter.storage.cards import PARTS, Parts, card
from callcenter.storage.database import Connection, Database, Row
from callcenter.storage.texts import plain
from callcenter.storage.timeline import tell
from callcenter.wire import PartySeen

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_OF_PARTY: Final = (
    "WHERE id IN (SELECT customer_id FROM customer_numbers JOIN parties USING (number) "
    "WHERE party = $1)"
)
_OF_NUMBER: Final = "WHERE id IN (SELECT customer_id FROM customer_numbers WHERE number = $1)"
_FOUND: Final = """
SELECT id, name, tier, city,
    (SELECT min(number) FROM customer_numbers WHERE customer_id = customers.id) AS number,
    (SELECT max(at) FROM contacts WHERE customer_id = customers.id) AS last_contact_at
FROM customers
WHERE starts_with(name_key, lower($1)) OR strpos(lower(name), lower($1)) > 0
    OR id IN (SELECT customer_id FROM customer_numbers
        WHERE ($2 <> '' AND number = $2) OR ($3 <> '' AND strpos(number, $3) > 0))
ORDER BY name_key, id
LIMIT $4
"""
_PIECE: Final = 4
"""Digits from which a piece of a number is looked for."""


class CustomerBook:
    """Every method raises Unavailable while the database is away.

    `time_zone` says when a day begins, `region` how a national number is read.
    """

    def __init__(
        self, database: Database, *, time_zone: str = "Asia/Shanghai", region: str = "CN"
    ) -> None:
        self._database = database
        self._zone = ZoneInfo(time_zone)
        self._region = region

    # -- parties ---------------------------------------------------------------------------------

    async def store_party(self, seen: PartySeen) -> None:
        """Keep the number behind a party id; seen again, only the time moves."""
        await self._database.execute(
            "INSERT INTO parties (party, number, display_name) VALUES ($1, $2, $3) "
            "ON CONFLICT (party) DO UPDATE SET number = excluded.number, "
            "display_name = excluded.display_name, last_seen_at = now()",
            plain(seen.party),
            plain(normalise(seen.number, self._region)),
            plain(seen.display_name),
        )

    async def number_of(self, party: PartyId) -> str:
        """The number behind a party id; empty when it is not known or was withheld."""
        found = await self._database.fetch_value(
            "SELECT number FROM parties WHERE party = $1", plain(party)
        )
        return str(found or "")

    async def numbers_of(self, parties: Sequence[str]) -> dict[str, PhoneNumber]:
        """The numbers behind party ids, as far as they are known and were not withheld."""
        rows = await self._database.fetch(
            "SELECT party, number, display_name FROM parties "
            "WHERE party = ANY($1) AND number <> ''",
            list(parties),
        )
        return {
            row["party"]: PhoneNumber(plain=row["number"], label=row["display_name"])
            for row in rows
        }

    async def parties_of(self, number: str) -> tuple[str, ...]:
        """The party ids under which a number has called, to list its calls."""
        rows = await self._database.fetch(
            "SELECT party FROM parties WHERE number = $1 AND number <> '' ORDER BY party",
            plain(normalise(number, self._region)),
        )
        return tuple(row["party"] for row in rows)

    # -- looking up ------------------------------------------------------------------------------

    async def find_by_party(self, party: str, at: datetime | None = None) -> list[CustomerCard]:
        """Cards of everybody who has the number behind a party id; the last to call first."""
        rows = await self._database.fetch(
            "SELECT customer_id FROM customer_numbers JOIN parties USING (number) WHERE party = $1",
            plain(party),
        )
        return await self._cards([row["customer_id"] for row in rows], at)

    async def find_by_number(self, number: str, at: datetime | None = None) -> list[CustomerCard]:
        """Cards of everybody who has this number; the last to call first."""
        wanted = plain(normalise(number, self._region))
        rows = await self._database.fetch(f"SELECT id FROM customers {_OF_NUMBER}", wanted)
        return await self._cards([row["id"] for row in rows], at)

    async def card(self, customer_id: str, at: datetime | None = None) -> CustomerCard | None:
        """One customer's card."""
        found = await self._cards([customer_id], at)
        return found[0] if found else None

    async def search(self, text: str, limit: int = 20) -> list[FoundCustomer]:
        """By the beginning of a name's key, a piece of a name, or a piece of a number."""
        wanted = plain(text.strip())
        if not wanted:
            return []
        digits = "".join(re.findall(r"[0-9]", wanted))
        piece = digits if len(digits) >= _PIECE and not re.search(r"[^\W\d]", wanted) else ""
        rows = await self._database.fetch(
            _FOUND, wanted, normalise(wanted, self._region), piece, limit
        )
        return [_found(row) for row in rows]

    # -- writing ---------------------------------------------------------------------------------

    async def create(self, draft: CustomerDraft, *, party: str = "", call: str = "") -> str:
        """A new record; its id. With `party` it gets that number, with `call` it is its customer.

        The same call makes only one record: a second press gets the first one's id.
        """
        async with self._database.transaction() as connection:
            if call:
                await connection.execute("SELECT pg_advisory_xact_lock(hashtext($1))", call)
                chosen = await _chosen(connection, call)
                if chosen:
                    return chosen
            customer = str(ULID())
            await _insert(connection, customer, draft)
            for number in await self._numbers(connection, draft, party):
                await connection.execute(
                    "INSERT INTO customer_numbers (number, customer_id) VALUES ($1, $2)",
                    number,
                    customer,
                )
            if call:
                await _choose(connection, call, customer)
        return customer

    async def choose(self, call: str, customer: str) -> bool:
        """This customer is the caller; False when there is no such record."""
        async with self._database.transaction() as connection:
            if not await connection.fetchval(
                "SELECT true FROM customers WHERE id = $1", plain(customer)
            ):
                return False
            await _choose(connection, call, customer)
        return True

    async def chosen(self, calls: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Call to (customer id, name), where an agent chose or made one."""
        rows = await self._database.fetch(
            "SELECT call_id, customer_id, name FROM call_customers "
            "JOIN customers ON customers.id = customer_id WHERE call_id = ANY($1)",
            list(calls),
        )
        return {row["call_id"]: (row["customer_id"], row["name"]) for row in rows}

    async def names_of(self, customers: Sequence[str]) -> dict[str, str]:
        """Names of customers, for lists."""
        rows = await self._database.fetch(
            "SELECT id, name FROM customers WHERE id = ANY($1)", list(customers)
        )
        return {row["id"]: row["name"] for row in rows}

    async def add_contact(self, customer: str, contact: Contact) -> None:
        """One more contact on the timeline; the same call again replaces what was said of it."""
        await self._database.execute(
            "INSERT INTO contacts "
            "(customer_id, at, channel, title, detail, outcome, call_id, agent_id) "
            "SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM customers WHERE id = $1 "
            "ON CONFLICT (customer_id, call_id) DO UPDATE SET at = excluded.at, "
            "title = excluded.title, detail = excluded.detail, outcome = excluded.outcome, "
            "agent_id = excluded.agent_id",
            customer,
            contact.at,
            contact.channel,
            plain(contact.title),
            plain(contact.detail),
            contact.outcome,
            contact.call or None,
            contact.agent or None,
        )

    # -- inside ----------------------------------------------------------------------------------

    async def _cards(self, ids: Sequence[str], at: datetime | None) -> list[CustomerCard]:
        if not ids:
            return []
        moment = at or now()
        midnight = moment.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        rows = await self._database.fetch(
            PARTS, list(ids), midnight, moment - timedelta(days=7), moment
        )
        parts = [msgspec.json.decode(row["parts"], type=Parts) for row in rows]
        cards = [card(one, moment, midnight.date()) for one in parts]
        cards.sort(key=lambda one: one.id)
        cards.sort(key=lambda one: one.last_contact_at or _NEVER, reverse=True)
        return cards

    async def _numbers(self, connection: Connection, draft: CustomerDraft, party: str) -> list[str]:
        numbers = [plain(normalise(number, self._region)) for number in draft.numbers]
        if party:
            called_from = await connection.fetchval(
                "SELECT number FROM parties WHERE party = $1", plain(party)
            )
            numbers.append(called_from or "")
        return sorted({number for number in numbers if number})


async def _insert(connection: Connection, customer: str, draft: CustomerDraft) -> None:
    name = plain(draft.name.strip())
    await connection.execute(
        "INSERT INTO customers (id, name, name_key, tier, language, city, email, remark) "
        "VALUES ($1, $2, $3, 'new', $4, $5, $6, $7)",
        customer,
        name,
        name.lower(),
        plain(draft.language),
        plain(draft.city),
        plain(draft.email),
        plain(draft.remark),
    )


async def _chosen(connection: Connection, call: str) -> str:
    found = await connection.fetchval(
        "SELECT customer_id FROM call_customers WHERE call_id = $1", call
    )
    return str(found or "")


async def _choose(connection: Connection, call: str, customer: str) -> None:
    await connection.execute(
        "INSERT INTO call_customers (call_id, customer_id) VALUES ($1, $2) "
        "ON CONFLICT (call_id) DO UPDATE SET customer_id = excluded.customer_id",
        call,
        customer,
    )
    await tell(connection, [call])


def _found(row: Row) -> FoundCustomer:
    return FoundCustomer(
        id=row["id"],
        name=row["name"],
        tier=row["tier"],
        city=row["city"],
        number=PhoneNumber(plain=row["number"]) if row["number"] else None,
        last_contact_at=row["last_contact_at"],
    )
