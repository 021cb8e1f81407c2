"""SIPp's own caller against the front door: it merges Via headers and ignores Record-Route."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.exchange.fake_phones import Bench

pytestmark = [
    pytest.mark.telephone,
    pytest.mark.skipif(
        shutil.which("sipp") is None, reason="SIPp is not installed: apt sip-tester"
    ),
]

CALLS = 20


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    made = await Bench.start(lines=CALLS)
    yield made
    await made.close()


@pytest.mark.parametrize("transport", ["u1", "t1"], ids=["udp", "tcp"])
async def test_sipp_makes_its_calls(bench: Bench, tmp_path: Path, transport: str) -> None:
    sipp = await asyncio.create_subprocess_exec(
        *("sipp", "-sn", "uac", f"127.0.0.1:{bench.door.port}", "-s", "8000", "-i", "127.0.0.1"),
        *("-t", transport, "-m", str(CALLS), "-r", "20", "-d", "200", "-nostdin"),
        *("-timeout", "20", "-timeout_error"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, complaints = await asyncio.wait_for(sipp.communicate(), 40)
    counts = bench.door.snapshot().counts

    assert sipp.returncode == 0, complaints.decode()
    assert counts.calls_given_a_line == CALLS
    assert (counts.unexpected, counts.unreadable, counts.refused) == (0, 0, 0)
    assert all(line.inbox.count("BYE") == 1 for line in bench.pool.alive)
    assert bench.records() == []
