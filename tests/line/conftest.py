"""A zygote a module, a line a test, and phones."""

import contextlib
import math
import os
import shutil
import signal
import struct
import tempfile
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from callcenter.lab.phone import Phone, phone
from tests.line.bench import Bench, Zygote, bench


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    made = Zygote()
    yield made
    made.close()


@pytest.fixture
def shared_memory() -> Iterator[Path]:
    """A folder in memory of this test's own."""
    folder = Path(tempfile.mkdtemp(prefix="callcenter-test-", dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
async def line(zygote: Zygote, tmp_path: Path, shared_memory: Path) -> AsyncIterator[Bench]:
    """A warm line; whatever is left of it is ended with the test."""
    async with bench(zygote, tmp_path, shared_memory) as made:
        yield made
        with contextlib.suppress(ProcessLookupError):
            os.kill(made.pid, signal.SIGKILL)
        await made.until_gone()


@pytest.fixture
async def maria() -> AsyncIterator[Phone]:
    """The caller's phone; hums 440 Hz."""
    async with phone("maria") as made:
        await made.hum(440)
        yield made


@pytest.fixture
async def omar() -> AsyncIterator[Phone]:
    """An agent's phone; answers at once and hums 700 Hz."""
    async with phone("omar") as made:
        await made.hum(700)
        await made.answer_calls()
        yield made


@pytest.fixture
async def lina() -> AsyncIterator[Phone]:
    """A third party's phone; answers at once and hums 1100 Hz."""
    async with phone("lina") as made:
        await made.hum(1100)
        await made.answer_calls()
        yield made


def tone_file(path: Path, hertz: int, seconds: float = 1.0) -> Path:
    """A WAV file with one tone: 8 kHz, 16 bit, mono."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        steps = range(round(8000 * seconds))
        samples = (round(9000 * math.sin(2 * math.pi * hertz * step / 8000)) for step in steps)
        out.writeframes(b"".join(struct.pack("<h", each) for each in samples))
    return path
