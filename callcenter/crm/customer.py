"""A customer as the desk shows her, and as storage keeps her.

Storage fills these, the worker takes tier and language, web draws the card. Instants are aware,
UTC. It must not know where the values are kept.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from callcenter.crm.numbers import mask

SOON: Final = timedelta(hours=72)
"""A journey that begins within it comes before all others."""


_OFF: Final = frozenset({"cancelled", "refunding", "refunded"})
"""States of a booking that nobody travels on."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Root of what is known of a customer."""


class PhoneNumber(Part, frozen=True, kw_only=True):
    """One of her numbers: E.164 where possible, and as a screen may show it."""

    plain: str
    label: str = ""

    @property
    def masked(self) -> str:
        """For a screen."""
        return mask(self.plain)


class Booking(Part, frozen=True, kw_only=True):
    """One order: a flight, a stay, a journey. `at` is when it begins."""

    order: str
    kind: str
    title: str
    detail: str = ""
    at: datetime | None = None
    state: str = ""


class Contact(Part, frozen=True, kw_only=True):
    """One contact on her timeline, any channel."""

    at: datetime
    channel: str
    """call, sms, email, order, survey, case or note."""
    title: str = ""
    detail: str = ""
    outcome: str = ""
    call: str = ""
    """The call's id when it was one of ours."""
    agent: str = ""


class Case(Part, frozen=True, kw_only=True):
    """One open case."""

    case: str
    kind: str
    title: str
    department: str = ""
    state: str = ""
    opened_at: datetime
    due_at: datetime | None = None


class Customer(Part, frozen=True, kw_only=True):
    """What a record says by itself."""

    id: str
    name: str
    tier: str = ""
    """gold, silver, regular, new, company or empty."""
    segment: str = ""
    language: str = ""
    """`mandarin`, `english` or empty."""
    city: str = ""
    email: str = ""
    company: str = ""
    since_year: int = 0
    verified: bool = False
    preferences: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """What an agent must know at once, such as `no_marketing`; cards add `birthday` on the day."""
    remark: str = ""


class CustomerCard(Part, frozen=True, kw_only=True):
    """Everything the desk shows of one customer at the offer."""

    id: str
    name: str
    tier: str = ""
    segment: str = ""
    language: str = ""
    city: str = ""
    email: str = ""
    company: str = ""
    since_year: int = 0
    verified: bool = False
    preferences: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    remark: str = ""
    numbers: tuple[PhoneNumber, ...] = ()
    bookings: tuple[Booking, ...] = ()
    """Those that begin within 72 hours first, then the newest."""
    contacts: tuple[Contact, ...] = ()
    """Newest first."""
    cases: tuple[Case, ...] = ()
    """Open ones, the one due first in front."""
    calls_today: int = 0
    calls_this_week: int = 0
    """Within the last seven days, today's included."""

    @property
    def last_contact_at(self) -> datetime | None:
        """The newest contact, for the choice among several customers."""
        return self.contacts[0].at if self.contacts else None

    @property
    def last_agent(self) -> str:
        """Who spoke with her last, by work number."""
        return next((one.agent for one in self.contacts if one.agent), "")


class CustomerDraft(Part, frozen=True, kw_only=True):
    """A new record, as an agent fills it in."""

    name: str
    numbers: tuple[str, ...] = ()
    language: str = ""
    city: str = ""
    email: str = ""
    remark: str = ""


class FoundCustomer(Part, frozen=True, kw_only=True):
    """One row of a search."""

    id: str
    name: str
    tier: str = ""
    city: str = ""
    number: PhoneNumber | None = None
    last_contact_at: datetime | None = None


def soon_first(bookings: Iterable[Booking], now: datetime) -> tuple[Booking, ...]:
    """Journeys that begin within 72 hours, the next one first; then the others, newest first."""
    every = tuple(bookings)
    soon = [one for one in every if begins_soon(one, now)]
    others = [one for one in every if not begins_soon(one, now)]
    soon.sort(key=lambda one: (one.at or now, one.order))
    others.sort(key=lambda one: (one.at is not None, one.at or now, one.order), reverse=True)
    return (*soon, *others)


def begins_soon(booking: Booking, now: datetime) -> bool:
    """Whether it begins within 72 hours from `now`."""
    return booking.at is not None and now <= booking.at <= now + SOON


def travels_soon(bookings: Iterable[Booking], now: datetime) -> bool:
    """Whether a journey begins within 72 hours from `now` that has not been cancelled."""
    return any(begins_soon(one, now) and one.state not in _OFF for one in bookings)
