"""The grammar that every thinking room speaks: facts in, facts and commands out.

A room has three verbs. `apply(fact)` changes state, and nothing else does; it is called for
incoming and for derived facts alike, and replay calls nothing but it. `handle(fact)` decides what
follows from a fact that has just been applied. `next_deadline()` says when it next wants to be
told that time has passed. None of them awaits, reads a clock, draws a random number or logs.
"""

from datetime import datetime
from typing import NamedTuple, Protocol

import msgspec

from acd.ids import CallId, CommandId, DeadlineId


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="kind"):
    """Something that happened, at an instant (aware, UTC). Fields are only ever added."""

    at: datetime


class Command(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="kind"):
    """A wish, imperative. Pending until exactly one `CommandClosed` fact names its id."""

    id: CommandId


class DeadlineReached(Fact, frozen=True, kw_only=True):
    """The instant a room asked for has come; `at` is the deadline's own instant."""

    deadline: DeadlineId


class CommandClosed(Fact, frozen=True, kw_only=True):
    """The one answer to a command: `outcome` is done, refused or expired."""

    command: CommandId
    outcome: str
    reason: str = ""
    """Why it was refused, from the closed list in `callcenter.calls.refusals`."""


class Deadline(NamedTuple):
    """When a room wants a `DeadlineReached`, and what it times."""

    at: datetime
    id: DeadlineId


class Step(NamedTuple):
    """What a room decided: derived facts in order, and commands to be carried out."""

    facts: tuple[Fact, ...] = ()
    commands: tuple[Command, ...] = ()


NOTHING = Step()


class Room(Protocol):
    """What the house asks of a thinking room."""

    def apply(self, fact: Fact) -> None:
        """Take the fact into the state; a fact that is none of its business changes nothing."""

    def handle(self, fact: Fact) -> Step:
        """Decide what follows from a fact already applied."""

    def next_deadline(self) -> Deadline | None:
        """The earliest instant the room waits for; after its `DeadlineReached`, the next one."""

    def dump(self) -> bytes:
        """The state as msgpack, for a snapshot."""

    def load(self, dumped: bytes) -> None:
        """Replace the state by a dumped one, of this release or the one before."""

    def card(self, call: CallId) -> bytes:
        """What the room knows of one call, for the call card; empty when it knows nothing."""

    def adopt(self, call: CallId, card: bytes) -> None:
        """Take over a call that a line still carries, from its card; part of `apply`."""
