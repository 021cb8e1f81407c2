"""A whole call centre as a user starts it, on free ports and a data folder of its own.

The fixtures ``running_centre`` (one a session) and ``own_centre`` (one a test, for tests that kill)
give it. Pids come from the state files, as the operator would find them.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from callcenter.embedded.left_behind import marked
from callcenter.embedded.nats import Nats
from callcenter.embedded.postgres import Postgres
from callcenter.lab.ports import free_block
from callcenter.state_file import ProcessState, read_state, read_states

T = TypeVar("T")
ROOT: Final = Path(__file__).resolve().parent.parent
PATIENCE: Final = 30.0
"""Dead-man limit in seconds for whatever a test waits for."""

# Below the ports that the system gives to clients by itself, and away from a centre's own defaults.
_PORT_RANGES: Final = {
    "CALLCENTER_LINE_SIP_FIRST": "18000",
    "CALLCENTER_LINE_RTP_FIRST": "10000",
    "CALLCENTER_LINE_RTP_LAST": "15999",
    "CALLCENTER_SOFTPHONE_PORTS_FIRST": "16000",
    "CALLCENTER_SOFTPHONE_PORTS_LAST": "17999",
}


class RunningCentre:
    """One data folder, its ports, and the supervisors started on it.

    ``program`` is what is run with ``up`` and the arguments; tests of the supervisor alone pass
    one with tiny roles.
    """

    def __init__(
        self,
        data: Path,
        program: tuple[str, ...] = (sys.executable, "-P", "-m", "callcenter"),
    ) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.run = data / "run"
        self.said = data / "said"
        self.program = program
        self.supervisors: list[subprocess.Popen[bytes]] = []
        self.sip_port = free_block(3)
        self.web_port, softphone = self.sip_port + 1, self.sip_port + 2
        self.trunk_port = free_block(lowest=31_900, highest=32_700)
        """Where calls to numbers outside go: a phone that is opened here is the whole outside.
        These ports are apart from those that centres and other phones are given.
        """
        self.second_trunk_port = free_block(lowest=31_900, highest=32_700)
        """A second outside, for tests that give their centre two trunks."""
        self.service_port = free_block(lowest=31_000, highest=31_800)
        """Where a test's own web service may listen that flows ask."""
        clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
        self.env = clean | _PORT_RANGES
        self.env |= {
            "CALLCENTER_DATA": str(data),
            "CALLCENTER_SIP_PORT": str(self.sip_port),
            "CALLCENTER_WEB_PORT": str(self.web_port),
            "CALLCENTER_SOFTPHONE_SIP_PORT": str(softphone),
            "CALLCENTER_TRUNK": f"sip:127.0.0.1:{self.trunk_port}",
            "CALLCENTER_TRUNK_NUMBERS": '["+86"]',
            "CALLCENTER_TRUNK_SHOWN": "8000",
            "CALLCENTER_REQUEST_ORIGINS": f'["http://127.0.0.1:{self.service_port}"]',
            "CALLCENTER_SHARED_MEMORY": f"/dev/shm/callcenter-test-{os.getpid()}-{self.sip_port}",
            "PYTHONPATH": str(ROOT),
        }

    @property
    def web(self) -> str:
        """Where the pages and the API are."""
        return f"http://127.0.0.1:{self.web_port}"

    def up(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a supervisor and return at once; all of them speak into one file."""
        with self.said.open("ab") as out:
            started = subprocess.Popen(
                [*self.program, "up", *arguments], env=self.env, stdout=out, stderr=out
            )
        self.supervisors.append(started)
        return started

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """``up`` and wait until everything is."""
        before = read_state(self.run / "supervisor.json")
        started = self.up(*arguments)
        self.ready("supervisor", other_than=before.pid if before else 0)
        return started

    def command(self, *arguments: str) -> str:
        """Run another verb of the command line on this centre; what it prints."""
        dsn = Postgres(self.data / "pg", self.run / "postgres.log").dsn()
        address = Nats(self.data / "keys", self.run).address()
        servers = {
            "CALLCENTER_DATABASE_URL": dsn,
            "CALLCENTER_NATS_URL": address.url,
            "CALLCENTER_NATS_TOKEN": address.token,
        }
        said = subprocess.run(
            [*self.program, *arguments],
            env=self.env | servers,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return said.stdout

    def ready(self, name: str, other_than: int = 0) -> ProcessState:
        """The named process once it says that it is ready, in a process other than that one."""

        def look() -> ProcessState | None:
            state = self.state(name)
            return state if state and state.ready and state.pid != other_than else None

        return wait_for(look, lambda: f"{name} is not ready\n{self.text()}", 2 * PATIENCE)

    def state(self, name: str) -> ProcessState | None:
        """The live process of that name, ready or not."""
        state = read_state(self.run / f"{name}.json")
        return state if state and state.is_alive() else None

    def lines(self) -> list[ProcessState]:
        """Every live line."""
        return [line for line in read_states(self.run, "line-*") if line.is_alive()]

    def postgres_pid(self) -> int:
        """The pid of PostgreSQL's parent process."""
        return int((self.data / "pg" / "postmaster.pid").read_text().split()[0])

    def kill(self, name: str) -> ProcessState:
        """``kill -9`` a process by its state file; what it was."""
        state = self.ready(name)
        os.kill(state.pid, signal.SIGKILL)
        return state

    def hears(self, words: str, times: int = 1) -> None:
        """Wait until the supervisors have said this so often."""
        wait_for(
            lambda: self.text().count(words) >= times or None,
            lambda: f"not said: {words!r}\n{self.text()}",
        )

    def text(self) -> str:
        """All that the supervisors said so far."""
        return self.said.read_text(encoding="utf-8")

    def passwords(self) -> dict[str, str]:
        """Sign-in name → password of the demo's people."""
        kept = json.loads((self.data / "keys" / "demo-passwords.json").read_bytes())
        return {str(name): str(word) for name, word in kept.items()}

    def left(self) -> list[str]:
        """Command lines of processes that still carry this folder's mark."""
        found = []
        for process in marked(self.data):
            found.append(Path(f"/proc/{process.pid}/cmdline").read_text(encoding="utf-8"))
            process.release()
        return found

    def clear_away(self) -> None:
        """End whatever a test left running: in order where there is a supervisor, by pid else."""
        for supervisor in self.supervisors:
            if supervisor.poll() is None:
                supervisor.terminate()
                try:
                    supervisor.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    supervisor.kill()
                    supervisor.wait()
        for process in marked(self.data):
            process.stop(signal.SIGKILL, 1.0)
            process.release()
        postgres = Postgres(self.data / "pg", self.run / "postgres.log")
        bus = Nats(self.data / "keys", self.run)
        for server, left in ((postgres, postgres.adopt()), (bus, bus.adopt())):
            if left is not None:
                server.stop(left)
        shutil.rmtree(self.env["CALLCENTER_SHARED_MEMORY"], ignore_errors=True)


def wait_for(look: Callable[[], T | None], why: Callable[[], str], seconds: float = PATIENCE) -> T:
    """The first thing ``look`` finds; fails with ``why`` at the dead-man limit."""
    limit = time.monotonic() + seconds
    while (found := look()) is None:
        assert time.monotonic() < limit, why()
        time.sleep(0.02)
    return found
