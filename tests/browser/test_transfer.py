"""She asks a colleague and hands her caller over, in the browser: by key and by mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

import acd.facts as a
from callcenter.lab.phone import Phone
from tests.browser.chromium import MICROPHONE, Desk
from tests.centre import Centre
from tests.desks import desk_at
from tests.outside import outside
from tests.played import CALLER, OTHER_AGENT, call_in, hears_music

pytestmark = pytest.mark.browser


async def test_found_by_typing_asked_first_all_three_and_handed_over(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    page = maria.page
    async with desk_at(centre, "1003", OTHER_AGENT) as colleague:
        call = await call_in(centre, wang, await centre.straight_number())
        await maria.press("接听")
        await maria.is_in("通话中")
        await wang.hears(MICROPHONE)
        await page.keyboard.press("Control+Shift+Y")
        await expect(page.get_by_role("option").first).to_be_visible()
        await page.get_by_role("searchbox").fill("何沐")
        await expect(page.get_by_role("option")).to_have_count(1)
        await page.keyboard.press("Enter")
        await colleague.is_in("on_call")
        await hears_music(wang)
        await maria.hears(OTHER_AGENT)
        await maria.press("切换")
        await wang.hears(MICROPHONE)
        await expect(page.get_by_text("同事等待中")).to_be_visible()
        card = page.get_by_role("region", name="咨询")
        await card.get_by_role("button", name="三方通话").click()
        await wang.hears(OTHER_AGENT)
        await maria.hears(CALLER)
        await maria.press("完成转接")
        await maria.is_in("话后处理")
        await expect(page.get_by_text("通话由他人继续")).to_be_visible()
        await wang.stops_hearing(MICROPHONE)
        await wang.hears(OTHER_AGENT)
        assert await page.get_by_role("searchbox").count() == 0, "the next call finds no box open"
        await wang.hang_up()
        await colleague.is_in("wrap_up")
        await colleague.give_outcome(call)


async def test_a_queue_by_mouse_at_once_and_why_not_is_said(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    page = maria.page
    call = await call_in(centre, wang, await centre.straight_number())
    await maria.press("接听")
    await maria.is_in("通话中")
    await page.locator(".control", has_text="转接").click()
    await page.get_by_role("button", name="直接转").click()
    await centre.tell(a.EmergencyPressed, on=True, queue="hotels")
    await expect(page.get_by_role("option", name="酒店")).to_contain_text("未开放")
    await centre.tell(a.EmergencyPressed, on=False, queue="hotels")
    await page.get_by_role("option", name="酒店").click()
    await page.locator(".transfer-box").get_by_role("button", name="转接").click()
    await centre.fact(a.CallTransferred, call=call)
    await maria.is_in("话后处理")
    await hears_music(wang)
    await wang.hang_up()


async def test_a_number_outside_is_called_about_the_caller_and_given_her(
    centre: Centre, maria: Desk, wang: Phone, tmp_path: Path
) -> None:
    page = maria.page
    await call_in(centre, wang, await centre.straight_number())
    await maria.press("接听")
    await maria.is_in("通话中")
    async with outside(centre, "+8614100000355", answers=486) as hotel:
        await page.keyboard.press("Control+Shift+Y")
        await page.get_by_role("searchbox").fill("141 0000 0355")
        await expect(page.get_by_role("option").first).to_contain_text("141 0000 0355")
        await page.screenshot(path=tmp_path / "outside.png")
        await page.keyboard.press("Enter")
        await maria.sees("对方忙，客户仍在您这里。")
        await wang.hears(MICROPHONE)
        await hotel.hum(OTHER_AGENT)
        await hotel.answer_calls(180)
        await page.keyboard.press("Control+Shift+Y")
        await page.get_by_role("searchbox").fill("14100000355")
        await page.keyboard.press("Enter")
        card = page.get_by_role("region", name="外线")
        await expect(card.get_by_text("振铃中")).to_be_visible()
        await page.screenshot(path=tmp_path / "ringing.png")
        await hotel.answer()
        await expect(card.get_by_text("外线通话中")).to_be_visible()
        await maria.hears(OTHER_AGENT)
        await page.screenshot(path=tmp_path / "speaking.png")
        await card.get_by_role("button", name="完成转接").click()
        await maria.is_in("话后处理")
        await wang.hears(OTHER_AGENT)
        await wang.hang_up()
        await hotel.wait_for("over")
