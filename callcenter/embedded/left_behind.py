"""Finds and ends what a centre left running: lines by their notes, anything else by its mark.

Only the supervisor calls it, when it ends or before it starts. A process belongs to a data folder
if its environment carries that folder's mark; nothing is ever recognised by its program's name.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from callcenter.embedded.process import RunningProcess, deadline
from callcenter.embedded.programs import MARK
from callcenter.state_file import read_states


def calls_up(run: Path) -> int:
    """How many live lines say that they have a call."""
    lines = read_states(run, "line-*")
    return sum(1 for line in lines if line.extra.get("call") is True and line.is_alive())


def end_lines(run: Path, grace: float = 5.0) -> None:
    """End every line still alive and take its note away."""
    held = [RunningProcess.hold(line.pid, line.started) for line in read_states(run, "line-*")]
    end_all([process for process in held if process is not None], grace)
    for note in run.glob("line-*.json"):
        note.unlink(missing_ok=True)


def marked(data: Path, roles: frozenset[str] | None = None) -> list[RunningProcess]:
    """Live processes of this data folder, of the given roles or of all, ourselves excepted."""
    found: list[RunningProcess] = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        role = _role_of(folder, data)
        if role is None or (roles is not None and role not in roles):
            continue
        process = RunningProcess.hold(int(folder.name))
        if process is not None:
            found.append(process)
    return found


def end_all(processes: list[RunningProcess], grace: float) -> None:
    """SIGTERM to all, one common grace in seconds, then SIGKILL to the rest."""
    for process in processes:
        process.send(signal.SIGTERM)
    limit = deadline(grace)
    for process in processes:
        if not process.wait_until(limit):
            process.send(signal.SIGKILL)
            process.wait(5.0)
        process.reap()
        process.release()


def mark(role: str, data: Path) -> str:
    """The mark's value for one role of one data folder."""
    return f"{role}@{data}"


def _role_of(process: Path, data: Path) -> str | None:
    try:
        if process.stat().st_uid != os.geteuid():
            return None
        environment = (process / "environ").read_bytes().split(b"\0")
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return None
    prefix = os.fsencode(f"{MARK}=")
    for entry in environment:
        if entry.startswith(prefix):
            role, _, folder = entry.removeprefix(prefix).partition(b"@")
            return os.fsdecode(role) if folder == os.fsencode(data) else None
    return None
