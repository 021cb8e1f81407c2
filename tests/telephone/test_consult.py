"""An agent asks a colleague about her caller: real telephones, and who hears whom at each step."""

from __future__ import annotations

import pytest
from ulid import ULID

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed
from tests.centre import Centre
from tests.played import (
    AGENT,
    CALLER,
    OTHER_AGENT,
    call_in,
    hears_music,
    seconds_with,
    sides,
)

pytestmark = pytest.mark.telephone


def press() -> str:
    return str(ULID())


async def asked(centre: Centre, lin: Desk, hemu: Desk, wang: Phone) -> CallId:
    """Lin speaks with her colleague; the caller hears music."""
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.press("consult", call=call, press=press(), agent="1003")
    await hemu.is_in("on_call")
    await lin.shows(lambda screen: (screen["call"]["consult"] or {}).get("state") == "talking")
    await lin.phone.hears(OTHER_AGENT)
    await hemu.phone.hears(AGENT)
    await hears_music(wang)
    return call


async def over(centre: Centre, call: CallId, wang: Phone, *desks: Desk) -> None:
    """The caller hangs up, and everybody is free of it."""
    await wang.hang_up()
    for desk in desks:
        await desk.is_in("wrap_up")
        await desk.give_outcome(call)
    await centre.finished(call)


async def test_they_speak_alone_and_she_goes_back_to_her_caller(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone
) -> None:
    call = await asked(centre, lin, hemu, wang)
    await lin.phone.stops_hearing(CALLER)
    await hemu.phone.stops_hearing(CALLER)
    shown = await hemu.shows(lambda screen: screen["call"]["asked"])
    assert shown["call"]["handed_by"]["zh"] == "林知夏"
    assert shown["call"]["may"] == ["hang_up", "mute"]
    assert "hang_up" not in lin.screen["call"]["may"], "nobody is left on hold"
    await lin.press("consult_step", call=call, step="back")
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await hemu.is_in("idle")
    await hemu.phone.wait_for("over")
    await lin.shows(lambda screen: screen["call"]["consult"] is None)
    await over(centre, call, wang, lin)


async def test_the_colleague_takes_the_caller_over(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone
) -> None:
    call = await asked(centre, lin, hemu, wang)
    await centre.recorded(call, 1.0)
    await lin.press("consult_step", call=call, step="complete")
    await wang.hears(OTHER_AGENT)
    await hemu.phone.hears(CALLER)
    await wang.stops_hearing(AGENT)
    await lin.is_in("wrap_up")
    shown = await hemu.shows(lambda screen: not screen["call"]["asked"])
    assert shown["call"]["call"] == call
    assert shown["call"]["phase"] == "talking"
    assert "transfer" in shown["call"]["may"]
    await lin.give_outcome(call)
    await lin.is_in("idle")
    await centre.recorded(call, 2.5)
    await over(centre, call, wang, hemu)
    record = await centre.finished(call)
    assert [one.agent for one in record.agents] == ["1001", "1003"]
    said, answered = sides(await centre.recording(call))
    assert seconds_with(said, CALLER) > 0.3
    assert seconds_with(answered, OTHER_AGENT) > 0.3


async def test_swap_and_conference(centre: Centre, lin: Desk, hemu: Desk, wang: Phone) -> None:
    call = await asked(centre, lin, hemu, wang)
    await lin.press("consult_step", call=call, step="swap")
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await hears_music(hemu.phone)
    await lin.shows(lambda screen: (screen["call"]["consult"] or {}).get("state") == "held")
    await lin.press("consult_step", call=call, step="conference")
    await lin.shows(lambda screen: (screen["call"]["consult"] or {}).get("state") == "conference")
    for one, hears in (
        (wang, (AGENT, OTHER_AGENT)),
        (lin.phone, (CALLER, OTHER_AGENT)),
        (hemu.phone, (CALLER, AGENT)),
    ):
        for tone in hears:
            await one.hears(tone)
    await lin.press("consult_step", call=call, step="complete")
    await wang.stops_hearing(AGENT)
    await wang.hears(OTHER_AGENT)
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await over(centre, call, wang, hemu)


async def test_the_colleague_hangs_up_and_the_caller_is_back_at_once(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone
) -> None:
    call = await asked(centre, lin, hemu, wang)
    await hemu.phone.hang_up()
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await hemu.is_in("idle")
    ended = await centre.fact(a.ConsultEnded, of=call)
    assert ended.because == "hangup"
    await over(centre, call, wang, lin)


async def test_she_puts_her_phone_down_and_the_caller_is_the_colleagues(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone
) -> None:
    call = await asked(centre, lin, hemu, wang)
    await lin.phone.hang_up()
    await wang.hears(OTHER_AGENT)
    await hemu.phone.hears(CALLER)
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await over(centre, call, wang, hemu)
    assert not centre.all(a.CallRequeued)


async def test_the_caller_leaves_while_they_speak(
    centre: Centre, lin: Desk, hemu: Desk, wang: Phone
) -> None:
    call = await asked(centre, lin, hemu, wang)
    await wang.hang_up()
    await hemu.is_in("idle")
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await centre.finished(call)


async def test_a_queue_is_asked_and_nobody_comes_so_she_goes_back(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.press("consult", call=call, press=press(), queue="hotels")
    shown = await lin.shows(lambda screen: screen["call"]["consult"])
    assert shown["call"]["consult"]["state"] == "seeking"
    await centre.fact(c.LegHeld, call=call)
    await hears_music(wang)
    with pytest.raises(NotAllowed):
        await lin.press("consult_step", call=call, step="complete")
    await lin.press("consult_step", call=call, step="back")
    await wang.hears(AGENT)
    await lin.phone.hears(CALLER)
    await over(centre, call, wang, lin)
