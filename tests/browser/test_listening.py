"""A trainee listens to her mentor's calls, in the browser."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

import acd.facts as a
from callcenter.lab.phone import Phone
from tests.browser.chromium import MICROPHONE, Desk
from tests.centre import Centre
from tests.desks import desk_at
from tests.played import CALLER, OTHER_AGENT, call_in

pytestmark = pytest.mark.browser

MENTOR, TRAINEE = "1002", "1001"


async def test_one_press_and_she_hears_her_mentors_call(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    number = await centre.straight_number()
    async with (
        centre.agent_rules(TRAINEE, mentor=MENTOR),
        desk_at(centre, MENTOR, OTHER_AGENT) as mentor,
    ):
        await maria.press("旁听通话")
        await centre.fact(a.ListeningBegan, listener=TRAINEE, agent=MENTOR)
        await maria.is_in("旁听中")
        call = await call_in(centre, wang, number)
        await mentor.is_in("on_call")
        await maria.hears(CALLER)
        await maria.hears(OTHER_AGENT)
        await expect(maria.page.get_by_text("正在旁听")).to_be_visible()
        await wang.stops_hearing(MICROPHONE)
        await wang.hears(OTHER_AGENT)
        await wang.hang_up()
        await centre.fact(a.ListenerLeft, call=call, because="over")
        await maria.press("停止旁听")
        await centre.fact(a.ListeningEnded, listener=TRAINEE, how=a.ListenEnd.STOPPED)
        await expect(maria.page.get_by_role("button", name="旁听通话")).to_be_visible()
