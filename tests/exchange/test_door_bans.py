"""Scanners and floods at the door while a call stands: it goes on, and good callers are served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from callcenter.exchange.door_bans import BanRules
from callcenter.exchange.door_ports import DoorRules, DoorSettings
from callcenter.lab.ports import free_block
from callcenter.sip.message import Response
from tests.exchange.fake_phones import KEY, SDP, Bench, Clock, Dialogue, TcpPhone, UdpPhone
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone

SCANNERS = ("127.0.0.66", "127.0.0.67", "127.0.0.68")
TRUNK = "127.0.0.9"
AGENTS = ("friendly-scanner", "sipvicious", "VaxSIPUserAgent/3.1", "sipcli/v1.8")
BURST = 120
FAULTS = 10
LASTS = 300.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def bench(clock: Clock) -> AsyncIterator[Bench]:
    settings = DoorSettings(key=KEY, port=free_block(1), bans=BanRules(FAULTS, 10.0, LASTS))
    rules = DoorRules(
        knows=lambda number: number == "8000",
        allows=lambda address: address.startswith("127."),
        trusts=lambda address: address == TRUNK,
    )
    made = await Bench.of(settings, rules, clock, lines=3)
    yield made
    assert made.door.snapshot().counts.unexpected == 0
    await made.close()


@pytest_asyncio.fixture
async def caller(bench: Bench) -> AsyncIterator[UdpPhone]:
    made = await UdpPhone(bench.door.port).open()
    yield made
    made.close()


@pytest_asyncio.fixture
async def scanner(bench: Bench) -> AsyncIterator[UdpPhone]:
    made = await UdpPhone(bench.door.port, SCANNERS[0]).open()
    yield made
    made.close()


def scan(phone: UdpPhone, method: str, times: int, number: str = "9999") -> None:
    """So many requests at once, each a transaction and a call of its own."""
    for nth in range(times):
        dialogue = Dialogue(call_id=f"{phone.host}-{method}-{nth}", number=number)
        agent = (f"User-Agent: {AGENTS[nth % len(AGENTS)]}",)
        body = SDP if method == "INVITE" else b""
        branch = f"z9hG4bK{method}{nth}"
        phone.send(phone.build(method, dialogue, branch=branch, extra=agent, body=body))


def bans_of(bench: Bench) -> dict[str, int]:
    return bench.door.snapshot().bans


def banned(bench: Bench) -> int:
    return bench.door.snapshot().counts.banned


async def is_served(bench: Bench, phone: UdpPhone, call_id: str) -> None:
    """A whole call of a good source."""
    dialogue = Dialogue(call_id=call_id)
    phone.send(phone.build("INVITE", dialogue, branch=f"z9hG4bK{call_id}", body=SDP))
    answer = await phone.inbox.wait(lambda m: (m.call_id, m.cseq_method) == (call_id, "INVITE"))
    assert isinstance(answer, Response)
    assert answer.status == 200
    dialogue.take(answer)
    phone.send(phone.build("ACK", dialogue, branch=f"z9hG4bK{call_id}ack"))
    phone.send(phone.build("BYE", dialogue, cseq=2, branch=f"z9hG4bK{call_id}bye"))
    await phone.inbox.wait(lambda m: (m.call_id, m.cseq_method) == (call_id, "BYE"))


async def test_a_call_goes_on_under_a_scan_and_another_is_served(
    bench: Bench, caller: UdpPhone
) -> None:
    standing = Dialogue(call_id="standing")
    await caller.call(standing)
    scanners = [await UdpPhone(bench.door.port, host).open() for host in SCANNERS]

    for phone, method in zip(scanners, ("OPTIONS", "REGISTER", "INVITE"), strict=True):
        scan(phone, method, BURST)
    for nth in range(10):
        branch = f"z9hG4bKinfo{nth}"
        caller.send(caller.build("INFO", standing, cseq=2 + nth, branch=branch))
    await caller.inbox.response(200, "INFO", nth=10)
    await until(lambda: sum(bans_of(bench).values()) == len(SCANNERS), "the bans")
    other = await UdpPhone(bench.door.port).open()
    await is_served(bench, other, "while-scanned")
    caller.send(caller.build("BYE", standing, cseq=50, branch="z9hG4bKbye"))
    await caller.inbox.response(200, "BYE")

    assert bans_of(bench) == {"too_fast": 1, "register": 1, "unknown_number": 1}
    assert bench.pool.taken == [("standing", "8000"), ("while-scanned", "8000")]
    for phone in (*scanners, other):
        phone.close()


@pytest.mark.parametrize("kind", ["REGISTER", "INVITE", "garbage"])
async def test_a_banned_source_hears_nothing_until_its_time_is_over(
    bench: Bench, caller: UdpPhone, scanner: UdpPhone, clock: Clock, kind: str
) -> None:
    if kind == "garbage":
        for _ in range(FAULTS):
            scanner.send(b"INVITE nonsense\r\n\r\n")
    else:
        scan(scanner, kind, FAULTS)
    await until(lambda: bool(bans_of(bench)), "the ban")
    heard = len(scanner.inbox.messages)
    scan(scanner, "INVITE", 5, number="8000")
    await until(lambda: banned(bench) == 5, "five messages dropped")
    clock.now += LASTS - 1
    scan(scanner, "OPTIONS", 1)
    await until(lambda: banned(bench) == 6, "one more")
    await is_served(bench, caller, "meanwhile")

    assert len(scanner.inbox.messages) == heard or kind != "garbage"
    assert len(bench.pool.taken) == 1
    clock.now += 1
    await is_served(bench, scanner, "pardoned")


async def test_a_banned_source_cannot_connect(
    bench: Bench, scanner: UdpPhone, clock: Clock
) -> None:
    scan(scanner, "REGISTER", FAULTS)
    await until(lambda: bool(bans_of(bench)), "the ban")
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", bench.door.port, local_addr=(scanner.host, 0)
    )
    try:
        assert await asyncio.wait_for(reader.read(), 5) == b""
    except ConnectionResetError:
        assert bench.door.snapshot().tcp_connections == 0
    writer.close()

    clock.now += LASTS
    phone = await TcpPhone(bench.door.port, scanner.host).open()
    phone.send(phone.build("OPTIONS", Dialogue()))
    await phone.inbox.response(200, "OPTIONS")
    phone.close()


async def test_a_trusted_trunk_is_never_banned(bench: Bench) -> None:
    trunk = await UdpPhone(bench.door.port, TRUNK).open()
    scan(trunk, "INVITE", 3 * FAULTS)
    await trunk.inbox.response(404, "INVITE", nth=3 * FAULTS)
    await is_served(bench, trunk, "good")

    assert bans_of(bench) == {}
    trunk.close()


async def test_whoever_has_a_call_up_here_is_not_banned(bench: Bench, scanner: UdpPhone) -> None:
    standing = Dialogue(call_id="standing")
    await scanner.call(standing)
    scan(scanner, "REGISTER", 2 * FAULTS)
    scanner.send(scanner.build("INFO", standing, cseq=2, branch="z9hG4bKinfo"))
    await scanner.inbox.response(200, "INFO")
    scanner.send(scanner.build("BYE", standing, cseq=3, branch="z9hG4bKbye"))
    await scanner.inbox.response(200, "BYE")

    assert bans_of(bench) == {}


async def test_a_phone_that_a_line_may_call_is_not_banned(bench: Bench, scanner: UdpPhone) -> None:
    bench.door.permit("line-1", f"sip:1001@{scanner.host}:{scanner.port}")
    scan(scanner, "REGISTER", 2 * FAULTS)
    await scanner.inbox.response(403, "REGISTER", nth=2 * FAULTS)

    assert bans_of(bench) == {}


async def test_lines_are_heard_whatever_they_send(bench: Bench) -> None:
    line = bench.pool.alive[0]
    for _ in range(3 * FAULTS):
        line.send(b"garbage")
    await until(lambda: bench.door.snapshot().counts.unreadable == 3 * FAULTS, "the line")

    assert bans_of(bench) == {}


async def test_a_flood_of_questions_is_answered_as_far_as_the_limit(
    bench: Bench, caller: UdpPhone, clock: Clock
) -> None:
    limit = bench.settings.questions_per_source
    scan(caller, "OPTIONS", limit + FAULTS - 1)
    await caller.inbox.response(200, "OPTIONS", nth=limit)
    await until(lambda: bench.door.snapshot().counts.rate_limited == FAULTS - 1, "the rest")
    clock.now += 1
    scan(caller, "OPTIONS", 1)
    await caller.inbox.response(200, "OPTIONS", nth=limit + 1)

    assert bans_of(bench) == {}


@pytest.mark.parametrize("kind", [UdpPhone, TcpPhone], ids=["udp", "tcp"])
async def test_a_call_can_be_ended_under_a_flood_of_its_own(
    bench: Bench, kind: type[UdpPhone]
) -> None:
    phone, dialogue = await kind(bench.door.port).open(), Dialogue()
    await phone.call(dialogue)
    limit = bench.settings.requests_per_line
    for nth in range(2 * limit):
        branch = f"z9hG4bKinfo{nth}"
        phone.send(phone.build("INFO", dialogue, cseq=2 + nth, branch=branch))
    phone.send(phone.build("BYE", dialogue, cseq=500, branch="z9hG4bKbye"))
    await phone.inbox.response(200, "BYE")

    assert bench.door.snapshot().counts.rate_limited > limit
    phone.close()
