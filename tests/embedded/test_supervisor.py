"""The supervisor as a user starts it, with tiny roles: kill, adopt, refuse, stop, leave nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from callcenter.embedded.left_behind import calls_up, marked
from callcenter.state_file import ProcessState, read_state

pytestmark = pytest.mark.faults

T = TypeVar("T")
PATIENCE = 20.0
FAKE = Path(__file__).with_name("fake_centre.py")


class Centre:
    """One data folder and the supervisors started on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.said = data / "said"
        self.supervisors: list[subprocess.Popen[bytes]] = []
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            for each in (one, two, three):
                each.bind(("127.0.0.1", 0))
            ports = [each.getsockname()[1] for each in (one, two, three)]
        names = ("CALLCENTER_SIP_PORT", "CALLCENTER_WEB_PORT", "CALLCENTER_SOFTPHONE_SIP_PORT")
        self.ports = dict(zip(names, ports, strict=True))

    def up(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a supervisor; what it says goes to one file for all of them."""
        clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
        env = clean | {key: str(port) for key, port in self.ports.items()}
        with self.said.open("ab") as out:
            started = subprocess.Popen(
                [sys.executable, str(FAKE), "up", *arguments],
                env=env | {"CALLCENTER_DATA": str(self.data), "PYTHONPATH": str(FAKE.parents[2])},
                stdout=out,
                stderr=out,
            )
        self.supervisors.append(started)
        return started

    def ready(self, name: str, other_than: int = 0) -> ProcessState:
        """The named process once it says that it is ready, in a process other than that one."""

        def look() -> ProcessState | None:
            state = read_state(self.data / "run" / f"{name}.json")
            fresh = state is not None and state.ready and state.is_alive()
            return state if state and fresh and state.pid != other_than else None

        return wait_for(look, lambda: f"{name} is not ready: {self.text()}")

    def hears(self, words: str, times: int = 1) -> None:
        """Wait until the supervisors have said this so often."""
        wait_for(
            lambda: self.text().count(words) >= times or None,
            lambda: f"not said: {words!r} in {self.text()}",
        )

    def text(self) -> str:
        """All that was said so far."""
        return self.said.read_text(encoding="utf-8")

    def left(self) -> list[str]:
        """Command lines of processes that still carry this folder's mark."""
        found = []
        for process in marked(self.data):
            found.append(Path(f"/proc/{process.pid}/cmdline").read_text(encoding="utf-8"))
            process.release()
        return found


def wait_for(look: Callable[[], T | None], why: Callable[[], str]) -> T:
    """The first thing ``look`` finds before the deadline."""
    limit = time.monotonic() + PATIENCE
    while (found := look()) is None:
        assert time.monotonic() < limit, why()
        time.sleep(0.02)
    return found


def is_gone(state: ProcessState) -> bool | None:
    return None if state.is_alive() else True


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A data folder; whatever a failed test left running is ended by pid."""
    made = Centre(tmp_path / "data")
    made.data.mkdir()
    yield made
    for supervisor in made.supervisors:
        supervisor.kill()
        supervisor.wait()
    for process in marked(made.data):
        process.stop(signal.SIGKILL, 1.0)
        process.release()


def test_a_killed_role_comes_back_and_the_others_stay(centre: Centre) -> None:
    centre.up("control", "web")
    control, web, supervisor = (centre.ready(name) for name in ("control", "web", "supervisor"))
    os.kill(control.pid, signal.SIGKILL)
    again = centre.ready("control", other_than=control.pid)
    assert again.pid != control.pid
    assert web.is_alive()
    assert supervisor.is_alive()
    centre.hears("was ended by SIGKILL; starting it again in 0 s")


def test_sigterm_stops_all_in_order_and_leaves_nothing(centre: Centre) -> None:
    started = centre.up("control", "worker", "exchange", "softphone", "web")
    centre.ready("supervisor")
    started.terminate()
    assert started.wait(PATIENCE) == 0
    said = [line for line in centre.text().splitlines() if line.startswith("stopping")]
    order = ["web", "worker", "softphone", "exchange", "control"]
    assert said == [f"stopping {name}" for name in order]
    assert centre.left() == []
    assert list((centre.data / "run").glob("*.json")) == []


def test_ctrl_c_with_a_call_up_asks_first_and_then_ends_it(centre: Centre) -> None:
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


def test_a_second_up_is_refused_with_the_pid_of_the_first(centre: Centre) -> None:
    centre.up("control")
    supervisor = centre.ready("supervisor")
    second = centre.up("control")
    assert second.wait(PATIENCE) == 1
    centre.hears(f"already up, supervised by pid {supervisor.pid}")
    assert centre.ready("control").is_alive()


def test_after_kill_9_of_the_supervisor_audio_is_adopted_and_the_rest_started_anew(
    centre: Centre,
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


def test_an_adopted_process_that_dies_is_started_again(centre: Centre) -> None:
    first = centre.up("exchange")
    exchange = centre.ready("exchange")
    centre.ready("supervisor")
    first.kill()
    first.wait()
    centre.up("exchange")
    centre.ready("supervisor", other_than=first.pid)
    os.kill(exchange.pid, signal.SIGKILL)
    assert centre.ready("exchange", other_than=exchange.pid).pid != exchange.pid


def test_a_role_that_keeps_dying_is_said_loudly_and_the_rest_stays(centre: Centre) -> None:
    centre.up("control", "web")
    control, web = centre.ready("control"), centre.ready("web")
    centre.ready("supervisor")
    (centre.data / "behaviour-web").write_text("die")
    os.kill(web.pid, signal.SIGKILL)
    centre.hears("FAILING: web died 5 times within a minute")
    assert control.is_alive()


def test_a_wrong_configuration_ends_the_start_with_the_roles_own_words(centre: Centre) -> None:
    (centre.data / "behaviour-web").write_text("wrong configuration")
    started = centre.up("control", "web")
    assert started.wait(PATIENCE) == 2
    centre.hears("web cannot start: setting web_port: the moon is in the way")
    assert centre.left() == []


def test_a_taken_port_is_told_with_its_cure(centre: Centre) -> None:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", centre.ports["CALLCENTER_WEB_PORT"]))
        taker.listen()
        started = centre.up("control", "web")
        assert started.wait(PATIENCE) == 2
    centre.hears("choose another with CALLCENTER_WEB_PORT")
    centre.hears(f"by pid {os.getpid()}")


@pytest.mark.postgres
@pytest.mark.nats
def test_database_and_bus_come_back_and_are_adopted(centre: Centre) -> None:
    first = centre.up("--servers", "control")
    centre.ready("supervisor")
    nats = centre.ready("nats")
    database = int((centre.data / "pg" / "postmaster.pid").read_text().split()[0])
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
