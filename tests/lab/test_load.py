"""`callcenter lab load` against a real centre: its figures are of calls that were, and no recording
is wrong.

How fast anything was is not asked: a busy machine is no fault.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from callcenter.lab.load.floor import AGENT, NUMBER, QUEUE
from callcenter.lab.visitor import visitor
from tests.running_centre import RunningCentre

pytestmark = pytest.mark.telephone

CALLS = 6
AGENTS = 4
ADMINISTRATOR = "9001"


def lab_load(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verb as a user types it."""
    return subprocess.run(
        [sys.executable, "-m", "callcenter", "lab", "load", *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


@pytest.fixture(scope="module")
def told(running_centre: RunningCentre) -> dict[str, Any]:
    """A small load's outcome: more callers than agents, so that some wait."""
    said = lab_load(
        running_centre.env,
        *("--rate", "2", "--calls", f"{CALLS}", "--agents", f"{AGENTS}", "--talk", "3", "--json"),
    )
    assert said.stdout, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    # How much a jitter buffer had to make up is the machine's affair.
    assert said.returncode == 0 or found["kept"]["faults"], said.stdout
    return found


def test_every_call_is_answered_connected_and_ends_as_planned(told: dict[str, Any]) -> None:
    happened = told["happened"]
    counts = [happened[name] for name in ("attempted", "answered", "connected", "well")]
    assert counts == [CALLS] * 4
    assert happened["others"] == {}
    assert happened["seer"] == 100


def test_every_moment_is_measured_of_every_call(told: dict[str, Any]) -> None:
    for name in ("trying", "answered", "first_sound", "joined", "offered"):
        measured = told["times"][name]
        assert measured["count"] == CALLS, name
        assert measured["p50"] <= measured["p95"] <= measured["p99"] <= measured["most"]
    assert told["packets"]["received"] > CALLS * 2 * 3 * 40


def test_every_recording_is_there_and_no_sample_of_it_is_wrong(told: dict[str, Any]) -> None:
    kept = told["kept"]
    assert (kept["wanted"], kept["there"]) == (CALLS, CALLS)
    assert kept["wrong"] == 0
    assert kept["equal"] > 0
    told_faults = json.dumps(kept["faults"])
    for hard in ("wrong", "on the other's side", "is not in it", "there is none"):
        assert hard not in told_faults


def test_what_it_cost_is_told_by_kind_of_process(told: dict[str, Any]) -> None:
    costing = told["costing"]
    assert costing["call_seconds"] > CALLS * 3
    for kind in ("control", "exchange", "line", "nats", "postgres", "web", "worker"):
        assert costing["processes"][kind]["cpu"] >= 0
    assert costing["processes"]["line"]["memory"] > 0


async def test_afterwards_nothing_of_it_is_in_use(
    running_centre: RunningCentre, told: dict[str, Any]
) -> None:
    password = running_centre.passwords()[ADMINISTRATOR]
    async with visitor(running_centre.web, ADMINISTRATOR, password) as administrator:
        settings = await administrator.get("/settings")
        phones = await administrator.get("/phones")
    hers = {key: one for key, one in settings["agents"].items() if key.startswith(AGENT)}
    assert len(hers) == AGENTS
    assert not any(one["active"] for one in hers.values())
    assert settings["queues"][QUEUE]["active"] is False
    assert NUMBER not in settings["numbers"]
    assert "9900" not in json.dumps(phones)


def test_only_this_machine_is_called(running_centre: RunningCentre) -> None:
    said = lab_load(running_centre.env, "--sip", "192.0.2.1:5060")
    assert said.returncode == 2
    assert "only a door of this machine" in said.stderr
    assert said.stderr.count("\n") == 1


def test_without_a_centre_it_says_how_to_get_one() -> None:
    clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
    said = lab_load(clean | {"CALLCENTER_DATA": "/nonexistent"})
    assert said.returncode == 2
    assert "start one with ./run" in said.stderr
    assert said.stderr.count("\n") == 1
