"""OPTIONS to the trunks: what counts as an answer, when one is away, and when it is back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from callcenter.exchange.door_ports import DoorRules, DoorSettings
from callcenter.exchange.door_probes import AWAY_AFTER, EVERY
from callcenter.lab.ports import free_block
from callcenter.sip.message import Request
from callcenter.trunk import Trunk
from tests.exchange.fake_phones import KEY, Bench, Clock, Dialogue, UdpPhone, answer_to
from tests.exchange_pool.exchange_process import until

pytestmark = pytest.mark.telephone

ADDRESS = "127.0.0.9"


@dataclass
class Carrier:
    """The trunk's far end, and the door that asks it."""

    bench: Bench
    clock: Clock
    phone: UdpPhone
    trunk: Trunk
    asked: int = field(default=0)

    async def is_asked(self) -> Request:
        """The next question."""
        self.asked += 1
        return await self.phone.inbox.request("OPTIONS", nth=self.asked)

    async def answers(self, status: int) -> None:
        """The next question, answered so; returns when the door has the answer."""
        before = self.bench.door.snapshot().counts.received
        self.phone.send(answer_to(await self.is_asked(), status, []))
        await until(lambda: self.bench.door.snapshot().counts.received > before, "the answer")

    def time_goes(self) -> None:
        """Until the next question is due."""
        self.clock.now += EVERY
        self.bench.door.due(self.clock.now)

    @property
    def is_there(self) -> bool:
        return self.bench.door.answers(self.trunk)


@pytest_asyncio.fixture
async def carrier() -> AsyncIterator[Carrier]:
    clock = Clock()
    settings = DoorSettings(key=KEY, port=free_block(1))
    nobody = DoorRules(knows=lambda number: True, allows=lambda address: False)
    bench = await Bench.of(settings, nobody, clock)
    phone = await UdpPhone(bench.door.port, ADDRESS).open()
    trunk = Trunk(name="north", address=f"sip:{ADDRESS}:{phone.port}")
    bench.door.watch([trunk])
    yield Carrier(bench, clock, phone, trunk)
    assert bench.door.snapshot().counts.unexpected == 0
    phone.close()
    await bench.close()


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
        carrier.time_goes()
    assert not carrier.is_there
    await carrier.is_asked()


@pytest.mark.parametrize("status", [200, 404, 405, 501])
async def test_with_any_answer_it_is_back_and_what_it_missed_is_forgotten(
    carrier: Carrier, status: int
) -> None:
    for _ in range(AWAY_AFTER):
        await carrier.is_asked()
        carrier.time_goes()
    await carrier.answers(status)
    assert carrier.is_there
    carrier.time_goes()
    carrier.time_goes()
    assert carrier.is_there, "one question unheard since"


async def test_what_is_only_on_its_way_is_no_answer(carrier: Carrier) -> None:
    for _ in range(AWAY_AFTER):
        await carrier.answers(100)
        carrier.time_goes()
    assert not carrier.is_there


async def test_one_whose_name_has_no_address_is_away(carrier: Carrier) -> None:
    nowhere = Trunk(name="nowhere", address="sip:nowhere.invalid")
    carrier.bench.door.watch([nowhere])
    for _ in range(AWAY_AFTER):
        assert carrier.bench.door.answers(nowhere)
        carrier.time_goes()
    assert not carrier.bench.door.answers(nowhere)


async def test_one_that_says_503_takes_no_calls(carrier: Carrier) -> None:
    for _ in range(AWAY_AFTER):
        await carrier.answers(503)
        carrier.time_goes()
    assert not carrier.is_there
    await carrier.answers(200)
    assert carrier.is_there


async def test_an_answer_to_an_older_question_is_none(carrier: Carrier) -> None:
    late = await carrier.is_asked()
    for _ in range(AWAY_AFTER):
        carrier.time_goes()
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
        carrier.time_goes()
    assert carrier.bench.door.answers(quiet)
    assert carrier.phone.inbox.count("OPTIONS") == 1
