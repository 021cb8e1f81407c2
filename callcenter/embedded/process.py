"""Starting, watching and ending one process by its pidfd, whether it is our child or adopted.

The supervisor and the embedded servers use it. It knows nothing of roles. A process is started in
its own session, without PDEATHSIG: it must outlive whoever started it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callcenter.standing import stand
from callcenter.state_file import start_time

LOG_LIMIT: Final = 10 * 1024 * 1024
"""Bytes above which a log file is put aside as ``.1`` when its process is started again."""


class RunningProcess:
    """One live process, held by pidfd, so that a pid used again is never signalled by mistake."""

    def __init__(self, pid: int, pidfd: int) -> None:
        self.pid = pid
        self.pidfd = pidfd
        self._ended = False

    @classmethod
    def hold(cls, pid: int, started: int | None = None) -> RunningProcess | None:
        """Take hold of a running process; None when it is gone or began at another time."""
        try:
            pidfd = os.pidfd_open(pid)
        except ProcessLookupError:
            return None
        begun = start_time(pid)
        if begun is None or (started is not None and begun != started):
            os.close(pidfd)
            return None
        return cls(pid, pidfd)

    def has_ended(self) -> bool:
        """Whether the process is over (a zombie is)."""
        if not self._ended and self.pidfd >= 0:
            poll = select.poll()
            poll.register(self.pidfd, select.POLLIN)
            self._ended = bool(poll.poll(0))
        return self._ended

    def send(self, number: signal.Signals) -> None:
        """Send a signal; nothing happens when the process is over."""
        if self.pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, number)

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most ``seconds``; tells whether it came."""
        if self.pidfd >= 0 and not self._ended:
            poll = select.poll()
            poll.register(self.pidfd, select.POLLIN)
            self._ended = bool(poll.poll(max(0, int(seconds * 1000))))
        return self._ended

    def wait_until(self, instant: float) -> bool:
        """Wait for the end until a monotonic instant; tells whether it came."""
        return self.wait(instant - time.monotonic())

    def stop(self, first: signal.Signals, grace: float) -> bool:
        """Ask with ``first``, wait ``grace`` seconds, then kill; tells whether asking did."""
        self.send(first)
        if self.wait(grace):
            return True
        self.send(signal.SIGKILL)
        self.wait(5.0)
        return False

    def reap(self) -> int | None:
        """Collect an ended child: its exit code, or minus the signal. None if it is not our child.

        Only this pid is waited for, so that children of others in this process are left alone.
        """
        with contextlib.suppress(ChildProcessError):
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid == self.pid:
                self._ended = True
                return os.waitstatus_to_exitcode(status)
        return None

    def release(self) -> None:
        """Let go of the pidfd; the process itself is not touched."""
        if self.pidfd >= 0:
            os.close(self.pidfd)
            self.pidfd = -1


@dataclass(frozen=True, slots=True)
class Standing:
    """How a process stands beside others: niceness -20..19 and oom_score_adj -1000..1000."""

    nice: int = 0
    oom: int = 0


def spawn(argv: Sequence[str], env: Mapping[str, str], log: Path) -> RunningProcess:
    """Start a program in its own session, its output appended to ``log``, nothing to read."""
    _rotate(log)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        pid = os.posix_spawn(
            argv[0],
            list(argv),
            dict(env),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, output, 1),
                (os.POSIX_SPAWN_DUP2, output, 2),
            ],
            setsid=True,
            setsigmask=[],
            setsigdef=[signal.SIGPIPE, signal.SIGINT, signal.SIGTERM],
        )
    finally:
        os.close(output)
    return RunningProcess(pid, os.pidfd_open(pid))


def set_standing(pid: int, standing: Standing) -> None:
    """Apply niceness and oom score as far as this user may; children of the process inherit both.

    Raising priority takes privileges an ordinary user lacks: then the kernel's default stays.
    """
    stand(pid, standing.nice)
    with contextlib.suppress(PermissionError, FileNotFoundError, ProcessLookupError):
        Path(f"/proc/{pid}/oom_score_adj").write_text(str(standing.oom), encoding="ascii")


def last_lines(log: Path, count: int = 5) -> list[str]:
    """The last non-empty lines of a log file, for a message about a process that will not start."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            text = file.read().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if line.strip()][-count:]


def deadline(seconds: float) -> float:
    """The monotonic instant ``seconds`` from now."""
    return time.monotonic() + seconds


def passed(instant: float) -> bool:
    """Whether a monotonic instant lies behind us."""
    return time.monotonic() >= instant


def _rotate(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            os.replace(log, log.with_name(log.name + ".1"))
