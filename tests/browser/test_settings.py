"""An administrator at her pages: a setting is tried as it is typed, refused at its field,
published, and brought back; of two who change the same, the second is asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

import acd.facts as a
from tests.browser.chromium import Desk, desk
from tests.centre import Centre
from tests.running_centre import PATIENCE

pytestmark = pytest.mark.browser

WITHIN = PATIENCE * 1000


@pytest.fixture
async def admin(browser: Browser, centre: Centre, tmp_path: Path) -> AsyncIterator[Desk]:
    """The administrator at the form of the queue `flights`."""
    async with desk(browser, centre.running.web, tmp_path / "admin.png") as page:
        await page.sign_in("9001", centre.running.passwords()["9001"])
        await page.page.get_by_role("link", name="管理").click()
        await page.page.get_by_role("link", name="队列").click()
        await page.page.get_by_role("link", name="flights").click()
        yield page


def field(page: Desk, name: str) -> Locator:
    """The input of a setting."""
    return page.page.locator(f"#at-{name} input")


async def ring_for(centre: Centre, after: int) -> int:
    """What routing is told next of the queue `flights`."""
    told = await centre.fact(a.ConfigurationPublished, after=after)
    return next(one.ring_for for one in told.configuration.queues if one.id == "flights")


async def test_a_setting_is_tried_published_and_brought_back(admin: Desk, centre: Centre) -> None:
    page = admin.page
    await field(admin, "ring_for").fill("0")
    await expect(page.locator("#at-ring_for")).to_contain_text("请填 1–300", timeout=WITHIN)
    await field(admin, "ring_for").fill("14")
    await expect(page.locator("#at-ring_for")).to_contain_text("原为 10")
    draft = page.get_by_label("当前草稿")
    await expect(draft).to_contain_text("+ 14", timeout=WITHIN)
    await draft.get_by_role("textbox").fill("peak season")
    position = centre.position
    await page.keyboard.press("Control+s")
    assert await ring_for(centre, position) == 14
    await expect(page.get_by_text("peak season")).to_be_visible(timeout=WITHIN)
    await expect(page.get_by_role("button", name="保存")).to_be_disabled()
    position = centre.position
    await page.get_by_role("button", name="恢复版本 1").click()
    await page.get_by_role("button", name="恢复", exact=True).click()
    assert await ring_for(centre, position) == 10
    await expect(field(admin, "ring_for")).to_have_value("10", timeout=WITHIN)
    assert admin.complaints == []


async def test_the_second_of_two_is_asked_whose_counts(admin: Desk, centre: Centre) -> None:
    page = admin.page
    await field(admin, "wrap_up_for").fill("41")
    await expect(page.get_by_label("当前草稿")).to_contain_text("+ 41", timeout=WITHIN)
    await centre.database.execute("UPDATE queues SET ring_for = 16 WHERE id = 'flights'")
    await page.keyboard.press("Control+s")
    await page.get_by_role("button", name="查看对方的").click(timeout=WITHIN)
    await expect(field(admin, "ring_for")).to_have_value("16", timeout=WITHIN)
    await expect(field(admin, "wrap_up_for")).to_have_value("30")


async def test_others_do_not_find_the_page(
    browser: Browser, centre: Centre, tmp_path: Path
) -> None:
    async with desk(browser, centre.running.web, tmp_path / "leader.png") as page:
        await page.sign_in("2001", centre.running.passwords()["2001"])
        await expect(page.page.get_by_role("link", name="通话记录")).to_be_visible(timeout=WITHIN)
        assert await page.page.get_by_role("link", name="管理").count() == 0
        await page.page.goto(f"{centre.running.web}/admin/queues")
        await page.page.wait_for_url("**/calls", timeout=WITHIN)
