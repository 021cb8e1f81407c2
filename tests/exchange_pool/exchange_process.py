"""An exchange as the supervisor starts it: a process of its own, which can be killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from callcenter.settings import Settings
from callcenter.state_file import ProcessState, read_state, read_states

READY_WITHIN = 15.0


@dataclass
class ExchangeProcess:
    """`python -m callcenter exchange`, again and again with the same data folder."""

    settings: Settings
    process: subprocess.Popen[bytes] | None = None
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        self._launch()
        await until(self._is_ready, "the exchange", READY_WITHIN)

    def _launch(self) -> None:
        settings = self.settings
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("CALLCENTER_")
        }
        for name in (
            "data",
            "nats_url",
            "nats_token",
            "shared_memory",
            "sip_port",
            "line_sip_first",
            "line_rtp_first",
            "line_rtp_last",
            "warm_lines",
            "lines_most",
        ):
            environment[f"CALLCENTER_{name.upper()}"] = str(getattr(settings, name))
        settings.run.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "callcenter", "exchange"], env=environment
        )
        self._started.append(self.process)

    def _is_ready(self) -> bool:
        assert self.process is not None
        code = self.process.poll()
        assert code is None, f"the exchange ended with {code}"
        state = read_state(self.settings.run / "exchange.json")
        return state is not None and state.pid == self.process.pid and state.ready

    def kill(self) -> None:
        """As rudely as can be."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(5)

    def stop(self) -> int:
        """As the supervisor does; returns the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(8)

    def lines(self) -> list[ProcessState]:
        """The living lines."""
        states = read_states(self.settings.run, "line-*")
        return [state for state in states if state.is_alive()]

    def line_with_call(self) -> ProcessState:
        """The one that carries a call."""
        [line] = [state for state in self.lines() if state.extra.get("call") is True]
        return line

    def clear_away(self) -> None:
        """End whatever this test started."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.wait(5)
        for line in self.lines():
            os.kill(line.pid, signal.SIGKILL)


async def until(is_so: Callable[[], bool], what: str, within: float = 8.0) -> None:
    """Wait for something that can only be looked at."""
    try:
        async with asyncio.timeout(within):
            while True:
                if is_so():
                    return
                await asyncio.sleep(0.05)
    except TimeoutError as wrong:
        raise AssertionError(f"waited {within} s for {what}") from wrong
