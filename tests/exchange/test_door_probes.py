"""OPTIONS to the trunks: what counts as an answer, when one is away, and when it is back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from callcenter.exchange.door_probes import AWAY_AFTER, EVERY
from callcenter.trunk import Trunk
from tests.exchange.carrier import Carrier, watched
from tests.exchange.fake_phones import Dialogue, answer_to
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone


@pytest_asyncio.fixture
async def carrier() -> AsyncIterator[Carrier]:
    async with watched("OPTIONS") as one:
        yield one


async def test_the_question_is_an_options_to_the_trunk_itself(carrier: Carrier) -> None:
    asked = await carrier.is_asked()
    assert str(asked.uri) == carrier.trunk.address
    assert (asked.to.tag, len(asked.vias)) == ("", 1)
    assert asked.sender.tag
    assert carrier.is_there, "until it is known to be away"


async def test_silence_once_is_a_lost_packet_and_twice_is_away(carrier: Carrier) -> None:
    await carrier.is_asked()
    for _ in range(AWAY_AFTER):
        assert carrier.is_there
        carrier.time_goes(EVERY)
    assert not carrier.is_there
    await carrier.is_asked()


@pytest.mark.parametrize("status", [200, 404, 405, 501])
async def test_with_any_answer_it_is_back_and_what_it_missed_is_forgotten(
    carrier: Carrier, status: int
) -> None:
    for _ in range(AWAY_AFTER):
        await carrier.is_asked()
        carrier.time_goes(EVERY)
    await carrier.answers(status)
    assert carrier.is_there
    carrier.time_goes(EVERY)
    carrier.time_goes(EVERY)
    assert carrier.is_there, "one question unheard since"


async def test_what_is_only_on_its_way_is_no_answer(carrier: Carrier) -> None:
    for _ in range(AWAY_AFTER):
        await carrier.answers(100)
        carrier.time_goes(EVERY)
    assert not carrier.is_there


async def test_one_whose_name_has_no_address_is_away(carrier: Carrier) -> None:
    nowhere = Trunk(name="nowhere", address="sip:nowhere.invalid")
    carrier.bench.door.watch([nowhere])
    for _ in range(AWAY_AFTER):
        assert carrier.bench.door.answers(nowhere)
        carrier.time_goes(EVERY)
    assert not carrier.bench.door.answers(nowhere)


async def test_one_that_says_503_takes_no_calls(carrier: Carrier) -> None:
    for _ in range(AWAY_AFTER):
        await carrier.answers(503)
        carrier.time_goes(EVERY)
    assert not carrier.is_there
    await carrier.answers(200)
    assert carrier.is_there


async def test_an_answer_to_an_older_question_is_none(carrier: Carrier) -> None:
    late = await carrier.is_asked()
    for _ in range(AWAY_AFTER):
        carrier.time_goes(EVERY)
    before = carrier.bench.door.snapshot().counts.forged_responses
    carrier.phone.send(answer_to(late, 200, []))
    await until(
        lambda: carrier.bench.door.snapshot().counts.forged_responses > before, "the late answer"
    )
    assert not carrier.is_there


async def test_who_is_asked_may_answer_but_not_call(carrier: Carrier) -> None:
    await carrier.answers(200)
    before = carrier.bench.door.snapshot().counts.silenced
    carrier.phone.send(carrier.phone.build("OPTIONS", Dialogue(call_id="own")))
    await until(lambda: carrier.bench.door.snapshot().counts.silenced > before, "silence")


async def test_one_that_is_not_to_be_asked_is_always_there(carrier: Carrier) -> None:
    quiet = carrier.trunk.model_copy(update={"probed": False})
    await carrier.is_asked()
    carrier.bench.door.watch([quiet])
    for _ in range(AWAY_AFTER + 1):
        carrier.time_goes(EVERY)
    assert carrier.bench.door.answers(quiet)
    assert carrier.phone.inbox.count("OPTIONS") == 1
