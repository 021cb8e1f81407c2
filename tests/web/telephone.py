"""Plays exchange, lines, worker and softphone for the web's tests: says what they would say."""

import asyncio
from collections.abc import Callable
from typing import Any

from ulid import ULID

import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.facts import AudioReady, CustomerIdentified
from acd.ids import AgentId, CallId, LegId, LineId, PartyId
from acd.step import Command, CommandClosed, Fact
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.outbox import Outbox
from callcenter.wire import (
    AudioClose,
    AudioEcho,
    AudioOffer,
    Done,
    Fence,
    Inventory,
    Order,
    PartySeen,
)


class Telephone:
    """Plays exchange, lines and softphone."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._boot = str(ULID())
        self.outbox = Outbox(bus, f"line-{self._boot}")
        self._softphone = Outbox(bus, f"softphone-{self._boot}")
        self.orders: asyncio.Queue[object] = asyncio.Queue()
        self.digits: list[str] = []
        self.worker_sleeps = False
        self.line_sleeps = False
        """Orders are heard and not answered."""
        self.refuses_keys = ""
        """Why, by the closed list."""
        self.sdp_offers: list[str] = []
        self.echo: list[bool] = []
        self.closed: list[str] = []

    async def open(self) -> None:
        """Be there."""
        for outbox in (self.outbox, self._softphone):
            await outbox.open()
        await self._bus.subscribe("cc.fence", Fence, self._on_fence)
        await self._bus.subscribe("cc.exchange.one.do", Order, self._on_order)
        await self._bus.subscribe("cc.worker.do", Order, self._on_order)
        await self._bus.subscribe("cc.softphone.one.close", AudioClose, self._on_close)
        await self._bus.serve("cc.softphone.one.offer", AudioOffer, self._on_offer)
        await self._bus.serve("cc.softphone.one.echo", AudioEcho, self._on_echo)
        await self._bus.flush()

    async def keep_sending(self) -> None:
        """Send again what was not heard, as everybody does who tells facts."""
        async with asyncio.TaskGroup() as tasks:
            for outbox in (self.outbox, self._softphone):
                tasks.create_task(outbox.keep_sending())

    async def say(self, fact: Fact) -> None:
        """A fact of the line."""
        await self.outbox.emit(fact)

    async def _on_fence(self, fence: Fence, _: str) -> None:
        for role, name in (("exchange", "one"), ("worker", "one")):
            hello = Inventory(role=role, name=name, boot=self._boot, epoch=fence.epoch)
            await self._bus.publish("cc.hello", hello)

    async def _on_offer(self, offer: AudioOffer) -> Done:
        self.sdp_offers.append(offer.sdp)
        uri = f"sip:{offer.agent}-token@127.0.0.1:5066"
        await self._softphone.emit(AudioReady(at=now(), agent=AgentId(offer.agent), uri=uri))
        return Done(body=b"v=0 the answer")

    async def _on_echo(self, echo: AudioEcho) -> Done:
        self.echo.append(echo.on)
        return Done()

    async def _on_close(self, close: AudioClose, _: str) -> None:
        self.closed.append(close.agent)

    async def _on_order(self, order: Order, _: str) -> None:
        command = order.command
        if self.worker_sleeps and isinstance(command, do.LookUpCustomer):
            return
        if isinstance(command, do.SendDigits) and await self._keys_fail(command):
            return
        await self.say(CommandClosed(at=now(), command=command.id, outcome="done"))
        for fact in self._follows(command):
            await self.say(fact)
        if isinstance(command, do.SendDigits):
            self.digits.append(command.digits)

    async def _keys_fail(self, command: do.SendDigits) -> bool:
        if self.refuses_keys:
            reason = self.refuses_keys
            await self.say(
                CommandClosed(at=now(), command=command.id, outcome="refused", reason=reason)
            )
        return bool(self.refuses_keys) or self.line_sleeps

    def _follows(self, command: Command) -> list[Fact]:
        """What the line would say after carrying it out."""
        follows = _FOLLOWS.get(type(command))
        return follows(command) if follows is not None else []

    async def ring(self, party: str = "party-gold", number: str = "+8614100000317") -> CallId:
        """Somebody calls."""
        call = CallId(str(ULID()))
        await self._bus.publish(
            "cc.parties", PartySeen(party=PartyId(party), number=number, call=call)
        )
        await self.say(
            c.LegRang(
                at=now(),
                call=call,
                leg=LegId(f"{call}.1"),
                line=LineId(self.outbox.source),
                exchange="one",
                party=PartyId(party),
                dialled="8000",
            )
        )
        return call

    async def caller_hangs_up(self, call: CallId) -> None:
        """The caller ends it."""
        await self.say(_ended(call, LegId(f"{call}.1"), c.Side.CALLER))


def _ended(call: CallId, leg: LegId, side: c.Side) -> Fact:
    ending = c.Ending(side=side, reason=c.Reason.HANGUP)
    return c.LegEnded(at=now(), call=call, leg=leg, ending=ending)


def _answered(one: do.AnswerLeg) -> list[Fact]:
    return [
        c.LegAnswered(at=now(), call=one.call, leg=one.leg),
        c.RecordingStarted(at=now(), call=one.call),
    ]


def _dialled(one: do.DialLeg) -> list[Fact]:
    call, leg = one.call, one.leg
    dialled = c.LegDialled(at=now(), call=call, leg=leg, role=one.role, agent=one.agent)
    if one.join is None:
        return [dialled]  # a desk phone rings until somebody answers it
    return [
        dialled,
        c.LegAnswered(at=now(), call=call, leg=leg),
        c.LegMediaUp(at=now(), call=call, leg=leg),
        c.LegsJoined(at=now(), call=call, a=one.join, b=leg),
    ]


def _looked_up(one: do.LookUpCustomer) -> list[Fact]:
    known = ("k1",) if one.party == "party-gold" else ()
    return [CustomerIdentified(at=now(), call=one.call, party=one.party, customers=known)]


_FOLLOWS: dict[type[Command], Callable[[Any], list[Fact]]] = {
    do.AnswerLeg: _answered,
    do.DialLeg: _dialled,
    do.LookUpCustomer: _looked_up,
    do.EndLeg: lambda one: [_ended(one.call, one.leg, c.Side.HOUSE)],
    do.JoinLegs: lambda one: [c.LegsJoined(at=now(), call=one.call, a=one.a, b=one.b)],
    do.HoldLeg: lambda one: [c.LegHeld(at=now(), call=one.call, leg=one.leg)],
    do.RetrieveLeg: lambda one: [c.LegRetrieved(at=now(), call=one.call, leg=one.leg)],
    do.MuteLeg: lambda one: [c.LegMuted(at=now(), call=one.call, leg=one.leg, muted=one.muted)],
    do.SendDigits: lambda one: [
        c.DigitsSent(at=now(), call=one.call, leg=one.leg, count=len(one.digits))
    ],
    do.PauseRecording: lambda one: [c.RecordingPaused(at=now(), call=one.call)],
    do.ResumeRecording: lambda one: [c.RecordingResumed(at=now(), call=one.call)],
}
