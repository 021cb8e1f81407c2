"""Accept in a real Chromium → legs joined → heard: `python -m scripts.measure_browser [rounds]`.

Kept out of the product because a browser driver is needed. It starts a centre of its own; moments
are the machine's monotonic time, so page, line and phone can be compared.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from playwright.async_api import Browser

from callcenter.clock import now
from callcenter.lab.call import CALLER, OBSERVER
from callcenter.lab.measures.own_centre import STRAIGHT, OwnCentre, own_centre
from callcenter.lab.measures.spread import Table
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone, phone
from callcenter.lab.visitor import Visitor, visitor
from tests.browser.chromium import MICROPHONE, Desk, chromium, desk, write_tone

AGENT: Final = "1001"
WITHIN: Final = 20.0
RING: Final = 0.7

Samples = dict[str, list[float]]


async def main(rounds: int, folder: Path) -> None:
    """Sit an agent down once; then calls, one after the other, in the same audio session."""
    samples: Samples = {"joined": [], "heard": [], "shown": []}
    async with own_centre(print) as centre, chromium(write_tone(folder / "voice.wav")) as browser:
        await _calls(centre, browser, folder, rounds, samples)
    table = Table(print)
    table.title("The offer, in Chromium")
    table.row("offer → the page shows it, with the caller's name", samples["shown"], "ms")
    table.row("Enter pressed → legs joined", samples["joined"], "ms")
    table.row("Enter pressed → the caller hears the agent", samples["heard"], "ms")


async def _calls(
    centre: OwnCentre, browser: Browser, folder: Path, rounds: int, samples: Samples
) -> None:
    passwords = centre.passwords
    async with (
        visitor(centre.web, OBSERVER, passwords[OBSERVER]) as observer,
        phone(CALLER) as caller,
        desk(browser, centre.web, folder / "failed.png") as page,
    ):
        await page.sign_in(AGENT, passwords[AGENT])
        await page.pass_audio_check()
        for _ in range(rounds):
            await _one(centre, observer, caller, page, samples)


async def _one(
    centre: OwnCentre, observer: Visitor, caller: Phone, page: Desk, samples: Samples
) -> None:
    await caller.call(f"sip:{STRAIGHT}@{centre.sip}")
    card = await page.offer()
    await card.get_by_text("沈嘉禾").first.wait_for()
    shown = now()
    await asyncio.sleep(RING)
    await caller.catch(MICROPHONE)
    pressed, pressed_at = time.monotonic(), now()
    await page.page.keyboard.press("Enter")
    samples["heard"].append(await caller.caught(WITHIN) - pressed)
    call = (await observer.get("/calls", agent=AGENT, limit="1"))["items"][0]["call"]
    facts = await _instants(observer, call)
    samples["joined"].append((facts["LegsJoined"] - pressed_at).total_seconds())
    samples["shown"].append((shown - facts["OfferMade"]).total_seconds())
    await asyncio.sleep(RING)
    await caller.hang_up()
    await caller.wait_for("over", WITHIN)
    await page.is_in("话后处理")
    await page.page.keyboard.press("Alt+o")
    await page.page.keyboard.press("6")
    await page.page.keyboard.press("Control+Enter")
    await page.is_in("空闲")


async def _instants(observer: Visitor, call: str) -> dict[str, datetime]:
    """The first instant of each kind, once the legs have been joined."""

    async def look() -> dict[str, datetime] | None:
        told = (await observer.get(f"/calls/{call}/timeline"))["facts"]
        found = {one["kind"]: datetime.fromisoformat(one["at"]) for one in reversed(told)}
        return found if "LegsJoined" in found else None

    return await until(look, WITHIN)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="callcenter-lab-") as made:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15, Path(made)))
