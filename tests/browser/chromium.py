"""An agent in a real Chromium: what she sees, presses, says and hears.

Her microphone is a file with a tone; what reaches her ears is measured on the page's own incoming
audio by an analyser, as loudness at a frequency.
"""

from __future__ import annotations

import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import numpy as np
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright

from tests.running_centre import PATIENCE

MICROPHONE: Final = 1000
"""Hertz of the agent's voice."""

_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
_WITHIN: Final = PATIENCE * 1000
_LOUD: Final = -60.0
"""Decibels of full scale at the tone's frequency; silence and other tones are far below."""

_LISTEN: Final = """
async ([hertz, loud, wanted, within]) => {
  const begun = performance.now();
  let stream = null, ear = null, context = new AudioContext();
  try {
    while (performance.now() - begun < within) {
      const incoming = globalThis.callcenterDesk?.audio?.incoming ?? null;
      if (incoming !== null && incoming !== stream) {
        stream = incoming;
        ear = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0 });
        new MediaStreamAudioSourceNode(context, { mediaStream: incoming }).connect(ear);
      }
      await new Promise((wake) => setTimeout(wake, 50));
      if (ear === null) continue;
      const bins = new Float32Array(ear.frequencyBinCount);
      ear.getFloatFrequencyData(bins);
      const bin = Math.round((hertz * ear.fftSize) / context.sampleRate);
      if (Math.max(...bins.slice(bin - 1, bin + 2)) > loud === wanted) return true;
    }
    return false;
  } finally { await context.close(); }
}
"""


def write_tone(path: Path, hertz: int = MICROPHONE) -> Path:
    """A second of a tone, to be played in a loop as a microphone."""
    moments = np.arange(48_000) / 48_000
    samples = (12_000 * np.sin(2 * np.pi * hertz * moments)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.tobytes())
    return path


@asynccontextmanager
async def chromium(microphone: Path) -> AsyncIterator[Browser]:
    """A browser whose microphone plays a file."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[*_FLAGS, f"--use-file-for-fake-audio-capture={microphone}"],
        )
        yield browser
        await browser.close()


class Desk:
    """One agent's page."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.complaints: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    # -- the shift -------------------------------------------------------------------------------

    async def sign_in(self, work_number: str, password: str) -> None:
        """Name and password; the audio check begins by itself."""
        await self.page.goto(self.base)
        await self.page.get_by_label("工号").fill(work_number)
        await self.page.get_by_label("密码").fill(password)
        await self.page.keyboard.press("Enter")

    async def pass_audio_check(self) -> None:
        """All five pass by themselves; then she is ready."""
        ready = self.page.get_by_role("button", name="示闲，开始接听")
        await self.when_enabled(ready)
        await ready.click()
        await self.is_in("空闲")

    async def is_in(self, state: str) -> None:
        """Wait until the bar says so."""
        shown = self.page.locator("header.bar .state").filter(has_text=state)
        await shown.first.wait_for(timeout=_WITHIN)

    async def when_enabled(self, what: Locator) -> None:
        """Wait until a button may be pressed."""
        await what.wait_for(timeout=_WITHIN)
        handle = await what.element_handle()
        assert handle is not None
        await handle.wait_for_element_state("enabled", timeout=_WITHIN)

    # -- a call ----------------------------------------------------------------------------------

    async def offer(self) -> Locator:
        """Wait for an offer; the card that rings."""
        card = self.page.get_by_role("alertdialog")
        await card.wait_for(timeout=_WITHIN)
        return card

    async def press(self, name: str) -> None:
        """Press a button by its word."""
        button = self.page.get_by_role("button", name=name).first
        await self.when_enabled(button)
        await button.click()

    async def sees(self, text: str) -> Locator:
        """Wait until a text is on the page."""
        found = self.page.get_by_text(text).first
        await found.wait_for(timeout=_WITHIN)
        return found

    async def hears(self, hertz: int) -> None:
        """Wait until a tone is in her ears."""
        assert await self._listen(hertz, True), f"{hertz} Hz is not in the agent's ears"

    async def stops_hearing(self, hertz: int) -> None:
        """Wait until a tone is gone."""
        assert await self._listen(hertz, False), f"{hertz} Hz stays in the agent's ears"

    async def _listen(self, hertz: int, wanted: bool) -> bool:
        within = 15_000
        return bool(await self.page.evaluate(_LISTEN, [hertz, _LOUD, wanted, within]))

    async def plays(self) -> None:
        """Wait until the page's recording is being played."""
        heard = """async ([within]) => {
          const begun = performance.now();
          while (performance.now() - begun < within) {
            if ((document.querySelector('audio')?.currentTime ?? 0) > 0.3) return true;
            await new Promise((wake) => setTimeout(wake, 50));
          }
          return false;
        }"""
        assert await self.page.evaluate(heard, [15_000]), "the recording does not play"


@asynccontextmanager
async def desk(browser: Browser, base: str, picture: Path) -> AsyncIterator[Desk]:
    """A fresh window of one agent, in Mandarin; what it showed when it failed is in `picture`."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900},
        locale="zh-CN",
        permissions=["microphone", "notifications"],
    )
    made = Desk(await context.new_page(), base)
    try:
        yield made
    except BaseException:
        await made.page.screenshot(path=picture)
        raise
    finally:
        await context.close()
