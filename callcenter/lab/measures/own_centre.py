"""A whole demo centre of the laboratory's own: free ports, a folder that goes away afterwards.

Measures load and kill it, which nobody's real centre must suffer. It is started by `callcenter up`
as a user starts it; pids come from the state files.
"""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from callcenter.bus import Bus
from callcenter.embedded.left_behind import end_all, marked
from callcenter.embedded.nats import Nats
from callcenter.embedded.postgres import Postgres
from callcenter.embedded.up import demo_passwords
from callcenter.errors import Unavailable
from callcenter.lab.ports import free_block
from callcenter.state_file import ProcessState, read_state, read_states
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from ivr.flow_file import read as read_flow

LINES: Final = 60
START_WITHIN: Final = 120.0
LOOK_EVERY: Final = 0.005
STRAIGHT: Final = "8100"
"""Leads into the queue `flights` without a word."""
TWO_MENUS: Final = "8200"
"""Two menus, each of one tone: `FIRST_TONE`, and after key 1 `SECOND_TONE`."""
_STRAIGHT_FLOW: Final = """\
flow: straight
languages: [mandarin, english]
start: queue
default_queue: flights
nodes:
  queue:
    queue: flights
"""
_TWO_MENUS_FLOW: Final = """\
flow: two_menus
languages: [english]
start: first
default_queue: flights
nodes:
  first:
    menu:
      english: First tone.
    keys:
      1: second
    patience: 9
    otherwise: end
  second:
    say:
      english: Second tone.
    next: end
  end:
    queue: flights
"""


class OwnCentre:
    """One started centre; made by `own_centre`."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.run = self.data / "run"
        self._said = folder / "said"
        self._supervisor: asyncio.subprocess.Process | None = None
        self.sip_port = free_block(3)
        self.web_port, softphone = self.sip_port + 1, self.sip_port + 2
        rtp, lines = free_block(LINES * 20, 10_000, 18_000), free_block(LINES, 18_000, 20_900)
        clean = {name: word for name, word in os.environ.items() if "CALLCENTER" not in name}
        self._env = clean | {
            "CALLCENTER_DATA": str(self.data),
            "CALLCENTER_SIP_PORT": str(self.sip_port),
            "CALLCENTER_WEB_PORT": str(self.web_port),
            "CALLCENTER_SOFTPHONE_SIP_PORT": str(softphone),
            "CALLCENTER_LINE_SIP_FIRST": str(lines),
            "CALLCENTER_LINES_MOST": str(LINES),
            "CALLCENTER_LINE_RTP_FIRST": str(rtp),
            "CALLCENTER_LINE_RTP_LAST": str(rtp + LINES * 20 - 1),
            "CALLCENTER_SHARED_MEMORY": f"/dev/shm/callcenter-lab-{os.getpid()}",
        }

    @property
    def web(self) -> str:
        """The URL of its pages."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def sip(self) -> str:
        """Its telephone, host:port."""
        return f"127.0.0.1:{self.sip_port}"

    @property
    def passwords(self) -> dict[str, str]:
        """Of the demo's people."""
        return dict(demo_passwords(self.data / "keys"))

    @property
    def dsn(self) -> str:
        """Its database."""
        return Postgres(self.data / "pg", self.run / "postgres.log").dsn()

    # -- up and down -----------------------------------------------------------------------------

    async def start(self) -> float:
        """`callcenter up --demo`; seconds until everything is ready."""
        begun = time.monotonic()
        self.data.mkdir(parents=True, exist_ok=True)
        with self._said.open("ab") as out:
            self._supervisor = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "callcenter", "up", "--demo",
                env=self._env, stdout=out, stderr=out,
            )  # fmt: skip
        await self._until_up(self._supervisor)
        return time.monotonic() - begun

    async def stop(self) -> float:
        """Ctrl-C until nothing is left; seconds."""
        begun = time.monotonic()
        if self._supervisor is not None and self._supervisor.returncode is None:
            self._supervisor.send_signal(signal.SIGTERM)
            await self._supervisor.wait()
        return time.monotonic() - begun

    async def _until_up(self, supervisor: asyncio.subprocess.Process) -> None:
        limit = time.monotonic() + START_WITHIN
        while True:
            state = self.state("supervisor")
            if state is not None and state.ready and state.pid == supervisor.pid:
                return
            if supervisor.returncode is not None or time.monotonic() > limit:
                raise Unavailable(f"the centre does not start; it said:\n{self._words()}")
            await asyncio.sleep(LOOK_EVERY)

    def _words(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace")[-2000:]

    def clear_away(self) -> None:
        """End by force whatever a failed measure left."""
        end_all(marked(self.data), 5.0)
        bus, postgres = Nats(self.data / "keys", self.run), Postgres(self.data / "pg", self._said)
        for server in (postgres, bus):
            if (left := server.adopt()) is not None:
                server.stop(left)
        shutil.rmtree(self._env["CALLCENTER_SHARED_MEMORY"], ignore_errors=True)

    # -- its processes ---------------------------------------------------------------------------

    def state(self, name: str) -> ProcessState | None:
        """The live process of that name, ready or not."""
        state = read_state(self.run / f"{name}.json")
        return state if state is not None and state.is_alive() else None

    def pid(self, name: str) -> int:
        """Raises Unavailable when there is none."""
        if name == "postgres":
            return int((self.data / "pg" / "postmaster.pid").read_text().split()[0])
        state = self.state(name)
        if state is None:
            raise Unavailable(f"{name} does not run; the centre said:\n{self._words()}")
        return state.pid

    def lines_in_calls(self) -> list[int]:
        """Pids of lines that carry a call."""
        lines = read_states(self.run, "line-*")
        return [one.pid for one in lines if one.extra.get("call") is True and one.is_alive()]

    # -- what measures need in it ----------------------------------------------------------------

    async def bus(self) -> Bus:
        """A connection to its bus."""
        address = Nats(self.data / "keys", self.run).address()
        return await Bus.connect(address.url, address.token, "lab")

    async def add_agents(self, count: int) -> list[str]:
        """Agents of the queue `flights`, beside the demo's; their ids."""
        agents = [f"{7000 + number}" for number in range(1, count + 1)]
        database = Database(self.dsn)
        try:
            for agent in agents:
                await database.execute(
                    "INSERT INTO agents (id, name, name_en, team_id, site_id, employer_id, "
                    "takes_calls) VALUES ($1, $1, $1, 'air', 'east', 'own', true)",
                    agent,
                )
                await database.execute("INSERT INTO agent_queues VALUES ($1, 'flights')", agent)
                await database.execute(
                    "INSERT INTO agent_skills (agent_id, skill_id, proficiency) "
                    "VALUES ($1, 'flight', 5), ($1, 'mandarin', 5), ($1, 'english', 5)",
                    agent,
                )
        finally:
            await database.close()
        return agents

    async def add_numbers(self) -> None:
        """`STRAIGHT` and `TWO_MENUS`."""
        database = Database(self.dsn)
        flows = {STRAIGHT: ("straight", _STRAIGHT_FLOW), TWO_MENUS: ("two_menus", _TWO_MENUS_FLOW)}
        try:
            directory = Directory(database, read_flow)
            for number, (name, text) in flows.items():
                await directory.save_flow(name, text)
                await database.execute(
                    "INSERT INTO numbers (number, flow) VALUES ($1, $2)", number, name
                )
        finally:
            await database.close()


@asynccontextmanager
async def own_centre(say: Callable[[str], None]) -> AsyncIterator[OwnCentre]:
    """A started centre with the laboratory's numbers; at the end nothing of it is left."""
    with tempfile.TemporaryDirectory(prefix="callcenter-lab-") as folder:
        centre = OwnCentre(Path(folder))
        try:
            say(f"first start of a demo centre: {await centre.start():.1f} s")
            await centre.add_numbers()
            yield centre
        finally:
            await centre.stop()
            centre.clear_away()
