"""Caller and agent: who hears whom at each turn, and what is on the recording afterwards."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest

from acd.facts import CallConnected
from acd.ids import CallId
from callcenter.calls.facts import (
    CallEnded,
    HoldComforted,
    LegHeld,
    LegMuted,
    LegRetrieved,
    MusicStarted,
    RecordingPaused,
    RecordingResumed,
)
from callcenter.history.call_record import RecordingState
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from ivr.facts import PromptEnded
from tests.centre import Centre
from tests.played import (
    AGENT,
    CALLER,
    call_in,
    hears_music,
    hears_speech,
    more_packets,
    seconds_with,
    sides,
)

pytestmark = pytest.mark.telephone


async def test_a_caller_on_hold_is_told_that_nobody_has_forgotten_her(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    """Words, then music again, then the agent; and the agent is reminded at her desk."""
    async with centre.house_rules(hold_comfort_after=9, hold_reminder_after=3):
        call = await call_in(centre, wang, await centre.straight_number())
        await talk(centre, call, wang, lin)
        await lin.press("hold", call=call)
        await lin.shows(lambda screen: screen["call"]["marks"]["hold_over"] == 3)
        told, _ = await centre.fact_at(HoldComforted, call=call)
        await hears_speech(wang)
        await centre.fact(PromptEnded, call=call, prompt=f"{call}:hold0", how="finished")
        await centre.fact(MusicStarted, call=call, tune="hold", after=told)
        await hears_music(wang)
        await lin.press("retrieve", call=call)
        await centre.fact(LegRetrieved, call=call)
        await hear_each_other(wang, lin)
        await wang.hang_up()
        await lin.is_in("wrap_up")
        await lin.give_outcome(call)


async def test_a_whole_call_from_the_main_number_to_its_recording(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor
) -> None:
    call = await call_in(centre, wang)
    await wang.press("1")
    await wang.press("1")
    await talk(centre, call, wang, lin)

    await lin.press("hold", call=call)
    await centre.fact(LegHeld, call=call)
    await wang.stops_hearing(AGENT)
    await lin.phone.stops_hearing(CALLER)
    await hears_music(wang)
    await lin.press("retrieve", call=call)
    await centre.fact(LegRetrieved, call=call)
    await hear_each_other(wang, lin)

    await more_packets(wang, 100)
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.phone.wait_for("over")
    await lin.give_outcome(call)
    await lin.is_in("idle")
    await centre.finished(call)
    told = await mira.get(f"/calls/{call}")
    is_told_in_order(told)
    await is_recorded(mira, told)


async def test_mute_keys_and_a_pause_of_the_recording(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await talk(centre, call, wang, lin)

    await lin.press("mute", call=call)
    await centre.fact(LegMuted, call=call, muted=True)
    await wang.stops_hearing(AGENT)
    await lin.phone.hears(CALLER)
    await lin.press("unmute", call=call)
    await wang.hears(AGENT)

    await lin.press("keys", call=call, keys="42#")
    await wang.wait_for_keys("42#")

    await lin.press("pause_recording", call=call)
    paused = await centre.fact(RecordingPaused, call=call)
    await more_packets(wang, 100)
    await lin.press("resume_recording", call=call)
    resumed = await centre.fact(RecordingResumed, call=call)
    await more_packets(wang, 50)
    await lin.press("hang_up", call=call)
    await wang.wait_for("over")
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    record = await centre.finished(call)
    left, right = sides(io.BytesIO(await mira.file(f"/calls/{call}/recording")))
    silent = (resumed.at - paused.at).total_seconds()
    assert record.talk - silent - 0.5 <= seconds_with(left, CALLER) <= record.talk - silent + 0.5
    assert seconds_with(right, AGENT) <= record.talk - silent + 0.5
    assert len(left) / 8000 == pytest.approx(record.recording_expected, abs=0.5)


async def test_three_calls_in_a_row_in_one_session_over_udp_and_tcp(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    number = await centre.straight_number()
    for transport in ("udp", "tcp", "udp"):
        call = await call_in(centre, wang, number, transport=transport)
        await talk(centre, call, wang, lin)
        await wang.hang_up()
        await centre.fact(CallEnded, call=call)
        await lin.is_in("wrap_up")
        await lin.give_outcome(call)
        await lin.is_in("idle")


async def test_the_caller_holds_from_her_own_phone_and_comes_back(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number(), transport="tcp")
    await talk(centre, call, wang, lin)
    await wang.hold()
    await lin.phone.stops_hearing(CALLER)
    await wang.hold(False)
    await hear_each_other(wang, lin)
    await lin.phone.hang_up()
    await wang.wait_for("over")
    await lin.is_in("wrap_up")
    record = await centre.record(call, lambda one: one.recording is RecordingState.STORED)
    assert record.ending is not None
    assert (record.ending.side, record.ending.reason) == ("agent", "hangup")


async def talk(centre: Centre, call: CallId, who: Phone, agent: Desk) -> None:
    """Wait until she has taken the call and both hear each other."""
    await centre.fact(CallConnected, call=call, agent=agent.agent)
    await agent.is_in("on_call")
    await hear_each_other(who, agent)


async def hear_each_other(who: Phone, agent: Desk) -> None:
    """Each hears the other's tone."""
    await who.hears(AGENT)
    await agent.phone.hears(CALLER)


def is_told_in_order(told: dict[str, Any]) -> None:
    """Every instant is there, one after the other, and the lengths fit them."""
    names = ("started_at", "entered_at", "answered_at", "ended_at")
    instants = [datetime.fromisoformat(told[name]) for name in names]
    assert instants == sorted(instants)
    assert told["answered"]
    assert told["answered_within"]
    assert (told["queue"], told["agent"], told["language"]) == ("flights", "1001", "mandarin")
    assert told["ending"]["side"] == "caller"
    assert told["ending"]["reason"] == "hangup"
    assert told["hold"] > 0
    spoke = (instants[3] - instants[2]).total_seconds()
    assert told["talk"] + told["hold"] == pytest.approx(spoke, abs=0.2)
    assert told["handle"] == pytest.approx(told["talk"] + told["hold"] + told["wrap_up"], abs=0.1)


async def is_recorded(who: Visitor, told: dict[str, Any]) -> None:
    """From the house's answer to the end, each voice on its own side, as the API gives it out."""
    left, right = sides(io.BytesIO(await who.file(f"/calls/{told['call']}/recording")))
    began, ended = (datetime.fromisoformat(told[name]) for name in ("started_at", "ended_at"))
    assert len(left) / 8000 == pytest.approx((ended - began).total_seconds(), abs=0.5)
    assert seconds_with(left, CALLER) >= told["talk"] - 0.5
    assert seconds_with(right, AGENT) >= told["talk"] - 0.5
    assert seconds_with(left, AGENT) == 0
    assert seconds_with(right, CALLER) == 0
