"""What is not welcome at the front door of a running centre, with a call going on meanwhile."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

from acd.facts import CallConnected
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from tests.centre import Centre, eventually
from tests.played import AGENT, CALLER, call_in, caller

pytestmark = pytest.mark.telephone

NOT_FOUND = 404
NOT_ACCEPTABLE = 488
ONLY_G729 = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 18\r\na=rtpmap:18 G729/8000\r\n"
)
NONSENSE = [
    b"",
    b"\0" * 1400,
    b"INVITE",
    b"INVITE sip:8000@127.0.0.1 SIP/2.0\r\n\r\n",
    b"INVITE sip:8000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP\r\nCSeq: x INVITE\r\n\r\n",
    b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n\r\n",
    b"BYE sip:8000@127.0.0.1 SIP/2.0\r\nContent-Length: -1\r\n\r\n",
    b"INVITE sip:" + b"8" * 60_000 + b"@127.0.0.1 SIP/2.0\r\n\r\n",
    b"OPTIONS sip:%ff%fe@[::1 SIP/2.0\r\nTo: <sip:\xff\xfe>\r\nFrom: ;;;\r\n\r\n",
]


async def test_an_unknown_number_is_not_found(centre: Centre, wang: Phone) -> None:
    await wang.call(f"sip:9999@{centre.sip}")
    over = await wang.wait_for("over")
    assert over["code"] == NOT_FOUND


async def test_a_caller_without_a_codec_of_ours_is_told_so(centre: Centre) -> None:
    assert await status_of_invite(centre, ONLY_G729) == NOT_ACCEPTABLE


async def test_nonsense_at_both_transports_harms_no_call_and_no_later_caller(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    exchange = centre.pid("exchange")
    number = await centre.straight_number()
    call = await call_in(centre, wang, number)
    await centre.fact(CallConnected, call=call)
    for nonsense in NONSENSE:
        send(centre, nonsense, socket.SOCK_DGRAM)
        send(centre, nonsense, socket.SOCK_STREAM)
    assert await status_of_invite(centre, ONLY_G729) == NOT_ACCEPTABLE
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    assert (await wang.listen(AGENT)).lost == 0
    async with caller("+8613900000001") as later:
        await call_in(centre, later, number)
        await call_in_over_tcp(centre, number)
    assert centre.pid("exchange") == exchange
    await wang.hang_up()
    await lin.is_in("wrap_up")


async def call_in_over_tcp(centre: Centre, number: str) -> None:
    """Another caller, whose way is the stream that was full of nonsense before."""
    async with caller("+8613900000002") as another:
        await call_in(centre, another, number, transport="tcp")


def send(centre: Centre, data: bytes, kind: socket.SocketKind) -> None:
    """Throw bytes at the front door; it may cut the connection whenever it likes."""
    with socket.socket(socket.AF_INET, kind) as thrower:
        thrower.settimeout(2.0)
        thrower.connect(("127.0.0.1", centre.running.sip_port))
        try:
            thrower.sendall(data)
        except (ConnectionError, TimeoutError, OSError):
            return


async def status_of_invite(centre: Centre, sdp: str) -> int:
    """The final status of an INVITE with this offer."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.setblocking(False)
        phone.bind(("127.0.0.1", 0))
        port = phone.getsockname()[1]
        lines = [
            f"INVITE sip:8000@{centre.sip} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{port};rport",
            "Max-Forwards: 70",
            f"From: <sip:wang@127.0.0.1:{port}>;tag={port}",
            f"To: <sip:8000@{centre.sip}>",
            f"Call-ID: {port}@127.0.0.1",
            "CSeq: 1 INVITE",
            f"Contact: <sip:wang@127.0.0.1:{port}>",
            "Content-Type: application/sdp",
            f"Content-Length: {len(sdp)}",
            "",
            sdp,
        ]
        where = ("127.0.0.1", centre.running.sip_port)
        await loop.sock_sendto(phone, "\r\n".join(lines).encode(), where)
        async with asyncio.timeout(10):
            while True:
                status = int((await loop.sock_recv(phone, 65_535)).split()[1])
                if status >= 200:
                    return status


async def test_what_became_of_messages_and_of_the_trunk_is_in_the_metrics(
    centre: Centre, wang: Phone
) -> None:
    await wang.call(f"sip:9999@{centre.sip}")
    await wang.wait_for("over")
    wanted = (
        'callcenter_sip_answers_total{exchange="one",status="404"}',
        'callcenter_trunk_calls{exchange="one",trunk="trunk"} 0.0',
        'callcenter_lines{exchange="one",state="warm"}',
    )
    async with httpx.AsyncClient(base_url=centre.running.web, trust_env=False) as client:

        async def told() -> bool:
            text = (await client.get("/metrics")).text
            return all(one in text for one in wanted)

        await eventually(told, lambda: f"not all of {wanted}")
