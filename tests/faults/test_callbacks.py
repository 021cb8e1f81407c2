"""Control dies in the middle of a callback: the customer's telephone rings once, and not twice."""

from __future__ import annotations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from tests.centre import Centre, stopped
from tests.outside import asks_for_callback, outside
from tests.played import AGENT, agent_at_phone

pytestmark = [pytest.mark.faults, pytest.mark.telephone]


@pytest.mark.parametrize("when", ["before she accepts", "before the dial", "while it rings"])
async def test_kill_9_of_control_in_a_callback_rings_the_customer_once(
    centre: Centre, when: str
) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        queued = await centre.fact(a.CallbackQueued, callback=asked)
        async with agent_at_phone(centre, "1001", answers=False) as lin:
            await lin.phone.wait_for_call()
            if when == "before she accepts":
                with stopped(centre.pid("supervisor")):
                    killed = centre.kill("control")
                    await lin.phone.answer()
                    await lin.phone.wait_for("up")
            elif when == "before the dial":
                with stopped(centre.pid("supervisor")), stopped(centre.pid("exchange")):
                    await lin.phone.answer()
                    killed = centre.kill("control")
            else:
                await lin.phone.answer()
                await customer.wait_for_call()
                killed = centre.kill("control")
            await centre.back(killed)
            await customer.wait_for_call(within=10)
            await customer.answer()
            await centre.fact(a.CallbackKept, callback=asked, call=queued.call)
            await customer.hears(AGENT)
            assert customer.came == 1
            assert len(centre.all(c.LegDialled, role=c.Role.CALLER)) == 1
            await customer.hang_up()
            await lin.wrap_up(queued.call)


async def test_kill_9_of_the_exchange_while_it_rings_ends_in_the_same_conversation(
    centre: Centre,
) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        async with agent_at_phone(centre, "1001", answers=False) as lin:
            await lin.phone.wait_for_call()
            await lin.phone.answer()
            await customer.wait_for_call()
            # Before her ringing is heard here, the next exchange would refuse the repeated INVITE:
            # the call then fails, and is tried again.
            rings = await centre.fact(c.LegDialled, role=c.Role.CALLER)
            await centre.fact(c.LegProgressed, leg=rings.leg)
            killed = centre.kill("exchange")
            await centre.back(killed)
            await customer.answer()
            kept = await centre.fact(a.CallbackKept, callback=asked)
            await customer.hears(AGENT)
            assert customer.came == 1
            await customer.hang_up()
            await lin.wrap_up(kept.call)


async def test_a_line_that_dies_while_it_rings_is_tried_again_and_frees_the_agent(
    centre: Centre,
) -> None:
    async with outside(centre) as customer, centre.rules("flights", callback_retry_after=2):
        asked = await asks_for_callback(centre, customer)
        async with agent_at_phone(centre, "1001") as lin:
            await customer.wait_for_call()
            attempt = await centre.fact(a.CallbackAttempted, callback=asked)
            centre.kill_line_of(attempt.call)
            missed = await centre.fact(a.CallbackMissed, callback=asked)
            assert (missed.because, missed.tries) == ("line_died", 1)
            await customer.wait_for("over", within=10)
            await customer.answer_calls(200)
            kept = await centre.fact(a.CallbackKept, callback=asked)
            assert kept.call == f"{asked}b2"
            await customer.hears(AGENT)
            await customer.hang_up()
            await lin.wrap_up(kept.call)
