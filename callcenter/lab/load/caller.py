"""The load's callers: one endpoint from which all of them call.

A call is placed when it was planned, whatever became of those before it (an open loop), speaks as
soon as it is answered, and is hung up `talk` seconds after its caller has heard an agent.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from callcenter.lab.load.calls import CallerSide, Ended
from callcenter.lab.load.endpoint import Endpoint
from callcenter.lab.load.messages import Dialog, sound_at, sound_of
from callcenter.lab.load.sockets import Address
from callcenter.lab.load.sound import Sound
from callcenter.sip.message import Answer, Request, Response, respond
from callcenter.sip.refusal import SipRefusal

FAILED_INSIDE: Final = 500


@dataclass(frozen=True, slots=True)
class Manner:
    """How callers call. Seconds."""

    number: str
    talk: float
    patience: float
    """From the answer until an agent is heard; then the caller gives up."""


class Callers:
    """All of them; `on_over` is called with each call that has ended."""

    def __init__(
        self,
        port: int,
        door: Address,
        sound: Sound,
        manner: Manner,
        on_over: Callable[[CallerSide], None],
    ) -> None:
        self._door = door
        self._sound = sound
        self._manner = manner
        self._on_over = on_over
        self._loop = asyncio.get_running_loop()
        self._calls: dict[str, _Call] = {}
        self.endpoint = Endpoint(port, door, self._requested)

    def place(self, side: CallerSide) -> None:
        """Place a call now."""
        call = _Call(self, side)
        self._calls[call.dialog.call_id] = call
        call.invite()

    def end_all(self) -> None:
        """Hang up whatever still stands."""
        for call in list(self._calls.values()):
            call.give_up(Ended.UNFINISHED)

    def close(self) -> None:
        """Let go of the port."""
        self.endpoint.close()

    def _requested(self, request: Request, at: float) -> None:
        if request.method == "ACK":
            return
        call = self._calls.get(request.call_id)
        if request.method == "BYE":
            self.endpoint.answer(request, respond(request, Answer(200, "OK")))
            if call is not None:
                call.cut(at)
            return
        self.endpoint.refuse(request, 481 if call is None else 488)

    # -- what a call needs of it -------------------------------------------------------------------

    def dialog(self, side: CallerSide) -> Dialog:
        """The dialog of a new call."""
        sent_by, (host, port) = self.endpoint.sent_by, self._door
        target = f"sip:{self._manner.number}@{host}:{port}"
        seal = hashlib.sha256(f"{sent_by}/{side.number}/{side.scheduled}".encode()).hexdigest()
        return Dialog(
            call_id=f"load-{seal[:24]}",
            own=f"<sip:{side.caller}@{sent_by}>;tag={seal[24:36]}",
            other=f"<{target}>",
            target=target,
            contact=f"sip:{side.caller}@{sent_by}",
            sent_by=sent_by,
        )

    @property
    def sound(self) -> Sound:
        """Where they speak and hear."""
        return self._sound

    @property
    def manner(self) -> Manner:
        """How they call."""
        return self._manner

    def later(self, seconds: float, do: Callable[[], None]) -> asyncio.TimerHandle:
        """Do it later."""
        return self._loop.call_later(seconds, do)

    def over(self, call: "_Call") -> None:
        """It has ended."""
        self._on_over(call.side)


class _Call:
    """One call's way from INVITE to BYE."""

    def __init__(self, callers: Callers, side: CallerSide) -> None:
        self.side = side
        self.dialog = callers.dialog(side)
        self._callers = callers
        self._branch = ""
        self._timer: asyncio.TimerHandle | None = None

    def invite(self) -> None:
        """Say it, and wait for what comes."""
        sound = self._callers.sound
        here = sound_at(sound.address(self.side.leg), self.side.number + 1)
        self._branch, data = self.dialog.request("INVITE", body=here)
        self.side.sent = asyncio.get_running_loop().time()
        self._callers.endpoint.ask(self._branch, data, self._answered, invite=True)

    def _answered(self, response: Response | None, at: float) -> None:
        side = self.side
        if response is None:
            self._end(Ended.SILENT, at)
            return
        side.trying = side.trying or at
        if response.status < 200:
            return
        if response.status >= 300:
            side.status = response.status
            self.dialog.other = str(response.to)
            self._callers.endpoint.tell(self.dialog.request("ACK", ack_of=self._branch)[1])
            self._end(Ended.REFUSED, at)
            return
        self._accepted(response, at)

    def _accepted(self, response: Response, at: float) -> None:
        side, is_first = self.side, not self.side.answered
        if is_first:
            side.answered = at
            self.dialog.confirm(response)
        self._callers.endpoint.tell(self.dialog.request("ACK")[1])
        if not is_first:
            return
        if side.ended is not None:
            self._hang_up()  # Given up in the meantime; an answer that comes late is ended at once.
            return
        try:
            other = sound_of(response)
        except SipRefusal:
            side.status = FAILED_INSIDE
            self.give_up(Ended.REFUSED)
            return
        side.leg.on_heard = self._connected
        self._callers.sound.listen(side.leg, other)
        self._callers.sound.speak(side.leg)
        patience = self._callers.manner.patience
        self._timer = self._callers.later(patience, lambda: self.give_up(Ended.NOBODY))

    def _connected(self) -> None:
        """An agent is heard."""
        self._stop_waiting()
        self._timer = self._callers.later(
            self._callers.manner.talk, lambda: self.give_up(Ended.WELL)
        )

    def cut(self, at: float) -> None:
        """The other side hung up."""
        self._end(Ended.CUT, at)

    def give_up(self, why: Ended) -> None:
        """Hang up, or stop calling."""
        if self.side.ended is not None:
            return
        now = asyncio.get_running_loop().time()
        if self.side.answered:
            self._hang_up()
        self._end(why, now)

    def _hang_up(self) -> None:
        branch, data = self.dialog.request("BYE")
        self._callers.endpoint.ask(branch, data, lambda response, at: None)

    def _end(self, why: Ended, at: float) -> None:
        if self.side.ended is not None:
            return
        self.side.ended, self.side.over = why, at
        self._stop_waiting()
        self._callers.sound.end(self.side.leg)
        self._callers.over(self)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
