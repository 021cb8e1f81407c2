"""An agent's life beside her calls: answered by itself, asked for, granted, over the limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from playwright.async_api import Browser

import acd.facts as a
from callcenter.lab.phone import Phone
from tests.browser.chromium import MICROPHONE, Desk, desk
from tests.centre import Centre
from tests.played import CALLER, call_in

pytestmark = pytest.mark.browser

BEEP = 880
"""Hertz of the beep before a call that is answered by itself."""


async def publish(centre: Centre, table: str, where: str, **rules: object) -> None:
    """Put rules of a table's row in force."""
    before = centre.position
    told = msgspec.json.encode(rules).decode()
    await centre.database.execute(f"UPDATE {table} SET rules = $1 WHERE {where}", told)
    await centre.fact(a.ConfigurationPublished, after=before)


@pytest.fixture
async def leader(browser: Browser, centre: Centre, tmp_path: Path) -> AsyncIterator[Desk]:
    """The supervisor of Maria's team, at her own page."""
    async with desk(browser, centre.running.web, tmp_path / "leader.png") as page:
        await page.sign_in("2001", centre.running.passwords()["2001"])
        yield page


async def test_a_call_is_answered_by_itself_while_she_looks_at_another_page(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    number = await centre.straight_number()
    await publish(centre, "queues", "id = 'flights'", auto_answer=True)
    elsewhere = await maria.page.context.new_page()
    await elsewhere.bring_to_front()
    beep = asyncio.create_task(maria.hears(BEEP))
    call = await call_in(centre, wang, number)
    await centre.fact(a.CallConnected, call=call)
    await beep
    assert centre.all(a.AcceptPressed, call=call) == []
    [(_, accepted)] = centre.all(a.OfferAccepted, call=call)
    assert accepted.auto
    await wang.hears(MICROPHONE, within=10)
    await maria.hears(CALLER)
    await elsewhere.close()
    await maria.is_in("通话中")
    await wang.hang_up()
    await publish(centre, "queues", "id = 'flights'")
    await maria.is_in("话后处理")
    await maria.page.keyboard.press("Alt+o")
    await maria.page.keyboard.press("6")
    await maria.page.keyboard.press("Control+Enter")
    await maria.is_in("空闲")


async def test_a_break_over_the_quota_waits_for_the_leader(
    centre: Centre, maria: Desk, leader: Desk
) -> None:
    reasons = [{"code": "break", "once": 15, "a_day": 30, "takes_place": True}]
    quota = {"air": {"most": 0, "over": "leader"}}
    await publish(centre, "house", "true", reasons=reasons, breaks=quota)
    await leader.page.get_by_role("link", name="小休").click()
    await leader.sees("没有人")

    await maria.press("小休")
    await maria.sees("等待现场主管批准")
    await maria.is_in("空闲")
    await maria.press("撤回申请")
    await maria.page.get_by_text("已申请小休").wait_for(state="detached")

    await maria.press("小休")
    await leader.sees("等您批准")
    await leader.press("不批准")
    await maria.sees("现场主管没有批准小休")
    await maria.is_in("空闲")

    await maria.press("小休")
    await leader.press("批准")
    await maria.is_in("小休")
    await maria.sees("还可")
    await leader.sees("还可")
    [granted] = [one for _, one in centre.all(a.BreakGranted)]
    assert (granted.agent, granted.by) == ("1001", "2001")

    await maria.press("示闲")
    await maria.is_in("空闲")
    await leader.page.get_by_text("还可").wait_for(state="detached")
    assert leader.complaints == []
    await publish(centre, "house", "true")
