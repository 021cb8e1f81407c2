"""Closed queues on real calls: who calls hears why and is let go, and is counted apart."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

import acd.facts as a
from acd.hours import WEEK
from callcenter.clock import now
from callcenter.history.call_record import CallRecord, Result
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor
from callcenter.storage.demo_calendars import CALENDARS
from ivr.facts import PromptEnded
from tests.centre import Centre
from tests.played import call_in, hears_music, hears_speech
from tests.running_centre import PATIENCE

pytestmark = pytest.mark.telephone

ZONE = "Asia/Shanghai"


def not_today() -> dict[str, object]:
    """A calendar that opens in three days."""
    there = now().astimezone(ZoneInfo(ZONE)) + timedelta(days=3)
    return {"time_zone": ZONE, "week": {WEEK[there.weekday()]: ["10:00-11:00"]}}


async def turned_away(centre: Centre, call: str) -> CallRecord:
    record = await centre.record(call, lambda one: one.is_over)
    assert record.result is Result.TURNED_AWAY
    assert record.abandoned_at is None
    assert not centre.all(a.CallAbandoned, call=call)
    return record


async def test_who_calls_a_closed_queue_hears_why_and_is_let_go(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    number = await centre.straight_number()
    async with (
        centre.house_rules(calendars=CALENDARS | {"short": not_today()}),
        centre.rules("flights", calendar="short"),
    ):
        await centre.fact(a.QueueClosed, queue="flights")
        [flights] = [one for one in await mira.get("/queues") if one["queue"] == "flights"]
        assert flights["opening"]["because"] == "closed"
        call = await call_in(centre, wang, number)
        await hears_speech(wang)
        said = await centre.fact(PromptEnded, call=call, prompt=f"{call}:away")
        assert said.how == "finished"
        await wang.wait_for("over", within=PATIENCE)
        record = await turned_away(centre, call)
        assert (record.waited, record.diverted_because) == (0.0, "closed")
        row = await mira.get(f"/calls/{call}")
        assert row["turned_away"]
        assert row["diverted"] == {"zh": "非服务时间", "en": "closed"}


async def test_the_emergency_switch_lets_go_who_waits_and_is_pressed_again(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await centre.fact(a.PlaceTold, call=call)
    await hears_music(wang)
    pressed = {"queue": "flights", "reason": "drill", "announcement": "evacuation"}
    await mira.post("/opening/emergency", {**pressed, "on": True})
    try:
        sent = await centre.fact(a.CallDiverted, call=call)
        assert sent.target.hang_up
        await hears_speech(wang)
        await wang.wait_for("over", within=PATIENCE)
        record = await turned_away(centre, call)
        assert (record.waited or 0) > 0
        assert record.diverted_because == "emergency"
    finally:
        await mira.post("/opening/emergency", {**pressed, "on": False})
    await centre.fact(a.EmergencyPressed, on=False)
    with pytest.raises(NotAllowed):
        await mira.post("/opening/emergency", {**pressed, "on": True, "queue": "nowhere"})


async def test_an_emergency_is_kept_when_control_dies(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    await mira.post("/opening/emergency", {"on": True, "reason": "power"})
    await centre.fact(a.EmergencyPressed, on=True)
    try:
        await centre.back(centre.kill("control"))
        call = await call_in(centre, wang, await centre.straight_number())
        sent = await centre.fact(a.CallDiverted, call=call)
        assert sent.because.value == "emergency"
        await wang.wait_for("over", within=PATIENCE)
    finally:
        await mira.post("/opening/emergency", {"on": False, "reason": "power"})
    await centre.fact(a.EmergencyPressed, on=False)
