"""The line's facts: numbered, in its own file before they are sent, kept until acknowledged.

The file is opened with the call's first fact and lies in shared memory: it has to outlive the
process, not the machine, and a disk that hangs must not stop the line. When it cannot be written
the facts stay in this process, and the call goes on.
"""

import os
import sys
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ulid import ULID

from acd.ids import CallId, LineId
from acd.step import Fact
from callcenter.frames import frame
from callcenter.spool import facts_file
from callcenter.wire import Stamped, stamp


class Ledger:
    """One line's outgoing facts."""

    def __init__(self, line: LineId, now: Callable[[], datetime]) -> None:
        self.now = now
        self._line = line
        self._last = 0
        self._acked = 0
        self._kept: OrderedDict[int, Stamped] = OrderedDict()
        self._fresh: list[Stamped] = []
        self._file: int | None = None

    @property
    def last_seq(self) -> int:
        """Number of the newest fact; 0 before the first."""
        return self._last

    @property
    def acked(self) -> int:
        """Control holds everything up to this number."""
        return self._acked

    @property
    def all_acked(self) -> bool:
        """Whether nothing is outstanding."""
        return not self._kept

    def open(self, memory: Path, call: CallId) -> None:
        """Open the call's file; without it, facts are only in this process."""
        file = facts_file(memory, call)
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._file = os.open(file, flags, 0o600)
        except OSError as wrong:
            _alarm(call, wrong)

    def note(self, fact: Fact) -> Stamped:
        """Number the fact, append it to the file, keep it for sending."""
        self._last += 1
        stamped = stamp(fact, id=str(ULID()), source=self._line, seq=self._last)
        self._kept[self._last] = stamped
        self._fresh.append(stamped)
        self._append(frame(stamped))
        return stamped

    def repeat(self, stamped: Stamped) -> None:
        """Send a fact again under its own number: the answer to a repeated command."""
        self._fresh.append(stamped)

    def acknowledge(self, upto: int) -> None:
        """Control holds everything up to `upto`."""
        self._acked = max(self._acked, upto)
        while self._kept and next(iter(self._kept)) <= upto:
            self._kept.popitem(last=False)

    def take_fresh(self) -> tuple[Stamped, ...]:
        """What has not been sent since the last call, in order."""
        fresh, self._fresh = tuple(self._fresh), []
        return fresh

    def send_again(self) -> None:
        """After a reconnection everything unacknowledged is fresh again."""
        self._fresh = list(self._kept.values())

    def _append(self, whole: bytes) -> None:
        if self._file is None:
            return
        try:
            written = os.write(self._file, whole)
            if written != len(whole):
                raise OSError("the disk took only a part of it")
        except OSError as wrong:
            # A torn record would hide all later ones from a reader: stop writing this file.
            os.close(self._file)
            self._file = None
            _alarm(self._line, wrong)


def _alarm(who: str, wrong: OSError) -> None:
    print(f"line {who}: facts stay in memory only: {wrong.strerror or wrong}", file=sys.stderr)
