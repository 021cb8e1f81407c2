"""An exchange of the test's own: in this process, or in one that can be killed."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from callcenter.bus import Bus
from callcenter.exchange.exchange import Exchange
from callcenter.lab.phone import Phone, phone
from callcenter.lab.ports import free_block
from callcenter.settings import Settings
from tests.exchange_pool.exchange_process import ExchangeProcess
from tests.exchange_pool.small_control import SmallControl


@pytest.fixture
def shared_memory() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="callcenter-test-", dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def settings(tmp_path: Path, shared_memory: Path, nats_url: str, nats_token: str) -> Settings:
    """Three warm lines, ports of our own."""
    first = free_block(400)
    return Settings.read(
        data=tmp_path / "data",
        nats_url=nats_url,
        nats_token=nats_token,
        shared_memory=shared_memory,
        sip_port=first,
        line_sip_first=first + 1,
        line_rtp_first=first + 20,
        line_rtp_last=first + 399,
        warm_lines=3,
        lines_most=12,
        call_headers=("X-Campaign", "Diversion"),
    )


@pytest.fixture
async def control(nats_url: str, nats_token: str) -> AsyncIterator[SmallControl]:
    bus = await Bus.connect(nats_url, nats_token, "control")
    made = SmallControl(bus)
    await made.open()
    yield made
    await bus.close()


@pytest.fixture
async def exchange(settings: Settings, control: SmallControl) -> AsyncIterator[Exchange]:
    """An exchange in this process, ready, and fenced."""
    bus = await Bus.connect(settings.nats_url, settings.nats_token, "exchange")
    made = Exchange(settings, bus)
    ready = asyncio.Event()
    running = asyncio.create_task(made.run(ready))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    await control.fence("8000")
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await bus.close()


@pytest.fixture
async def maria() -> AsyncIterator[Phone]:
    async with phone("maria") as made:
        await made.hum(440)
        yield made


@pytest.fixture
async def omar() -> AsyncIterator[Phone]:
    async with phone("omar") as made:
        await made.hum(700)
        await made.answer_calls()
        yield made


@pytest.fixture
async def running(settings: Settings, control: SmallControl) -> AsyncIterator[ExchangeProcess]:
    """An exchange that can be killed, ready, and fenced."""
    made = ExchangeProcess(settings)
    try:
        await made.start()
        await control.fence("8000")
        yield made
    finally:
        made.clear_away()
