"""What the worker needs of the world; the storage fits by shape, tests bring the real one too.

Everything here may raise `Unavailable` while the database is away; the worker then keeps what it
has and tries again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from acd.configuration import Configuration
from acd.ids import FlowName, PartyId
from callcenter.crm.customer import CustomerCard
from callcenter.history.call_record import CallRecord
from callcenter.records import LastTalk, StoredRecording
from callcenter.sip.binding import Binding, Secret
from callcenter.staff import Names
from callcenter.wire import PartySeen, Positioned
from ivr.flow import Flow


class JournalReader(Protocol):
    """The journal by position."""

    async def read(self, after_position: int, limit: int = 1000) -> Sequence[Positioned]:
        """The rows behind a position, in order, at most `limit`."""


class RecordStore(Protocol):
    """Call records, and how far each fold has read the journal."""

    async def position(self, fold: str) -> int:
        """Everything up to this position is in the records; 0 at the beginning."""

    async def many(self, call_ids: Sequence[str]) -> Mapping[str, CallRecord]:
        """The stored records of these calls; unknown ones are left out."""

    async def last_talk(
        self, party: PartyId, customers: Sequence[str], since: datetime
    ) -> LastTalk | None:
        """With whom a number, or one of these customers, spoke last; None: not since then."""

    async def save_upto(self, records: Sequence[CallRecord], fold: str, position: int) -> None:
        """Insert or replace the records and move the fold's position, in one transaction."""


class CustomerBook(Protocol):
    """Customers by the number behind a party."""

    async def find_by_number(self, number: str) -> Sequence[CustomerCard]:
        """Who has this number, as the network wrote it; most recently spoken to first."""

    async def find_by_party(self, party: PartyId) -> Sequence[CustomerCard]:
        """Who is behind a party whose number was stored earlier."""


class PartyStore(Protocol):
    """The erasable table of numbers."""

    async def store_party(self, seen: PartySeen) -> None:
        """Keep the number of a party; again and again is harmless."""

    async def number_of(self, party: PartyId) -> str:
        """The number behind a party; empty when it is not known or was withheld."""


class RecordingIndex(Protocol):
    """Where each recording lies."""

    async def save(self, recording: StoredRecording) -> None:
        """Insert or replace it. `peaks` is a msgpack `Waveform`."""


class Directory(Protocol):
    """What is in force at the start; later versions come as facts."""

    async def configuration(self) -> Configuration:
        """The published queues and agents."""

    async def flows(self) -> tuple[int, tuple[Flow, ...], dict[str, FlowName]]:
        """Version, flows, and which number starts which."""

    async def names(self) -> Names:
        """What everybody is called: of those who are listed it is said to callers."""


class JournalDays(Protocol):
    """The journal as a row of days."""

    async def ensure_partitions(self, today: date, ahead: int = 2) -> None:
        """Make the parts of today and the days after it."""

    async def drop_days_before(self, day: date) -> list[date]:
        """Let go of whole days older than `day`; the days that went."""


class PhoneStore(Protocol):
    """The desk phones that register: their hashes and bindings."""

    async def all(self) -> tuple[list[Secret], list[Binding]]:
        """Every phone and every binding, in a fixed order."""

    async def bind(self, extension: str, set_at: datetime, bindings: Sequence[Binding]) -> None:
        """Replace a phone's bindings, unless it has gone or has another password since."""


class Ports(NamedTuple):
    """All of them."""

    journal: JournalReader
    records: RecordStore
    customers: CustomerBook
    parties: PartyStore
    recordings: RecordingIndex
    directory: Directory
    days: JournalDays
    phones: PhoneStore
