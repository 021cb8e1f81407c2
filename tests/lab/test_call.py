"""`callcenter lab call` in a real centre: what it tells is so, and what goes wrong is named."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import pytest

import acd.facts as a
from tests.centre import Centre, watching
from tests.demo_centre import started_centre
from tests.played import OTHER_AGENT, agent_at_phone
from tests.running_centre import RunningCentre

pytestmark = pytest.mark.telephone

STEPS = 28
"""Of a call with two keys."""


@pytest.fixture(scope="module")
def whole_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCentre]:
    """A demo centre; the desk phones need no softphone."""
    folder = tmp_path_factory.mktemp("lab") / "data"
    yield from started_centre(folder, without=("softphone",))


@pytest.fixture
async def centre(whole_centre: RunningCentre) -> AsyncIterator[Centre]:
    """The module's centre as this test sees it."""
    async with watching(whole_centre) as seen:
        yield seen


def lab_call(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verb as a user types it."""
    return subprocess.run(
        [sys.executable, "-m", "callcenter", "lab", "call", *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


async def test_a_whole_call_is_told_and_is_so(centre: Centre) -> None:
    said = await asyncio.to_thread(lab_call, centre.running.env, "--talk", "2")
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.count("✓") == STEPS
    assert f"{STEPS} steps, all well" in said.stdout
    ended = await centre.fact(a.WrapUpEnded, agent="1002")
    record = await centre.finished(ended.call)
    assert record.agent == "1002"
    assert record.path == ("language:1", "menu:1")
    assert record.outcome == "answered"
    signed_out = centre.all(a.AgentStateChanged, agent="1002", state=a.AgentState.LOGGED_OUT)
    assert len(signed_out) == 1


def test_a_number_nobody_has_is_told_with_its_status(whole_centre: RunningCentre) -> None:
    said = lab_call(whole_centre.env, "--number", "7777")
    assert said.returncode == 1
    assert "✗ 7777 answers" in said.stdout
    assert "refused with 404" in said.stdout


async def test_it_tells_who_got_the_call_instead(centre: Centre) -> None:
    number = await centre.straight_number()
    async with agent_at_phone(centre, "1001", OTHER_AGENT):
        said = await asyncio.to_thread(
            lab_call, centre.running.env, "--number", number, "--keys", ""
        )
        assert said.returncode == 1, said.stdout + said.stderr
        assert "1001 got it" in said.stdout
        released = await centre.fact(a.AgentReleased, agent="1001")
        assert (await centre.record(released.call, lambda one: one.is_over)).agent == "1001"


async def test_an_agent_who_is_at_work_is_left_alone(centre: Centre) -> None:
    async with agent_at_phone(centre, "1001", OTHER_AGENT):
        said = await asyncio.to_thread(lab_call, centre.running.env, "--agent", "1001")
        assert said.returncode == 1
        assert said.stderr.startswith("callcenter: agent 1001 is at work (idle)")
        assert said.stderr.count("\n") == 1


def without_a_centre(**settings: str) -> dict[str, str]:
    """An environment in which nothing runs."""
    clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
    return clean | settings


def test_without_a_centre_it_says_how_to_get_one(whole_centre: RunningCentre) -> None:
    nowhere = {"CALLCENTER_WEB_PORT": "1", "CALLCENTER_DATA": str(whole_centre.data)}
    said = lab_call(without_a_centre(**nowhere))
    assert said.returncode == 1
    assert "no call centre answers at http://127.0.0.1:1" in said.stderr
    assert "./run" in said.stderr
    assert said.stderr.count("\n") == 1


def test_without_sign_ins_it_says_where_they_come_from() -> None:
    said = lab_call(without_a_centre(CALLCENTER_DATA="/nonexistent"))
    assert said.returncode == 2
    assert "no demo sign-in 4001" in said.stderr
    assert "./run" in said.stderr
