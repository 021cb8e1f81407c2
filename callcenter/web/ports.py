"""What the web process needs of the world, as small Protocols; storage fits them by shape.

Every method that asks a store raises `Unavailable` while it is away. Instants are aware UTC.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from acd.ids import AgentId, CallId, PartyId, QueueId
from callcenter.crm.customer import CustomerCard, CustomerDraft, FoundCustomer
from callcenter.history.call_record import CallRecord
from callcenter.wire import Positioned


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who may sign in, with what rights: role × scope."""

    sign_in: str
    agent: AgentId
    password_hash: str
    role: str
    """agent, supervisor, qa or admin."""
    scope: str = "own"
    """own, team, site or all."""


class StoredSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session on the server; of its token only the SHA-256 is kept."""

    token_hash: str
    sign_in: str
    csrf: str
    created_at: datetime
    expires_at: datetime


class Accounts(Protocol):
    """Who may sign in, and the sessions that stand."""

    async def account(self, sign_in: str) -> Account | None:
        """The active account of this sign-in name (the work number)."""

    async def keep_session(self, session: StoredSession) -> None:
        """Store it."""

    async def session(self, token_hash: str) -> StoredSession | None:
        """The stored session, expired ones left out."""

    async def drop_session(self, token_hash: str) -> None:
        """It is over; unknown ones are no error."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a work number."""

    id: AgentId
    name: str
    name_en: str
    team: str = ""
    site: str = ""
    employer: str = "own"
    device: str = "browser"
    takes_calls: bool = True


class QueueName(msgspec.Struct, frozen=True, kw_only=True):
    """A queue's names, in the order in which boards list them."""

    id: QueueId
    name: str
    name_en: str
    number: str = ""


class People(Protocol):
    """The names of people and queues, read at the start and when they change."""

    async def people(self) -> Sequence[Person]:
        """Everybody who is active."""

    async def queue_names(self) -> Sequence[QueueName]:
        """Every active queue, in order."""

    async def house_name(self) -> tuple[str, str]:
        """The company's name, Chinese and English."""


class Parties(Protocol):
    """The numbers behind party ids."""

    async def number_of(self, party: PartyId) -> str:
        """E.164 where possible; empty when not known."""


class Customers(Protocol):
    """The customer book."""

    async def card(self, customer: str) -> CustomerCard | None:
        """Everything about one customer."""

    async def find(self, query: str, limit: int) -> Sequence[FoundCustomer]:
        """By name, its pinyin, or a piece of a number."""

    async def create(self, draft: CustomerDraft) -> str:
        """A new record; its id."""

    async def bind(self, call: CallId, customer: str) -> None:
        """This customer is the caller of this call."""

    async def bound(self, call: CallId) -> str:
        """The customer bound to a call; empty when none is."""


class StoredNotes(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent wrote about a call, need and outcome ticked so far."""

    call: CallId
    agent: AgentId
    text: str
    need: str = ""
    needs: tuple[str, ...] = ()
    outcome: str = ""
    saved_at: datetime


class Notes(Protocol):
    """Notes about calls."""

    async def save_notes(self, notes: StoredNotes) -> None:
        """Keep the newest; an older `saved_at` changes nothing."""

    async def notes(self, call: CallId) -> StoredNotes | None:
        """The newest of a call."""


class CallsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls a list is about; None is any. Newest first."""

    from_at: datetime | None = None
    to_at: datetime | None = None
    queue: str | None = None
    agents: tuple[str, ...] | None = None
    """Handled by one of these; an empty tuple finds nothing."""
    customer: str | None = None
    result: str | None = None
    """A `callcenter.history.call_record.Result`."""
    before: tuple[datetime, str] | None = None
    """Start and id of the last call of the page before."""


class Records(Protocol):
    """Call records as the worker has stored them."""

    async def record(self, call: CallId) -> CallRecord | None:
        """One."""

    async def records(self, wanted: CallsWanted, limit: int) -> Sequence[CallRecord]:
        """Newest first."""


class JournalReader(Protocol):
    """The journal, read."""

    async def read(self, after_position: int, limit: int = 1000) -> Sequence[Positioned]:
        """The rows behind a position, in order."""

    async def last_position(self) -> int:
        """The highest stored position; 0 when empty."""

    async def facts_of_call(self, call_id: str) -> Sequence[Positioned]:
        """Every fact about one call, in order."""


class Snapshots(Protocol):
    """Control's snapshots of the house."""

    async def newest(self) -> Sequence[tuple[int, bytes]]:
        """(position, dump), newest first."""


class Recordings(Protocol):
    """Finished recordings."""

    async def audio(self, call: CallId) -> Path | None:
        """The playable stereo file, caller left; None when there is none."""

    async def peaks(self, call: CallId) -> bytes | None:
        """The waveform as JSON: seconds, per_second, caller[], agent[] (0-1)."""


class WebPorts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything, for `callcenter.web.app.build_app`."""

    accounts: Accounts
    people: People
    parties: Parties
    customers: Customers
    notes: Notes
    records: Records
    journal: JournalReader
    snapshots: Snapshots
    recordings: Recordings
