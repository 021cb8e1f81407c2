"""The caller is told with which work number she speaks, and nobody waits for it."""

from __future__ import annotations

import pytest

import callcenter.calls.facts as c
import ivr.facts as i
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from tests.centre import Centre
from tests.played import AGENT, CALLER, call_in, longest_silence, sides

pytestmark = pytest.mark.telephone


async def test_the_caller_is_told_the_work_number_while_both_speak_already(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    async with centre.house_rules(work_number_told=True):
        call = await call_in(centre, wang, await centre.straight_number())
        await lin.is_in("on_call")
        ended = await centre.fact(
            i.PromptEnded, call=call, how="finished", prompt=f"{call}:number1"
        )
        joined = await centre.fact(c.LegsJoined, call=call)
        assert (ended.at - joined.at).total_seconds() > 0.5
        await wang.hears(AGENT)
        await lin.phone.hears(CALLER)
        await centre.recorded(call, 1.0)
        await wang.hang_up()
        await lin.is_in("wrap_up")
        await lin.give_outcome(call)
        await centre.finished(call)
    said, answered = sides(await centre.recording(call))
    assert longest_silence(said, CALLER) < 0.3, "her voice was beneath it from the beginning"
    assert longest_silence(answered, AGENT) < 0.3


async def test_how_each_leg_was_heard_stands_on_the_call(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await centre.recorded(call, 1.5)
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await centre.finished(call)
    measured = [one for _, one in centre.all(c.LegMeasured)]
    assert {one.leg for one in measured} == {f"{call}.1", f"{call}.a1"}
    assert all(one.packets > 40 for one in measured)
    legs = (await mira.get(f"/calls/{call}"))["legs"]
    assert all(one["opinion"] > 3.5 for one in legs), "nothing is lost on loopback"
    assert all(one["loss_percent"] < 5 for one in legs)
