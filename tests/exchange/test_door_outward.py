"""Lines call outward through the inner door: only where a command said, by UDP and TCP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from callcenter.exchange.door_stream import StreamFrames
from callcenter.sip.message import Request, read
from tests.exchange.fake_phones import SDP, Bench, FakeLine, UdpPhone, answer_to, message_bytes

pytestmark = pytest.mark.telephone


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    made = await Bench.start()
    yield made
    assert made.door.snapshot().counts.unexpected == 0
    await made.close()


@pytest_asyncio.fixture
async def agent(bench: Bench) -> AsyncIterator[UdpPhone]:
    made = await UdpPhone(bench.door.port).open()
    yield made
    made.close()


def line_request(
    line: FakeLine, method: str, uri: str, *, routes: list[str] | None = None, to_tag: str = ""
) -> bytes:
    fields = [
        f"Via: SIP/2.0/UDP 127.0.0.1:{line.port};rport;branch=z9hG4bKline{method}",
        *(f"Route: {route}" for route in routes or [f"<sip:127.0.0.1:{line.door_port};lr>"]),
        "From: <sip:8000@127.0.0.1>;tag=line",
        f"To: <sip:agent@127.0.0.1>{to_tag}",
        "Call-ID: outward-1",
        f"CSeq: {'2' if method == 'BYE' else '1'} {method}",
        f"Contact: <sip:line@127.0.0.1:{line.port}>",
        "Max-Forwards: 70",
    ]
    body = SDP if method == "INVITE" else b""
    return message_bytes(f"{method} {uri} SIP/2.0", fields, body)


async def test_a_line_calls_a_permitted_phone_and_ends_the_call(
    bench: Bench, agent: UdpPhone
) -> None:
    line = bench.pool.alive[0]
    agent.answers = {"INVITE": 200, "BYE": 200}
    uri = f"sip:agent@127.0.0.1:{agent.port}"
    bench.door.permit(line.name, uri)

    line.send(line_request(line, "INVITE", uri))
    answer = await line.inbox.response(200, "INVITE")
    invite = await agent.inbox.request("INVITE")
    routes = list(reversed(answer.all("record-route")))
    contact = str(answer.one("contact")).strip("<>")
    tag = f";tag={answer.to.tag}"
    line.send(line_request(line, "ACK", contact, routes=routes, to_tag=tag))
    await agent.inbox.request("ACK")
    line.send(line_request(line, "BYE", contact, routes=routes, to_tag=tag))
    bye = await agent.inbox.request("BYE")
    await line.inbox.response(200, "BYE")

    assert contact == f"sip:phone@127.0.0.1:{agent.port}"
    assert f"@127.0.0.1:{bench.door.port}" in str(invite.one("contact"))
    assert len(invite.all("record-route")) == 1
    assert bye.all("route") == []
    assert bench.records() == []


async def test_the_called_phone_hangs_up(bench: Bench, agent: UdpPhone) -> None:
    line = bench.pool.alive[0]
    agent.answers = {"INVITE": 200}
    uri = f"sip:agent@127.0.0.1:{agent.port}"
    bench.door.permit(line.name, uri)
    line.send(line_request(line, "INVITE", uri))
    await line.inbox.response(200, "INVITE")
    invite = await agent.inbox.request("INVITE")

    target = str(invite.one("contact")).strip("<>")
    fields = [
        f"Via: SIP/2.0/UDP 127.0.0.1:{agent.port};rport;branch=z9hG4bKphonebye",
        *(f"Route: {route}" for route in invite.all("record-route")),
        f"From: {invite.to};tag=answerer",
        f"To: {invite.sender}",
        "Call-ID: outward-1",
        "CSeq: 1 BYE",
    ]
    agent.send(message_bytes(f"BYE {target} SIP/2.0", fields))

    await line.inbox.request("BYE")
    await agent.inbox.response(200, "BYE")


@pytest.mark.parametrize("permitted", ["sip:other@127.0.0.1:{port}", "sip:agent@127.0.0.1:1"])
async def test_a_line_reaches_nothing_that_was_not_named(
    bench: Bench, agent: UdpPhone, permitted: str
) -> None:
    line = bench.pool.alive[0]
    bench.door.permit(line.name, permitted.format(port=agent.port))

    line.send(line_request(line, "INVITE", f"sip:agent@127.0.0.1:{agent.port}"))
    await line.inbox.response(403, "INVITE")

    assert agent.inbox.messages == []


async def test_a_permit_is_the_lines_own(bench: Bench, agent: UdpPhone) -> None:
    line, uri = bench.pool.alive[0], f"sip:agent@127.0.0.1:{agent.port}"
    bench.door.permit("another line", uri)

    line.send(line_request(line, "INVITE", uri))

    await line.inbox.response(403, "INVITE")


async def test_a_name_is_resolved_before_it_is_called(bench: Bench, agent: UdpPhone) -> None:
    line, uri = bench.pool.alive[0], f"sip:agent@localhost:{agent.port}"
    agent.answers = {"INVITE": 200}
    bench.door.permit(line.name, uri)
    await bench.door.resolved()

    line.send(line_request(line, "INVITE", uri))

    await line.inbox.response(200, "INVITE")


async def test_what_is_no_destination_is_an_error(bench: Bench) -> None:
    with pytest.raises(ValueError, match="such as sip:"):
        bench.door.permit("line-1", "not a uri")
    with pytest.raises(ValueError, match="sip: URI"):
        bench.door.permit("line-1", "tel:110")


async def test_a_line_calls_by_tcp(bench: Bench) -> None:
    line, got = bench.pool.alive[0], asyncio.Queue[Request]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = StreamFrames()
        while data := await reader.read(65536):
            for raw in frames.feed(data):
                message = read(raw)
                assert isinstance(message, Request)
                got.put_nowait(message)
                if message.method == "INVITE":
                    contact = ["Contact: <sip:phone@127.0.0.1;transport=tcp>"]
                    writer.write(answer_to(message, 200, contact, SDP))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    uri = f"sip:agent@127.0.0.1:{port};transport=tcp"
    bench.door.permit(line.name, uri)

    line.send(line_request(line, "INVITE", uri))
    answer = await line.inbox.response(200, "INVITE")
    invite = await asyncio.wait_for(got.get(), 5)

    assert invite.top.transport == "TCP"
    assert "transport=tcp" in str(invite.one("contact"))
    assert "transport=tcp" in answer.all("record-route")[0]
    assert bench.door.snapshot().tcp_connections == 1
    server.close()


async def test_a_second_answer_is_acknowledged_and_ended(bench: Bench, agent: UdpPhone) -> None:
    line = bench.pool.alive[0]
    agent.answers = {"BYE": 200}
    uri = f"sip:agent@127.0.0.1:{agent.port}"
    bench.door.permit(line.name, uri)
    line.send(line_request(line, "INVITE", uri))
    invite = await agent.inbox.request("INVITE")
    contact = [f"Contact: <sip:phone@127.0.0.1:{agent.port}>"]
    first = answer_to(invite, 200, contact, SDP)

    agent.send(first)
    await line.inbox.response(200, "INVITE")
    agent.send(first.replace(b"tag=answerer", b"tag=second"))
    ack = await agent.inbox.request("ACK")
    bye = await agent.inbox.request("BYE")

    assert (ack.to.tag, bye.to.tag, ack.cseq) == ("second", "second", 1)
    answers = [m for m in line.inbox.messages if not isinstance(m, Request)]
    assert [m.to.tag for m in answers] == ["answerer"]


async def test_an_answer_that_would_kill_ends_its_leg(bench: Bench, agent: UdpPhone) -> None:
    line = bench.pool.alive[0]
    agent.answers = {"INVITE": 200, "BYE": 200}
    agent.answer_body = SDP.replace(b"c=IN IP4 127.0.0.1", b"c=IN IP4 " + b"9" * 300)
    uri = f"sip:agent@127.0.0.1:{agent.port}"
    bench.door.permit(line.name, uri)

    line.send(line_request(line, "INVITE", uri))
    await line.inbox.response(500, "INVITE")
    await agent.inbox.request("ACK")
    await agent.inbox.request("BYE")

    assert bench.door.snapshot().counts.unfixable_responses == 1
    assert bench.records() == []
