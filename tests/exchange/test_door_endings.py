"""A line dies: the door ends what it left, and nothing else."""

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio

from callcenter.exchange.door_ports import DialogRecord
from tests.exchange.fake_phones import SDP, Bench, Dialogue, UdpPhone, answer_to
from tests.exchange.test_door_outward import line_request

pytestmark = pytest.mark.telephone


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    made = await Bench.start(lines=2)
    yield made
    assert made.door.snapshot().counts.unexpected == 0
    await made.close()


@pytest_asyncio.fixture
async def phone(bench: Bench) -> AsyncIterator[UdpPhone]:
    made = await UdpPhone(bench.door.port).open()
    yield made
    made.close()


def kill_line(bench: Bench) -> str:
    line = bench.pool.alive.pop(0)
    line.close()
    return line.name


async def test_its_caller_gets_bye_until_it_answers(bench: Bench, phone: UdpPhone) -> None:
    await phone.call(Dialogue())
    name = kill_line(bench)

    assert bench.door.end_dialogs_of(name) == 1
    bye = await phone.inbox.request("BYE", nth=2)
    phone.answers["BYE"] = 200
    again = await phone.inbox.request("BYE", nth=3)

    assert (bye.sender.tag, bye.to.tag, bye.cseq) == ("answerer", "caller", 100)
    assert str(bye.uri) == f"sip:phone@127.0.0.1:{phone.port}"
    assert again.top == bye.top
    assert bench.records() == []
    assert bench.door.snapshot().dialogs == 0


async def test_also_after_the_door_was_restarted(bench: Bench, phone: UdpPhone) -> None:
    phone.answers["BYE"] = 200
    await phone.call(Dialogue())
    await bench.restart(with_records=True)
    name = kill_line(bench)

    assert bench.door.end_dialogs_of(name) == 1
    await phone.inbox.request("BYE")


async def test_a_caller_not_yet_answered_gets_500(bench: Bench, phone: UdpPhone) -> None:
    bench.pool.alive[0].answers["INVITE"] = 180
    dialogue = Dialogue()
    phone.send(phone.build("INVITE", dialogue, body=SDP))
    await phone.inbox.response(180, "INVITE")

    bench.door.end_dialogs_of(kill_line(bench))
    await phone.inbox.response(500, "INVITE", nth=2)
    phone.send(phone.build("ACK", dialogue))


async def test_a_phone_it_was_calling_gets_cancel(bench: Bench, phone: UdpPhone) -> None:
    line = bench.pool.alive[0]
    uri = f"sip:agent@127.0.0.1:{phone.port}"
    bench.door.permit(line.name, uri)
    phone.answers = {"CANCEL": 200}
    line.send(line_request(line, "INVITE", uri))
    invite = await phone.inbox.request("INVITE")

    bench.door.end_dialogs_of(kill_line(bench))
    cancel = await phone.inbox.request("CANCEL")
    phone.send(answer_to(invite, 487, []))
    ack = await phone.inbox.request("ACK")

    assert cancel.top.branch == invite.top.branch == ack.top.branch
    assert (cancel.uri, cancel.cseq) == (invite.uri, invite.cseq)


async def test_a_phone_that_answers_a_dead_line_is_let_go(bench: Bench, phone: UdpPhone) -> None:
    line = bench.pool.alive[0]
    uri = f"sip:agent@127.0.0.1:{phone.port}"
    bench.door.permit(line.name, uri)
    phone.answers = {"BYE": 200}
    line.send(line_request(line, "INVITE", uri))
    invite = await phone.inbox.request("INVITE")

    bench.door.end_dialogs_of(kill_line(bench))
    phone.send(answer_to(invite, 200, [f"Contact: <sip:phone@127.0.0.1:{phone.port}>"], SDP))

    await phone.inbox.request("ACK")
    await phone.inbox.request("BYE")


async def test_a_late_bye_for_a_dead_line_is_answered(bench: Bench, phone: UdpPhone) -> None:
    dialogue = Dialogue()
    await phone.call(dialogue)
    kill_line(bench)

    phone.send(phone.build("BYE", dialogue, cseq=2, branch="z9hG4bKbye"))

    await phone.inbox.response(200, "BYE")


async def test_other_lines_calls_notice_nothing(bench: Bench, phone: UdpPhone) -> None:
    first, second = Dialogue(), Dialogue(call_id="call-2", from_tag="second")
    await phone.call(first)
    phone.send(phone.build("INVITE", second, branch="z9hG4bKtwo", body=SDP))
    second.take(await phone.inbox.response(200, "INVITE", nth=2))

    bench.door.end_dialogs_of(kill_line(bench))
    await phone.inbox.request("BYE")
    phone.send(phone.build("INFO", second, cseq=2, branch="z9hG4bKinfo"))
    await phone.inbox.response(200, "INFO")

    assert all(m.call_id == "call-1@phone" for m in phone.inbox.messages if m.cseq == 100)


async def test_what_the_door_tells_can_be_written_down_and_read_back(
    bench: Bench, phone: UdpPhone
) -> None:
    offer = SDP + b"m=video 4000 RTP/AVP 31\r\n"
    phone.send(phone.build("INVITE", Dialogue(), body=offer))
    await phone.inbox.response(200, "INVITE")
    [record] = bench.records()

    written = msgspec.msgpack.encode(record)

    assert record.confirmed
    assert record.refused_media
    assert msgspec.msgpack.decode(written, type=DialogRecord) == record
    assert "13800000000" not in repr(record)
