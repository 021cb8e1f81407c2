"""The floor as a supervisor sees it: who waits, and what she does about it by keys alone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

import acd.facts as a
from callcenter.lab.phone import Phone
from tests.browser.chromium import Desk, desk
from tests.browser.test_desk import wrap_up
from tests.centre import Centre

pytestmark = pytest.mark.browser

SKILL = "UPDATE queue_skills SET at_least ="


async def test_a_supervisor_moves_a_waiting_call_by_keys_and_withdraws_it(
    centre: Centre, browser: Browser, wang: Phone, tmp_path: Path
) -> None:
    await wang.call(f"sip:8001@{centre.sip}")
    queued = await centre.fact(a.CallQueued)
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as mira:
        await mira.sign_in("4001", centre.running.passwords()["4001"])
        await mira.page.get_by_role("link", name="现场").click()
        row = mira.page.get_by_role("row").filter(has_text="机票预订")
        await row.get_by_role("button").focus()
        await mira.page.keyboard.press("Enter")
        await mira.page.get_by_role("menuitem", name="指派").wait_for()
        await mira.page.keyboard.press("ArrowDown")
        await mira.page.keyboard.press("ArrowDown")
        await mira.page.keyboard.press("Enter")
        chosen = mira.page.get_by_role("combobox", name="移至队列")
        await chosen.select_option("hotels")
        await mira.page.keyboard.press("Tab")
        await mira.page.keyboard.press("Enter")
        moved = await centre.fact(a.CallMoved, call=queued.call)
        assert (moved.queue, moved.by) == ("hotels", "4001")
        await mira.page.get_by_role("row").filter(has_text="酒店").wait_for()
        await mira.page.screenshot(path=tmp_path / "floor.png")
        await mira.press("处理")
        await mira.page.get_by_role("menuitem", name="撤出队列").click()
        await mira.page.get_by_role("button", name="撤出队列").click()
        withdrawn = await centre.fact(a.CallWithdrawn, call=queued.call)
        assert withdrawn.by == "4001"
        await wang.wait_for("over", within=20)
        await mira.sees("没有人排队")
        assert mira.complaints == []


async def test_an_agent_takes_a_call_that_was_not_hers_where_the_queue_lets_her(
    centre: Centre, maria: Desk, wang: Phone, tmp_path: Path
) -> None:
    await centre.database.execute(f"{SKILL} 5 WHERE queue_id = 'flights'")
    async with centre.rules("flights", agents_may_pull=True):
        await wang.call(f"sip:8001@{centre.sip}")
        queued = await centre.fact(a.CallQueued)
        await maria.page.get_by_role("heading", name="可自取的来电").wait_for()
        await maria.page.screenshot(path=tmp_path / "pull.png")
        await maria.press("自取来电")
        await maria.sees("该坐席缺少技能：机票")
        # The browser tells of every refusal of a server.
        maria.complaints[:] = [one for one in maria.complaints if "409" not in one]
        await maria.press("自取来电")
        offered = await centre.fact(a.OfferMade, call=queued.call)
        assert (offered.strategy, offered.agent, offered.by) == ("pulled", "1001", "1001")
        await maria.offer()
        await maria.page.keyboard.press("Enter")
        await centre.fact(a.CallConnected, call=queued.call)
        await wang.hang_up()
        await wrap_up(maria)
        await centre.database.execute(f"{SKILL} 2 WHERE queue_id = 'flights'")
