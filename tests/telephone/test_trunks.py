"""Two trunks: where the first fails or is gone, the customer is reached by the second."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone, phone
from tests.centre import Centre, eventually
from tests.demo_centre import started_centre
from tests.outside import CUSTOMER, dials, outside
from tests.played import AGENT, CALLER
from tests.running_centre import RunningCentre

pytestmark = pytest.mark.telephone


def with_two_trunks(centre: RunningCentre) -> None:
    del centre.env["CALLCENTER_TRUNK"]
    ports = {"north": centre.trunk_port, "south": centre.second_trunk_port}
    centre.env["CALLCENTER_TRUNKS"] = json.dumps(
        [
            {"name": name, "address": f"sip:127.0.0.1:{port}", "priority": priority}
            for priority, (name, port) in enumerate(ports.items(), start=1)
        ]
    )


@pytest.fixture(scope="module")
def two_trunks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCentre]:
    """A centre of its own: nowhere else is there a second trunk."""
    yield from started_centre(tmp_path_factory.mktemp("trunks") / "data", set_up=with_two_trunks)


@pytest.fixture
def whole_centre(two_trunks: RunningCentre) -> RunningCentre:
    return two_trunks


@pytest.fixture
async def south(centre: Centre) -> AsyncIterator[Phone]:
    """The customer's telephone, as the second trunk reaches it."""
    async with phone(CUSTOMER, port=centre.running.second_trunk_port) as made:
        await made.hum(CALLER)
        await made.answer_calls(180)
        yield made


async def says(centre: Centre, word: str) -> None:
    """The exchange has logged it of the first trunk."""
    log = centre.running.run / "exchange.log"

    async def look() -> bool:
        told = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
        of_north = [one["event"] for one in told if one.get("trunk") == "north"]
        return bool(of_north) and of_north[-1] == word

    await eventually(look, lambda: log.read_text())


async def reaches(centre: Centre, lin: Desk, customer: Phone, call: CallId) -> None:
    """It rings, it is answered, each hears the other, the customer hangs up."""
    await customer.wait_for_call(within=15)
    await customer.answer()
    await centre.fact(a.OutboundAnswered, call=call)
    await customer.hears(AGENT)
    await lin.phone.hears(CALLER)
    await customer.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await lin.is_in("idle")


async def test_a_trunk_that_refuses_with_503_is_passed_over(
    centre: Centre, lin: Desk, south: Phone
) -> None:
    async with outside(centre, answers=503) as north:
        call = await dials(lin)
        await reaches(centre, lin, south, call)
        assert north.came == 1
    dialled = centre.all(c.LegDialled, call=call, role=c.Role.CALLER)
    assert len(dialled) == 1, "for the agent and the figures it is one call"


async def test_a_trunk_that_is_gone_is_known_to_be_and_the_second_is_called(
    centre: Centre, lin: Desk, south: Phone
) -> None:
    await says(centre, "trunk_away")
    await reaches(centre, lin, south, await dials(lin))
    async with outside(centre) as north:
        await says(centre, "trunk_back")
        await reaches(centre, lin, north, await dials(lin))
    assert south.came == 1
