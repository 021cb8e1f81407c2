"""What carries out an agent's wishes: facts, requests to her softphone, orders, rows.

Her desk session hands them over and gets back what to say to her. It decides nothing; a wish was
judged before it came here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from acd.ids import AgentId, CallId, CommandId
from acd.step import CommandClosed, Fact
from agent_desktop import wishes
from agent_desktop.desk import Desk
from agent_desktop.wire import Answer, AudioAnswer, Refusal, ToDesk
from agent_desktop.wishes import Button
from callcenter.bus import Bus
from callcenter.calls.call import CallState
from callcenter.calls.commands import SendDigits
from callcenter.calls.presses import (
    ConsultStep,
    ConsultStepPressed,
    HangUpPressed,
    HoldPressed,
    MutePressed,
    PauseRecordingPressed,
)
from callcenter.calls.refusals import Refusal as Reason
from callcenter.clock import now
from callcenter.crm.customer import CustomerDraft
from callcenter.errors import Unavailable
from callcenter.facts import encode
from callcenter.records import Notes
from callcenter.web.call_look import keys_leg
from callcenter.web.callers import Callers
from callcenter.web.floor import WebFloor
from callcenter.web.ports import Customers, NotesKept
from callcenter.web.replica import Replica
from callcenter.wire import AudioClose, AudioEcho, AudioOffer, Done, Facts, Order, Stamped

AUDIO_WITHIN = 8.0
"""Seconds an SDP answer may take: candidates are gathered first."""
KEYS_WITHIN = timedelta(seconds=3)
_NOT_SENT: dict[str, Refusal] = {
    Reason.NO_SUCH_CALL: Refusal.NO_CALL,
    Reason.NO_SUCH_LEG: Refusal.NO_CALL,
    Reason.WRONG_STATE: Refusal.NOT_NOW,
}
"""A line's refusal of keys as the page words it; any other one is worth another try."""


class Outside(msgspec.Struct, kw_only=True):
    """What every desk session needs of this process."""

    floor: WebFloor
    replica: Replica
    callers: Callers
    customers: Customers
    notes: NotesKept
    softphone: str
    """Name of the softphone that carries browsers' audio."""
    build: str
    unreadable: Callable[[], None]
    """Counts a socket message of the wrong shape."""
    stun_urls: tuple[str, ...] = ()


class WishHands:
    """One agent's hands."""

    def __init__(
        self,
        desk: Desk,
        outside: Outside,
        bus: Bus,
        tell: Callable[[Fact], Awaitable[object]],
        leave: Callable[[], Awaitable[None]],
    ) -> None:
        self._desk = desk
        self._outside = outside
        self._bus = bus
        self._send = tell
        self._leave = leave

    @property
    def agent(self) -> AgentId:
        """Whose hands."""
        return self._desk.agent

    async def carry_out(self, client_id: str, wish: wishes.Wish) -> Sequence[ToDesk]:
        """Do it; what to say to her, the command's answer included."""
        do: Callable[[str, Any], Awaitable[Sequence[ToDesk]]] = self._DO[type(wish)].__get__(self)
        try:
            return await do(client_id, wish)
        except Unavailable as away:
            return (self._refuse(client_id, Refusal.AWAY, str(away)),)

    async def close_audio(self) -> None:
        """Let her audio go."""
        close = AudioClose(agent=self.agent, desk=self._desk.desk)
        await self._bus.publish(f"cc.softphone.{self._outside.softphone}.close", close)

    def _refuse(self, client_id: str, reason: Refusal, detail: str) -> Answer:
        return self._desk.settle(client_id, now(), reason, detail)

    def _done(self, client_id: str) -> tuple[ToDesk, ...]:
        return (self._desk.settle(client_id, now()),)

    async def _tell(self, client_id: str, wish: wishes.Tell) -> Sequence[ToDesk]:
        await self._send(wish.fact)
        return self._done(client_id)

    async def _press(self, client_id: str, wish: wishes.Press) -> Sequence[ToDesk]:
        await self._send(_pressed(wish, self.agent))
        return self._done(client_id)

    async def _consult(self, client_id: str, wish: wishes.StepConsult) -> Sequence[ToDesk]:
        step = ConsultStep(wish.step.value)
        pressed = ConsultStepPressed(at=now(), call=CallId(wish.call), agent=self.agent, step=step)
        await self._send(pressed)
        return self._done(client_id)

    async def _keys(self, client_id: str, wish: wishes.SendKeys) -> Sequence[ToDesk]:
        calls = self._outside.replica.house.calls
        call = calls.on(wish.call)
        leg = keys_leg(call, calls.on(call.consult or "")) if call is not None else None
        if call is None or leg is None:
            return (self._refuse(client_id, Refusal.NO_CALL, "the caller is gone"),)
        command = SendDigits(
            id=CommandId(f"{leg.id}:keys:{client_id}"),
            call=CallId(wish.call),
            leg=leg.id,
            digits=wish.keys,
        )
        order = Order(
            body=encode(command),
            epoch=self._outside.replica.epoch,
            not_after=now() + KEYS_WITHIN,
        )
        closed = await self._obeyed(call, order)
        if closed.outcome == "done":
            return self._done(client_id)
        because = _NOT_SENT.get(closed.reason, Refusal.AWAY)
        detail = closed.reason or closed.outcome
        return (self._refuse(client_id, because, f"the keys were not sent: {detail}"),)

    async def _obeyed(self, call: CallState, order: Order) -> CommandClosed:
        """Give an order and hear its line close it; raises Unavailable when it says nothing.

        The line itself is listened to, not the journal: keys work while nobody thinks.
        """
        command = order.command.id
        async with self._bus.listening(f"cc.facts.{call.line}", Facts) as heard:
            await self._bus.publish(f"cc.exchange.{call.exchange}.do", order)
            try:
                async with asyncio.timeout(KEYS_WITHIN.total_seconds()):
                    async for told in heard:
                        for closed in filter(None, map(_closed, told.facts)):
                            if closed.command == command:
                                return closed
            except TimeoutError as late:
                raise Unavailable("the line of the call does not answer") from late
        raise Unavailable("the bus is closed")

    async def _keep_notes(self, client_id: str, wish: wishes.KeepNotes) -> Sequence[ToDesk]:
        notes = wish.notes
        saved_at = await self._outside.notes.save(
            Notes(
                call=notes.call,
                agent=self.agent,
                text=notes.text,
                need=notes.need,
                needs=notes.needs,
                outcome=notes.outcome,
                saved_at=now(),
            )
        )
        self._desk.notes_kept(msgspec.structs.replace(notes, saved_at=saved_at))
        return self._done(client_id)

    async def _choose(self, client_id: str, wish: wishes.ChooseRecord) -> Sequence[ToDesk]:
        if not await self._outside.customers.choose(wish.call, wish.customer):
            return (self._refuse(client_id, Refusal.UNKNOWN_CUSTOMER, "no such record"),)
        self._outside.callers.want(wish.call)
        return self._done(client_id)

    async def _create(self, client_id: str, wish: wishes.CreateRecord) -> Sequence[ToDesk]:
        record = self._outside.replica.record(wish.call)
        draft = CustomerDraft(
            name=wish.name,
            language=wish.language,
            city=wish.city,
            email=wish.email,
            remark=wish.remark,
        )
        party = record.party if record is not None else ""
        await self._outside.customers.create(draft, party=party, call=wish.call)
        self._outside.callers.want(wish.call)
        return self._done(client_id)

    async def _open_audio(self, client_id: str, wish: wishes.OpenAudio) -> Sequence[ToDesk]:
        offer = AudioOffer(agent=self.agent, desk=self._desk.desk, sdp=wish.sdp)
        done = await self._ask_softphone("offer", offer)
        if done.error:
            return (self._refuse(client_id, Refusal.AWAY, done.error),)
        sdp = done.body.decode(errors="replace")
        return (AudioAnswer(client_id=client_id, sdp=sdp), *self._done(client_id))

    async def _echo(self, client_id: str, wish: wishes.EchoAudio) -> Sequence[ToDesk]:
        done = await self._ask_softphone(
            "echo", AudioEcho(agent=self.agent, desk=self._desk.desk, on=wish.on)
        )
        if done.error:
            return (self._refuse(client_id, Refusal.AUDIO_ABSENT, done.error),)
        return self._done(client_id)

    async def _ask_softphone(self, what: str, message: msgspec.Struct) -> Done:
        subject = f"cc.softphone.{self._outside.softphone}.{what}"
        return await self._bus.request(subject, message, Done, within=AUDIO_WITHIN)

    async def _end(self, client_id: str, _: wishes.EndSession) -> Sequence[ToDesk]:
        said = self._done(client_id)
        await self._leave()
        return said

    _DO: dict[type[wishes.Wish], Any] = {
        wishes.Tell: _tell,
        wishes.Press: _press,
        wishes.SendKeys: _keys,
        wishes.StepConsult: _consult,
        wishes.KeepNotes: _keep_notes,
        wishes.ChooseRecord: _choose,
        wishes.CreateRecord: _create,
        wishes.OpenAudio: _open_audio,
        wishes.EchoAudio: _echo,
        wishes.EndSession: _end,
    }


def _closed(stamped: Stamped) -> CommandClosed | None:
    """A closing fact; None for any other, those of a newer line included."""
    try:
        fact = stamped.fact
    except msgspec.DecodeError:
        return None
    return fact if isinstance(fact, CommandClosed) else None


def _pressed(wish: wishes.Press, agent: AgentId) -> Fact:
    """The button as the call's fact."""
    at, call = now(), CallId(wish.call)
    match wish.button:
        case Button.HOLD | Button.RETRIEVE:
            hold = wish.button is Button.HOLD
            return HoldPressed(at=at, call=call, agent=agent, hold=hold)
        case Button.MUTE | Button.UNMUTE:
            mute = wish.button is Button.MUTE
            return MutePressed(at=at, call=call, agent=agent, mute=mute)
        case Button.PAUSE_RECORDING | Button.RESUME_RECORDING:
            pause = wish.button is Button.PAUSE_RECORDING
            return PauseRecordingPressed(at=at, call=call, agent=agent, pause=pause)
        case Button.HANG_UP:
            return HangUpPressed(at=at, call=call, agent=agent)
