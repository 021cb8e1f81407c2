"""One centre and one Chromium a module; a fresh window, and a caller, a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from callcenter.lab.phone import Phone
from tests.browser.chromium import Desk, chromium, desk, write_tone
from tests.centre import Centre, watching
from tests.demo_centre import started_centre
from tests.played import caller
from tests.running_centre import RunningCentre


@pytest.fixture(scope="module")
def whole_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCentre]:
    """A whole demo centre with its pages."""
    yield from started_centre(tmp_path_factory.mktemp("browser") / "data", without=())


@pytest.fixture
async def centre(whole_centre: RunningCentre) -> AsyncIterator[Centre]:
    """The module's centre as this test sees it."""
    async with watching(whole_centre) as seen:
        yield seen


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    """A Chromium whose microphone says a tone."""
    async with chromium(write_tone(tmp_path / "microphone.wav")) as opened:
        yield opened


@pytest.fixture
async def maria(browser: Browser, centre: Centre, tmp_path: Path) -> AsyncIterator[Desk]:
    """Agent 1001 at her page, signed in, checked and ready; her page must not complain."""
    async with desk(browser, centre.running.web, tmp_path / "failed.png") as page:
        await page.sign_in("1001", centre.running.passwords()["1001"])
        await page.pass_audio_check()
        yield page
        assert page.complaints == []


@pytest.fixture
async def wang() -> AsyncIterator[Phone]:
    """A caller whom the customer book knows."""
    async with caller() as made:
        yield made
