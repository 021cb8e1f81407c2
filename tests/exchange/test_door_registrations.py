"""Registering with a carrier: asked for a proof, kept up, refused, unheard, and back again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pydantic import SecretStr

from callcenter.exchange.door_registrations import AGAIN_AFTER, ASKED_FOR, REFUSED_FOR
from callcenter.sip.digest import Algorithm, ha1, read_credentials
from tests.exchange.carrier import Carrier, watched
from tests.exchange.fake_phones import answer_to
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone

ASKS = 'WWW-Authenticate: Digest realm="carrier", nonce="{nonce}", algorithm=MD5, qop="auth"'


@pytest_asyncio.fixture
async def carrier() -> AsyncIterator[Carrier]:
    secret = SecretStr("secret")
    async with watched("REGISTER", user="bob", password=secret, registers=True, probed=False) as it:
        it.time_goes(0.0)
        yield it


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
    assert carrier.is_there
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
    assert carrier.is_there


async def test_a_wrong_password_is_not_tried_again_and_again(carrier: Carrier) -> None:
    await carrier.answers(401, ASKS.format(nonce="n1"))
    await carrier.answers(401, ASKS.format(nonce="n2"))
    assert not carrier.is_there
    carrier.time_goes(REFUSED_FOR - 1)
    await carrier.asks_no_more()
    carrier.time_goes(1)
    await carrier.answers(200)
    assert carrier.is_there


async def test_a_nonce_that_was_too_old_is_no_wrong_password(carrier: Carrier) -> None:
    await carrier.answers(401, ASKS.format(nonce="n1"))
    await carrier.answers(401, ASKS.format(nonce="n2") + ", stale=true")
    await carrier.answers(200)
    assert carrier.is_there


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
    assert not carrier.is_there
    carrier.time_goes(after)
    await carrier.answers(200)
    assert carrier.is_there


async def test_what_is_unheard_is_said_again_and_then_given_up(carrier: Carrier) -> None:
    first = await carrier.is_asked()
    carrier.time_goes(0.5)
    again = await carrier.is_asked()
    assert (again.cseq, again.top.branch) == (first.cseq, first.top.branch)
    carrier.time_goes(9.5)
    assert not carrier.is_there
    carrier.time_goes(AGAIN_AFTER)
    new = await carrier.answers(200)
    assert new.cseq == first.cseq + 1
    assert carrier.is_there


async def test_a_failure_while_the_carrier_knows_us_is_none_yet(carrier: Carrier) -> None:
    await carrier.answers(200, "Expires: 120")
    carrier.time_goes(60)
    await carrier.answers(500)
    assert carrier.is_there
    carrier.time_goes(AGAIN_AFTER)
    await carrier.answers(500)
    assert carrier.is_there
    carrier.time_goes(AGAIN_AFTER)
    await carrier.answers(500)
    assert not carrier.is_there, "it has forgotten us by now"


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
    assert not carrier.is_there


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
    assert carrier.is_there


async def test_a_carrier_that_asks_who_leaves_is_told(carrier: Carrier) -> None:
    await carrier.answers(200)
    carrier.bench.door.drain()
    await carrier.answers(401, ASKS.format(nonce="n1"))
    gone = await carrier.answers(200)
    assert gone.all("expires") == ["0"]
    assert gone.all("authorization")
