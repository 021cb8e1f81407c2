"""A line as its exchange sees it: where it is, what it does, and which legs it has.

The legs are folded from the facts that pass, so that an inventory needs no question to the line.
It must not decide anything.
"""

import asyncio
import contextlib
import signal
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from acd.ids import AgentId, CallId, CommandId, LegId, LineId, PartyId
from acd.step import CommandClosed, Fact
from callcenter.calls.facts import (
    CallPlaced,
    FoundLeg,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegHeld,
    LegMuted,
    LegRang,
    LegRetrieved,
    LegsJoined,
    LegsParted,
    Role,
)
from callcenter.frames import frame
from callcenter.wire import FoundLine, LineHello, LineOrder

_change = msgspec.structs.replace


@dataclass(slots=True)
class Seen:
    """What passing facts have told of a line's call."""

    call: CallId | None = None
    party: PartyId = PartyId("")
    dialled: str = ""
    legs: dict[LegId, FoundLeg] = field(default_factory=dict)
    open_commands: set[CommandId] = field(default_factory=set)

    def greet(self, hello: LineHello) -> None:
        """The line says itself how things are."""
        self.call = hello.call or self.call
        self.party, self.dialled = hello.party, hello.dialled
        self.legs = {leg.leg: leg for leg in hello.legs}

    def apply(self, fact: Fact) -> None:
        """Take one fact of the line into account."""
        match fact:
            case LegRang():
                self.call, self.party, self.dialled = fact.call, fact.party, fact.dialled
                self._add(fact.leg, Role.CALLER, None)
            case CallPlaced():
                self.call, self.party = fact.call, fact.party
            case LegDialled():
                self.call = fact.call
                self._add(fact.leg, fact.role, fact.agent)
            case LegEnded():
                self.legs.pop(fact.leg, None)
            case LegsJoined() | LegsParted():
                joined = isinstance(fact, LegsJoined)
                self._set(fact.a, joined=fact.b if joined else None)
                self._set(fact.b, joined=fact.a if joined else None)
            case CommandClosed():
                self.open_commands.discard(fact.command)
            case _:
                self._apply_to_leg(fact)

    def _apply_to_leg(self, fact: Fact) -> None:
        match fact:
            case LegAnswered():
                self._set(fact.leg, answered=True)
            case LegHeld() | LegRetrieved():
                self._set(fact.leg, held=isinstance(fact, LegHeld))
            case LegMuted():
                self._set(fact.leg, muted=fact.muted)
            case _:
                return

    def _add(self, leg: LegId, role: Role, agent: AgentId | None) -> None:
        self.legs[leg] = FoundLeg(leg=leg, role=role, answered=False, agent=agent)

    def _set(self, leg: LegId, **changed: object) -> None:
        if leg in self.legs:
            self.legs[leg] = _change(self.legs[leg], **changed)


class LineState(StrEnum):
    """BORN → WARM → TAKEN → IN_CALL; ABSENT: of an earlier exchange, not connected yet."""

    BORN = "born"
    WARM = "warm"
    TAKEN = "taken"
    IN_CALL = "in_call"
    ABSENT = "absent"


@dataclass(slots=True)
class PooledLine:
    """One line process."""

    id: LineId
    slot: int
    sip_port: int
    state: LineState
    since: float
    pid: int = 0
    pidfd: int = -1
    dead: bool = False
    card: bytes = b""
    last_seq: int = 0
    beat_at: float = 0.0
    hung: bool = False
    cpu_at: float = 0.0
    cpu: int = -1
    seen: Seen = field(default_factory=Seen)
    writer: asyncio.StreamWriter | None = None
    waiting: list[LineOrder] = field(default_factory=list)
    """Orders that came while the line was not connected."""

    def send(self, message: msgspec.Struct) -> bool:
        """Write to the line; False when it is not connected."""
        if self.writer is None or self.writer.is_closing():
            return False
        self.writer.write(frame(message))
        return True

    @property
    def has_heard_nothing(self) -> bool:
        """No order has reached it, and it has said nothing of a call."""
        seen = self.seen
        return not (seen.open_commands or seen.legs or self.waiting or self.last_seq)

    def kill(self, number: signal.Signals) -> None:
        """Send its process a signal; harmless when it is gone."""
        if self.pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, number)

    def found(self) -> FoundLine:
        """Its line in an inventory."""
        return FoundLine(
            line=self.id,
            call=self.seen.call or CallId(""),
            last_seq=self.last_seq,
            card=self.card,
            legs=tuple(self.seen.legs.values()),
            party=self.seen.party,
            dialled=self.seen.dialled,
        )
