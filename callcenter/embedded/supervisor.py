"""Keeps a centre's processes up on one machine: starts, adopts, starts again, stops in order.

``callcenter up`` drives it. It is synchronous and single-threaded: one poll over pidfds and
signals. It knows programs only by their shape (``programs.Program``), and it must never die of
what one of them does. When it is killed itself, everything runs on and the next one adopts.
"""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self

from callcenter.embedded import left_behind
from callcenter.embedded.process import RunningProcess, last_lines, spawn
from callcenter.embedded.programs import STOP_ORDER, Program
from callcenter.embedded.supervised import Condition, Supervised, ending, refuse_dying
from callcenter.embedded.trouble import CannotStart, StopAsked, SupervisorRuns
from callcenter.state_file import AlreadyRunning, JsonValue, StateFile

WRONG_CONFIGURATION: Final = 2
"""A role's exit code that says: starting me again will not help."""

_SUBREAPER: Final = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)
_LOOK_AGAIN: Final = 0.05  # seconds between looks while something is starting
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


class Supervisor:
    """Owns the programs of one data folder. Use as a context manager: leaving stops everything.

    ``say`` gets one line of text for the operator at a time.
    """

    def __init__(self, data: Path, say: Callable[[str], None]) -> None:
        self._data = data
        self._run = data / "run"
        self._say = say
        self._state = StateFile(self._run, "supervisor")
        self._all: dict[str, Supervised] = {}
        self._selector = selectors.DefaultSelector()
        self._asked: list[signal.Signals] = []
        self._old_handlers: dict[signal.Signals, signal._HANDLER] = {}
        self._own: set[int] = set()
        self._exits: dict[int, int] = {}

    def __enter__(self) -> Self:
        """Take the data folder. Raises SupervisorRuns."""
        try:
            self._state.starting()
        except AlreadyRunning as other:
            raise SupervisorRuns(other.pid) from other
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
        self._wake, self._woken = socket.socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._old_wakeup = signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            self._old_handlers[number] = signal.signal(number, _noted_by_the_wakeup_fd)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything in order and leave nothing behind, however we come here."""
        try:
            self.stop_all()
        finally:
            signal.set_wakeup_fd(self._old_wakeup)
            for number, handler in self._old_handlers.items():
                signal.signal(number, handler)
            self._selector.close()
            self._wake.close()
            self._woken.close()
            self._state.remove()

    def end_unknown(self, roles: Iterable[str]) -> None:
        """End processes of an earlier supervisor that cannot be adopted: those of ``roles``."""
        left_behind.end_all(left_behind.marked(self._data, frozenset(roles)), grace=5.0)

    def bring_up(
        self, programs: Sequence[Program], seconds: float, *, insist: bool = False
    ) -> None:
        """Adopt or launch, and wait until all are ready.

        One that is not ready after ``seconds`` is said and kept trying; with ``insist`` it is
        waited for all the same. Raises CannotStart when one says that its configuration is wrong,
        or with ``insist`` when one keeps dying; StopAsked on Ctrl-C.
        """
        fresh = [Supervised(program) for program in programs]
        self._all.update((each.program.name, each) for each in fresh)
        limit = time.monotonic() + seconds
        while late := [each for each in fresh if not each.was_ready]:
            self._turn()
            if self._asked:
                raise StopAsked("stopped while starting")
            if insist:
                refuse_dying(late)
            if time.monotonic() >= limit:
                names = ", ".join(each.program.name for each in late)
                going_on = "still waiting" if insist else "going on without it"
                self._say(f"{names} not ready after {seconds:.0f} s, {going_on}")
                if not insist:
                    return
                limit += seconds

    def run_step(self, name: str, argv: Sequence[str], env: Mapping[str, str]) -> None:
        """Run one program to its end while everything else is looked after.

        Raises CannotStart with its last words when it fails, StopAsked on Ctrl-C.
        """
        log = self._run / f"{name}.log"
        process = spawn(argv, env, log)
        self._own.add(process.pid)
        while not process.wait(_LOOK_AGAIN):
            self._turn(patience=0.0)
            if self._asked:
                process.stop(signal.SIGTERM, 5.0)
                raise StopAsked("stopped while starting")
        code = self._exit_code(process)
        if code != 0:
            raise CannotStart(
                f"{name} failed ({ending(code)})", " / ".join(last_lines(log, 2)) or f"see {log}"
            )

    def watch(self) -> None:
        """Keep everything up until asked to stop: SIGTERM, or Ctrl-C, twice if calls are up."""
        self._state.ready()
        self._publish()
        warned = False
        while True:
            self._turn()
            for number in self._take_asked():
                calls = left_behind.calls_up(self._run)
                if number is signal.SIGINT and calls and not warned:
                    warned = True
                    noun = "call is" if calls == 1 else "calls are"
                    self._say(f"{calls} {noun} up; press Ctrl-C again to end them and stop")
                    continue
                return

    def stop_all(self) -> None:
        """Stop every program in the order of ``STOP_ORDER``, then whatever is left."""
        order = {name: place for place, name in enumerate(STOP_ORDER)}
        names = sorted(self._all, key=lambda name: order.get(name, -1))
        for name in names:
            supervised = self._all.pop(name)
            if supervised.process is not None:
                self._say(f"stopping {name}")
                self._forget(supervised.process)
                supervised.program.stop(supervised.process)
                supervised.process.release()
            if name == "exchange":
                left_behind.end_lines(self._run)
        left_behind.end_all(left_behind.marked(self._data), grace=2.0)
        self._reap()

    def _turn(self, patience: float | None = None) -> None:
        """Wait for the next thing to happen and deal with everything that is due."""
        wait = self._patience() if patience is None else patience
        for key, _ in self._selector.select(wait):
            if key.fileobj is self._woken:
                self._read_signals()
        self._reap()
        for supervised in list(self._all.values()):
            self._look_after(supervised)

    def _patience(self) -> float | None:
        """Seconds until something must be looked at without being told; None: nothing must."""
        now = time.monotonic()
        waits: list[float] = []
        for each in self._all.values():
            if each.process is not None and each.condition is not Condition.READY:
                waits.append(_LOOK_AGAIN)
            elif each.process is None and self._may_start(each):
                waits.append(max(0.0, each.start_at - now))
        return min(waits, default=None)

    def _look_after(self, supervised: Supervised) -> None:
        process = supervised.process
        if process is None:
            if time.monotonic() >= supervised.start_at and self._may_start(supervised):
                self._start(supervised)
        elif process.has_ended():
            self._died(supervised, process)
        elif supervised.condition is not Condition.READY:
            self._check_ready(supervised, process)

    def _may_start(self, supervised: Supervised) -> bool:
        """The first start waits for those named in ``after``; a restart waits for nobody."""
        if supervised.was_ready:
            return True
        before = [self._all[name] for name in supervised.program.after if name in self._all]
        return all(each.was_ready for each in before)

    def _start(self, supervised: Supervised) -> None:
        program = supervised.program
        try:
            adopted = program.adopt()
            supervised.process = adopted or program.launch()
        except (CannotStart, OSError) as wrong:
            if not supervised.was_ready:
                raise
            self._start_later(supervised, f"{program.name} cannot be started ({wrong})")
            return
        if supervised.condition is not Condition.FAILING:
            supervised.condition = Condition.STARTING
        self._own.add(supervised.process.pid)
        self._selector.register(supervised.process.pidfd, selectors.EVENT_READ)
        verb = "adopting" if adopted else "starting"
        self._say(f"{verb} {program.name} (pid {supervised.process.pid})")
        self._publish()

    def _check_ready(self, supervised: Supervised, process: RunningProcess) -> None:
        if supervised.program.is_ready(process):
            supervised.condition = Condition.READY
            supervised.was_ready = True
            self._say(f"{supervised.program.name} is ready")
            self._publish()

    def _died(self, supervised: Supervised, process: RunningProcess) -> None:
        self._forget(process)
        code = self._exit_code(process)
        supervised.process = None
        name = supervised.program.name
        if code == WRONG_CONFIGURATION and not supervised.was_ready:
            words = " / ".join(last_lines(supervised.program.log, 1))
            raise CannotStart(f"{name} cannot start", words or f"see {supervised.program.log}")
        self._start_later(supervised, f"{name} (pid {process.pid}) {ending(code)}")

    def _start_later(self, supervised: Supervised, why: str) -> None:
        now = time.monotonic()
        delay = supervised.back_off.died(now)
        supervised.start_at = now + delay
        supervised.condition = Condition.WAITING
        self._say(f"{why}; starting it again in {delay:g} s")
        if supervised.back_off.is_failing(now):
            supervised.condition = Condition.FAILING
            log = supervised.program.log
            self._say(
                f"FAILING: {supervised.program.name} died {supervised.back_off.deaths(now)} times "
                f"within a minute; the rest stays up; see {log}: " + " / ".join(last_lines(log, 2))
            )
        self._publish()

    def _exit_code(self, process: RunningProcess) -> int | None:
        """How an ended process ended, if it was our child; lets go of it."""
        code = process.reap()
        self._own.discard(process.pid)
        noted = self._exits.pop(process.pid, None)
        process.release()
        return noted if code is None else code

    def _forget(self, process: RunningProcess) -> None:
        if process.pidfd in self._selector.get_map():
            self._selector.unregister(process.pidfd)

    def _read_signals(self) -> None:
        try:
            numbers = self._woken.recv(4096)
        except BlockingIOError:
            return
        self._asked += [signal.Signals(number) for number in numbers if number != signal.SIGCHLD]

    def _take_asked(self) -> list[signal.Signals]:
        taken, self._asked = self._asked, []
        return taken

    def _reap(self) -> None:
        """Collect ended children: our own and, as subreaper, those that lost their parents."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self._own:
                self._own.discard(pid)
                self._exits[pid] = os.waitstatus_to_exitcode(status)

    def _publish(self) -> None:
        """Tell how everything stands; a full disk must not bring the supervisor down."""
        programs: JsonValue = {name: each.describe() for name, each in self._all.items()}
        try:
            self._state.update(programs=programs)
        except OSError as wrong:
            self._say(f"cannot write {self._state.path}: {wrong.strerror}; check the disk")


def _noted_by_the_wakeup_fd(number: int, frame: FrameType | None) -> None:
    """Signals are read from the wake-up socket; nothing is done in the handler."""
