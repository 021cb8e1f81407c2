"""The load's agents' telephones: one endpoint, an extension for each, registered with a password.

A phone rings, is answered after `ring` seconds, speaks, and is free again when the other side hangs
up. One that is in a call says so (486).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from callcenter.errors import Unavailable
from callcenter.lab.load.calls import AgentSide
from callcenter.lab.load.endpoint import Endpoint
from callcenter.lab.load.messages import (
    Registration,
    accept,
    ring,
    sound_at,
    sound_of,
)
from callcenter.lab.load.sockets import Address
from callcenter.lab.load.sound import Leg, Sound
from callcenter.sip.message import Answer, Request, Response, respond
from callcenter.sip.refusal import SipRefusal

LASTS: Final = 3600
APART: Final = 0.15
"""Seconds between two registrations, of two REGISTERs each: a door hears 20 a second."""
TRIES: Final = 3
AGAIN_AFTER: Final = 1.5

NewLeg = Callable[[], Leg]


@dataclass(slots=True, eq=False)
class _Phone:
    """One extension, and its call."""

    extension: str
    registration: Registration
    side: AgentSide | None = None
    invite: Request | None = None
    timer: asyncio.TimerHandle | None = None


class DeskPhones:
    """All of them. `sides` gets each call that comes to one."""

    def __init__(
        self, port: int, door: Address, sound: Sound, ring_for: float, new_leg: NewLeg
    ) -> None:
        self._sound = sound
        self._ring_for = ring_for
        self._new_leg = new_leg
        self._door = door
        self._loop = asyncio.get_running_loop()
        self._phones: dict[str, _Phone] = {}
        self._of_call: dict[str, _Phone] = {}
        self.sides: list[AgentSide] = []
        self.endpoint = Endpoint(port, door, self._requested)

    def close(self) -> None:
        """Let go of the port."""
        for phone in self._phones.values():
            if phone.timer is not None:
                phone.timer.cancel()
        self.endpoint.close()

    # -- being there -----------------------------------------------------------------------------

    async def register(self, extension: str, password: str) -> None:
        """Register a phone; raises Unavailable when the door does not take it."""
        sent_by, (host, port) = self.endpoint.sent_by, self._door
        registration = Registration(
            extension=extension,
            password=password,
            registrar=f"{host}:{port}",
            contact=f"sip:{extension}@{sent_by}",
            sent_by=sent_by,
            call_id=f"load-{extension}-{sent_by}",
        )
        self._phones[extension] = _Phone(extension, registration)
        for tried in range(TRIES):
            await asyncio.sleep(AGAIN_AFTER if tried else APART)
            status = await self._tell(registration, LASTS)
            if status == 200:
                return
        raise Unavailable(f"desk phone {extension} was not registered: {status or 'no answer'}")

    async def _tell(self, registration: Registration, expires: int) -> int:
        answer = await self._ask(registration.request(expires))
        if answer is not None and answer.status == 401:
            answer = await self._ask(registration.request(expires, answer))
        return answer.status if answer is not None else 0

    async def _ask(self, request: tuple[str, bytes]) -> Response | None:
        answered: asyncio.Future[Response | None] = self._loop.create_future()

        def take(response: Response | None, at: float) -> None:
            if not answered.done() and (response is None or response.status >= 200):
                answered.set_result(response)

        self.endpoint.ask(*request, take)
        return await answered

    # -- a call ----------------------------------------------------------------------------------

    def _requested(self, request: Request, at: float) -> None:
        match request.method:
            case "INVITE":
                self._invited(request, at)
            case "BYE":
                self.endpoint.answer(request, respond(request, Answer(200, "OK")))
                self._over(request.call_id, at)
            case "CANCEL":
                self._cancelled(request, at)
            case "ACK":
                return
            case _:
                self.endpoint.refuse(request, 501)

    def _invited(self, invite: Request, at: float) -> None:
        phone = self._phones.get((invite.uri.user if invite.uri else None) or "")
        if phone is None or phone.side is not None or invite.in_dialog:
            self.endpoint.refuse(invite, 404 if phone is None else 486)
            return
        side = AgentSide(phone.extension, self._new_leg(), at)
        phone.side, phone.invite = side, invite
        self.sides.append(side)
        self._of_call[invite.call_id] = phone
        contact = phone.registration.contact
        self.endpoint.answer(invite, ring(invite, _tag(side), contact))
        phone.timer = self._loop.call_later(self._ring_for, self._pick_up, phone)

    def _pick_up(self, phone: _Phone) -> None:
        invite, side = phone.invite, phone.side
        assert invite is not None
        assert side is not None
        phone.timer = None
        try:
            other = sound_of(invite)
        except SipRefusal as refusal:
            self.endpoint.refuse(invite, refusal.status)
            self._over(invite.call_id, self._loop.time())
            return
        here = sound_at(self._sound.address(side.leg), side.leg.voice.leg)
        side.answered = self._loop.time()
        self._sound.listen(side.leg, other)
        self.endpoint.insist(invite, accept(invite, _tag(side), phone.registration.contact, here))
        self._sound.speak(side.leg)

    def _cancelled(self, cancel: Request, at: float) -> None:
        self.endpoint.answer(cancel, respond(cancel, Answer(200, "OK")))
        phone = self._of_call.get(cancel.call_id)
        if phone is None or phone.timer is None or phone.invite is None or phone.side is None:
            return
        answer = Answer(487, to_tag=_tag(phone.side))
        self.endpoint.answer(phone.invite, respond(phone.invite, answer))
        self._over(cancel.call_id, at)

    def _over(self, call_id: str, at: float) -> None:
        phone = self._of_call.pop(call_id, None)
        if phone is None or phone.side is None:
            return
        if phone.timer is not None:
            phone.timer.cancel()
        phone.side.over = at
        self._sound.end(phone.side.leg)
        phone.side = phone.invite = phone.timer = None


def _tag(side: AgentSide) -> str:
    return f"leg{side.leg.voice.leg}"
