"""How a started process stands beside others: its niceness, and that of its session."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from callcenter.embedded.process import spawn
from callcenter.standing import stand
from tests.running_centre import RunningCentre, wait_for


def session_nice(pid: int) -> int | None:
    """Of the session's share of the cores; None where the kernel shares them otherwise."""
    try:
        return int(Path(f"/proc/{pid}/autogroup").read_text(encoding="ascii").split()[-1])
    except (OSError, IndexError):
        return None


def test_a_started_process_and_its_session_stand_as_asked(tmp_path: Path) -> None:
    process = spawn(["/bin/sleep", "60"], {}, tmp_path / "log")
    before = session_nice(process.pid)
    try:
        stand(process.pid, 7)

        assert os.getpriority(os.PRIO_PROCESS, process.pid) == 7
        assert session_nice(process.pid) in ({None} if before is None else {7})
    finally:
        process.stop(signal.SIGKILL, 1.0)
        process.release()


def test_the_session_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """A process that does not lead its session, as whatever runs in a terminal."""
    process = spawn(["/bin/sh", "-c", "sleep 60 & echo $! && wait"], {}, tmp_path / "log")
    try:
        child = _first_line(tmp_path / "log")
        before = session_nice(child)

        stand(child, 7)

        assert os.getpriority(os.PRIO_PROCESS, child) == 7
        assert session_nice(child) == before
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.stop(signal.SIGKILL, 1.0)
        process.release()


@pytest.mark.telephone
def test_a_centres_processes_and_their_sessions_stand_alike(running_centre: RunningCentre) -> None:
    """Lines too, each of which is a session of its own."""
    names = ("control", "exchange", "softphone", "web", "worker")
    pids = [running_centre.ready(name).pid for name in names]
    pids += [line.pid for line in running_centre.lines()]
    for pid in pids:
        assert session_nice(pid) in (None, os.getpriority(os.PRIO_PROCESS, pid))


def _first_line(log: Path) -> int:
    said = wait_for(lambda: log.read_text(encoding="ascii") or None, lambda: "the shell is silent")
    return int(said)
