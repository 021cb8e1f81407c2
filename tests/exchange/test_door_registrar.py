"""Desk phones at the door's own sockets: they register, are called, and guessers are shut out."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from callcenter.exchange.door_bans import BanRules
from callcenter.exchange.door_ports import DoorRules, DoorSettings
from callcenter.exchange.nonces import LASTS
from callcenter.exchange.registrar import SILENT_FOR, Registrar
from callcenter.lab.ports import free_block
from callcenter.sip.message import Response
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.transactions import TIMEOUT
from tests.exchange.desk_phones import DeskPhone, bound, is_stale, secret_of
from tests.exchange.fake_phones import KEY, Bench, Clock, TcpPhone, UdpPhone
from tests.exchange.test_door_outward import line_request
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone

GUESSER = "127.0.0.66"
OFFICE = "127.0.0.77"
FAULTS = 10


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def bench(clock: Clock) -> AsyncIterator[Bench]:
    registrar = Registrar()
    registrar.know([secret_of("1002", "right"), secret_of("1003", "other")])
    settings = DoorSettings(
        key=KEY, port=free_block(1), bans=BanRules(FAULTS, 10.0, 300.0), questions_per_source=15
    )
    rules = DoorRules(
        knows=lambda number: number == "8000",
        allows=lambda address: address.startswith("127."),
    )
    made = await Bench.of(settings, rules, clock, registrar=registrar)
    yield made
    assert made.door.snapshot().counts.unexpected == 0
    await made.close()


@pytest_asyncio.fixture(params=["udp", "tcp"])
async def phone(bench: Bench, request: pytest.FixtureRequest) -> AsyncIterator[UdpPhone]:
    kind = {"udp": UdpPhone, "tcp": TcpPhone}[request.param]
    made = await kind(bench.door.port).open()
    yield made
    made.close()


async def registers(phone: UdpPhone, desk: DeskPhone, *fields: str, contact: str = "") -> Response:
    """One REGISTER and its answer."""
    via = f"{phone.transport} 10.0.0.7:5060"
    phone.send(desk.write(*fields, via=via, contact=contact))
    answer = await phone.inbox.wait(
        lambda m: isinstance(m, Response) and (m.call_id, m.cseq) == (desk.call_id, desk.cseq)
    )
    assert isinstance(answer, Response)
    return answer


async def at_home(phone: UdpPhone, desk: DeskPhone, *fields: str) -> Response:
    """Challenge and answer."""
    desk.challenged(await registers(phone, desk))
    return await registers(phone, desk, *fields)


async def test_a_phone_registers_and_is_called_at_the_address_it_came_from(
    bench: Bench, phone: UdpPhone
) -> None:
    assert bench.registrar is not None
    desk = DeskPhone()
    answer = await at_home(phone, desk, "Expires: 300")
    assert (answer.status, bound(answer)) == (200, ["<sip:1002@10.0.0.7:5060>;expires=300"])
    assert answer.one("date")
    [one] = bench.registrar.bindings("1002")
    peer = Peer(one.host, one.port, Transport(one.transport))
    assert peer == Peer("127.0.0.1", phone.port, Transport(phone.transport.lower()))
    assert bench.door.reaches(peer)

    line = bench.pool.alive[0]
    bench.door.permit(line.name, one.contact, peer)
    line.send(line_request(line, "INVITE", one.contact))
    invite = await phone.inbox.request("INVITE")
    assert str(invite.uri) == "sip:1002@10.0.0.7:5060"
    assert invite.vias[0].transport == phone.transport


async def test_a_phone_renews_says_good_bye_and_asks(bench: Bench, phone: UdpPhone) -> None:
    assert bench.registrar is not None
    desk = DeskPhone()
    await at_home(phone, desk)
    assert (await registers(phone, desk)).status == 200
    assert len(bound(await registers(phone, desk, contact="-"))) == 1
    assert bound(await registers(phone, desk, "Expires: 0", contact="*")) == []
    assert bench.registrar.bindings("1002") == ()
    assert (await registers(phone, desk, "Expires: 5")).status == 423
    told = bench.door.snapshot().registers
    assert told == {"challenged": 1, "registered": 2, "asked": 1, "removed": 1, "refused": 1}


async def test_a_repeat_gets_the_first_answer_and_is_no_replay(bench: Bench) -> None:
    phone = await UdpPhone(bench.door.port).open()
    desk = DeskPhone()
    await at_home(phone, desk)
    desk.nc, desk.cseq = desk.nc - 1, desk.cseq - 1
    again = desk.write(via="UDP 10.0.0.7:5060")
    phone.send(again)
    second = await phone.inbox.response(200, "REGISTER", nth=2)
    first = await phone.inbox.response(200, "REGISTER")
    assert (first.fields, first.vias) == (second.fields, second.vias)
    assert bench.door.snapshot().registers["registered"] == 1
    phone.close()


async def test_after_a_restart_of_the_door_the_old_nonce_is_stale(
    bench: Bench, phone: UdpPhone
) -> None:
    desk = DeskPhone()
    await at_home(phone, desk)
    old = desk.nonce
    phone.close()
    bench.registrar = Registrar()
    bench.registrar.know([secret_of("1002", "right")])
    await bench.restart(with_records=True)
    again = await type(phone)(bench.door.port).open()
    assert desk.nonce == old
    answer = await registers(again, desk)
    assert (answer.status, is_stale(answer)) == (401, True)
    desk.challenged(answer)
    assert (await registers(again, desk)).status == 200
    again.close()


async def test_who_guesses_is_banned_and_a_phone_elsewhere_registers(
    bench: Bench, phone: UdpPhone, clock: Clock
) -> None:
    guesser = await UdpPhone(bench.door.port, GUESSER).open()
    desk = DeskPhone(password="wrong", call_id="guess")
    for _ in range(FAULTS):
        desk.nonce = ""
        # Slower than a flood, which is another fault.
        clock.now += 0.5
        assert (await at_home(guesser, desk)).status == 401
    guesser.send(desk.write(via="UDP 10.0.0.7:5060"))
    await until(lambda: bench.door.snapshot().counts.banned == 1, "the ban")
    assert bench.door.snapshot().bans == {"register": 1}
    assert (await at_home(phone, DeskPhone(extension="1003", password="other"))).status == 200
    guesser.close()


async def test_unknown_phones_are_told_as_much_as_wrong_passwords(
    bench: Bench, phone: UdpPhone
) -> None:
    wrong = await at_home(phone, DeskPhone(password="wrong", call_id="wrong"))
    unknown = await at_home(phone, DeskPhone(extension="4711", call_id="unknown"))
    assert (wrong.status, wrong.reason) == (unknown.status, unknown.reason) == (401, "Unauthorized")
    assert [name for name, _ in wrong.fields] == [name for name, _ in unknown.fields]


async def test_an_office_that_wakes_up_all_at_once_is_not_banned(bench: Bench) -> None:
    phone = await UdpPhone(bench.door.port, OFFICE).open()
    assert (await at_home(phone, DeskPhone())).status == 200
    for number in range(60):
        phone.send(DeskPhone(call_id=f"{number:03d}@phone").write())
    await until(lambda: bench.door.snapshot().counts.rate_limited >= 40, "the rush")
    assert bench.door.snapshot().bans == {}
    phone.close()


async def test_in_the_end_nothing_is_remembered_but_the_binding(bench: Bench, clock: Clock) -> None:
    assert bench.registrar is not None
    phone = await UdpPhone(bench.door.port).open()
    await at_home(phone, DeskPhone())
    await at_home(phone, DeskPhone(password="wrong", call_id="wrong"))
    assert bench.door.snapshot().remembered > 0
    clock.now += max(LASTS, 2 * TIMEOUT, SILENT_FOR) + 1
    bench.door.due(clock.now)
    assert bench.door.snapshot().remembered == 0
    assert bench.registrar.bindings("1002")
    phone.close()


async def test_a_register_inside_a_dialog_is_none(bench: Bench, phone: UdpPhone) -> None:
    desk = DeskPhone()
    text = desk.write(via=f"{phone.transport} 10.0.0.7:5060").decode()
    phone.send(text.replace("To: <sip:1002@pbx>", "To: <sip:1002@pbx>;tag=x").encode())
    assert await phone.inbox.response(400, "REGISTER")
