"""The thinking rooms together: one state of the whole centre, moved by facts alone.

Control runs it to decide; web and worker run a replica that only applies. It must not know the bus,
the database or the clock.
"""

from collections import deque
from typing import NamedTuple

import msgspec

from acd.distributor import Distributor
from acd.ids import CallId
from acd.step import Command, Deadline, Fact, Room
from callcenter.calls.calls import Calls
from callcenter.calls.facts import CallAdopted
from callcenter.outbound.callbacks import Callbacks
from callcenter.surroundings import RoomsAround
from callcenter.voicemail.voicemails import Voicemails
from ivr.dialogues import Dialogues

MOST_DERIVED = 10_000
"""More derived facts than this from one cause is a rule that feeds itself."""


class Digest(NamedTuple):
    """What one incoming fact led to: every fact in order, itself first, and the commands."""

    facts: tuple[Fact, ...]
    commands: tuple[Command, ...]


class RuleLoop(Exception):
    """Facts kept deriving facts; a defect in a room, named by the cause's kind."""


class House:
    """All thinking rooms, in the order in which they are told."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.acd = Distributor()
        self.dialogues = Dialogues(RoomsAround(self.calls, self.acd))
        self.callbacks = Callbacks()
        self.voicemails = Voicemails()
        self._rooms: dict[str, Room] = {
            "calls": self.calls,
            "ivr": self.dialogues,
            "acd": self.acd,
            "callbacks": self.callbacks,
            "voicemails": self.voicemails,
        }

    def apply(self, fact: Fact) -> None:
        """Take a fact into every room's state."""
        if isinstance(fact, CallAdopted) and fact.card:
            self._adopt(fact)
        for room in self._rooms.values():
            room.apply(fact)

    def digest(self, fact: Fact) -> Digest:
        """Apply a fact, decide, apply what was derived, and so on until nothing follows.

        What a room derives is applied before anything of it is handled: a step is one change.
        """
        self.apply(fact)
        waiting: deque[Fact] = deque([fact])
        facts: list[Fact] = [fact]
        commands: list[Command] = []
        while waiting:
            one = waiting.popleft()
            for room in self._rooms.values():
                step = room.handle(one)
                commands.extend(step.commands)
                for derived in step.facts:
                    self.apply(derived)
                    facts.append(derived)
                    waiting.append(derived)
            if len(facts) > MOST_DERIVED:
                raise RuleLoop(type(fact).__name__)
        return Digest(tuple(facts), tuple(commands))

    def next_deadline(self) -> Deadline | None:
        """The earliest instant any room waits for."""
        found = [one for room in self._rooms.values() if (one := room.next_deadline()) is not None]
        return min(found, default=None)

    def card(self, call: CallId) -> bytes:
        """What every room knows of one call, for its line to keep (≤ 4 kB)."""
        known = {name: room.card(call) for name, room in self._rooms.items()}
        return msgspec.msgpack.encode(known)

    def _adopt(self, fact: CallAdopted) -> None:
        cards = msgspec.msgpack.decode(fact.card, type=dict[str, bytes])
        for name, room in self._rooms.items():
            room.adopt(fact.call, cards.get(name, b""))

    def dump(self) -> bytes:
        """Every room's state, for a snapshot."""
        return msgspec.msgpack.encode({name: room.dump() for name, room in self._rooms.items()})

    def load(self, dumped: bytes) -> None:
        """Replace the state by a dumped one; raises msgspec.DecodeError for what is none."""
        rooms = msgspec.msgpack.decode(dumped, type=dict[str, bytes])
        for name, room in self._rooms.items():
            if name in rooms:
                room.load(rooms[name])
