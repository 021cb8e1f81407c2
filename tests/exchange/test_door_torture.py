"""The 49 messages of RFC 4475 against a running door: each meets what the RFC asks for.

They name hosts that are not there and no rport, so that answers go to the Via's port at the address
they came from: the sender here listens on those ports at a loopback address of its own.
"""

from __future__ import annotations

import asyncio
import random
import re
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.exchange.fake_phones import SDP, Bench, Dialogue, TcpPhone, UdpPhone
from tests.exchange.torture_table import CASES, CLOSED, FOLDER, Case
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone

PORTS = (5060, 5050)
"""Where answers go: the usual port, and the one that `quotbal` names."""
_STATUS = re.compile(rb"SIP/2\.0 (\d{3}) ")


class Sender(asyncio.DatagramProtocol):
    """Sends raw bytes from an address of its own and keeps the statuses it is answered with."""

    def __init__(self, door_port: int) -> None:
        self._door = ("127.0.0.1", door_port)
        self.statuses: list[int] = []
        self.raw: list[bytes] = []

    async def open(self) -> Sender:
        loop = asyncio.get_running_loop()
        self._transports = [
            (await loop.create_datagram_endpoint(lambda: self, sock=bound))[0]
            for bound in _sockets_of_one_address()
        ]
        return self

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if status := _STATUS.match(data):
            self.raw.append(data)
            self.statuses.append(int(status[1]))

    def send(self, data: bytes) -> None:
        self._transports[0].sendto(data, self._door)

    def close(self) -> None:
        for transport in self._transports:
            transport.close()


def _sockets_of_one_address() -> list[socket.socket]:
    """The ports, at an address of this machine's loopback where nobody has them."""
    for _ in range(50):
        host = (
            f"127.{random.randrange(2, 250)}.{random.randrange(1, 250)}.{random.randrange(1, 250)}"
        )
        bound = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in PORTS]
        try:
            for opened, port in zip(bound, PORTS, strict=True):
                opened.setblocking(False)
                opened.bind((host, port))
        except OSError:
            for opened in bound:
                opened.close()
            continue
        return bound
    raise AssertionError("no loopback address with these ports free: stop what holds 0.0.0.0:5060")


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    made = await Bench.start()
    yield made
    assert made.door.snapshot().counts.unexpected == 0
    await made.close()


@pytest_asyncio.fixture
async def sender(bench: Bench) -> AsyncIterator[Sender]:
    made = await Sender(bench.door.port).open()
    yield made
    made.close()


def test_the_table_has_every_message_once() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) == 49
    assert sorted(names) == sorted(path.stem for path in FOLDER.glob("*.dat"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_by_udp(bench: Bench, sender: Sender, case: Case) -> None:
    sender.send(case.data)
    if case.status is None:
        counts = bench.door.snapshot
        await until(lambda: getattr(counts().counts, case.counted) == 1, case.why)
    else:
        await until(lambda: bool(sender.statuses), case.why)
    await still_serves(bench)

    assert sender.statuses == ([] if case.status is None else [case.status]), case.why
    assert bench.pool.alive[0].inbox.count("INVITE") == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_by_tcp(bench: Bench, case: Case) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.door.port)
    writer.write(case.data)
    expected = case.tcp or case.status
    if expected == CLOSED:
        assert await _rest_of(reader) == b"", case.why
    elif expected is None:
        counts = bench.door.snapshot
        await until(lambda: getattr(counts().counts, case.counted) == 1, case.why)
    else:
        first = await asyncio.wait_for(reader.readline(), 5)
        assert first.startswith(f"SIP/2.0 {expected} ".encode()), case.why
    writer.close()
    await still_serves(bench)


async def _rest_of(reader: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        return b""


async def still_serves(bench: Bench) -> None:
    """OPTIONS and a whole call, as ever, by both transports."""
    for kind in (TcpPhone, UdpPhone):
        phone = await kind(bench.door.port).open()
        phone.send(phone.build("OPTIONS", Dialogue(call_id=f"ask-{kind.__name__}")))
        await phone.inbox.response(200, "OPTIONS")
        phone.close()
    phone = await UdpPhone(bench.door.port).open()
    dialogue = Dialogue(call_id="good-call")
    await phone.call(dialogue)
    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKbye"))
    await phone.inbox.response(200, "BYE")
    phone.close()


async def test_a_call_of_before_rfc_3261_works_without_a_branch(bench: Bench) -> None:
    phone = await UdpPhone(bench.door.port).open()
    line, dialogue = bench.pool.alive[0], Dialogue()

    def without_branch(data: bytes) -> bytes:
        return data.replace(b";branch=z9hG4bKnone", b"")

    def old(method: str, cseq: int, body: bytes = b"") -> bytes:
        built = phone.build(method, dialogue, cseq=cseq, branch="z9hG4bKnone", body=body)
        return without_branch(built)

    phone.send(old("INVITE", 1, SDP))
    dialogue.take(await phone.inbox.response(200, "INVITE"))
    phone.send(old("ACK", 1))
    phone.send(old("INVITE", 2, SDP))
    await phone.inbox.response(200, "INVITE", nth=2)
    phone.send(old("BYE", 3))
    await phone.inbox.response(200, "BYE")
    first, second = [await line.inbox.request("INVITE", nth=nth) for nth in (1, 2)]

    assert first.top.branch != second.top.branch
    phone.close()


async def test_what_cannot_be_read_is_answered_with_its_own_lines(
    bench: Bench, sender: Sender
) -> None:
    broken = next(case for case in CASES if case.name == "quotbal")
    sender.send(broken.data)
    await until(lambda: bool(sender.statuses), "the door")
    [answer] = sender.raw

    assert b"Via: SIP/2.0/UDP 192.0.2.59:5050;branch=z9hG4bKkdjuw39234;received=127." in answer
    assert b'To: "Mr. J. User <sip:j.user@example.com>;tag=' in answer
    assert b"Call-ID: quotbal.aksdj\r\nCSeq: 8 INVITE\r\n" in answer


async def test_an_ack_that_cannot_be_read_is_not_answered(bench: Bench, sender: Sender) -> None:
    broken = next(case for case in CASES if case.name == "quotbal")
    sender.send(broken.data.replace(b"INVITE", b"ACK"))
    await until(lambda: bench.door.snapshot().counts.unreadable == 1, "the door")
    await still_serves(bench)

    assert sender.statuses == []
