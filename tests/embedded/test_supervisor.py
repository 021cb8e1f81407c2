"""The supervisor as a user starts it, with tiny roles: kill, adopt, refuse, stop, leave nothing."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from callcenter.embedded.left_behind import calls_up
from callcenter.state_file import ProcessState, read_state
from tests.running_centre import PATIENCE, RunningCentre, wait_for

pytestmark = pytest.mark.faults

FAKE = Path(__file__).with_name("fake_centre.py")


def is_gone(state: ProcessState) -> bool | None:
    return None if state.is_alive() else True


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    """A data folder with tiny roles; whatever a failed test left running is ended by pid."""
    made = RunningCentre(tmp_path / "data", (sys.executable, str(FAKE)))
    yield made
    made.clear_away()


def test_a_killed_role_comes_back_and_the_others_stay(centre: RunningCentre) -> None:
    centre.up("control", "web")
    control, web, supervisor = (centre.ready(name) for name in ("control", "web", "supervisor"))
    os.kill(control.pid, signal.SIGKILL)
    again = centre.ready("control", other_than=control.pid)
    assert again.pid != control.pid
    assert web.is_alive()
    assert supervisor.is_alive()
    centre.hears("was ended by SIGKILL; starting it again in 0 s")


def test_sigterm_stops_all_in_order_and_leaves_nothing(centre: RunningCentre) -> None:
    started = centre.up("control", "worker", "exchange", "softphone", "web")
    centre.ready("supervisor")
    started.terminate()
    assert started.wait(PATIENCE) == 0
    said = [line for line in centre.text().splitlines() if line.startswith("stopping")]
    order = ["web", "worker", "softphone", "exchange", "control"]
    assert said == [f"stopping {name}" for name in order]
    assert centre.left() == []
    assert list((centre.data / "run").glob("*.json")) == []


def test_ctrl_c_with_a_call_up_asks_first_and_then_ends_it(centre: RunningCentre) -> None:
    (centre.data / "behaviour-exchange").write_text("lines")
    started = centre.up("control", "exchange")
    centre.ready("supervisor")
    wait_for(lambda: calls_up(centre.data / "run") or None, centre.text)
    started.send_signal(signal.SIGINT)
    centre.hears("1 call is up; press Ctrl-C again")
    assert centre.ready("exchange").is_alive()
    started.send_signal(signal.SIGINT)
    assert started.wait(PATIENCE) == 0
    assert centre.left() == []  # the line is deaf to SIGTERM


def test_a_second_up_is_refused_with_the_pid_of_the_first(centre: RunningCentre) -> None:
    centre.up("control")
    supervisor = centre.ready("supervisor")
    second = centre.up("control")
    assert second.wait(PATIENCE) == 1
    centre.hears(f"already up, supervised by pid {supervisor.pid}")
    assert centre.ready("control").is_alive()


def test_after_kill_9_of_the_supervisor_audio_is_adopted_and_the_rest_started_anew(
    centre: RunningCentre,
) -> None:
    (centre.data / "behaviour-exchange").write_text("lines")
    first = centre.up("control", "worker", "exchange", "softphone", "web")
    centre.ready("supervisor")
    names = ("control", "worker", "exchange", "softphone", "web")
    before = {name: centre.ready(name) for name in names}
    line = wait_for(lambda: read_state(centre.data / "run" / "line-1.json"), centre.text)
    first.kill()
    first.wait()
    assert all(state.is_alive() for state in before.values())

    second = centre.up(*names)
    supervisor = centre.ready("supervisor", other_than=first.pid)
    assert supervisor.pid == second.pid
    after = {name: centre.ready(name) for name in names}
    kept = {name for name in names if after[name].pid == before[name].pid}
    assert kept == {"exchange", "softphone"}
    assert line.is_alive()
    assert not before["control"].is_alive()

    second.terminate()
    assert second.wait(PATIENCE) == 0
    assert centre.left() == []
    assert not line.is_alive()


def test_an_adopted_process_that_dies_is_started_again(centre: RunningCentre) -> None:
    first = centre.up("exchange")
    exchange = centre.ready("exchange")
    centre.ready("supervisor")
    first.kill()
    first.wait()
    centre.up("exchange")
    centre.ready("supervisor", other_than=first.pid)
    os.kill(exchange.pid, signal.SIGKILL)
    assert centre.ready("exchange", other_than=exchange.pid).pid != exchange.pid


def test_a_role_that_keeps_dying_is_said_loudly_and_the_rest_stays(centre: RunningCentre) -> None:
    centre.up("control", "web")
    control, web = centre.ready("control"), centre.ready("web")
    centre.ready("supervisor")
    (centre.data / "behaviour-web").write_text("die")
    os.kill(web.pid, signal.SIGKILL)
    centre.hears("FAILING: web died 5 times within a minute")
    assert control.is_alive()


def test_a_wrong_configuration_ends_the_start_with_the_roles_own_words(
    centre: RunningCentre,
) -> None:
    (centre.data / "behaviour-web").write_text("wrong configuration")
    started = centre.up("control", "web")
    assert started.wait(PATIENCE) == 2
    centre.hears("web cannot start: setting web_port: the moon is in the way")
    assert centre.left() == []


def test_a_taken_port_is_told_with_its_cure(centre: RunningCentre) -> None:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", centre.web_port))
        taker.listen()
        started = centre.up("control", "web")
        assert started.wait(PATIENCE) == 2
    centre.hears("choose another with CALLCENTER_WEB_PORT")
    centre.hears(f"by pid {os.getpid()}")


@pytest.mark.postgres
@pytest.mark.nats
def test_database_and_bus_come_back_and_are_adopted(centre: RunningCentre) -> None:
    first = centre.up("--servers", "control")
    centre.ready("supervisor")
    nats = centre.ready("nats")
    database = centre.postgres_pid()
    os.kill(nats.pid, signal.SIGKILL)
    os.kill(database, signal.SIGKILL)
    centre.hears("nats is ready", times=2)
    centre.hears("postgres is ready", times=2)
    again = centre.ready("nats", other_than=nats.pid)
    assert again.extra["port"] == nats.extra["port"]
    first.kill()
    first.wait()

    second = centre.up("--servers", "control")
    centre.ready("supervisor", other_than=first.pid)
    centre.hears("adopting postgres")
    centre.hears("adopting nats")
    assert centre.ready("nats").pid == again.pid
    second.terminate()
    assert second.wait(PATIENCE) == 0
    wait_for(lambda: is_gone(again), centre.text)
    assert not (centre.data / "pg" / "postmaster.pid").exists()


@pytest.mark.postgres
def test_a_broken_database_ends_the_start_with_its_words(centre: RunningCentre) -> None:
    centre.start("--servers", "control").terminate()
    assert centre.supervisors[0].wait(PATIENCE) == 0
    (centre.data / "pg" / "global" / "pg_control").unlink()
    again = centre.up("--servers", "control")
    assert again.wait(PATIENCE) == 2
    centre.hears("postgres cannot start: ")
    centre.hears("pg_control")
    assert centre.left() == []
