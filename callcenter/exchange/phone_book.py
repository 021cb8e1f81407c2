"""Keeps the registrar and the database of one mind, by way of the worker.

What phones change here goes out first, then what is kept there comes in: passwords set meanwhile,
and what phones told another exchange. While nobody answers, everything goes on from memory.
"""

import asyncio
from typing import Final, Protocol, TypeVar

import msgspec
import structlog

from callcenter.errors import Unavailable
from callcenter.exchange.outside import NotCallable
from callcenter.exchange.registrar import Registrar
from callcenter.sip.binding import Binding
from callcenter.sip.grammar import parse_uri
from callcenter.sip.peer import Peer, Transport
from callcenter.wire import Done, PhoneBound, Phones, PhonesAsked

log = structlog.get_logger()

LOOK_EVERY: Final = 1.0
"""Seconds until a new password, or a phone at another exchange, is known here."""

M = TypeVar("M", bound=msgspec.Struct)


class Asking(Protocol):
    """What is needed of the bus."""

    async def request(self, subject: str, message: msgspec.Struct, answer: type[M]) -> M:
        """Ask one listener; raises Unavailable when nobody answers in time."""


class Connections(Protocol):
    """What is asked of the front door."""

    def reaches(self, peer: Peer) -> bool:
        """True unless it was a TCP connection that is gone."""


class PhoneBook:
    """One exchange's registered phones, found for dialling and kept in step."""

    def __init__(self, bus: Asking, registrar: Registrar, door: Connections) -> None:
        self._bus = bus
        self._registrar = registrar
        self._door = door
        self._known = ""
        self._unkept: set[str] = set()
        self._news = asyncio.Event()
        registrar.on_change = self._changed

    def way_to(self, extension: str) -> tuple[str, Peer]:
        """The best way to a phone: its Contact, and the address it registered from.

        Raises NotCallable; Unavailable while it is not known yet who is registered.
        """
        if not self._registrar.is_known:
            raise Unavailable("it is not known yet which phones are registered")
        for one in self._registrar.bindings(extension):
            peer = Peer(one.host, one.port, Transport(one.transport))
            # When its connection is gone, a phone can be rung up where no NAT hides it.
            if self._door.reaches(peer) or parse_uri(one.contact, "Contact").host == peer.host:
                return one.contact, peer
        raise NotCallable(f"phone {extension} is not registered")

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._news.clear()
            try:
                await self._keep()
                await self._look()
            except Unavailable:
                # In memory everything goes on; what is not kept yet stays noted.
                await asyncio.sleep(LOOK_EVERY)
                continue
            except msgspec.MsgspecError as wrong:
                log.error("exchange.phones_unreadable", because=type(wrong).__name__)
            await self._wait()

    def _changed(self, extension: str) -> None:
        self._unkept.add(extension)
        self._news.set()

    async def _keep(self) -> None:
        for extension in sorted(self._unkept):
            secret = self._registrar.secret(extension)
            self._unkept.discard(extension)
            if secret is None:
                continue
            bindings = self._registrar.bindings(extension)
            bound = PhoneBound(extension=extension, set_at=secret.set_at, bindings=bindings)
            try:
                await self._ask("cc.worker.bound", bound)
            except Unavailable:
                self._unkept.add(extension)
                raise

    async def _look(self) -> None:
        answer = await self._ask("cc.worker.phones", PhonesAsked(known=self._known))
        if not answer.body:
            return
        phones = msgspec.msgpack.decode(answer.body, type=Phones)
        if not self._registrar.is_known:
            log.info("exchange.phones_known", phones=len(phones.secrets))
        kept: dict[str, tuple[Binding, ...]] = {}
        for one in phones.bindings:
            kept[one.extension] = (*kept.get(one.extension, ()), one)
        self._registrar.know(phones.secrets)
        self._registrar.bind(kept, except_of=self._unkept)
        # What was passed over is looked at again as soon as it is kept.
        self._known = "" if self._unkept else phones.name

    async def _ask(self, subject: str, message: msgspec.Struct) -> Done:
        answer = await self._bus.request(subject, message, Done)
        if answer.error:
            raise Unavailable(answer.error)
        return answer

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._news.wait()
        except TimeoutError:
            return
