"""One program under supervision: its process, how it stands, and its deaths.

It decides nothing; ``supervisor.py`` reads and writes it.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable
from enum import StrEnum

from callcenter.embedded.back_off import BackOff
from callcenter.embedded.process import RunningProcess, last_lines
from callcenter.embedded.programs import Program
from callcenter.embedded.trouble import CannotStart
from callcenter.state_file import JsonValue


class Condition(StrEnum):
    """How a program under supervision stands; written to ``run/supervisor.json``."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    FAILING = "failing"


class Supervised:
    """One program, its present process if it has one, and its history of deaths."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: RunningProcess | None = None
        self.condition = Condition.WAITING
        self.was_ready = False
        self.back_off = BackOff()
        self.start_at = 0.0

    def describe(self) -> dict[str, JsonValue]:
        """For the supervisor's own state file."""
        return {
            "condition": self.condition.value,
            "pid": self.process.pid if self.process else 0,
            "deaths_in_last_minute": self.back_off.deaths(time.monotonic()),
        }


def refuse_dying(late: Iterable[Supervised]) -> None:
    """Raises CannotStart when one of them is failing before it was ever ready."""
    for each in late:
        if each.condition is Condition.FAILING:
            log = each.program.log
            words = " / ".join(last_lines(log, 2))
            raise CannotStart(f"{each.program.name} keeps dying ({words})", f"see {log}")


def ending(code: int | None) -> str:
    """How a process ended, in words; ``code`` as from ``os.waitstatus_to_exitcode``."""
    if code is None:
        return "ended"
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
