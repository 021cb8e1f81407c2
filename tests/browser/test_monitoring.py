"""A supervisor hears an agent's call from the floor page, whispers, barges in, and stops."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

import acd.facts as a
from callcenter.lab.phone import Phone, phone
from tests.browser.chromium import MICROPHONE, Desk, desk
from tests.centre import Centre
from tests.played import CALLER, OTHER_AGENT, call_in

pytestmark = pytest.mark.browser


async def test_from_the_floor_page_with_her_own_phone(
    centre: Centre, browser: Browser, maria: Desk, wang: Phone, tmp_path: Path
) -> None:
    async with (
        desk(browser, centre.running.web, tmp_path / "failed.png") as mira,
        phone("4001") as hers,
    ):
        await hers.hum(OTHER_AGENT)
        await hers.answer_calls(200)
        call = await call_in(centre, wang, await centre.straight_number())
        await maria.press("接听")
        await maria.is_in("通话中")
        await mira.sign_in("4001", centre.running.passwords()["4001"])
        await mira.page.get_by_role("link", name="现场").click()
        await mira.page.get_by_label("您的话机").fill(hers.uri)
        await mira.press("使用此话机")
        await mira.press("监听 林知夏 的通话")
        await centre.fact(a.ListenerJoined, call=call, listener="4001")
        await hers.hears(CALLER)
        await hers.hears(MICROPHONE)
        await mira.press("耳语")
        await expect(mira.page.get_by_text("仅坐席能听到您")).to_be_visible()
        await maria.hears(OTHER_AGENT)
        await wang.stops_hearing(OTHER_AGENT)
        await mira.press("插话")
        await wang.hears(OTHER_AGENT)
        await mira.page.screenshot(path=tmp_path / "monitoring.png")
        await mira.press("停止")
        await centre.fact(a.ListeningEnded, listener="4001", how=a.ListenEnd.STOPPED)
        await wang.stops_hearing(OTHER_AGENT)
        await expect(mira.page.get_by_text("请在下方选择坐席进行监听")).to_be_visible()
        assert mira.complaints == []
        await wang.hang_up()
        await maria.is_in("话后处理")
