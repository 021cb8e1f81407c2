"""A message in a real Chromium: counted at the rail, listened to, taken, and called back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

import acd.facts as a
import callcenter.calls.voicemail_facts as v
from tests.browser.chromium import MICROPHONE, Desk, desk
from tests.browser.test_desk import wrap_up
from tests.centre import Centre
from tests.outside import outside
from tests.voicemails import left

pytestmark = pytest.mark.browser

PLAYED = "() => document.querySelector('[data-voicemail]')?.currentTime > 0.5"
PLAY = "() => document.querySelector('[data-voicemail]').play()"


async def test_an_agent_listens_to_a_message_and_calls_back(
    centre: Centre, maria: Desk, tmp_path: Path
) -> None:
    async with outside(centre) as customer:
        told = await left(centre, customer)
        link = maria.page.get_by_role("link", name="留言")
        await link.get_by_text("1").wait_for(timeout=15_000)
        await link.click()
        row = maria.page.get_by_role("row").filter(has_text="机票预订")
        await row.wait_for()
        await maria.sees("新留言")
        await maria.page.wait_for_selector("[data-voicemail]")
        await maria.page.screenshot(path=tmp_path / "open.png")
        await maria.page.evaluate(PLAY)
        await maria.page.wait_for_function(PLAYED)
        await maria.press("处理这条留言")
        await centre.fact(v.VoicemailTaken, call=told.call, agent="1001")
        await maria.sees("处理中")
        await maria.page.get_by_label("备注").wait_for()
        await maria.page.screenshot(path=tmp_path / "taken.png")
        await maria.press("回拨")
        done = await centre.fact(v.VoicemailDone, call=told.call)
        assert done.outcome is v.Outcome.CALLED_BACK
        card = await maria.offer()
        assert "回拨客户" in await card.inner_text()
        await maria.page.keyboard.press("Enter")
        await customer.wait_for_call()
        await customer.answer()
        await centre.fact(a.CallbackKept, callback=told.call)
        await customer.hears(MICROPHONE, within=10)
        await customer.hang_up()
        await wrap_up(maria)


async def test_a_supervisor_finishes_a_message_with_a_note(
    centre: Centre, browser: Browser, tmp_path: Path
) -> None:
    async with outside(centre) as customer:
        told = await left(centre, customer)
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as mira:
        await mira.sign_in("4001", centre.running.passwords()["4001"])
        await mira.page.get_by_role("link", name="留言").click()
        await mira.press("处理这条留言")
        await mira.page.get_by_label("备注").fill("已改签")
        await mira.page.get_by_role("button", name="已转交").click()
        await mira.page.screenshot(path=tmp_path / "note.png")
        await mira.press("完成")
        done = await centre.fact(v.VoicemailDone, call=told.call)
        assert done.outcome is v.Outcome.PASSED_ON
        await mira.sees("没有待处理的留言")
        await mira.page.get_by_role("button", name="已处理").click()
        await mira.sees("已转交")
        await mira.page.screenshot(path=tmp_path / "done.png")
        assert mira.complaints == []
