"""The record of the one who calls, as a desk shows it: the screen pop.

The web process fills it from the customer book: numbers and mail addresses come masked, texts in
both languages. It must not know where a customer is kept.
"""

from datetime import datetime
from enum import StrEnum

from agent_desktop.view import NAMELESS, View, Words


class Trip(View, frozen=True, kw_only=True):
    """A journey within 72 hours."""

    order: str
    kind: str = ""
    """flight, hotel, rail, holiday …"""
    title: Words
    detail: Words = NAMELESS
    at: datetime | None = None
    state: str = ""


class Order(View, frozen=True, kw_only=True):
    """One order (booking) of the customer."""

    order: str
    kind: str
    title: Words
    at: datetime | None = None
    state: str = ""


class Contact(View, frozen=True, kw_only=True):
    """One earlier contact, any channel, newest first."""

    at: datetime
    channel: str
    """call, sms, email, order, survey, case or note."""
    title: Words
    """What it was about: the need, else the queue, else its own words."""
    detail: Words = NAMELESS
    outcome: Words = NAMELESS
    """The outcome given, else what became of the call."""
    call: str = ""
    """The call's id when it was one of ours."""


class Case(View, frozen=True, kw_only=True):
    """An open case."""

    case: str
    title: Words
    department: str = ""
    state: str = ""
    due_at: datetime | None = None


class CustomerCard(View, frozen=True, kw_only=True):
    """The record of the one who calls."""

    id: str
    name: str
    tier: str = ""
    """gold, silver, regular, new …"""
    segment: str = ""
    customer_since: int = 0
    """Year; 0 is not known."""
    number: str = ""
    """Masked."""
    email: str = ""
    """Masked."""
    city: str = ""
    language: str = ""
    verified: bool = False
    preferences: tuple[Words, ...] = ()
    trips: tuple[Trip, ...] = ()
    orders: tuple[Order, ...] = ()
    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()
    calls_today: int = 0
    calls_this_week: int = 0
    last_agent: Words = NAMELESS
    remark: Words = NAMELESS


class CustomerChoice(View, frozen=True, kw_only=True):
    """One of several records with the same number."""

    id: str
    name: str
    tier: str = ""
    city: str = ""
    last_contact_at: datetime | None = None


class CustomerState(StrEnum):
    """What is known of the caller."""

    LOADING = "loading"
    BLANK = "blank"
    """Unknown number: an empty record to fill in."""
    KNOWN = "known"
    CHOICE = "choice"
    UNAVAILABLE = "unavailable"
    """The customer book does not answer; take the call."""


class CustomerView(View, frozen=True, kw_only=True):
    """Who calls: one card, several to choose from, or a blank."""

    call: str
    state: CustomerState
    number: str = ""
    """Masked; shown in the blank record."""
    card: CustomerCard | None = None
    choices: tuple[CustomerChoice, ...] = ()
