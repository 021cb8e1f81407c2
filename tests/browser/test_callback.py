"""A callback in a real Chromium: the offer says what it is, her voice reaches the customer, and a
supervisor sees what is promised.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

import acd.facts as a
import callcenter.calls.facts as c
from tests.browser.chromium import MICROPHONE, Desk, desk
from tests.browser.test_desk import wrap_up
from tests.centre import Centre
from tests.outside import asks_for_callback, outside
from tests.played import CALLER

pytestmark = pytest.mark.browser


async def test_an_agent_calls_back_from_her_browser(centre: Centre, maria: Desk) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        card = await maria.offer()
        assert "回拨客户" in await card.inner_text()
        await maria.sees("沈嘉禾")
        await maria.page.keyboard.press("Enter")
        await maria.sees("对方话机正在振铃")
        await customer.wait_for_call()
        await customer.answer()
        kept = await centre.fact(a.CallbackKept, callback=asked)
        await customer.hears(MICROPHONE, within=10)
        await maria.hears(CALLER)
        await maria.page.keyboard.press("Control+Shift+O")
        await centre.fact(c.LegHeld, call=kept.call)
        await customer.stops_hearing(MICROPHONE, within=10)
        await maria.page.keyboard.press("Control+Shift+O")
        await customer.hears(MICROPHONE, within=10)
        await customer.hang_up()
        await wrap_up(maria)
        record = await centre.finished(kept.call)
        assert record.outcome


async def test_an_agent_gives_up_while_it_rings(centre: Centre, maria: Desk) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        await maria.offer()
        await maria.page.keyboard.press("Enter")
        await customer.wait_for_call()
        await maria.press("挂断")
        await customer.wait_for("over")
        missed = await centre.fact(a.CallbackMissed, callback=asked)
        assert (missed.because, missed.tries) == ("cancelled", 1)
        await maria.is_in("空闲")
        await centre.tell(a.WithdrawCallbackPressed, callback=asked)
        await centre.fact(a.CallbackWithdrawn, callback=asked)


async def test_a_supervisor_sees_open_callbacks_and_withdraws_one(
    centre: Centre, browser: Browser, tmp_path: Path
) -> None:
    async with outside(centre) as customer:
        asked = await asks_for_callback(centre, customer)
        async with desk(browser, centre.running.web, tmp_path / "failed.png") as mira:
            await mira.sign_in("4001", centre.running.passwords()["4001"])
            await mira.page.get_by_role("link", name="回拨").click()
            await mira.sees("待回拨")
            row = mira.page.get_by_role("row").filter(has_text="机票预订")
            await row.wait_for()
            await mira.page.screenshot(path=tmp_path / "callbacks.png")
            await mira.press("撤回")
            await mira.press("确认不再回拨")
            withdrawn = await centre.fact(a.CallbackWithdrawn, callback=asked)
            assert withdrawn.because == "pressed"
            await mira.sees("没有待回拨的客户")
            assert mira.complaints == []
