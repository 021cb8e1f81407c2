"""Whom the front door refuses and how; and that garbage leaves it standing."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from callcenter.errors import SettingsInvalid
from callcenter.exchange.door import FrontDoor
from callcenter.exchange.door_ports import DoorSettings
from tests.exchange.fake_phones import KEY, SDP, Bench, Dialogue, UdpPhone
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    made = await Bench.start(rate=3)
    yield made
    assert made.door.snapshot().counts.unexpected == 0
    await made.close()


@pytest_asyncio.fixture
async def phone(bench: Bench) -> AsyncIterator[UdpPhone]:
    made = await UdpPhone(bench.door.port).open()
    yield made
    made.close()


async def test_an_unknown_number_is_404_and_costs_no_line(bench: Bench, phone: UdpPhone) -> None:
    phone.send(phone.build("INVITE", Dialogue(number="9999"), body=SDP))

    await phone.inbox.response(404, "INVITE")
    assert bench.pool.taken == []


async def test_no_line_left_is_503_with_retry_after(bench: Bench, phone: UdpPhone) -> None:
    bench.pool.free.clear()
    phone.send(phone.build("INVITE", Dialogue(), body=SDP))

    answer = await phone.inbox.response(503, "INVITE")
    assert answer.one("retry-after") == "5"


async def test_a_caller_in_a_burst_is_served_at_the_repeat_when_a_line_is_there(
    bench: Bench, phone: UdpPhone
) -> None:
    later = bench.pool.free.pop(0)
    bench.pool.free.clear()
    bench.pool.growing = True
    invite = phone.build("INVITE", Dialogue(), body=SDP)
    phone.send(invite)
    await until(lambda: bench.door.snapshot().counts.put_off == 1, "the door")
    assert phone.inbox.messages == []
    bench.pool.free.append(later)
    phone.send(invite)
    await phone.inbox.response(200, "INVITE")


async def test_a_draining_door_takes_no_calls_but_keeps_its_dialogs(
    bench: Bench, phone: UdpPhone
) -> None:
    dialogue = Dialogue()
    await phone.call(dialogue)
    bench.door.drain()

    phone.send(phone.build("INVITE", Dialogue(call_id="call-2"), body=SDP, branch="z9hG4bKtwo"))
    await phone.inbox.response(503, "INVITE")
    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKbye"))
    await phone.inbox.response(200, "BYE")


async def test_options_tells_whether_a_line_is_free(bench: Bench, phone: UdpPhone) -> None:
    phone.send(phone.build("OPTIONS", Dialogue()))
    answer = await phone.inbox.response(200, "OPTIONS")
    bench.pool.free.clear()
    phone.send(phone.build("OPTIONS", Dialogue(), cseq=2, branch="z9hG4bKtwo"))
    await phone.inbox.response(503, "OPTIONS")

    assert answer.all("allow")[0] == "INVITE"


@pytest.mark.parametrize(
    ("method", "status"),
    [("REGISTER", 403), ("SUBSCRIBE", 405), ("MESSAGE", 405), ("BYE", 481), ("UPDATE", 481)],
)
async def test_what_the_door_answers_itself(
    bench: Bench, phone: UdpPhone, method: str, status: int
) -> None:
    phone.send(phone.build(method, Dialogue()))

    await phone.inbox.response(status, method)
    assert bench.pool.alive[0].inbox.messages == []


async def test_no_usable_codec_is_488_and_costs_no_line(bench: Bench, phone: UdpPhone) -> None:
    offer = SDP.replace(b"RTP/AVP 0 8 101", b"RTP/AVP 18 101")
    phone.send(phone.build("INVITE", Dialogue(), body=offer))

    await phone.inbox.response(488, "INVITE")
    assert bench.pool.taken == []


async def test_a_flood_of_invites_from_one_source_is_cut(bench: Bench, phone: UdpPhone) -> None:
    for number in range(20):
        dialogue = Dialogue(call_id=f"flood-{number}", number="9999")
        phone.send(phone.build("INVITE", dialogue, body=SDP, branch=f"z9hG4bK{number}"))

    await phone.inbox.response(503, "INVITE", nth=15)
    assert bench.door.snapshot().counts.rate_limited >= 15


async def test_a_strangers_invite_on_a_known_call_is_refused(bench: Bench, phone: UdpPhone) -> None:
    await phone.call(Dialogue())

    stranger = Dialogue(from_tag="stranger")
    phone.send(phone.build("INVITE", stranger, body=SDP, branch="z9hG4bKother"))
    await phone.inbox.response(482, "INVITE")

    assert bench.pool.alive[0].inbox.count("INVITE") == 1


async def test_a_body_that_kills_ends_the_dialog_it_came_in(bench: Bench, phone: UdpPhone) -> None:
    line, dialogue = bench.pool.alive[0], Dialogue()
    phone.send(phone.build("INVITE", dialogue))
    dialogue.take(await phone.inbox.response(200, "INVITE"))
    phone.answers["BYE"] = 200

    killer = SDP.replace(b"c=IN IP4 127.0.0.1", b"c=IN IP4 " + b"9" * 300)
    phone.send(phone.build("ACK", dialogue, branch="z9hG4bKack", body=killer))
    await phone.inbox.request("BYE")
    await line.inbox.request("BYE")

    assert line.inbox.count("ACK") == 0


async def test_a_dialog_near_the_last_number_is_ended_by_one_that_can_be_read(
    bench: Bench, phone: UdpPhone
) -> None:
    line, dialogue = bench.pool.alive[0], Dialogue()
    phone.send(phone.build("INVITE", dialogue, cseq=2**31 - 2))
    dialogue.take(await phone.inbox.response(200, "INVITE"))

    killer = SDP.replace(b"c=IN IP4 127.0.0.1", b"c=IN IP4 " + b"9" * 300)
    phone.send(phone.build("ACK", dialogue, cseq=2**31 - 2, branch="z9hG4bKack", body=killer))
    bye = await line.inbox.request("BYE")

    assert bye.cseq == 2**31 - 1


async def test_unlisted_sources_hear_nothing() -> None:
    bench = await Bench.start(networks="192.0.2.0/24")
    phone = await UdpPhone(bench.door.port).open()

    phone.send(phone.build("OPTIONS", Dialogue()))
    phone.send(phone.build("INVITE", Dialogue(), body=SDP))
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.door.port)
    writer.write(phone.build("OPTIONS", Dialogue()))
    try:
        said = await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        said = b""
    writer.close()

    # The connection is cut; by then the datagrams before it have been read too.
    assert said == b""
    assert phone.inbox.messages == []
    assert bench.door.snapshot().counts.silenced == 2
    phone.close()
    await bench.close()


async def test_only_lines_are_heard_at_the_inner_door(bench: Bench) -> None:
    intruder = await UdpPhone(bench.door.inner_port).open()
    intruder.send(intruder.build("INVITE", Dialogue(), body=SDP))
    bench.pool.alive[0].send(b"garbage")
    line = bench.pool.alive[0]
    line.send(
        b"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\n"
        + f"Via: SIP/2.0/UDP 127.0.0.1:{line.port};branch=z9hG4bKl\r\n".encode()
        + b"From: <sip:l@x>;tag=l\r\nTo: <sip:x@x>\r\nCall-ID: l\r\nCSeq: 1 OPTIONS\r\n\r\n"
    )
    await line.inbox.response(405, "OPTIONS")

    assert intruder.inbox.messages == []
    assert bench.door.snapshot().counts.silenced == 1
    intruder.close()


async def test_a_response_nobody_asked_for_reaches_no_line(bench: Bench, phone: UdpPhone) -> None:
    line = bench.pool.alive[0]
    forged = (
        "SIP/2.0 200 OK\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:{bench.door.port};branch=z9hG4bKp000000000000000000000000\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:{line.port};branch=z9hG4bKline\r\n"
        "From: <sip:a@b>;tag=a\r\nTo: <sip:c@d>;tag=c\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n"
    )
    phone.send(forged.encode())
    phone.send(phone.build("OPTIONS", Dialogue()))
    await phone.inbox.response(200, "OPTIONS")

    assert line.inbox.messages == []
    assert bench.door.snapshot().counts.forged_responses == 1


async def test_garbage_leaves_the_door_standing(bench: Bench, phone: UdpPhone) -> None:
    chance = random.Random(20)
    good = phone.build("INVITE", Dialogue(number="9999"), body=SDP)
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.door.port)
    for _ in range(300):
        broken = bytearray(good)
        for _ in range(chance.randrange(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        phone.send(bytes(broken))
        phone.send(chance.randbytes(chance.randrange(1, 600)))
    writer.write(b"INVITE garbage\r\n\r\n" + chance.randbytes(2000))
    await asyncio.wait_for(reader.read(), 5)
    writer.close()

    phone.send(b"\r\n\r\n")
    phone.send(b"x" * 60000)
    phone.send(phone.build("OPTIONS", Dialogue()))
    await phone.inbox.response(200, "OPTIONS")
    assert bench.pool.alive[0].inbox.messages == []


@pytest.mark.parametrize("taken", ["outer", "inner"])
async def test_a_taken_port_is_named_with_its_cure(bench: Bench, taken: str) -> None:
    ports = {"outer": (bench.door.port, 0), "inner": (0, bench.door.inner_port)}[taken]
    settings = DoorSettings(key=KEY, port=ports[0], inner_port=ports[1])

    with pytest.raises(SettingsInvalid, match=rf"127\.0\.0\.1:{max(ports)} .*CALLCENTER_SIP_PORT"):
        FrontDoor(settings, bench.pool, bench.rules, bench.told.append)
