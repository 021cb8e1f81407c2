"""An administrator hears a prompt, records it anew and brings the voice back, in Chromium."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.async_api import Browser, FilePayload, expect

from tests.browser.chromium import desk
from tests.centre import Centre
from tests.running_centre import PATIENCE

pytestmark = pytest.mark.browser

WITHIN = PATIENCE * 1000
WORDS = "For English, press 2."


def hum() -> FilePayload:
    """Two seconds of a tone, as somebody's sound program saves it."""
    at = np.arange(2 * 22_050) / 22_050
    written = io.BytesIO()
    soundfile.write(written, 0.2 * np.sin(2 * np.pi * 500 * at), 22_050, format="MP3")
    return {"name": "english.mp3", "mimeType": "audio/mpeg", "buffer": written.getvalue()}


async def test_a_prompt_is_recorded_anew_and_the_voice_brought_back(
    centre: Centre, browser: Browser, tmp_path: Path
) -> None:
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as admin:
        await admin.sign_in("9001", centre.running.passwords()["9001"])
        page = admin.page
        await page.get_by_role("link", name="语音").click()
        await page.get_by_role("searchbox").fill(WORDS)
        row = page.get_by_role("row", name=WORDS)
        await expect(row).to_contain_text("合成语音")
        await expect(row.get_by_role("button", name="试听")).to_be_enabled(timeout=WITHIN)
        await row.get_by_role("button", name="试听").click()
        await page.screenshot(path=tmp_path / "voice.png")
        chooser = row.locator("input[type=file]")
        await chooser.set_input_files(
            {"name": "words.txt", "mimeType": "text/plain", "buffer": b"no sound"}
        )
        await expect(row).to_contain_text("无法读取该音频文件。", timeout=WITHIN)
        await chooser.set_input_files(hum())
        await expect(row).to_contain_text("自录", timeout=WITHIN)
        await expect(row).to_contain_text("english.mp3")
        await page.get_by_role("searchbox").fill("")
        await page.get_by_role("button", name="自录", exact=True).click()
        await expect(row).to_be_visible()
        await page.screenshot(path=tmp_path / "own.png")
        await row.get_by_role("button", name="恢复合成语音").click()
        await expect(page.get_by_text("尚无自录，全部由合成语音播报")).to_be_visible(timeout=WITHIN)
        await page.get_by_role("button", name="全部").click()
        await page.screenshot(path=tmp_path / "all.png")
        # The browser writes every refusal into its console.
        admin.complaints[:] = [one for one in admin.complaints if "422" not in one]
