"""A caller's telephone dies in mid-sentence: the agent calls back, or the caller does."""

from __future__ import annotations

import os
import signal

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId
from callcenter.calls.call import Direction
from callcenter.clock import now
from callcenter.lab.phone import Phone
from tests.centre import Centre
from tests.desks import desk_at
from tests.outside import outside
from tests.played import AGENT, CALLER, agent_at_phone, call_in, caller
from tests.running_centre import PATIENCE

pytestmark = [pytest.mark.faults, pytest.mark.telephone]


async def breaks(centre: Centre, agent: str) -> CallId:
    """A customer speaks with the agent until his telephone is killed; the call."""
    number = await centre.straight_number()
    async with outside(centre) as vanishing:
        call = await call_in(centre, vanishing, number)
        await centre.fact(a.CallConnected, call=call, agent=agent)
        await vanishing.hears(AGENT)
        os.kill(vanishing.pid, signal.SIGKILL)
        released = await centre.fact(a.AgentReleased, call=call)
    assert released.dropped
    return call


async def speak(customer: Phone, telephone: Phone) -> None:
    """Each hears the other."""
    await customer.hears(AGENT)
    await telephone.hears(CALLER)


async def test_one_press_in_wrap_up_calls_the_lost_customer_back(centre: Centre) -> None:
    async with desk_at(centre, "1001", AGENT) as lin:
        broken = await breaks(centre, "1001")
        async with outside(centre) as customer:
            await lin.is_in("wrap_up", within=PATIENCE)
            await lin.shows(lambda screen: screen["wrap_up"]["redial"])
            await lin.press("redial", call=broken)
            await customer.wait_for_call(within=PATIENCE)
            await customer.answer()
            queued = await centre.fact(a.RedialQueued, broken=broken)
            await centre.fact(a.CallConnected, call=queued.call, agent="1001")
            await speak(customer, lin.phone)
            await centre.recorded(queued.call, 1.0)
            assert customer.came == 1
            await customer.hang_up()
            await lin.is_in("wrap_up", within=PATIENCE)
            await lin.give_outcome(queued.call)
        redial = await centre.finished(queued.call)
        assert (redial.direction, redial.callback_of) == (Direction.REDIAL, broken)
        assert redial.talk > 0
        record = await centre.finished(broken)
        assert record.dropped_at is not None
        assert record.ending is not None
        assert record.ending.reason is c.Reason.MEDIA_LOST


async def test_the_customer_calls_in_while_his_telephone_is_rung(centre: Centre) -> None:
    async with agent_at_phone(centre, "1001") as lin:
        broken = await breaks(centre, "1001")
        await lin.is_in(a.AgentState.WRAP_UP)
        async with outside(centre) as customer:
            await lin.tell(a.RedialPressed(at=now(), agent=lin.number, call=broken))
            await customer.wait_for_call(within=PATIENCE)
            async with caller() as again:
                back = await call_in(centre, again, await centre.straight_number())
                withdrawn = await centre.fact(a.RedialWithdrawn, broken=broken)
                assert withdrawn.instead == back
                await customer.wait_for("over", within=PATIENCE)
                returned = await centre.fact(a.CallerReturned, call=back)
                assert returned.agent == "1001"
                await centre.fact(a.CallConnected, call=back, agent="1001")
                await speak(again, lin.phone)
                await again.hang_up()
                await lin.wrap_up(back)
        assert not centre.all(a.RedialAnswered)
