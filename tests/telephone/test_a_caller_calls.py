"""A caller dials the demo centre's main number: welcomed, keyed through, waiting, recorded."""

import asyncio
import shutil
import subprocess
import wave
from pathlib import Path

import pytest

from callcenter.lab.phone import Phone, phone
from tests.running_centre import RunningCentre

pytestmark = [pytest.mark.telephone, pytest.mark.postgres, pytest.mark.nats]

SPOKEN = 2000
"""Loudest sample from which there are words or music."""


async def hears_something(caller: Phone, within: float = 5.0) -> None:
    """Wait until it is not silent any more."""
    async with asyncio.timeout(within):
        while True:
            if (await caller.listen()).loudest > SPOKEN:
                return
            await asyncio.sleep(0.1)


def recordings(archive: Path) -> set[Path]:
    return set(archive.rglob("*.wav"))


async def recording_of_new_call(archive: Path, before: set[Path], within: float = 15.0) -> Path:
    """The one new file in the archive."""
    async with asyncio.timeout(within):
        while True:
            fresh = recordings(archive) - before
            if fresh:
                return fresh.pop()
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_caller_is_welcomed_and_everything_is_recorded(
    running_centre: RunningCentre, transport: str
) -> None:
    archive = running_centre.data / "archive"
    before = recordings(archive)
    async with phone("13800138000") as caller:
        await caller.hum(440)
        uri = f"sip:8000@127.0.0.1:{running_centre.sip_port};transport={transport}"
        await caller.call(uri)
        await caller.wait_for("up")
        await hears_something(caller)
        await caller.press("1")
        await hears_something(caller)
        await caller.press("1")
        await hears_something(caller)
        await asyncio.sleep(1.0)  # the length of the recording is what is looked at
        await caller.hang_up()
        await caller.wait_for("over")
    recording = await recording_of_new_call(archive, before)
    with wave.open(str(recording)) as track:
        assert track.getnchannels() == 2
        assert track.getframerate() == 8000
        assert track.getnframes() > 4000


@pytest.mark.needs_program("sox")
def test_the_lab_phone_hums_what_it_says(tmp_path: Path) -> None:
    """The measuring instrument itself, against another program."""
    sox = shutil.which("sox")
    assert sox is not None
    asyncio.run(_record_a_hum(tmp_path / "heard.wav"))
    said = subprocess.run(
        [sox, str(tmp_path / "heard.wav"), "-n", "trim", "0.5", "0.5", "stat"],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    [rough] = [line for line in said.stderr.splitlines() if line.startswith("Rough")]
    assert abs(float(rough.split()[-1]) - 700) < 40


async def _record_a_hum(path: Path) -> None:
    async with phone("maria") as maria, phone("omar") as omar:
        await omar.hum(700)
        await omar.answer_calls()
        await maria.record(path)
        await maria.call(omar.uri)
        await maria.hears(700)
        await asyncio.sleep(1.2)
        await maria.record(None)
        await asyncio.sleep(0.1)
        await maria.hang_up()
