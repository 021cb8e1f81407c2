"""Erases a person: her records, her numbers, and her numbers where somebody typed them.

Asked for by an administrator. The journal needs no touch: it holds party ids, and the rows that say
what is behind them go. A number that another customer has as well stays for that customer.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec
import phonenumbers

from callcenter.crm.numbers import normalise
from callcenter.storage.database import Connection, Database
from callcenter.storage.texts import plain

_TYPED: Final = (
    ("call_notes", "text"),
    ("customers", "remark"),
    ("bookings", "title"),
    ("bookings", "detail"),
    ("contacts", "title"),
    ("contacts", "detail"),
    ("cases", "title"),
)
"""Columns into which people type."""

_BETWEEN: Final = r"[\s().\-]*"
"""What people write between digits."""


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an erasure touched; the recordings of `calls` are still to be removed by the caller."""

    customers: tuple[str, ...]
    parties: tuple[str, ...]
    calls: tuple[str, ...]


class Erasure:
    """Every method raises Unavailable while the database is away."""

    def __init__(self, database: Database, *, region: str = "CN") -> None:
        self._database = database
        self._region = region

    async def erase_customer(self, customer_id: str) -> Erased:
        """Erase one customer, and those of her numbers that are nobody else's."""
        async with self._database.transaction() as connection:
            numbers = await _column(
                connection,
                "SELECT number FROM customer_numbers WHERE customer_id = $1 EXCEPT "
                "SELECT number FROM customer_numbers WHERE customer_id <> $1",
                plain(customer_id),
            )
            return await self._erase(connection, [plain(customer_id)], numbers)

    async def erase_number(self, number: str) -> Erased:
        """Erase a number and every customer who has it."""
        wanted = plain(normalise(number, self._region))
        if not wanted:
            return Erased(customers=(), parties=(), calls=())
        async with self._database.transaction() as connection:
            customers = await _column(
                connection, "SELECT customer_id FROM customer_numbers WHERE number = $1", wanted
            )
            others = await _column(
                connection,
                "SELECT number FROM customer_numbers WHERE customer_id = ANY($1) EXCEPT "
                "SELECT number FROM customer_numbers WHERE customer_id <> ALL($1)",
                customers,
            )
            return await self._erase(connection, customers, sorted({wanted, *others}))

    async def _erase(
        self, connection: Connection, customers: Sequence[str], numbers: Sequence[str]
    ) -> Erased:
        parties = await _column(
            connection, "DELETE FROM parties WHERE number = ANY($1) RETURNING party", numbers
        )
        calls = await _column(connection, _CALLS, parties, customers)
        await connection.execute("DELETE FROM call_notes WHERE call_id = ANY($1)", calls)
        await connection.execute(_FORGET, customers)
        gone = await _column(
            connection, "DELETE FROM customers WHERE id = ANY($1) RETURNING id", customers
        )
        for number in numbers:
            await _scrub(connection, number, self._region)
        return Erased(customers=tuple(gone), parties=tuple(parties), calls=tuple(calls))


_CALLS: Final = """
SELECT call_id FROM call_records WHERE party = ANY($1) OR customers && $2
UNION SELECT call_id FROM call_customers WHERE customer_id = ANY($2)
UNION SELECT call_id FROM contacts WHERE customer_id = ANY($2) AND call_id IS NOT NULL
ORDER BY call_id
"""

_FORGET: Final = """
UPDATE call_records SET
    customers = array(SELECT one FROM unnest(customers) AS one WHERE one <> ALL($1)),
    body = jsonb_set(jsonb_set(body, '{tier}', '""'), '{customers}', to_jsonb(
        array(SELECT one FROM unnest(customers) AS one WHERE one <> ALL($1))))
WHERE customers && $1
"""


async def _column(connection: Connection, sql: str, *values: object) -> list[str]:
    return [row[0] for row in await connection.fetch(sql, *values)]


async def _scrub(connection: Connection, number: str, region: str) -> None:
    """Take a number out of what was typed, however its digits were spaced."""
    pattern = typed_pattern(number, region)
    for table, column in _TYPED:
        await connection.execute(
            f"UPDATE {table} SET {column} = regexp_replace({column}, $1, '***', 'g') "
            f"WHERE {column} ~ $1",
            pattern,
        )


def typed_pattern(number: str, region: str) -> str:
    """A pattern for a number with or without its country code, in any spacing."""
    national = number.lstrip("+")
    code = ""
    if number.startswith("+"):
        try:
            parsed = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            return _spaced(national)
        code = str(parsed.country_code)
        national = phonenumbers.national_significant_number(parsed)
    before = rf"(?:(?:\+|00)?{_BETWEEN}{_spaced(code)}{_BETWEEN})?" if code else ""
    return rf"{before}{_spaced(national)}(?!\d)"


def _spaced(digits: str) -> str:
    return _BETWEEN.join(re.escape(digit) for digit in digits)
