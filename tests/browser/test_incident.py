"""An incident in a real Chromium: a supervisor sets it, agents see it, and she ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

import acd.facts as a
from tests.browser.chromium import Desk, desk
from tests.centre import Centre

pytestmark = pytest.mark.browser

TEXT = "受台风影响，今天部分航班取消。"
ENGLISH = "Because of the typhoon, some flights are cancelled."


async def sits_down(centre: Centre, mira: Desk) -> None:
    """A supervisor of all, at the page of incidents."""
    await mira.sign_in("4001", centre.running.passwords()["4001"])
    await mira.page.get_by_role("link", name="应急播报").click()
    await mira.sees("没有应急播报")


async def types_one(mira: Desk, tmp_path: Path) -> None:
    """For flights, in Mandarin only."""
    await mira.page.get_by_label("客户听到（普通话）").fill(TEXT)
    await mira.sees("缺少英语内容")
    await mira.press("指定队列")
    await mira.page.get_by_label("机票预订").check()
    await mira.press("2 小时")
    await mira.page.screenshot(path=tmp_path / "typed.png")
    await mira.press("立即播报")


async def changes_it(mira: Desk) -> None:
    """English words too, and for the whole house."""
    await mira.press("修改")
    await mira.page.get_by_label("客户听到（英语）").fill(ENGLISH)
    await mira.page.get_by_role("button", name="全部来电").click()
    await mira.press("保存")


async def test_a_supervisor_tells_callers_and_every_agent_knows_it(
    centre: Centre, browser: Browser, maria: Desk, tmp_path: Path
) -> None:
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as mira:
        await sits_down(centre, mira)
        await types_one(mira, tmp_path)
        began = await centre.fact(a.IncidentBegan)
        await mira.page.locator("article[data-state=running]").get_by_text(TEXT).wait_for()
        banner = maria.page.locator(f"[data-incident='{began.incident}']")
        await banner.get_by_text(TEXT).wait_for()
        assert "机票预订" in await banner.inner_text()
        await maria.page.screenshot(path=tmp_path / "desk.png")
        await mira.page.get_by_role("link", name="现场").click()
        await mira.page.locator(".banner.told").get_by_text(TEXT).wait_for()
        await mira.page.screenshot(path=tmp_path / "floor.png")

        await mira.page.get_by_role("link", name="应急播报").click()
        await changes_it(mira)
        await centre.fact(a.IncidentSet, incident=began.incident, version=2)
        await mira.sees("第 2 版")
        await banner.get_by_text("全部来电").wait_for()
        await mira.page.screenshot(path=tmp_path / "changed.png")

        await mira.page.get_by_role("button", name="结束", exact=True).click()
        await mira.press("立即结束")
        ended = await centre.fact(a.IncidentEnded, incident=began.incident)
        assert ended.by == "4001"
        await banner.wait_for(state="detached")
        await mira.sees("没有应急播报")
        assert mira.complaints == []


async def test_what_cannot_be_is_said_at_its_place(
    centre: Centre, browser: Browser, tmp_path: Path
) -> None:
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as mira:
        await sits_down(centre, mira)
        await mira.page.get_by_label("客户听到（普通话）").fill("……")
        await mira.page.get_by_label("结束时间").fill("2020-01-01T00:00")
        await mira.press("立即播报")
        await mira.sees("没有可播报的内容")
        await mira.sees("结束时间已过")
        await mira.page.screenshot(path=tmp_path / "wrong.png")
        assert not centre.all(a.IncidentSet, after=centre.position)
