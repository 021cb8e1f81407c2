"""What the web process needs of the world, as small Protocols; storage fits them by shape.

Every method that asks a store raises `Unavailable` while it is away. Instants are aware UTC.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from acd.facts import AgentStateChanged
from callcenter.administration.book import Outcome, Version, VersionsWanted, Wish
from callcenter.administration.document import Document
from callcenter.crm.customer import CustomerCard, CustomerDraft, FoundCustomer, PhoneNumber
from callcenter.history.call_record import CallRecord
from callcenter.records import (
    CallsFound,
    CallsWanted,
    DayCounts,
    Notes,
    StoredRecording,
    StoredVoicemail,
)
from callcenter.sip.binding import Binding, Secret
from callcenter.staff import Account, Names, OpenSession
from callcenter.wire import Positioned


class Accounts(Protocol):
    """Who may sign in, and the sessions that stand. Of a token only its SHA-256 goes in."""

    async def find(self, sign_in: str) -> Account | None:
        """The open account of this sign-in name (the work number)."""

    async def of_agents(self) -> dict[str, Account]:
        """Every open account by work number."""

    async def open_session(self, token_hash: str, session: OpenSession) -> None:
        """Remember it."""

    async def find_session(self, token_hash: str, now: datetime) -> OpenSession | None:
        """The session behind a token, unless it is over."""

    async def close_session(self, token_hash: str) -> None:
        """It is over; unknown ones are no error."""


class Directory(Protocol):
    """What everybody and everything is called."""

    async def names(self) -> Names:
        """All of it."""


class Customers(Protocol):
    """The customer book, and the numbers behind party ids."""

    async def numbers_of(self, parties: Sequence[str]) -> dict[str, PhoneNumber]:
        """The numbers, as far as they are known and were not withheld."""

    async def parties_of(self, number: str) -> tuple[str, ...]:
        """The party ids under which a number has called."""

    async def card(self, customer_id: str) -> CustomerCard | None:
        """Everything about one customer."""

    async def find_by_party(self, party: str) -> list[CustomerCard]:
        """Cards of everybody who has the number behind a party id; the last to call first."""

    async def search(self, text: str, limit: int = 20) -> list[FoundCustomer]:
        """By the beginning of a name's key, a piece of a name, or a whole number."""

    async def create(self, draft: CustomerDraft, *, party: str = "", call: str = "") -> str:
        """A new record; its id. With `party` it gets that number, with `call` it is its caller."""

    async def choose(self, call: str, customer: str) -> bool:
        """This customer is the caller; False when there is no such record."""

    async def chosen(self, calls: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Call to (customer id, name), where an agent chose or made one."""

    async def names_of(self, customers: Sequence[str]) -> dict[str, str]:
        """Names of customers, for lists."""


class NotesKept(Protocol):
    """Notes about calls, one draft an agent."""

    async def save(self, notes: Notes) -> datetime:
        """Keep it in place of her earlier draft; when it was kept."""

    async def of_call(self, call_id: str) -> list[Notes]:
        """What was written about a call, oldest draft first."""


class Records(Protocol):
    """Call records as the worker has stored them."""

    async def one(self, call_id: str) -> CallRecord | None:
        """The record of one call."""

    async def find(self, wanted: CallsWanted) -> CallsFound:
        """One page, newest first, at most 500; ValueError for a cursor that is none of ours."""

    async def day_counts(
        self, since: datetime, until: datetime, queue: str = "", as_of: datetime | None = None
    ) -> DayCounts:
        """Figures of the calls that entered a queue in `[since, until)`, counted there."""


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


class AgentChanges(Protocol):
    """How agents' states moved."""

    async def between(self, since: datetime, until: datetime) -> Sequence[AgentStateChanged]:
        """Every change in `[since, until)`, in order."""


class Recordings(Protocol):
    """Where finished recordings are."""

    async def one(self, call_id: str) -> StoredRecording | None:
        """Where a call's file is, and its waveform."""


class StoredVoicemails(Protocol):
    """Messages that callers left, as the worker has stored them."""

    async def one(self, call: str) -> StoredVoicemail | None:
        """The message that was left in a call."""

    async def done(
        self, queues: Sequence[str] | None, since: datetime, limit: int = 100
    ) -> list[StoredVoicemail]:
        """Those that were done since then, the newest end first; None: of every queue."""


class SettingsBook(Protocol):
    """Everything routing is told, as one document."""

    async def read(self) -> Document:
        """As it stands."""

    async def change(self, wish: Wish) -> Outcome:
        """Carry out a wish, or only say what would become of it."""

    async def flows(self) -> frozenset[str]:
        """The names of all flows."""

    async def versions(self, wanted: VersionsWanted) -> list[Version]:
        """Changes that were made, newest first."""

    async def at_version(self, version: int) -> Document | None:
        """The document as it was then; None when there is no such version."""


class Phones(Protocol):
    """The desk phones that register. Of a password only hashes go in."""

    async def all(self) -> tuple[list[Secret], list[Binding]]:
        """Every phone and every binding, in a fixed order."""

    async def set(self, secret: Secret) -> None:
        """A new phone, or a new password of one."""

    async def remove(self, extension: str) -> bool:
        """No such phone any more; False when there was none."""


class WebPorts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything, for `callcenter.web.app.build_app`."""

    accounts: Accounts
    directory: Directory
    customers: Customers
    notes: NotesKept
    records: Records
    recordings: Recordings
    voicemails: StoredVoicemails
    journal: JournalReader
    agent_changes: AgentChanges
    snapshots: Snapshots
    settings: SettingsBook
    phones: Phones
