"""A small line and a small phone on real sockets, for the front door's tests.

They speak just enough SIP to be called, and keep every message they got, read by our own reader.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from callcenter.exchange.door import FrontDoor
from callcenter.exchange.door_admission import ListedNetworks
from callcenter.exchange.door_ports import (
    DialogEnded,
    DialogLearnt,
    DialogRecord,
    DoorRules,
    DoorSettings,
    LineAddress,
)
from callcenter.exchange.door_stream import StreamFrames
from callcenter.exchange.registrar import Registrar
from callcenter.lab.ports import free_block
from callcenter.sip.message import Request, Response, read
from callcenter.sip.refusal import SipRefusal

KEY = b"a key for the tests of the door!"
PATIENCE = 5.0
SDP = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=audio 30000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
)

Message = Request | Response


def message_bytes(start: str, fields: list[str], body: bytes = b"") -> bytes:
    """A message as a peer would write it."""
    kind = ["Content-Type: application/sdp"] if body else []
    lines = [start, *fields, *kind, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass
class Inbox:
    """What arrived, in order, and a way to wait for it."""

    messages: list[Message] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, message: Message) -> None:
        self.messages.append(message)
        self._news.set()

    async def wait(self, wanted: Callable[[Message], bool], nth: int = 1) -> Message:
        """The nth message that is wanted; fails after five seconds."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [message for message in self.messages if wanted(message)]
                if len(found) >= nth:
                    return found[nth - 1]
                self._news.clear()
                await self._news.wait()

    async def request(self, method: str, nth: int = 1) -> Request:
        found = await self.wait(lambda m: isinstance(m, Request) and m.method == method, nth)
        assert isinstance(found, Request)
        return found

    async def response(self, status: int, method: str, nth: int = 1) -> Response:
        found = await self.wait(
            lambda m: isinstance(m, Response) and (m.status, m.cseq_method) == (status, method),
            nth,
        )
        assert isinstance(found, Response)
        return found

    def count(self, method: str) -> int:
        return sum(1 for m in self.messages if isinstance(m, Request) and m.method == method)


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, owner: "FakeLine | UdpPhone") -> None:
        self.owner = owner

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.owner.received(data, addr)


def answer_to(request: Request, status: int, fields: list[str], body: bytes = b"") -> bytes:
    """A response with the request's Vias, Record-Routes, From, To (tagged), Call-ID, CSeq."""
    to = str(request.to) + ("" if request.to.tag or status == 100 else ";tag=answerer")
    copied = [f"Via: {via}" for via in request.vias]
    copied += [f"Record-Route: {route}" for route in request.all("record-route")]
    copied += [f"From: {request.sender}", f"To: {to}", f"Call-ID: {request.call_id}"]
    copied += [f"CSeq: {request.cseq} {request.method}"]
    return message_bytes(f"SIP/2.0 {status} Fine", copied + fields, body)


class FakeLine:
    """A line: answers INVITE with 200, BYE and CANCEL too, and can call and send by hand."""

    def __init__(self, name: str = "line-1") -> None:
        self.name = name
        self.inbox = Inbox()
        self.door_port = 0
        self.port = 0
        self.answers: dict[str, int] = {"INVITE": 200}
        self.answer_body = SDP
        self.deaf_to: set[str] = set()

    async def open(self) -> "FakeLine":
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: _Udp(self), local_addr=("127.0.0.1", 0)
        )
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    def received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = read(data)
        self.inbox.put(message)
        if isinstance(message, Request) and message.method not in self.deaf_to:
            self._answer(message, addr)

    def _answer(self, request: Request, addr: tuple[str, int]) -> None:
        if request.method == "ACK":
            return
        status = self.answers.get(request.method, 200)
        contact = [f"Contact: <sip:line@127.0.0.1:{self.port}>"]
        has_audio = request.method == "INVITE" and 180 < status < 300
        body = self.answer_body if has_audio else b""
        self._transport.sendto(answer_to(request, status, contact, body), addr)

    def send(self, data: bytes) -> None:
        self._transport.sendto(data, ("127.0.0.1", self.door_port))

    def address(self) -> LineAddress:
        return LineAddress(self.name, self.port)

    def close(self) -> None:
        self._transport.close()


@dataclass
class FakePool:
    """Lines to be taken, in order."""

    free: list[FakeLine] = field(default_factory=list)
    alive: list[FakeLine] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    growing: bool = False

    def take(self, call_id_header: str, dialled: str) -> LineAddress | None:
        self.taken.append((call_id_header, dialled))
        return self.free.pop(0).address() if self.free else None

    def has_free(self) -> bool:
        return bool(self.free)

    def will_have(self) -> bool:
        return self.growing

    def at(self, port: int) -> LineAddress | None:
        return next((line.address() for line in self.alive if line.port == port), None)


@dataclass
class Clock:
    """The door's time, which stands still until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Bench:
    """A door, its pool, and what it told."""

    pool: FakePool
    told: list[DialogLearnt | DialogEnded]
    door: FrontDoor
    settings: DoorSettings
    rules: DoorRules
    clock: Callable[[], float] = time.monotonic
    registrar: Registrar | None = None

    @classmethod
    async def start(
        cls, lines: int = 1, known: str = "8000", networks: str = "127.0.0.0/8", rate: int = 40
    ) -> "Bench":
        """A door for one number, whose sources are all trusted."""
        rules = DoorRules(
            knows=lambda number: number == known,
            allows=ListedNetworks([networks]),
            trusts=lambda address: True,
        )
        settings = DoorSettings(key=KEY, port=free_block(1), invites_per_source=rate)
        return await cls.of(settings, rules, lines=lines)

    @classmethod
    async def of(
        cls,
        settings: DoorSettings,
        rules: DoorRules,
        clock: Callable[[], float] = time.monotonic,
        lines: int = 1,
        registrar: Registrar | None = None,
    ) -> "Bench":
        """A door of these settings and rules."""
        pool = FakePool()
        for number in range(lines):
            line = await FakeLine(f"line-{number + 1}").open()
            pool.free.append(line)
            pool.alive.append(line)
        told: list[DialogLearnt | DialogEnded] = []
        door = FrontDoor(settings, pool, rules, told.append, clock, registrar)
        bench = cls(pool, told, door, settings, rules, clock, registrar)
        await bench._open()
        return bench

    async def _open(self) -> None:
        await self.door.open()
        for line in self.pool.alive:
            line.door_port = self.door.inner_port

    def records(self) -> list[DialogRecord]:
        """What a spool would hold now."""
        kept: dict[str, DialogRecord] = {}
        for fact in self.told:
            if isinstance(fact, DialogLearnt):
                kept[fact.record.call_id_header] = fact.record
            else:
                kept.pop(fact.call_id_header, None)
        return list(kept.values())

    async def restart(self, *, with_records: bool) -> None:
        """Another door on the same ports, with or without what the first one told."""
        port, inner = self.door.port, self.door.inner_port
        await self.door.close()
        settings = replace(self.settings, port=port, inner_port=inner)
        self.door = FrontDoor(
            settings, self.pool, self.rules, self.told.append, self.clock, self.registrar
        )
        if with_records:
            self.door.restore(self.records())
        await self._open()

    async def close(self) -> None:
        await self.door.close()
        for line in self.pool.alive:
            line.close()


@dataclass
class Dialogue:
    """A phone's view of one dialog, for building its messages."""

    call_id: str = "call-1@phone"
    number: str = "8000"
    from_tag: str = "caller"
    to_tag: str = ""
    target: str = ""
    routes: list[str] = field(default_factory=list)

    def take(self, response: Response) -> None:
        """Learn tag, Contact and route set from a 200."""
        self.to_tag = response.to.tag
        self.target = str(response.one("contact")).strip("<>")
        self.routes = list(reversed(response.all("record-route")))


class UdpPhone:
    """A phone by UDP that sends what it is told."""

    transport = "UDP"

    def __init__(self, door_port: int, host: str = "127.0.0.1") -> None:
        self.door_port = door_port
        self.host = host
        self.inbox = Inbox()
        self.port = 0
        self.contact_port = 0
        self.answers: dict[str, int] = {}
        self.answer_body = SDP
        self.unread: list[bytes] = []

    async def open(self) -> "UdpPhone":
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: _Udp(self), local_addr=(self.host, 0)
        )
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    def received(self, data: bytes, addr: tuple[str, int]) -> None:
        try:
            message = read(data)
        except SipRefusal:
            # The answer to what cannot be read copies its lines.
            self.unread.append(data)
            return
        self.inbox.put(message)
        if isinstance(message, Request) and message.method in self.answers:
            status = self.answers[message.method]
            body = self.answer_body if message.method == "INVITE" and status == 200 else b""
            contact = [f"Contact: <sip:phone@127.0.0.1:{self.port}>"]
            self._transport.sendto(answer_to(message, status, contact, body), addr)

    def send(self, data: bytes) -> None:
        self._transport.sendto(data, ("127.0.0.1", self.door_port))

    def close(self) -> None:
        self._transport.close()

    def build(
        self,
        method: str,
        dialogue: Dialogue,
        *,
        cseq: int = 1,
        branch: str = "z9hG4bKone",
        extra: tuple[str, ...] = (),
        body: bytes = b"",
    ) -> bytes:
        """A request: to the number, or inside the dialog once it has a target."""
        number = dialogue.number
        target = dialogue.target or f"sip:{number}@127.0.0.1:{self.door_port}"
        to_tag = f";tag={dialogue.to_tag}" if dialogue.to_tag else ""
        host = f"{self.host}:{self.port}"
        contact = f"{self.host}:{self.contact_port or self.port}"
        fields = [f"Via: SIP/2.0/{self.transport} {host};rport;branch={branch}"]
        fields += [f"Route: {route}" for route in dialogue.routes]
        fields += [
            f"From: <sip:13800000000@127.0.0.1>;tag={dialogue.from_tag}",
            f"To: <sip:{number}@127.0.0.1>{to_tag}",
            f"Call-ID: {dialogue.call_id}",
            f"CSeq: {cseq} {method}",
            f"Contact: <sip:phone@{contact}{';transport=tcp' if self.transport == 'TCP' else ''}>",
            "Max-Forwards: 70",
            *extra,
        ]
        return message_bytes(f"{method} {target} SIP/2.0", fields, body)

    async def call(self, dialogue: Dialogue) -> Response:
        """INVITE, 200, ACK."""
        self.send(self.build("INVITE", dialogue, body=SDP))
        answer = await self.inbox.response(200, "INVITE")
        dialogue.take(answer)
        self.send(self.build("ACK", dialogue, branch="z9hG4bKack"))
        return answer


class TcpPhone(UdpPhone):
    """The same by TCP."""

    transport = "TCP"

    async def open(self) -> "TcpPhone":
        self._frames = StreamFrames()
        reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", self.door_port, local_addr=(self.host, 0)
        )
        self.port = self._writer.get_extra_info("sockname")[1]
        self._reading = asyncio.get_running_loop().create_task(self._read(reader))
        return self

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while data := await reader.read(65536):
            for message in self._frames.feed(data):
                if message:
                    self.inbox.put(read(message))

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    def close(self) -> None:
        self._reading.cancel()
        self._writer.close()
