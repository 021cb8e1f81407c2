"""A front door of the laboratory's own, with one line behind it that is nearly always busy.

The line reads what passes as strictly as the door does: whatever it cannot read should not have
come so far. Calls it is not told of beforehand are refused, so that each ends at once.
"""

import asyncio
import secrets
import time

from callcenter.exchange.door import FrontDoor
from callcenter.exchange.door_bans import BanRules
from callcenter.exchange.door_ports import DoorRules, DoorSettings, LineAddress
from callcenter.lab.fuzzing.originals import LINE_TAG, SDP
from callcenter.lab.ports import free_block
from callcenter.sip.message import Answer, Field, Request, read, respond
from callcenter.sip.refusal import SipRefusal

NUMBER = "8000"
LONGEST_FOR_A_LINE = 4000
"""Bytes: the telephone library's limit."""
_NO_END = 200.0
"""Seconds from now by which a door has forgotten all that is over."""


class BusyLine(asyncio.DatagramProtocol):
    """The line, which is the pool too: it is always free."""

    def __init__(self) -> None:
        self.expected: set[str] = set()
        self.faults: list[str] = []
        self.requests = 0
        self._port = 0
        self._transport: asyncio.DatagramTransport | None = None

    async def open(self) -> None:
        """Open its socket."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self._port = self._transport.get_extra_info("sockname")[1]

    def close(self) -> None:
        """Close it."""
        if self._transport is not None:
            self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) > LONGEST_FOR_A_LINE:
            self.faults.append(f"a message of {len(data)} bytes came to a line")
        try:
            message = read(data)
        except SipRefusal as refusal:
            self.faults.append(f"what came to a line cannot be read: {refusal} {data[:300]!r}")
            return
        if isinstance(message, Request) and message.method != "ACK" and self._transport:
            self.requests += 1
            self._transport.sendto(respond(message, self._answer(message)), addr)

    def _answer(self, request: Request) -> Answer:
        if request.method != "INVITE":
            return Answer(200, to_tag=LINE_TAG)
        if request.call_id not in self.expected:
            return Answer(486, to_tag=LINE_TAG)
        fields: list[Field] = [("Record-Route", route) for route in request.all("record-route")]
        fields.append(("Contact", f"<sip:line@127.0.0.1:{self._port}>"))
        fields.append(("Content-Type", "application/sdp"))
        return Answer(200, to_tag=LINE_TAG, fields=tuple(fields), body=SDP)

    def take(self, call_id_header: str, dialled: str) -> LineAddress | None:
        """Always this one."""
        return self._address()

    def has_free(self) -> bool:
        """Always."""
        return True

    def will_have(self) -> bool:
        """No need."""
        return False

    def at(self, port: int) -> LineAddress | None:
        """Itself, or nobody."""
        return self._address() if port == self._port else None

    def _address(self) -> LineAddress:
        return LineAddress("fuzz", self._port)


class OwnDoor:
    """The door and its line, as `async with`."""

    host = "127.0.0.1"
    number = NUMBER

    def __init__(self) -> None:
        self.line = BusyLine()
        settings = DoorSettings(
            key=secrets.token_bytes(32),
            port=free_block(1),
            invites_per_source=1_000_000,
            questions_per_source=1_000_000,
            bans=BanRules(faults=0),
        )
        rules = DoorRules(knows=lambda dialled: dialled == NUMBER, allows=lambda address: True)
        self._door = FrontDoor(settings, self.line, rules, lambda fact: None)
        self.port = self._door.port

    async def __aenter__(self) -> "OwnDoor":
        await self.line.open()
        await self._door.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._door.close()
        self.line.close()

    def faults(self) -> list[str]:
        """What is wrong with it now that every call is over."""
        self._door.due(time.monotonic() + _NO_END)
        told = self._door.snapshot()
        found = [*dict.fromkeys(self.line.faults)]
        if told.counts.unexpected:
            found.append(f"the door met {told.counts.unexpected} errors nobody expected")
        if told.dialogs or told.remembered:
            found.append(f"the door still knows {told.dialogs} dialogs, {told.remembered} things")
        return found
