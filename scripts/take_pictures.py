"""Takes the pictures of README and tour anew: `python -m scripts.take_pictures [folder]`.

It starts a centre of its own, fills its floor with calls over real SIP, sits an agent at a real
Chromium with a speaking microphone, and lives one call in each language of the interface.
"""

from __future__ import annotations

import asyncio
import sys
import wave
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from playwright.async_api import Browser, Page, async_playwright

from callcenter.lab.desk import PHONE_PREFIX
from callcenter.lab.measures.load import is_at
from callcenter.lab.measures.own_centre import STRAIGHT, OwnCentre, own_centre
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone, phone
from callcenter.lab.visitor import Visitor, visitor

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE: Final = {"width": 1440, "height": 900}
MOST: Final = 200_000
"""Bytes of one picture."""
WITHIN: Final = 30_000
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
ON_THE_FLOOR: Final = (("1003", "8003"), ("1005", "8005"), ("1002", STRAIGHT))
"""Agents who are in a call while the pictures are taken, and the number that is called."""
ON_BREAK: Final = "1004"
WAITING: Final = "8003"
"""The number whose callers wait while the board is taken: its one agent talks."""
SHORT_CALLS: Final = 3
"""Calls of a few seconds that are over before the pictures are taken."""
TALK: Final = 26.0


class Tongue(NamedTuple):
    """One language of the interface, and what is said and written in it."""

    code: str
    locale: str
    caller: str
    key: str
    ready: str
    notes: str


TONGUES: Final = (
    Tongue(
        "zh",
        "zh-CN",
        "+8614100000317",
        "1",
        "示闲，开始接听",
        "周五上海—成都两人往返，靠窗，需开发票",
    ),
    Tongue(
        "en", "en-GB", "+447700900124", "2", "Go ready", "Shanghai to Chengdu, Friday, window seats"
    ),
)


async def main(folder: Path) -> None:
    """Everything, one language after the other."""
    async with own_centre(print) as centre, AsyncExitStack() as stack:
        seen = visitor(centre.web, "4001", centre.passwords["4001"])
        observer = await stack.enter_async_context(seen)
        voices = await _voices(centre)
        await _fill_floor(centre, stack, observer, voices)
        microphone = _microphone(voices[-1], folder.parent / "microphone.wav")
        try:
            browser = await stack.enter_async_context(_chromium(microphone))
            for tongue in TONGUES:
                await Shoot(centre, tongue, folder).run(browser, voices[0])
        finally:
            microphone.unlink()


def tell_sizes(folder: Path) -> None:
    """A repository is no album: name what is too large."""
    for picture in sorted(folder.glob("*.png")):
        size = picture.stat().st_size
        print(picture.name, size, "bytes", "TOO LARGE" if size > MOST else "")


async def _voices(centre: OwnCentre) -> list[Path]:
    """The longest spoken prompts, once they are made: our speakers."""
    folder = centre.data / "prompts"

    async def look() -> list[Path] | None:
        found = [one for one in folder.glob("*.wav") if len(one.stem) == 40]
        return sorted(found, key=lambda one: one.stat().st_size) if len(found) > 20 else None

    return (await until(look, 60.0))[-6:]


async def _fill_floor(
    centre: OwnCentre, stack: AsyncExitStack, observer: Visitor, voices: list[Path]
) -> None:
    """Some agents talk, so that the board is not empty."""
    resting = await stack.enter_async_context(phone(f"{PHONE_PREFIX}{ON_BREAK}"))
    await _sign_in_at(observer, ON_BREAK, resting)
    await observer.post(f"/agents/{ON_BREAK}/not-ready", {"reason": "break"})
    for number, (agent, dialled) in enumerate(ON_THE_FLOOR):
        desk_phone = await stack.enter_async_context(phone(f"{PHONE_PREFIX}{agent}"))
        await desk_phone.answer_calls(200)
        await desk_phone.speak(voices[number], loop=True)
        await _sign_in_at(observer, agent, desk_phone)
        await observer.post(f"/agents/{agent}/ready")
        caller = await stack.enter_async_context(phone(f"+86141000003{20 + number}"))
        if dialled == STRAIGHT:
            await _short_calls(centre, observer, agent, (caller, desk_phone))
        await caller.speak(voices[-1 - number], loop=True)
        await caller.call(f"sip:{dialled}@{centre.sip}")
        await desk_phone.wait_for("up", 60.0)


async def _sign_in_at(observer: Visitor, agent: str, desk_phone: Phone) -> None:
    await observer.post(f"/agents/{agent}/sign-in", {"device": desk_phone.uri})
    await until(lambda: is_at(observer, agent, desk_phone), 10.0)


async def _short_calls(
    centre: OwnCentre, observer: Visitor, agent: str, phones: tuple[Phone, Phone]
) -> None:
    """Calls that are over and wrapped up, so that the day has figures."""

    async def state() -> dict[str, Any]:
        told: dict[str, Any] = await observer.get(f"/agents/{agent}")
        return told

    async def wraps_up() -> str | None:
        told = await state()
        return str(told["call"]) if told["state"] == "wrap_up" else None

    async def is_idle() -> bool:
        return bool((await state())["state"] == "idle")

    caller, desk_phone = phones
    for seconds in range(4, 4 + SHORT_CALLS):
        await caller.call(f"sip:{STRAIGHT}@{centre.sip}")
        await desk_phone.wait_for_call(20.0)
        await asyncio.sleep(seconds)
        await caller.hang_up()
        call = await until(wraps_up, 10.0)
        done = {"call": call, "outcome": "order_placed", "need": "booking.flight"}
        await observer.post(f"/agents/{agent}/outcome", done)
        await until(is_idle, 10.0)


def _microphone(voice: Path, path: Path) -> Path:
    """A prompt at 48 kHz, as the agent's voice."""
    with wave.open(str(voice)) as file:
        told = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(np.repeat(told, 6).astype("<i2").tobytes())
    return path


@asynccontextmanager
async def _chromium(microphone: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[*FLAGS, f"--use-file-for-fake-audio-capture={microphone}"],
        )
        yield browser
        await browser.close()


class Shoot:
    """One call in one language: the agent's window and the supervisor's."""

    def __init__(self, centre: OwnCentre, tongue: Tongue, folder: Path) -> None:
        self._centre = centre
        self._tongue = tongue
        self._folder = folder

    async def run(self, browser: Browser, voice: Path) -> None:
        """Everything in the order in which it happens."""
        desk, board = [await _window(browser, self._tongue) for _ in range(2)]
        await self._get_ready(desk)
        async with AsyncExitStack() as stack:
            caller = await stack.enter_async_context(phone(self._tongue.caller))
            waiting = await stack.enter_async_context(phone("+8614100000355"))
            await caller.speak(voice, loop=True)
            await _call_through_menu(caller, self._centre, self._tongue)
            await waiting.call(f"sip:{WAITING}@{self._centre.sip}")
            await self._talk(desk)
            await self._watch(board)
            await caller.hang_up()
        await self._wrap_up(desk)
        await self._look_back(board)
        for page in (desk, board):
            await page.context.close()

    async def _take(self, page: Page, name: str) -> None:
        await page.wait_for_timeout(600)
        await page.screenshot(path=self._folder / f"{name}.{self._tongue.code}.png")

    async def _get_ready(self, desk: Page) -> None:
        await desk.goto(self._centre.web)
        await desk.locator("input[type=password]").wait_for(timeout=WITHIN)
        await self._take(desk, "sign-in")
        await _sign_in(desk, "1001", self._centre.passwords["1001"])
        ready = desk.locator("button:not([disabled])", has_text=self._tongue.ready)
        await ready.wait_for(timeout=WITHIN)
        await self._take(desk, "audio-check")
        await ready.click()

    async def _talk(self, desk: Page) -> None:
        await desk.get_by_role("alertdialog").wait_for(timeout=WITHIN)
        await self._take(desk, "offer")
        await desk.keyboard.press("Enter")
        await desk.wait_for_timeout(1000)
        await desk.keyboard.press("Alt+n")
        await desk.keyboard.type(self._tongue.notes, delay=20)
        await desk.wait_for_timeout(TALK * 1000)
        await self._take(desk, "call")

    async def _watch(self, board: Page) -> None:
        await board.goto(self._centre.web)
        await _sign_in(board, "4001", self._centre.passwords["4001"])
        await board.locator("nav").first.wait_for(timeout=WITHIN)
        await board.goto(f"{self._centre.web}/wallboard")
        await board.locator(".tile").first.wait_for(timeout=WITHIN)
        await board.wait_for_timeout(2500)
        await self._take(board, "wallboard")

    async def _wrap_up(self, desk: Page) -> None:
        await desk.wait_for_timeout(1000)
        await desk.keyboard.press("Alt+o")
        await desk.keyboard.press("1")
        await self._take(desk, "wrap-up")
        await desk.keyboard.press("Control+Enter")

    async def _look_back(self, board: Page) -> None:
        await board.goto(f"{self._centre.web}/calls/{await _newest_call(self._centre)}")
        await board.wait_for_timeout(4000)
        await self._take(board, "call-page")


async def _window(browser: Browser, tongue: Tongue) -> Page:
    context = await browser.new_context(
        viewport={"width": SIZE["width"], "height": SIZE["height"]},
        locale=tongue.locale,
        timezone_id="Asia/Shanghai",
        permissions=["microphone", "notifications"],
    )
    return await context.new_page()


async def _sign_in(page: Page, number: str, password: str) -> None:
    await page.locator("input[type=password]").wait_for(timeout=WITHIN)
    await page.locator("input").first.fill(number)
    await page.locator("input[type=password]").fill(password)
    await page.keyboard.press("Enter")


async def _call_through_menu(caller: Phone, centre: OwnCentre, tongue: Tongue) -> None:
    await caller.call(f"sip:8000@{centre.sip}")
    await caller.wait_for("up", 10.0)
    await asyncio.sleep(1)
    await caller.press(tongue.key)
    await asyncio.sleep(1)
    await caller.press("1")


async def _newest_call(centre: OwnCentre) -> str:
    """The newest call whose recording is stored."""
    async with visitor(centre.web, "4001", centre.passwords["4001"]) as observer:

        async def look() -> str | None:
            newest = (await observer.get("/calls", agent="1001", limit="1"))["items"][0]
            return str(newest["call"]) if newest["recording"] == "stored" else None

        return await until(look, 20.0)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(chosen))
    tell_sizes(chosen)
