"""Calling somebody from the desk in a real Chromium: dialled by keyboard, or called by a click."""

from __future__ import annotations

from pathlib import Path

import pytest

import acd.facts as a
from tests.browser.chromium import MICROPHONE, Desk
from tests.browser.test_desk import wrap_up
from tests.centre import Centre
from tests.outside import outside
from tests.played import CALLER

pytestmark = pytest.mark.browser


async def test_she_dials_by_keyboard_and_calls_back_from_her_list(
    centre: Centre, maria: Desk, tmp_path: Path
) -> None:
    page = maria.page
    await maria.sees("主动外呼")
    async with outside(centre) as customer:
        await page.keyboard.press("Alt+d")
        await page.keyboard.type("14100000317")
        await page.screenshot(path=tmp_path / "dial.png")
        await page.keyboard.press("Enter")
        await maria.sees("对方话机正在振铃")
        await customer.wait_for_call()
        await maria.sees("沈嘉禾")
        await page.screenshot(path=tmp_path / "ringing.png")
        await customer.answer()
        await maria.is_in("通话中")
        await customer.hears(MICROPHONE, within=10)
        await maria.hears(CALLER)
        await customer.hang_up()
        await wrap_up(maria)
    async with outside(centre, answers=486):
        before = centre.position
        await page.get_by_role("button", name="呼叫 沈嘉禾").first.click()
        ended = await centre.fact(a.OfferEnded, after=before)
        assert ended.how is a.OfferEnd.NOT_REACHED
        await page.screenshot(path=tmp_path / "unanswered.png")
        await wrap_up(maria)


async def test_a_number_that_is_none_is_refused_in_words(centre: Centre, maria: Desk) -> None:
    await maria.page.get_by_label("号码").first.fill("maria")
    await maria.page.get_by_role("button", name="呼叫", exact=True).click()
    await maria.sees("这不是可以呼叫的号码")
    await maria.is_in("空闲")
    # The browser writes every refusal into its console.
    maria.complaints[:] = [one for one in maria.complaints if "422" not in one]
