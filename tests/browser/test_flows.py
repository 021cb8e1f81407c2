"""The flows as a picture: a real call moves the counts at their nodes, and is found there."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

import acd.facts as a
from callcenter.lab.phone import Phone
from ivr.facts import DialogueDropped, NodeEntered
from tests.browser.chromium import desk
from tests.centre import Centre
from tests.played import call_in

pytestmark = pytest.mark.browser

SOON = 5_000
"""Milliseconds: the page asks once a second."""


async def test_a_real_call_moves_the_counts_at_the_nodes(
    centre: Centre, browser: Browser, wang: Phone, tmp_path: Path
) -> None:
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as mira:
        await mira.sign_in("4001", centre.running.passwords()["4001"])
        page = mira.page
        await page.get_by_role("link", name="流程").click()
        language = node(page, "语言选择，菜单")
        await expect(language).to_have_accessible_name("语言选择，菜单：今日 0，挂断 0，此刻 0")
        call = await call_in(centre, wang)
        await centre.fact(NodeEntered, call=call, node="language")
        await said(language, "今日 1，挂断 0，此刻 1")
        await language.click()
        inspector = page.get_by_role("region", name="语言选择")
        await inspector.get_by_text("For English, press 2.").wait_for()
        await inspector.get_by_text("普通话服务请按 1。").wait_for()
        await expect(inspector.get_by_role("link")).to_have_attribute("href", f"/calls/{call}")
        await wang.press("1")
        await centre.fact(NodeEntered, call=call, node="menu")
        await said(language, "今日 1，挂断 0，此刻 0")
        row = inspector.get_by_role("row").filter(has_text="普通话")
        await expect(row).to_contain_text("100.0%", timeout=SOON)
        menu = node(page, "主菜单，菜单")
        await said(menu, "今日 1，挂断 0，此刻 1")
        await page.screenshot(path=tmp_path / "flows.png")
        await wang.hang_up()
        await centre.fact(DialogueDropped, call=call)
        await said(menu, "今日 1，挂断 1，此刻 0")
        await centre.record(call, lambda one: one.is_over)
        assert mira.complaints == []


async def test_who_waits_in_a_queue_is_told_at_its_node(
    centre: Centre, browser: Browser, wang: Phone, tmp_path: Path
) -> None:
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as mira:
        await mira.sign_in("4001", centre.running.passwords()["4001"])
        page = mira.page
        await page.get_by_role("link", name="流程").click()
        again = await call_in(centre, wang)
        await centre.fact(NodeEntered, call=again, node="language")
        await wang.press("12")
        await centre.fact(a.CallQueued, call=again)
        changes = node(page, "改签或退票，队列")
        await said(changes, "今日 1，挂断 0，此刻 0")
        await expect(changes).to_contain_text("排队 1", timeout=SOON)
        await wang.hang_up()
        await centre.record(again, lambda one: one.is_over)
        assert mira.complaints == []


def node(page: Page, name: str) -> Locator:
    """A box of the picture."""
    return page.get_by_role("button", name=name)


async def said(box: Locator, figures: str) -> None:
    """Its figures, as they are read out."""
    await expect(box).to_have_accessible_name(wanted(figures), timeout=SOON)


def wanted(figures: str) -> re.Pattern[str]:
    """At the end of a box's name."""
    return re.compile(f"：{figures}$")
