"""Calls through the front door over real sockets: a small phone outside, a small line inside."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from callcenter.exchange.door_ports import DialogEnded
from callcenter.sip.message import Request
from tests.exchange.fake_phones import (
    SDP,
    Bench,
    Dialogue,
    FakeLine,
    TcpPhone,
    UdpPhone,
    message_bytes,
)

pytestmark = pytest.mark.telephone


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    made = await Bench.start()
    yield made
    assert made.door.snapshot().counts.unexpected == 0
    await made.close()


@pytest_asyncio.fixture(params=[UdpPhone, TcpPhone], ids=["udp", "tcp"])
async def phone(bench: Bench, request: pytest.FixtureRequest) -> AsyncIterator[UdpPhone]:
    made = request.param(bench.door.port)
    await made.open()
    yield made
    made.close()


async def test_a_call_is_answered_by_a_line_and_ended_by_the_caller(
    bench: Bench, phone: UdpPhone
) -> None:
    line, dialogue = bench.pool.alive[0], Dialogue()

    answer = await phone.call(dialogue)
    invite = await line.inbox.request("INVITE")
    await line.inbox.request("ACK")
    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKbye"))
    await line.inbox.request("BYE")
    await phone.inbox.response(200, "BYE")

    assert bench.pool.taken == [("call-1@phone", "8000")]
    assert str(invite.uri) == f"sip:8000@127.0.0.1:{line.port}"
    assert len(invite.all("record-route")) == 2
    assert f"127.0.0.1:{line.port}" not in str(answer.fields)
    assert isinstance(bench.told[-1], DialogEnded)
    assert len(bench.door.snapshot().answers) <= 1


async def test_a_line_ends_its_call(bench: Bench, phone: UdpPhone) -> None:
    line, dialogue = bench.pool.alive[0], Dialogue()
    await phone.call(dialogue)
    invite = await line.inbox.request("INVITE")

    line.send(bye_of_line(line, invite))
    bye = await phone.inbox.request("BYE")

    assert bye.to.tag == "caller"
    assert bye.all("route") == []


async def test_a_caller_gives_up_while_it_rings(bench: Bench, phone: UdpPhone) -> None:
    line, dialogue = bench.pool.alive[0], Dialogue()
    line.answers["INVITE"] = 180
    phone.send(phone.build("INVITE", dialogue, body=SDP))
    await phone.inbox.response(180, "INVITE")
    invite = await line.inbox.request("INVITE")

    phone.send(phone.build("CANCEL", dialogue))
    cancel = await line.inbox.request("CANCEL")
    await phone.inbox.response(200, "CANCEL")

    assert cancel.top.branch == invite.top.branch
    assert cancel.uri == invite.uri


@pytest.mark.parametrize("with_records", [True, False], ids=["restored", "by token alone"])
async def test_a_dialog_goes_on_after_the_door_was_restarted(
    bench: Bench, with_records: bool
) -> None:
    phone = await UdpPhone(bench.door.port).open()
    line, dialogue = bench.pool.alive[0], Dialogue()
    await phone.call(dialogue)
    await line.inbox.request("ACK")

    await bench.restart(with_records=with_records)
    phone.send(phone.build("INFO", dialogue, cseq=2, branch="z9hG4bKinfo"))
    await phone.inbox.response(200, "INFO")
    phone.send(phone.build("BYE", dialogue, cseq=3, branch="z9hG4bKbye"))
    await phone.inbox.response(200, "BYE")

    assert line.inbox.count("INFO") == 1
    phone.close()


async def test_a_peer_that_ignores_record_route_comes_back_by_contact(bench: Bench) -> None:
    phone = await UdpPhone(bench.door.port).open()
    dialogue = Dialogue()
    await phone.call(dialogue)
    dialogue.routes = []

    await bench.restart(with_records=False)
    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKbye"))

    await phone.inbox.response(200, "BYE")
    phone.close()


async def test_a_forged_token_is_dropped_in_silence(bench: Bench) -> None:
    phone = await UdpPhone(bench.door.port).open()
    line, dialogue = bench.pool.alive[0], Dialogue()
    await phone.call(dialogue)
    true_routes, true_target = dialogue.routes, dialogue.target

    token = true_target.partition(":")[2].partition("@")[0]
    forged = ("a" if token[0] != "a" else "b") + token[1:]
    dialogue.routes = [route.replace(token, forged) for route in true_routes]
    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKforged"))
    dialogue.routes, dialogue.target = [], true_target.replace(token, forged)
    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKforged2"))
    dialogue.routes, dialogue.target = true_routes, true_target
    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKtrue"))
    await phone.inbox.response(200, "BYE")

    assert line.inbox.count("BYE") == 1
    assert bench.door.snapshot().counts.forged_tokens == 2
    phone.close()


async def test_a_repeated_invite_takes_no_second_line(bench: Bench) -> None:
    phone = await UdpPhone(bench.door.port).open()
    line, dialogue = bench.pool.alive[0], Dialogue()
    line.deaf_to = {"INVITE"}

    for _ in range(3):
        phone.send(phone.build("INVITE", dialogue, body=SDP))
    third = await line.inbox.request("INVITE", nth=3)
    first = await line.inbox.request("INVITE")

    assert first.top == third.top
    assert len(bench.pool.taken) == 1
    phone.close()


async def test_a_tcp_invite_gets_100_at_once_and_is_repeated_to_the_line(bench: Bench) -> None:
    phone = await TcpPhone(bench.door.port).open()
    line = bench.pool.alive[0]
    line.deaf_to = {"INVITE"}

    phone.send(phone.build("INVITE", Dialogue(), body=SDP))
    await phone.inbox.response(100, "INVITE")
    await line.inbox.request("INVITE", nth=2)
    line.deaf_to = set()
    await phone.inbox.response(200, "INVITE")
    phone.close()

    assert line.inbox.count("INVITE") >= 2


async def test_a_video_line_is_refused_in_the_answer(bench: Bench) -> None:
    phone = await UdpPhone(bench.door.port).open()
    offer = SDP + b"m=video 4000 RTP/AVP 31\r\n"

    phone.send(phone.build("INVITE", Dialogue(), body=offer))
    answer = await phone.inbox.response(200, "INVITE")

    media = [row for row in answer.body.split(b"\r\n") if row.startswith(b"m=")]
    assert media == [b"m=audio 30000 RTP/AVP 0 8 101", b"m=video 0 RTP/AVP 31"]
    phone.close()


async def test_a_tcp_phone_is_found_again_after_the_door_was_restarted(bench: Bench) -> None:
    line, dialogue = bench.pool.alive[0], Dialogue()
    listening = asyncio.Queue[bytes]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listening.put_nowait(await reader.read(4000))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    phone = await TcpPhone(bench.door.port).open()
    phone.contact_port = server.sockets[0].getsockname()[1]
    await phone.call(dialogue)
    invite = await line.inbox.request("INVITE")
    await line.inbox.request("ACK")

    await bench.restart(with_records=True)
    line.send(bye_of_line(line, invite))
    at_contact = await asyncio.wait_for(listening.get(), 5)
    again = await TcpPhone(bench.door.port).open()
    again.send(again.build("INFO", dialogue, cseq=2, branch="z9hG4bKinfo"))
    await again.inbox.response(200, "INFO")
    line.send(bye_of_line(line, invite, branch="z9hG4bKagain"))
    await again.inbox.request("BYE")

    assert at_contact.startswith(b"BYE ")
    phone.close()
    again.close()
    server.close()


def bye_of_line(line: FakeLine, invite: Request, branch: str = "z9hG4bKlinebye") -> bytes:
    contact = str(invite.one("contact")).strip("<>")
    fields = [
        f"Via: SIP/2.0/UDP 127.0.0.1:{line.port};rport;branch={branch}",
        *(f"Route: {route}" for route in invite.all("record-route")),
        f"From: {invite.to};tag=answerer",
        f"To: {invite.sender}",
        f"Call-ID: {invite.call_id}",
        "CSeq: 1 BYE",
    ]
    return message_bytes(f"BYE {contact} SIP/2.0", fields)
