"""Steps of a trial, told as they happen: what, how long after the call was placed, well or not.

It prints and counts; what a step is about it does not know.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from callcenter.errors import CallcenterError

WIDTH: Final = 46


class StepFailed(CallcenterError):
    """A step went wrong without which the others make no sense."""


class Note:
    """What a step found out; printed behind it. Empty: how long it took."""

    def __init__(self) -> None:
        self.text = ""


class Steps:
    """The steps so far."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._begun: float | None = None
        self.passed = 0
        self.failed = 0

    def begin(self) -> None:
        """The clock's zero: the call is placed now."""
        self._begun = time.monotonic()

    def tell(self, fine: bool, what: str, note: str = "") -> None:
        """One finished step."""
        self.passed += fine
        self.failed += not fine
        passed = "" if self._begun is None else f"{time.monotonic() - self._begun:7.3f} s"
        mark = "✓" if fine else "✗"
        self._say(f"{passed:>9}  {mark} {what:<{WIDTH}} {note}".rstrip())

    @contextmanager
    def step(self, what: str, otherwise: str) -> Iterator[Note]:
        """A step that waits for something; raises StepFailed when it does not come in time."""
        note, began = Note(), time.monotonic()
        try:
            yield note
        except TimeoutError as late:
            self.tell(False, what, otherwise)
            raise StepFailed(f"{what}: {otherwise}") from late
        self.tell(True, what, note.text or f"{(time.monotonic() - began) * 1000:.0f} ms")
