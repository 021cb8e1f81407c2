"""Every process of a real centre is killed in turn; each comes back and takes nobody along."""

from __future__ import annotations

import os
import signal

import pytest

from tests.running_centre import PATIENCE, RunningCentre

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.nats]

ROLES = ("control", "worker", "exchange", "softphone", "web")


def test_each_killed_role_comes_back_and_takes_nobody_along(own_centre: RunningCentre) -> None:
    before = {name: own_centre.ready(name).pid for name in ROLES}
    for name in ROLES:
        own_centre.kill(name)
        before[name] = own_centre.ready(name, other_than=before[name]).pid
    assert {name: own_centre.ready(name).pid for name in ROLES} == before

    supervisor = own_centre.supervisors[-1]
    supervisor.terminate()
    assert supervisor.wait(PATIENCE) == 0
    assert own_centre.left() == []
    assert own_centre.lines() == []


def test_database_and_bus_killed_together_come_back_and_no_role_dies(
    own_centre: RunningCentre,
) -> None:
    before = {name: own_centre.ready(name).pid for name in ROLES}
    nats, postgres = own_centre.ready("nats"), own_centre.postgres_pid()
    os.kill(nats.pid, signal.SIGKILL)
    os.kill(postgres, signal.SIGKILL)
    own_centre.hears("nats is ready", times=2)
    own_centre.hears("postgres is ready", times=2)
    assert own_centre.ready("nats").extra["port"] == nats.extra["port"]
    assert {name: own_centre.ready(name).pid for name in ROLES} == before


def test_the_next_up_adopts_what_the_killed_supervisor_left(own_centre: RunningCentre) -> None:
    names = (*ROLES, "nats")
    before = {name: own_centre.ready(name).pid for name in names}
    postgres, lines = own_centre.postgres_pid(), {line.pid for line in own_centre.lines()}
    passwords = own_centre.passwords()
    own_centre.supervisors[-1].kill()
    own_centre.supervisors[-1].wait()

    own_centre.start("--demo")
    after = {name: own_centre.ready(name).pid for name in names}
    kept = {name for name in names if after[name] == before[name]}
    assert kept == {"exchange", "softphone", "nats"}
    assert own_centre.postgres_pid() == postgres
    assert lines <= {line.pid for line in own_centre.lines()}
    assert own_centre.passwords() == passwords
