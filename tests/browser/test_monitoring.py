"""A supervisor hears an agent's call from the floor page, whispers, barges in, and stops."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

import acd.facts as a
from acd.ids import CallId
from callcenter.lab.phone import Phone, phone
from callcenter.lab.visitor import visitor
from tests.browser.chromium import MICROPHONE, Desk, desk
from tests.centre import Centre
from tests.played import CALLER, OTHER_AGENT, call_in

pytestmark = pytest.mark.browser


@pytest.fixture
async def call(centre: Centre, maria: Desk, wang: Phone) -> CallId:
    """Maria speaks with a caller."""
    made = await call_in(centre, wang, await centre.straight_number())
    await maria.press("接听")
    await maria.is_in("通话中")
    return made


@pytest.fixture
async def hers() -> AsyncIterator[Phone]:
    """The supervisor's own phone; she hums."""
    async with phone("4001") as made:
        await made.hum(OTHER_AGENT)
        await made.answer_calls(200)
        yield made


@pytest.fixture
async def mira(
    centre: Centre, browser: Browser, call: CallId, hers: Phone, tmp_path: Path
) -> AsyncIterator[Desk]:
    """The supervisor on the floor page; she hears the call because of a complaint."""
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as page:
        await page.sign_in("4001", centre.running.passwords()["4001"])
        await page.page.get_by_role("link", name="现场").click()
        await page.page.get_by_label("您的话机").fill(hers.uri)
        await page.press("使用此话机")
        await page.page.get_by_label("监听原因").select_option("complaint")
        await page.press("监听 林知夏 的通话")
        began = await centre.fact(a.ListeningBegan, listener="4001")
        assert began.because == "complaint"
        await centre.fact(a.ListenerJoined, call=call, listener="4001")
        yield page
        assert page.complaints == []
        async with visitor(
            centre.running.web, "4001", centre.running.passwords()["4001"]
        ) as herself:
            await herself.post("/agents/4001/sign-out")


async def test_she_hears_whispers_barges_in_and_stops(
    centre: Centre, mira: Desk, maria: Desk, wang: Phone, hers: Phone
) -> None:
    await hers.hears(CALLER)
    await hers.hears(MICROPHONE)
    await mira.press("耳语")
    await expect(mira.page.get_by_text("仅坐席能听到您")).to_be_visible()
    await maria.hears(OTHER_AGENT)
    await wang.stops_hearing(OTHER_AGENT)
    await mira.press("插话")
    await wang.hears(OTHER_AGENT)
    await mira.press("停止")
    await centre.fact(a.ListeningEnded, listener="4001", how=a.ListenEnd.STOPPED)
    await wang.stops_hearing(OTHER_AGENT)
    await expect(mira.page.get_by_text("请在下方选择坐席进行监听")).to_be_visible()
    await wang.hang_up()
    await maria.is_in("话后处理")


async def test_she_takes_the_caller_over(
    centre: Centre, mira: Desk, maria: Desk, wang: Phone, call: CallId
) -> None:
    await mira.press("接管")
    await centre.fact(a.CallTakenOver, call=call, by="4001")
    await maria.is_in("话后处理")
    await wang.hears(OTHER_AGENT)
    await wang.hang_up()
    await centre.fact(a.AgentReleased, call=call, agent="4001")
