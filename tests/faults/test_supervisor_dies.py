"""The supervisor is killed, alone and with everything it looks after: the next `up` takes over."""

from __future__ import annotations

import asyncio

import pytest

from callcenter.lab.phone import Phone
from tests.centre import Centre
from tests.played import PlayedAgent, connected, hear_each_other
from tests.whole_call import ends_complete

pytestmark = [pytest.mark.faults, pytest.mark.telephone]

ALL = ("supervisor", "control", "web", "worker", "exchange", "softphone", "nats", "postgres")


@pytest.mark.parametrize("victims", [("supervisor",), ALL], ids=["supervisor", "everything"])
async def test_the_next_up_finds_the_call_and_brings_it_to_its_end(
    victims: tuple[str, ...], centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    centre.kill(*victims)
    await hear_each_other(wang, lin)
    await asyncio.to_thread(centre.running.start, "--demo")
    await hear_each_other(wang, lin)
    await wang.hang_up()
    await ends_complete(centre, call, lin)
