"""The lines of a whole house's story: they carry out what is wished, at random and not always.

What a leg does by itself is drawn too: it is answered, or not, hangs up, dies with its line. What a
line tells comes fact by fact, in its order; anything may come between.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Final

import msgspec

import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.ids import CallId, LegId, LineId, PartyId
from acd.step import Command, CommandClosed, Fact
from callcenter.calls.refusals import Refusal
from callcenter.lab.simulation.course import START
from ivr.commands import Say
from ivr.facts import PromptEnded

EXCHANGE: Final = "one"
_HOLDS: Final = (do.HoldLeg, do.RetrieveLeg)
_HEARD: Final = (
    do.AnswerLeg,
    do.PlaceCall,
    do.DialLeg,
    do.JoinLegs,
    do.PartLegs,
    do.EndLeg,
    *_HOLDS,
    do.SpeakTexts,
    Say,
)
_EXPIRE: Final = (do.PlaceCall, do.DialLeg, do.JoinLegs, do.SpeakTexts, Say)
_IN_VAIN: Final = (c.Reason.BUSY, c.Reason.NO_ANSWER, c.Reason.UNREACHABLE)


@dataclass(slots=True)
class _Line:
    """One call's line; a leg that is to be joined says with which."""

    id: LineId
    party: PartyId
    legs: dict[LegId, c.FoundLeg] = field(default_factory=dict)
    joins: dict[LegId, LegId | None] = field(default_factory=dict)


class World:
    """All lines."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._wishes: list[Command] = []
        self._coming: deque[Fact] = deque()
        self._born = 0
        self.lines: dict[CallId, _Line] = {}

    def hears(self, commands: Iterable[Command]) -> None:
        """What the house wishes that something follows from; the same wish twice is one."""
        waiting = {one.id for one in self._wishes}
        for one in commands:
            if isinstance(one, _HEARD) and one.id not in waiting:
                waiting.add(one.id)
                self._wishes.append(one)

    @property
    def is_quiet(self) -> bool:
        """Nothing is up, wished or to be told."""
        return not (self.lines or self._wishes or self._coming)

    def rings(self, call: CallId, party: PartyId) -> Fact:
        """A caller comes in."""
        line, leg = self._new_line(call, party), LegId(f"{call}.1")
        line.legs[leg] = c.FoundLeg(leg=leg, role=c.Role.CALLER, answered=False)
        return c.LegRang(
            at=START,
            call=call,
            leg=leg,
            line=line.id,
            exchange=EXCHANGE,
            party=party,
            dialled="",
        )

    def found(self, call: CallId, card: bytes) -> Fact:
        """As an exchange describes the line to a control that does not know it."""
        line = self.lines[call]
        return c.CallAdopted(
            at=START,
            call=call,
            line=line.id,
            exchange=EXCHANGE,
            card=card,
            legs=tuple(line.legs.values()),
            party=line.party,
        )

    def forgets_wishes(self) -> None:
        """Control died, and what it wished of calls that have no line went with it."""
        self._wishes = [one for one in self._wishes if getattr(one, "call", "") in self.lines]

    def does(self) -> Fact | None:
        """The next thing that a line tells; None: nothing happened."""
        if not self._coming and self._wishes and self._random.random() < 0.8:
            wish = self._wishes.pop(self._random.randrange(min(3, len(self._wishes))))
            self._coming.extend(self._carries_out(wish))
        elif not self._coming:
            self._coming.extend(self._lives())
        return self._coming.popleft() if self._coming else None

    def ends(self) -> Fact | None:
        """As `does`, but everybody hangs up."""
        if not self._coming and self.lines:
            self._coming.extend(self._dies(min(self.lines)))
        elif not self._coming and self._wishes:
            self._coming.append(_closed(self._wishes.pop(0), "expired"))
        return self._coming.popleft() if self._coming else None

    # -- by itself -------------------------------------------------------------------------------

    def _lives(self) -> list[Fact]:
        if not self.lines:
            return []
        random = self._random
        call = random.choice(sorted(self.lines))
        line = self.lines[call]
        if random.random() < 0.02:
            return self._dies(call)
        leg = line.legs[random.choice(sorted(line.legs))]
        if leg.answered:
            hangs_up = random.random() < 0.03
            return self._over(call, leg.leg, c.Reason.HANGUP) if hangs_up else []
        if leg.leg not in line.joins:
            caller_gives_up = random.random() < 0.2
            return self._over(call, leg.leg, c.Reason.CANCELLED) if caller_gives_up else []
        if _rings(leg) and random.random() < 0.4:
            return [c.LegProgressed(at=START, call=call, leg=leg.leg, code=180)]
        if random.random() < 0.3:
            return self._over(call, leg.leg, random.choice(_IN_VAIN))
        return self._answers(call, leg.leg)

    def _answers(self, call: CallId, name: LegId) -> list[Fact]:
        line = self.lines[call]
        line.legs[name] = msgspec.structs.replace(line.legs[name], answered=True)
        told: list[Fact] = [c.LegAnswered(at=START, call=call, leg=name)]
        other = line.joins.get(name)
        if other is not None and other in line.legs and line.legs[other].answered:
            told.append(c.LegsJoined(at=START, call=call, a=other, b=name))
        return told

    def _over(self, call: CallId, name: LegId, reason: c.Reason) -> list[Fact]:
        """By reflex a customer's telephone does not ring for an agent who is gone."""
        line = self.lines[call]
        leg = line.legs.pop(name)
        side = c.Side.CALLER if leg.role is c.Role.CALLER else c.Side.AGENT
        ending = c.Ending(side=side, reason=reason)
        told: list[Fact] = [c.LegEnded(at=START, call=call, leg=name, ending=ending)]
        for one in [one for one in line.legs.values() if not one.answered]:
            if line.joins.get(one.leg) == name and one.role is c.Role.CALLER:
                told += self._over(call, one.leg, c.Reason.CANCELLED)
        if not line.legs and call in self.lines:
            del self.lines[call]
            told.append(c.LineGone(at=START, call=call, line=line.id, how="finished"))
        return told

    def _dies(self, call: CallId) -> list[Fact]:
        line = self.lines.pop(call)
        ending = c.Ending(side=c.Side.HOUSE, reason=c.Reason.LINE_DIED)
        told: list[Fact] = [
            c.LegEnded(at=START, call=call, leg=leg, ending=ending) for leg in line.legs
        ]
        return [*told, c.LineGone(at=START, call=call, line=line.id, how="died")]

    # -- what is wished --------------------------------------------------------------------------

    def _carries_out(self, wish: Command) -> list[Fact]:
        if isinstance(wish, _EXPIRE) and self._random.random() < 0.04:
            return [_closed(wish, "expired")]
        told = self._tries(wish)
        if isinstance(told, Refusal):
            return [_closed(wish, "refused", told)]
        return [*told, _closed(wish, "done")]

    def _tries(self, wish: Command) -> list[Fact] | Refusal:
        call = CallId(getattr(wish, "call", ""))
        line = self.lines.get(call)
        if isinstance(wish, do.PlaceCall) and line is None:
            return self._places(wish)
        if isinstance(wish, do.SpeakTexts):
            return []
        if line is None:
            return Refusal.NO_SUCH_CALL
        match wish:
            case do.DialLeg():
                return self._dials(wish, line)
            case Say() if wish.leg in line.legs:
                how = self._random.choice(("finished", "finished", "barged"))
                over = PromptEnded(
                    at=START,
                    call=call,
                    leg=wish.leg,
                    prompt=wish.prompt,
                    how=how if wish.barge_in else "finished",
                )
                return [over]
            case _:
                return self._done_to_legs(wish, call, line)

    def _done_to_legs(self, wish: Command, call: CallId, line: _Line) -> list[Fact] | Refusal:
        match wish:
            case do.AnswerLeg() if wish.leg in line.legs:
                return self._answers(call, wish.leg)
            case do.EndLeg() if wish.leg in line.legs:
                return self._over(call, wish.leg, c.Reason.HANGUP)
            case do.JoinLegs() if wish.a in line.legs and _rings(line.legs.get(wish.b)):
                line.joins[wish.b] = wish.a
                return []
            case do.JoinLegs() | do.PartLegs() if wish.a in line.legs and wish.b in line.legs:
                kind = c.LegsJoined if isinstance(wish, do.JoinLegs) else c.LegsParted
                return [kind(at=START, call=call, a=wish.a, b=wish.b)]
            case do.HoldLeg() | do.RetrieveLeg() if wish.leg in line.legs:
                return self._holds(wish, line)
            case _:
                return Refusal.NO_SUCH_LEG

    def _holds(self, wish: do.HoldLeg | do.RetrieveLeg, line: _Line) -> list[Fact]:
        """Once: to hold whom one holds is no news."""
        held = isinstance(wish, do.HoldLeg)
        if line.legs[wish.leg].held == held:
            return []
        line.legs[wish.leg] = msgspec.structs.replace(line.legs[wish.leg], held=held)
        kind = c.LegHeld if held else c.LegRetrieved
        return [kind(at=START, call=wish.call, leg=wish.leg)]

    def _places(self, wish: do.PlaceCall) -> list[Fact] | Refusal:
        if self._random.random() < 0.15:
            return self._random.choice((Refusal.NO_FREE_LINE, Refusal.UNREACHABLE))
        line = self._new_line(wish.call, wish.party)
        placed = c.CallPlaced(
            at=START, call=wish.call, line=line.id, exchange=EXCHANGE, party=wish.party
        )
        role = c.Role.CALLER if wish.agent is None else c.Role.AGENT
        leg = c.FoundLeg(leg=wish.leg, role=role, answered=False, agent=wish.agent)
        return [placed, _dialled(wish.call, line, leg, None)]

    def _dials(self, wish: do.DialLeg, line: _Line) -> list[Fact] | Refusal:
        outsider = wish.role in (c.Role.CALLER, c.Role.CONSULT)
        for_nobody = outsider and wish.join not in line.legs
        if for_nobody or wish.leg in line.legs or self._random.random() < 0.08:
            return Refusal.NO_SUCH_LEG if for_nobody else Refusal.UNREACHABLE
        leg = c.FoundLeg(leg=wish.leg, role=wish.role, answered=False, agent=wish.agent)
        return [_dialled(wish.call, line, leg, wish.join)]

    def _new_line(self, call: CallId, party: PartyId) -> _Line:
        self._born += 1
        line = self.lines[call] = _Line(LineId(f"l{self._born}"), party)
        return line


def _rings(leg: c.FoundLeg | None) -> bool:
    """Somebody outside who has not answered: joined when they do."""
    return leg is not None and leg.role is c.Role.CONSULT and not leg.answered


def _dialled(call: CallId, line: _Line, leg: c.FoundLeg, join: LegId | None) -> Fact:
    line.legs[leg.leg], line.joins[leg.leg] = leg, join
    return c.LegDialled(at=START, call=call, leg=leg.leg, role=leg.role, agent=leg.agent)


def _closed(wish: Command, outcome: str, because: str = "") -> Fact:
    return CommandClosed(at=START, command=wish.id, outcome=outcome, reason=because)
