"""A caller who does everything right, to see whether the door still serves; UDP or TCP.

It knows no audio: a call is INVITE, 200, ACK, and later BYE.
"""

import asyncio
from dataclasses import dataclass, field
from itertools import count

from callcenter.exchange.door_stream import StreamFrames
from callcenter.lab.fuzzing.originals import SDP
from callcenter.sip.message import Response, emit_request, read
from callcenter.sip.refusal import SipRefusal

PATIENCE = 5.0
REPEAT_AFTER = 0.5
"""Seconds; a door that is busy with a flood hears the next one (RFC 3261 §17.1)."""
_branches = count(1)


class NotServed(Exception):
    """A good request had no good answer."""


@dataclass
class Standing:
    """A call that stands: what its next request needs."""

    call: str
    to: str = ""
    target: str = ""
    routes: list[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        """What the door knows its line by."""
        return self.target.removeprefix("sip:").partition("@")[0]


class GoodCaller(asyncio.DatagramProtocol):
    """One of them; `await caller.open()` before anything else."""

    def __init__(self, host: str, port: int, *, transport: str = "UDP") -> None:
        self._door = (host, port)
        self._transport_name = transport
        self._answers: list[Response] = []
        self._news = asyncio.Event()
        self._datagrams: asyncio.DatagramTransport | None = None
        self._stream: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> "GoodCaller":
        """Open its socket."""
        loop = asyncio.get_running_loop()
        if self._transport_name == "TCP":
            reader, self._stream = await asyncio.open_connection(*self._door)
            self._reading = loop.create_task(self._read(reader))
        else:
            self._datagrams, _ = await loop.create_datagram_endpoint(
                lambda: self, local_addr=("127.0.0.1", 0)
            )
        return self

    def close(self) -> None:
        """Close it."""
        if self._datagrams is not None:
            self._datagrams.close()
        if self._stream is not None and self._reading is not None:
            self._reading.cancel()
            self._stream.close()

    async def asks(self) -> int:
        """OPTIONS; the status it is answered with."""
        call = f"good-question-{next(_branches)}"
        asked = Standing(call, f"<sip:{self._door[0]}>")
        target = f"sip:{self._door[0]}:{self._door[1]}"
        for number in count(1):
            self._send("OPTIONS", target, asked, number)
            try:
                return (await self._answer(call, "OPTIONS", REPEAT_AFTER)).status
            except NotServed:
                if number * REPEAT_AFTER >= PATIENCE:
                    raise
        raise AssertionError("unreachable")

    async def calls(self, number: str, call: str) -> Standing:
        """Call; raises NotServed where that is not answered with 200."""
        target = f"sip:{number}@{self._door[0]}:{self._door[1]}"
        standing = Standing(call, f"<{target}>", target)
        self._send("INVITE", target, standing, 1, SDP)
        answer = await self._answer(call, "INVITE")
        if answer.status != 200:
            raise NotServed(f"a good call was answered with {answer.status}")
        standing.to = str(answer.to)
        standing.target = str(answer.one("contact")).strip("<>")
        standing.routes = list(reversed(answer.all("record-route")))
        self._send("ACK", standing.target, standing, 1)
        return standing

    async def hangs_up(self, standing: Standing) -> None:
        """BYE; raises NotServed where that is not answered with 200."""
        self._send("BYE", standing.target, standing, 1000)
        answer = await self._answer(standing.call, "BYE")
        if answer.status != 200:
            raise NotServed(f"a good BYE was answered with {answer.status}")

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._take(data)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        frames = StreamFrames()
        while data := await reader.read(65536):
            for message in frames.feed(data):
                self._take(message)

    def _take(self, data: bytes) -> None:
        try:
            message = read(data)
        except SipRefusal:
            return
        if isinstance(message, Response):
            self._answers.append(message)
            self._news.set()

    async def _answer(self, call: str, method: str, within: float = PATIENCE) -> Response:
        try:
            async with asyncio.timeout(within):
                while True:
                    for answer in self._answers:
                        mine = (answer.call_id, answer.cseq_method) == (call, method)
                        if mine and answer.status >= 200:
                            return answer
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise NotServed(
                f"a good {method} over {self._transport_name} had no answer in {PATIENCE:g} s"
            ) from None

    def _send(
        self, method: str, uri: str, standing: Standing, cseq: int, body: bytes = b""
    ) -> None:
        branch = f"z9hG4bKgood{next(_branches)}"
        fields = [
            ("Via", f"SIP/2.0/{self._transport_name} 127.0.0.1:5098;rport;branch={branch}"),
            *(("Route", route) for route in standing.routes),
            ("From", "<sip:good@127.0.0.1>;tag=fuzz"),
            ("To", standing.to),
            ("Call-ID", standing.call),
            ("CSeq", f"{cseq} {method}"),
            ("Contact", "<sip:good@127.0.0.1:5098>"),
            ("Max-Forwards", "70"),
        ]
        if body:
            fields.append(("Content-Type", "application/sdp"))
        data = emit_request(method, uri, fields, body)
        if self._datagrams is not None:
            self._datagrams.sendto(data, self._door)
        elif self._stream is not None:
            self._stream.write(data)
