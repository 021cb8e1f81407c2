"""The agent hangs up, and the caller rates the conversation by key: real telephones and words."""

from __future__ import annotations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import CallId
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from tests.centre import Centre
from tests.played import AGENT, call_in, hears_speech

pytestmark = pytest.mark.telephone


async def asked(centre: Centre, lin: Desk, wang: Phone) -> CallId:
    """Lin ends the call, and the caller hears the question."""
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    await lin.press("hang_up", call=call)
    await centre.fact(c.SurveyInvited, call=call, agent="1001", queue="flights")
    await lin.is_in("wrap_up")
    await lin.phone.wait_for("over")
    await hears_speech(wang)
    return call


async def test_the_caller_presses_four_hears_thanks_and_is_let_go(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor
) -> None:
    async with centre.rules("flights", survey="survey"):
        call = await asked(centre, lin, wang)
        await wang.press("4")
        answered = await centre.fact(c.SurveyAnswered, call=call)
        assert (answered.score, answered.agent) == (4, "1001")
        await wang.wait_for("over", within=20)
        await lin.give_outcome(call)
        record = await centre.finished(call)
    assert (record.survey_of, record.survey_score) == ("1001", 4)
    shown = await mira.get(f"/calls/{call}")
    assert (shown["survey_asked"], shown["survey_score"]) == (True, 4)
    assert shown["ending"]["side"] == "agent"
    told = [one["kind"] for one in (await mira.get(f"/calls/{call}/timeline"))["facts"]]
    assert "SurveyAnswered" in told


async def test_who_hangs_up_instead_has_not_rated_and_who_ends_it_herself_is_not_asked(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    async with centre.rules("flights", survey="survey"):
        call = await asked(centre, lin, wang)
        await wang.hang_up()
        await lin.give_outcome(call)
        record = await centre.finished(call)
        assert record.survey_at is not None
        assert record.survey_score is None
        await lin.is_in("idle")
        second = await call_in(centre, wang, await centre.straight_number())
        await lin.is_in("on_call")
        await wang.hears(AGENT)
        await wang.hang_up()
        await lin.is_in("wrap_up")
        await lin.give_outcome(second)
        await centre.finished(second)
    assert len(centre.all(c.SurveyInvited)) == 1
    assert not centre.all(a.CallAbandoned)
    assert not centre.all(i.DigitsCollected)
