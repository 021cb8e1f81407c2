"""Every process of a real centre is killed in turn; each comes back and takes nobody along."""

from __future__ import annotations

import os
import signal

import pytest

from tests.running_centre import RunningCentre

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.nats]

ROLES = ("control", "worker", "exchange", "softphone", "web")


def test_each_killed_role_comes_back_and_takes_nobody_along(whole_centre: RunningCentre) -> None:
    before = {name: whole_centre.ready(name).pid for name in ROLES}
    for name in ROLES:
        whole_centre.kill(name)
        before[name] = whole_centre.ready(name, other_than=before[name]).pid
    assert {name: whole_centre.ready(name).pid for name in ROLES} == before


def test_database_and_bus_killed_together_come_back_and_no_role_dies(
    whole_centre: RunningCentre,
) -> None:
    before = {name: whole_centre.ready(name).pid for name in ROLES}
    nats, postgres = whole_centre.ready("nats"), whole_centre.postgres_pid()
    told = {name: whole_centre.text().count(f"{name} is ready") for name in ("nats", "postgres")}
    os.kill(nats.pid, signal.SIGKILL)
    os.kill(postgres, signal.SIGKILL)
    for name, times in told.items():
        whole_centre.hears(f"{name} is ready", times=times + 1)
    assert whole_centre.ready("nats").extra["port"] == nats.extra["port"]
    assert {name: whole_centre.ready(name).pid for name in ROLES} == before


def test_the_next_up_adopts_what_the_killed_supervisor_left(whole_centre: RunningCentre) -> None:
    names = (*ROLES, "nats")
    before = {name: whole_centre.ready(name).pid for name in names}
    postgres, lines = whole_centre.postgres_pid(), {line.pid for line in whole_centre.lines()}
    passwords = whole_centre.passwords()
    whole_centre.supervisors[-1].kill()
    whole_centre.supervisors[-1].wait()

    whole_centre.start("--demo")
    after = {name: whole_centre.ready(name).pid for name in names}
    kept = {name for name in names if after[name] == before[name]}
    assert kept == {"exchange", "softphone", "nats"}
    assert whole_centre.postgres_pid() == postgres
    assert lines <= {line.pid for line in whole_centre.lines()}
    assert whole_centre.passwords() == passwords
