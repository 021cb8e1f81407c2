"""The agent's day in a real Chromium: real audio, real calls, her page and her keys."""

from __future__ import annotations

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId
from callcenter.history.call_record import RecordingState
from callcenter.lab.phone import Phone
from tests.browser.chromium import MICROPHONE, Desk
from tests.centre import Centre
from tests.played import AGENT, CALLER, agent_at_phone, call_in, caller, seconds_with, sides

pytestmark = pytest.mark.browser


async def talking(centre: Centre, who: Phone, page: Desk) -> CallId:
    """A call straight into the queue, accepted with Enter; both hear each other."""
    call = await call_in(centre, who, await centre.straight_number())
    await page.offer()
    await page.page.keyboard.press("Enter")
    await centre.fact(a.CallConnected, call=call)
    await who.hears(MICROPHONE, within=10)
    await page.hears(CALLER)
    return call


async def wrap_up(page: Desk) -> None:
    """Outcome 6 by key, then done."""
    await page.is_in("话后处理")
    await page.page.keyboard.press("Alt+o")
    await page.page.keyboard.press("6")
    await page.page.keyboard.press("Control+Enter")
    await page.is_in("空闲")


async def hold_and_mute(centre: Centre, call: CallId, who: Phone, page: Desk) -> None:
    """Both by keyboard, each heard at the other end, and undone."""
    await page.page.keyboard.press("Control+Shift+O")
    await centre.fact(c.LegHeld, call=call)
    await who.stops_hearing(MICROPHONE, within=10)
    await page.stops_hearing(CALLER)
    await page.page.keyboard.press("Control+Shift+O")
    await who.hears(MICROPHONE, within=10)
    await page.page.keyboard.press("Control+Shift+M")
    await who.stops_hearing(MICROPHONE, within=10)
    await page.hears(CALLER)
    await page.page.keyboard.press("Control+Shift+M")
    await who.hears(MICROPHONE, within=10)


async def test_a_whole_call_by_keyboard(centre: Centre, maria: Desk, wang: Phone) -> None:
    call = await call_in(centre, wang, "8000")
    await wang.press("1")
    await wang.press("1")
    card = await maria.offer()
    assert "机票预订" in await card.inner_text()
    await maria.sees("沈嘉禾")
    await maria.page.keyboard.press("Enter")
    await wang.hears(MICROPHONE, within=10)
    await maria.hears(CALLER)

    await hold_and_mute(centre, call, wang, maria)

    await maria.page.keyboard.press("Control+Shift+H")
    await wang.wait_for("over", within=10)
    await maria.is_in("话后处理")
    finish = maria.page.get_by_role("button", name="完成并示闲")
    assert await finish.is_disabled()
    await wrap_up(maria)

    record = await centre.finished(call)
    assert record.agent == "1001"
    assert record.outcome == "answered"
    assert record.ending is not None
    assert record.ending.side is c.Side.AGENT
    left, right = sides(await centre.recording(call))
    assert seconds_with(left, CALLER) > 0.3
    assert seconds_with(right, MICROPHONE) > 0.3
    assert seconds_with(left, MICROPHONE) == 0
    assert len(left) == len(right)


async def test_keypad_digits_reach_the_caller(centre: Centre, maria: Desk, wang: Phone) -> None:
    call = await talking(centre, wang, maria)
    await maria.press("拨号盘")
    for key in "42#":
        await maria.page.get_by_role("button", name=key, exact=True).click()
    await wang.wait_for_keys("42#", within=10)
    await wang.hang_up()
    await wrap_up(maria)
    await centre.finished(call)


async def test_three_calls_in_a_row_are_each_heard(centre: Centre, maria: Desk) -> None:
    for _ in range(3):
        async with caller() as who:
            call = await talking(centre, who, maria)
            await who.hang_up()
            await wrap_up(maria)
            await centre.finished(call)


async def test_a_refresh_in_mid_call_loses_neither_call_nor_notes(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    call = await talking(centre, wang, maria)
    await maria.page.get_by_placeholder("备注，随写随存").fill("靠窗座位")
    await maria.sees("已保存")
    await maria.page.reload()
    await maria.is_in("通话中")
    await wang.hears(MICROPHONE, within=15)
    await maria.hears(CALLER)
    notes = maria.page.get_by_placeholder("备注，随写随存")
    assert await notes.input_value() == "靠窗座位"
    assert centre.all(a.AgentReleased, call=call) == []
    await wang.hang_up()
    await wrap_up(maria)
    record = await centre.finished(call)
    assert len(centre.all(a.CallConnected, call=call)) == 1
    assert record.recording is RecordingState.STORED


async def test_an_offer_not_taken_goes_to_somebody_else(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    call = await call_in(centre, wang, await centre.straight_number())
    await maria.offer()
    await centre.fact(a.OfferEnded, call=call, how=a.OfferEnd.EXPIRED)
    await maria.is_in("振铃未接")
    async with agent_at_phone(centre, "1002") as omar:
        await centre.fact(a.CallConnected, call=call, agent="1002")
        await wang.hears(AGENT, within=10)
        await wang.hang_up()
        await omar.wrap_up(call)
    assert (await centre.record(call, lambda one: one.is_over)).agent == "1002"


async def test_an_unknown_caller_becomes_a_customer_with_one_click(
    centre: Centre, maria: Desk
) -> None:
    async with caller("+8614100000999") as who:
        await call_in(centre, who, await centre.straight_number())
        await maria.offer()
        await maria.sees("新客户")
        await maria.page.get_by_label("姓名").fill("陈一诺")
        await maria.press("建立资料")
        await maria.sees("陈一诺")
        await who.hang_up()
        await maria.is_in("空闲")


async def test_two_customers_of_one_number_are_a_choice(
    centre: Centre, maria: Desk, shared_number: str
) -> None:
    async with caller(shared_number) as who:
        await call_in(centre, who, await centre.straight_number())
        await maria.offer()
        await maria.sees("这个号码有多位客户")
        await who.hang_up()
        await maria.is_in("空闲")


@pytest.fixture
async def shared_number(centre: Centre) -> str:
    """A number that two customers have."""
    found = await centre.database.fetch_value(
        "SELECT number FROM customer_numbers GROUP BY number HAVING count(*) = 2 LIMIT 1"
    )
    return str(found)


async def test_the_softphone_dies_and_the_agent_is_back_in_the_same_call(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    call = await talking(centre, wang, maria)
    before = centre.kill("softphone")
    await wang.stops_hearing(MICROPHONE, within=10)
    await centre.back(before)
    await wang.hears(MICROPHONE, within=15)
    await maria.hears(CALLER)
    assert centre.all(a.AgentReleased, call=call) == []
    await wang.hang_up()
    await wrap_up(maria)
    await centre.finished(call)


@pytest.mark.parametrize("role", ["web", "control", "worker", "nats", "postgres"])
async def test_a_process_dies_and_the_page_goes_on_with_its_call(
    role: str, centre: Centre, maria: Desk, wang: Phone
) -> None:
    call = await talking(centre, wang, maria)
    before = centre.kill(role)
    await wang.hears(MICROPHONE)
    await centre.back(before)
    await maria.press("保持")
    await centre.fact(c.LegHeld, call=call)
    await maria.press("取回")
    await wang.hears(MICROPHONE, within=10)
    await wang.hang_up()
    await wrap_up(maria)
    await centre.finished(call)
    # The browser itself logs a connection that is refused or breaks, under several names
    # (ERR_CONNECTION_REFUSED, ERR_SOCKET_NOT_CONNECTED...); no page can keep that out of its log.
    broken = ("WebSocket", "net::ERR_")
    maria.complaints[:] = [
        one for one in maria.complaints if not any(word in one for word in broken)
    ]


async def test_the_recording_plays_on_the_calls_page(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    call = await talking(centre, wang, maria)
    await wang.hang_up()
    await wrap_up(maria)
    await centre.finished(call)
    await maria.page.goto(f"{maria.base}/calls/{call}")
    await maria.press("播放")
    await maria.plays()


async def test_the_wallboard_shows_a_waiting_caller_within_a_second(
    centre: Centre, maria: Desk, wang: Phone
) -> None:
    board = await maria.page.context.new_page()
    await board.goto(f"{maria.base}/wallboard")
    waiting = board.locator("section, article, div").filter(has_text="排队中").last
    await waiting.wait_for(timeout=10_000)
    call = await talking(centre, wang, maria)
    await board.get_by_text("通话中").first.wait_for(timeout=10_000)
    await wang.hang_up()
    await wrap_up(maria)
    await centre.finished(call)
    await board.close()
