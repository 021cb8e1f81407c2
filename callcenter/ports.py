"""What control needs of the world, as small Protocols; storage fits them by shape."""

from collections.abc import Sequence
from typing import Protocol

from acd.configuration import Configuration
from acd.ids import FlowName
from callcenter.wire import Positioned
from ivr.flow import Flow


class JournalStore(Protocol):
    """The journal in PostgreSQL. Every method raises `Unavailable` while it is away."""

    async def append(self, rows: Sequence[Positioned], epoch: int) -> int:
        """Store rows in position order, all or none; rows already stored are skipped.

        Raises StaleEpoch when a newer control has taken over.
        """

    async def read(self, after_position: int, limit: int) -> Sequence[Positioned]:
        """Rows with a position above it, in order."""

    async def last_position(self) -> int:
        """The highest stored position; 0 when empty."""


class SnapshotStore(Protocol):
    """Snapshots of the house, newest first; three are kept."""

    async def save(self, position: int, dumped: bytes) -> None:
        """Keep one more."""

    async def newest(self) -> Sequence[tuple[int, bytes]]:
        """(position, dump), newest first."""


class Mind(Protocol):
    """The right to think: the advisory lock and the epoch row."""

    async def take(self) -> int:
        """Wait for the lock, raise the epoch, return it."""

    async def keep(self) -> None:
        """Look after it until cancelled; raises StaleEpoch when another control rules."""


class Directory(Protocol):
    """Queues, agents, skills, flows: what is published."""

    async def configuration(self) -> Configuration:
        """The newest published version."""

    async def flows(self) -> tuple[int, tuple[Flow, ...], dict[str, FlowName]]:
        """The newest flows: version, flows, and which number starts which."""
