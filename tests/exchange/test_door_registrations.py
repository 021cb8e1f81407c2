"""Registering with a carrier: asked for a proof, kept up, refused, unheard, and back again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from pydantic import SecretStr

from callcenter.exchange.door_ports import DoorRules, DoorSettings
from callcenter.exchange.door_registrations import AGAIN_AFTER, ASKED_FOR, REFUSED_FOR
from callcenter.lab.ports import free_block
from callcenter.sip.digest import Algorithm, ha1, read_credentials
from callcenter.sip.message import Request
from callcenter.trunk import Trunk
from tests.exchange.fake_phones import KEY, Bench, Clock, UdpPhone, answer_to
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone

ADDRESS = "127.0.0.9"
ASKS = 'WWW-Authenticate: Digest realm="carrier", nonce="{nonce}", algorithm=MD5, qop="auth"'


@dataclass
class Carrier:
    """The registrar of a trunk, and the door that registers there."""

    bench: Bench
    clock: Clock
    phone: UdpPhone
    trunk: Trunk
    asked: int = field(default=0)

    async def is_asked(self) -> Request:
        """The next REGISTER."""
        self.asked += 1
        return await self.phone.inbox.request("REGISTER", nth=self.asked)

    async def answers(self, status: int, *fields: str) -> Request:
        """The next REGISTER, answered so; returns when the door has the answer."""
        before = self.bench.door.snapshot().counts.received
        request = await self.is_asked()
        self.phone.send(answer_to(request, status, list(fields)))
        await until(lambda: self.bench.door.snapshot().counts.received > before, "the answer")
        return request

    def time_goes(self, seconds: float) -> None:
        self.clock.now += seconds
        self.bench.door.due(self.clock.now)

    async def asks_no_more(self) -> None:
        """Not now; the door has had its look."""
        self.time_goes(0.0)
        assert self.phone.inbox.count("REGISTER") == self.asked

    @property
    def stands(self) -> bool:
        return self.bench.door.answers(self.trunk)


@pytest_asyncio.fixture
async def carrier() -> AsyncIterator[Carrier]:
    clock = Clock()
    settings = DoorSettings(key=KEY, port=free_block(1))
    nobody = DoorRules(knows=lambda number: True, allows=lambda address: False)
    bench = await Bench.of(settings, nobody, clock)
    phone = await UdpPhone(bench.door.port, ADDRESS).open()
    trunk = Trunk(
        name="north",
        address=f"sip:{ADDRESS}:{phone.port}",
        user="bob",
        password=SecretStr("secret"),
        registers=True,
        probed=False,
    )
    bench.door.watch([trunk])
    bench.door.due(clock.now)
    yield Carrier(bench, clock, phone, trunk)
    assert bench.door.snapshot().counts.unexpected == 0
    phone.close()
    await bench.close()


async def test_it_registers_itself_and_proves_who_it_is(carrier: Carrier) -> None:
    first = await carrier.answers(401, ASKS.format(nonce="n1"))
    assert str(first.uri) == carrier.trunk.address
    assert (first.to.uri.user, first.all("expires")) == ("bob", [str(ASKED_FOR)])
    assert f"sip:bob@127.0.0.1:{carrier.bench.door.port}" in first.all("contact")[0]
    assert first.all("authorization") == []
    second = await carrier.answers(200, "Expires: 120")
    found = read_credentials(second.all("authorization")[0])
    assert found is not None
    assert found.proves(ha1(Algorithm.MD5, "bob", "secret", "carrier"), "REGISTER")
    assert (second.call_id, second.cseq) == (first.call_id, first.cseq + 1)
    assert carrier.stands
    await carrier.asks_no_more()


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (["Expires: 120"], 60),
        (["Contact: <sip:bob@127.0.0.1>;expires=80", "Expires: 3600"], 40),
        (["Contact: <sip:other@127.0.0.1>;expires=20", "Expires: 100"], 50),
        ([], ASKED_FOR / 2),
        (["Expires: 1"], 10),
    ],
)
async def test_it_is_kept_up_at_half_of_what_was_given(
    carrier: Carrier, told: list[str], seconds: float
) -> None:
    await carrier.answers(200, *told)
    carrier.time_goes(seconds - 1)
    await carrier.asks_no_more()
    carrier.time_goes(1)
    await carrier.answers(200)
    assert carrier.stands


async def test_a_wrong_password_is_not_tried_again_and_again(carrier: Carrier) -> None:
    await carrier.answers(401, ASKS.format(nonce="n1"))
    await carrier.answers(401, ASKS.format(nonce="n2"))
    assert not carrier.stands
    carrier.time_goes(REFUSED_FOR - 1)
    await carrier.asks_no_more()
    carrier.time_goes(1)
    await carrier.answers(200)
    assert carrier.stands


async def test_a_nonce_that_was_too_old_is_no_wrong_password(carrier: Carrier) -> None:
    await carrier.answers(401, ASKS.format(nonce="n1"))
    await carrier.answers(401, ASKS.format(nonce="n2") + ", stale=true")
    await carrier.answers(200)
    assert carrier.stands


async def test_one_that_wants_longer_ones_gets_them(carrier: Carrier) -> None:
    await carrier.answers(423, "Min-Expires: 1800")
    carrier.time_goes(0.0)
    again = await carrier.answers(200)
    assert again.all("expires") == ["1800"]


@pytest.mark.parametrize(("status", "after"), [(403, REFUSED_FOR), (503, AGAIN_AFTER), (404, 30)])
async def test_one_that_refuses_is_the_last_to_be_called_until_it_knows_us(
    carrier: Carrier, status: int, after: float
) -> None:
    await carrier.answers(status)
    assert not carrier.stands
    carrier.time_goes(after)
    await carrier.answers(200)
    assert carrier.stands


async def test_what_is_unheard_is_said_again_and_then_given_up(carrier: Carrier) -> None:
    first = await carrier.is_asked()
    carrier.time_goes(0.5)
    again = await carrier.is_asked()
    assert (again.cseq, again.top.branch) == (first.cseq, first.top.branch)
    carrier.time_goes(9.5)
    assert not carrier.stands
    carrier.time_goes(AGAIN_AFTER)
    new = await carrier.answers(200)
    assert new.cseq == first.cseq + 1
    assert carrier.stands


async def test_a_failure_while_the_carrier_knows_us_is_none_yet(carrier: Carrier) -> None:
    await carrier.answers(200, "Expires: 120")
    carrier.time_goes(60)
    await carrier.answers(500)
    assert carrier.stands
    carrier.time_goes(AGAIN_AFTER)
    await carrier.answers(500)
    assert carrier.stands
    carrier.time_goes(AGAIN_AFTER)
    await carrier.answers(500)
    assert not carrier.stands, "it has forgotten us by now"


async def test_an_answer_to_an_older_request_is_none(carrier: Carrier) -> None:
    late = await carrier.is_asked()
    carrier.time_goes(10)
    carrier.time_goes(AGAIN_AFTER)
    await carrier.is_asked()
    before = carrier.bench.door.snapshot().counts.forged_responses
    carrier.phone.send(answer_to(late, 200, []))
    await until(
        lambda: carrier.bench.door.snapshot().counts.forged_responses > before, "the late answer"
    )
    assert not carrier.stands


async def test_while_it_drains_carriers_send_calls_elsewhere(carrier: Carrier) -> None:
    await carrier.answers(200)
    carrier.bench.door.drain()
    gone = await carrier.answers(200)
    assert gone.all("expires") == ["0"]
    carrier.time_goes(ASKED_FOR)
    await carrier.asks_no_more()
    carrier.bench.door.drain(False)
    carrier.time_goes(0.0)
    back = await carrier.answers(200)
    assert back.all("expires") == [str(ASKED_FOR)]
    assert carrier.stands


async def test_a_carrier_that_asks_who_leaves_is_told(carrier: Carrier) -> None:
    await carrier.answers(200)
    carrier.bench.door.drain()
    await carrier.answers(401, ASKS.format(nonce="n1"))
    gone = await carrier.answers(200)
    assert gone.all("expires") == ["0"]
    assert gone.all("authorization")
