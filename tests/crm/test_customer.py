"""What of a customer comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from callcenter.crm.customer import (
    Booking,
    Contact,
    CustomerCard,
    PhoneNumber,
    soon_first,
    travels_soon,
)

pytestmark = pytest.mark.thinking

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def trip(order: str, hours: float | None) -> Booking:
    at = None if hours is None else NOW + timedelta(hours=hours)
    return Booking(order=order, kind="flight", title=order, at=at)


def test_the_next_journey_stands_first_then_the_newest() -> None:
    every = [
        trip("open", None),
        trip("past", -1),
        trip("in-two-days", 48),
        trip("long-past", -500),
        trip("tonight", 6),
        trip("at-72", 72),
        trip("later", 73),
    ]
    assert [one.order for one in soon_first(every, NOW)] == [
        "tonight",
        "in-two-days",
        "at-72",
        "later",
        "past",
        "long-past",
        "open",
    ]


@pytest.mark.parametrize(
    ("hours", "state", "soon"),
    [
        (0.0, "ticketed", True),
        (72.0, "confirmed", True),
        (72.1, "confirmed", False),
        (-0.1, "ticketed", False),
        (6.0, "cancelled", False),
        (6.0, "refunding", False),
        (None, "confirmed", False),
    ],
)
def test_a_journey_within_72_hours_counts_unless_it_is_off(
    hours: float | None, state: str, soon: bool
) -> None:
    booking = msgspec.structs.replace(trip("one", hours), state=state)
    assert travels_soon([trip("far", 500), booking], NOW) is soon


def test_a_card_knows_the_last_contact_and_who_had_it() -> None:
    card = CustomerCard(
        id="c",
        name="陈",
        numbers=(PhoneNumber(plain="+8614100000317"),),
        contacts=(
            Contact(at=NOW, channel="sms"),
            Contact(at=NOW - timedelta(days=1), channel="call", agent="1002"),
        ),
    )
    assert card.last_contact_at == NOW
    assert card.last_agent == "1002"
    assert card.numbers[0].masked == "+86 141****0317"
    blank = CustomerCard(id="d", name="")
    assert blank.last_contact_at is None
    assert blank.last_agent == ""
