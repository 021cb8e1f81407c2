"""A customer's card out of one query: her record and all its parts, gathered by the database.

`callcenter.storage.customers` asks. One round trip, for it is on the way of a ringing call.
"""

from datetime import date, datetime
from typing import Final

import msgspec

from callcenter.crm.customer import (
    Booking,
    Case,
    Contact,
    Customer,
    CustomerCard,
    PhoneNumber,
    soon_first,
)

PARTS: Final = """
SELECT jsonb_build_object(
    'customer', to_jsonb(customers),
    'birthday', birthday,
    'numbers', coalesce((
        SELECT jsonb_agg(jsonb_build_object('plain', number, 'label', label)
            ORDER BY label = '', label, number)
        FROM customer_numbers WHERE customer_id = customers.id), '[]'),
    'bookings', coalesce((
        SELECT jsonb_agg(to_jsonb(one) || jsonb_build_object('order', one.id)) FROM (
            SELECT * FROM bookings WHERE customer_id = customers.id
            ORDER BY at DESC NULLS LAST LIMIT 30) AS one), '[]'),
    'contacts', coalesce((
        SELECT jsonb_agg(to_jsonb(one) || jsonb_build_object(
            'call', coalesce(call_id, ''), 'agent', coalesce(agent_id, ''))
            ORDER BY at DESC, id DESC)
        FROM (
            SELECT * FROM contacts WHERE customer_id = customers.id AND at <= $4
            ORDER BY at DESC, id DESC LIMIT 30) AS one), '[]'),
    'cases', coalesce((
        SELECT jsonb_agg(to_jsonb(cases) || jsonb_build_object('case', id)
            ORDER BY due_at NULLS LAST, id)
        FROM cases WHERE customer_id = customers.id AND closed_at IS NULL), '[]'),
    'today', (SELECT count(*) FROM contacts
        WHERE customer_id = customers.id AND channel = 'call' AND at >= $2 AND at <= $4),
    'week', (SELECT count(*) FROM contacts
        WHERE customer_id = customers.id AND channel = 'call' AND at >= $3 AND at <= $4)
) AS parts
FROM customers WHERE id = ANY($1)
"""
"""Values: ids, the day's beginning, seven days ago, now."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What the query gathers of one customer."""

    customer: Customer
    birthday: date | None
    numbers: tuple[PhoneNumber, ...]
    bookings: tuple[Booking, ...]
    contacts: tuple[Contact, ...]
    cases: tuple[Case, ...]
    today: int
    week: int


def card(parts: Parts, at: datetime, today: date) -> CustomerCard:
    """The parts in the order in which a desk shows them; `today` is the house's local date."""
    marks = parts.customer.marks
    if parts.birthday and (parts.birthday.month, parts.birthday.day) == (today.month, today.day):
        marks = (*marks, "birthday")
    return CustomerCard(
        **(msgspec.structs.asdict(parts.customer) | {"marks": marks}),
        numbers=parts.numbers,
        bookings=soon_first(parts.bookings, at),
        contacts=parts.contacts,
        cases=parts.cases,
        calls_today=parts.today,
        calls_this_week=parts.week,
    )
