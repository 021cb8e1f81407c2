"""All dialogues with callers before the queue: where each goes next, and what is said.

The house hands it facts of the line (keys, ends of prompts) and of the call (a caller enters a
flow, or leaves). It answers with the caller's way through the flow, and with `Say`. It knows no
queue but by name and whom to ask about it, no audio and no clock. What facts change: `changes.py`;
what follows from them: `decisions.py`.
"""

import msgspec

from acd.ids import CallId
from acd.step import Deadline, Fact, Step
from ivr.callers import Callers
from ivr.changes import Changes
from ivr.decisions import Decisions
from ivr.dialogue import Dialogue
from ivr.library import Edition, Library
from ivr.surroundings import Nowhere, Surroundings


class _State(msgspec.Struct, kw_only=True):
    """Fields are only ever added, with a default."""

    editions: list[Edition] = []
    dialogues: list[Dialogue] = []


class Dialogues:
    """Implements `acd.step.Room`."""

    def __init__(self, around: Surroundings | None = None) -> None:
        self._around = around or Nowhere()
        self._sit_down(_State())

    def _sit_down(self, state: _State) -> None:
        self._callers = Callers(state.editions, state.dialogues)
        self._changes = Changes(self._callers)
        self._decisions = Decisions(self._callers, self._around)

    # -- the room --------------------------------------------------------------------------------

    def apply(self, fact: Fact) -> None:
        """Take a fact into the state."""
        self._changes.take(fact)

    def handle(self, fact: Fact) -> Step:
        """Decide what follows from a fact that was applied."""
        return self._decisions.follow(fact)

    def next_deadline(self) -> Deadline | None:
        """The earliest instant waited for."""
        return self._callers.deadlines.next()

    @property
    def library(self) -> Library:
        """The published flows, to tell a caller's way in words. To be read only."""
        return self._callers.library

    def dump(self) -> bytes:
        """The state as msgpack; equal states give equal bytes."""
        dialogues = self._callers.dialogues
        return msgspec.msgpack.encode(
            _State(
                editions=self._callers.library.editions(),
                dialogues=[dialogues[one] for one in sorted(dialogues)],
            )
        )

    def load(self, dumped: bytes) -> None:
        """Replace the state; raises msgspec.ValidationError for what is no dump."""
        self._sit_down(msgspec.msgpack.decode(dumped, type=_State))

    def card(self, call: CallId) -> bytes:
        """Where the caller is in the flow; empty when in none."""
        found = self._callers.dialogues.get(call)
        return msgspec.msgpack.encode(found) if found is not None else b""

    def adopt(self, call: CallId, card: bytes) -> None:
        """Take over a caller in mid-dialogue, unless known; the prompt's end leads on."""
        if card and call not in self._callers.dialogues:
            dialogue = msgspec.msgpack.decode(card, type=Dialogue)
            self._callers.dialogues[call] = dialogue
            self._callers.arm(dialogue)
