"""Each process's note of itself in ``<data>/run``: who I am, since when, am I ready.

Every role writes one and rewrites it as things change; the supervisor and the fault tests read
them. It imports nothing heavy, because a line process uses it too, and it must not know what any
role does: extra keys are carried, never understood.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from callcenter.errors import CallcenterError

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]

_KNOWN: Final = frozenset({"name", "pid", "started", "epoch", "ready"})
_START_TIME_FIELD: Final = 19  # proc(5), field 22, counted after "pid (comm)" and from 0
_STATE_FIELD: Final = 0


class AlreadyRunning(CallcenterError):
    """Another live process of this name holds the name's lock in the same data folder."""

    def __init__(self, name: str, pid: int) -> None:
        super().__init__(f"{name} already runs with this data folder (pid {pid})")
        self.name = name
        self.pid = pid


@dataclass(frozen=True, slots=True)
class ProcessState:
    """What a state file says.

    ``started`` is the kernel's start time in clock ticks since boot (proc(5), field 22): together
    with the pid it names one process for good, because pids are used again and start times are not.
    """

    name: str
    pid: int
    started: int
    epoch: int = 0
    ready: bool = False
    extra: dict[str, JsonValue] = field(default_factory=dict)

    def is_alive(self) -> bool:
        """Whether the very process that wrote the file still runs (a zombie does not)."""
        return start_time(self.pid) == self.started


def start_time(pid: int) -> int | None:
    """The kernel's start time of a running process, in clock ticks since boot; None when gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    after_name = stat.rpartition(")")[2].split()
    if after_name[_STATE_FIELD] in ("Z", "X"):
        return None
    return int(after_name[_START_TIME_FIELD])


def read_state(path: Path) -> ProcessState | None:
    """The state written at ``path``; None when there is none or it is not one of ours."""
    try:
        raw = json.loads(path.read_bytes())
        return ProcessState(
            name=str(raw["name"]),
            pid=int(raw["pid"]),
            started=int(raw["started"]),
            epoch=int(raw["epoch"]),
            ready=bool(raw["ready"]),
            extra={key: value for key, value in raw.items() if key not in _KNOWN},
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def read_states(run_dir: Path, pattern: str = "*") -> list[ProcessState]:
    """Every state file of the folder whose name fits the glob ``pattern``, live or not."""
    states = (read_state(path) for path in sorted(run_dir.glob(f"{pattern}.json")))
    return [state for state in states if state is not None]


class StateFile:
    """This process's own state file; written whole and put in place at once, so never half read.

    With ``sole`` (the default) ``starting`` takes the name's lock and holds it for the process's
    life, so two of one name cannot run in one data folder. Lines pass ``sole=False``: their names
    are their own already.
    """

    def __init__(self, run_dir: Path, name: str, *, sole: bool = True) -> None:
        self.path = run_dir / f"{name}.json"
        self.name = name
        self._lock_path = run_dir / f"{name}.lock"
        self._sole = sole
        self._lock_fd: int | None = None
        self._values: dict[str, JsonValue] = {}

    def starting(self, **extra: JsonValue) -> None:
        """Announce this process, not ready yet. Raises AlreadyRunning."""
        if self._sole and self._lock_fd is None:
            self._lock_fd = self._take_lock()
        pid = os.getpid()
        self.write_for(pid, ready=False, **extra)

    def ready(self, **extra: JsonValue) -> None:
        """Announce that the role now does its work (ports open, bus subscribed)."""
        self.update(ready=True, **extra)

    def update(self, **extra: JsonValue) -> None:
        """Change some keys, e.g. ``epoch=7`` or ``call=True``, and keep the rest."""
        if not self._values:
            self.starting()
        self._values.update(extra)
        self._write()

    def write_for(self, pid: int, *, ready: bool, **extra: JsonValue) -> None:
        """Announce another program's process, one that cannot do it itself (PostgreSQL, NATS)."""
        started = start_time(pid)
        if started is None:
            raise ProcessLookupError(f"{self.name}: process {pid} is gone")
        self._values = {"name": self.name, "pid": pid, "started": started, "epoch": 0}
        self._values.update(ready=ready, **extra)
        self._write()

    def remove(self) -> None:
        """Take the note away: this process ends in good order."""
        self.path.unlink(missing_ok=True)
        if self._lock_fd is not None:
            self._lock_path.unlink(missing_ok=True)
            os.close(self._lock_fd)
            self._lock_fd = None

    def _take_lock(self) -> int:
        while True:
            lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                holder = read_state(self.path)
                raise AlreadyRunning(self.name, holder.pid if holder else 0) from None
            # The file may have been removed by its last owner between our open and our lock.
            with contextlib.suppress(FileNotFoundError):
                if os.stat(self._lock_path).st_ino == os.fstat(lock).st_ino:
                    return lock
            os.close(lock)

    def _write(self) -> None:
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(self._values), encoding="utf-8")
        os.chmod(fresh, 0o600)
        os.replace(fresh, self.path)
