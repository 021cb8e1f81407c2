"""The programs under supervision: PostgreSQL, NATS, and our own roles, all of one shape.

The supervisor drives them through ``Program`` and knows nothing else of them. This file knows how
each is found, started, recognised as ready and stopped; it must not decide when.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from callcenter.embedded.nats import Nats
from callcenter.embedded.postgres import Postgres
from callcenter.embedded.process import RunningProcess, Standing, set_standing, spawn
from callcenter.state_file import read_state

MARK: Final = "CALLCENTER_SUPERVISED"
"""Environment variable of every process under supervision: ``<role>@<data folder>``."""


class Program(Protocol):
    """Something that can be adopted, launched, asked whether it is ready, and stopped."""

    @property
    def name(self) -> str:
        """One word, also the name of its state file and log."""

    @property
    def after(self) -> tuple[str, ...]:
        """Names of programs that must be ready before this one is launched the first time."""

    @property
    def log(self) -> Path:
        """Where its output goes."""

    def adopt(self) -> RunningProcess | None:
        """Take hold of one that an earlier supervisor left, or end it when it cannot be kept."""

    def launch(self) -> RunningProcess:
        """Start it and return at once."""

    def is_ready(self, process: RunningProcess) -> bool:
        """Whether this very process does its work now."""

    def stop(self, process: RunningProcess) -> None:
        """End it in good order, by force after its grace."""


@dataclass(slots=True)
class PostgresProgram:
    """The embedded PostgreSQL as a program under supervision."""

    server: Postgres
    name: str = "postgres"
    after: tuple[str, ...] = ()

    @property
    def log(self) -> Path:
        """PostgreSQL's own log."""
        return self.server.log

    def adopt(self) -> RunningProcess | None:
        """A live server is always kept: its data folder is ours alone."""
        return self.server.adopt()

    def launch(self) -> RunningProcess:
        """Start PostgreSQL."""
        return self.server.launch()

    def is_ready(self, process: RunningProcess) -> bool:
        """Whether it accepts connections."""
        return self.server.is_ready(process)

    def stop(self, process: RunningProcess) -> None:
        """Fast shutdown."""
        self.server.stop(process)


@dataclass(slots=True)
class NatsProgram:
    """The embedded NATS server as a program under supervision."""

    server: Nats
    name: str = "nats"
    after: tuple[str, ...] = ()

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.server.log

    def adopt(self) -> RunningProcess | None:
        """A live server is always kept: clients are connected to it."""
        return self.server.adopt()

    def launch(self) -> RunningProcess:
        """Start the bus at its kept address."""
        return self.server.launch()

    def is_ready(self, process: RunningProcess) -> bool:
        """Whether it greets."""
        return self.server.is_ready(process)

    def stop(self, process: RunningProcess) -> None:
        """Ask it to end."""
        self.server.stop(process)


@dataclass(frozen=True, slots=True)
class RoleKind:
    """What the supervisor must know of one of our own roles.

    ``keeps`` says whether one left by an earlier supervisor is adopted (it carries audio) or
    started anew; ``grace`` is in seconds.
    """

    name: str
    keeps: bool = False
    after: tuple[str, ...] = ()
    standing: Standing = field(default_factory=Standing)
    grace: float = 5.0


ROLES: Final = (
    RoleKind("control", standing=Standing(nice=-5, oom=-300), grace=8.0),
    RoleKind("worker", standing=Standing(nice=5, oom=300)),
    RoleKind(
        "exchange",
        keeps=True,
        after=("control",),
        standing=Standing(nice=-10, oom=-600),
        grace=10.0,
    ),
    RoleKind("softphone", keeps=True, standing=Standing(nice=-10, oom=-600)),
    RoleKind("web"),
)
"""Our roles in the order of their start. Lines inherit the exchange's standing."""

STOP_ORDER: Final = ("web", "worker", "softphone", "exchange", "control", "nats", "postgres")
"""The order of the end; lines go with the exchange."""


@dataclass(slots=True)
class RoleProgram:
    """One of our own roles: ``python -m callcenter <role>``."""

    kind: RoleKind
    run: Path
    env: Mapping[str, str]
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "callcenter")

    @property
    def name(self) -> str:
        """The role."""
        return self.kind.name

    @property
    def after(self) -> tuple[str, ...]:
        """Roles that must be ready first."""
        return self.kind.after

    @property
    def log(self) -> Path:
        """Its output."""
        return self.run / f"{self.name}.log"

    def adopt(self) -> RunningProcess | None:
        """Keep a live one that carries audio; end any other, it is started anew."""
        state = read_state(self.run / f"{self.name}.json")
        process = RunningProcess.hold(state.pid, state.started) if state else None
        if process is None or self.kind.keeps:
            return process
        self.stop(process)
        process.release()
        return None

    def launch(self) -> RunningProcess:
        """Start the role in its own session."""
        process = spawn([*self.command, self.name], self.env, self.log)
        set_standing(process.pid, self.kind.standing)
        return process

    def is_ready(self, process: RunningProcess) -> bool:
        """Whether its state file is its own and says ready."""
        state = read_state(self.run / f"{self.name}.json")
        return state is not None and state.pid == process.pid and state.ready

    def stop(self, process: RunningProcess) -> None:
        """SIGTERM, its grace, then SIGKILL; its note goes with it."""
        process.stop(signal.SIGTERM, self.kind.grace)
        process.reap()
        (self.run / f"{self.name}.json").unlink(missing_ok=True)
        (self.run / f"{self.name}.lock").unlink(missing_ok=True)
