"""Demo centres for tests: on ports nobody has, from `up` to a Ctrl-C that leaves nothing behind."""

from __future__ import annotations

import random
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.running_centre import PATIENCE, RunningCentre

_LINES: Final = 60


def make_centre(data: Path, *, warm_lines: int = 3) -> RunningCentre:
    """A centre on ports nobody has, not started yet."""
    centre = RunningCentre(data)
    sip, rtp, softphone = (free_range(size) for size in (_LINES, _LINES * 20, 200))
    centre.env |= {
        "CALLCENTER_WARM_LINES": str(warm_lines),
        "CALLCENTER_LINE_SIP_FIRST": str(sip),
        "CALLCENTER_LINE_RTP_FIRST": str(rtp),
        "CALLCENTER_LINE_RTP_LAST": str(rtp + _LINES * 20 - 1),
        "CALLCENTER_SOFTPHONE_PORTS_FIRST": str(softphone),
        "CALLCENTER_SOFTPHONE_PORTS_LAST": str(softphone + 199),
    }
    return centre


def free_range(size: int) -> int:
    """The first of `size` UDP ports in a row that are all free, below those given to clients."""
    dice = random.SystemRandom()
    for _ in range(200):
        first = dice.randrange(10_000, 31_900 - size, 20)
        if all(_is_free(first + offset) for offset in range(size)):
            return first
    raise AssertionError(f"no {size} free ports in a row")


def _is_free(port: int) -> bool:
    with socket.socket(type=socket.SOCK_DGRAM) as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def started_centre(
    data: Path,
    *,
    without: tuple[str, ...] = (),
    set_up: Callable[[RunningCentre], None] = lambda centre: None,
) -> Iterator[RunningCentre]:
    """A demo centre from `up` to Ctrl-C, which must leave nothing behind."""
    centre = make_centre(data)
    set_up(centre)
    left_out = [word for role in without for word in ("--without", role)]
    try:
        supervisor = centre.start("--demo", *left_out)
        yield centre
        supervisor = centre.supervisors[-1]
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.wait(PATIENCE) == 0, centre.text()
        assert centre.left() == []
        assert centre.lines() == []
    finally:
        centre.clear_away()


class StandingCentre:
    """One demo centre for many tests: started at the first wish, anew after a test that failed."""

    def __init__(self, folders: Callable[[], Path]) -> None:
        self._folders = folders
        self._failures = 0
        self._life: Iterator[RunningCentre] | None = None
        self._running: RunningCentre | None = None

    def after(self, failures: int) -> RunningCentre:
        """The centre, given how many tests have failed so far."""
        if self._running is not None and failures != self._failures:
            self._running.clear_away()
            self._life = self._running = None
        self._failures = failures
        if self._running is None:
            self._life = started_centre(self._folders())
            self._running = next(self._life)
        return self._running

    def end(self, failures: int) -> None:
        """Ctrl-C; it must come down cleanly unless the last test failed in it."""
        if self._running is not None and failures != self._failures:
            self._running.clear_away()
        elif self._life is not None:
            next(self._life, None)
