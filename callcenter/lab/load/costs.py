"""What a load costs the centre: CPU of each kind of process while it runs, and memory at its peak.

Read from /proc, of the processes that the data folder's state files name. A line lives for one
call, so all are looked at again and again; of one that ended, what it used since the last look is
missing. It is a process of its own (`python -m callcenter.lab.load.costs FOLDER`), because the
phones could not speak while it looks: a line on its stdin has the memory looked at, the end of its
stdin makes it say everything as JSON.
"""

import asyncio
import os
import select
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec
import psutil

from callcenter.errors import Unavailable
from callcenter.state_file import read_states

LOOK_EVERY: Final = 0.5
WEIGH_EVERY: Final = 3.0
LINE: Final = "line"
MEGABYTE: Final = 1 << 20
TOLD_WITHIN: Final = 30.0


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Of one kind of process."""

    cpu: float
    """Seconds of CPU while the load ran."""
    memory: float
    """Megabytes at the most conversations (PSS: pages shared with others are shared out)."""
    processes: int
    """How many there were then."""


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """Of all."""

    processes: dict[str, Cost] = {}
    """By kind, in the order of the alphabet."""
    line_memory: list[float] = []
    """Megabytes of each line with a call."""


class Watch:
    """Asks the process that looks; made by `watch`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._most = 0
        self._again_at = 0.0

    @property
    def most(self) -> int:
        """Conversations at the same time when the memory was looked at last."""
        return self._most

    def see(self, talking: int) -> None:
        """So many conversations there are now; have the memory looked at when they never were more,
        every few seconds at most.
        """
        now = asyncio.get_running_loop().time()
        if talking > self._most and now >= self._again_at and self._process.stdin is not None:
            self._most, self._again_at = talking, now + WEIGH_EVERY
            self._process.stdin.write(b"weigh\n")

    async def told(self) -> Costs:
        """Everything, at the end; raises Unavailable when the process has failed."""
        try:
            async with asyncio.timeout(TOLD_WITHIN):
                said, _ = await self._process.communicate(b"")  # Ends its stdin.
            return msgspec.json.decode(said, type=Costs)
        except (TimeoutError, msgspec.DecodeError):
            raise Unavailable("the costs of the load were not told: /proc cannot be read") from None


@asynccontextmanager
async def watch(data: Path) -> AsyncIterator[Watch]:
    """Look at the centre of a data folder while the block runs."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "callcenter.lab.load.costs", str(data), stdin=pipe, stdout=pipe
    )
    try:
        yield Watch(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def check(data: Path) -> None:
    """Raises Unavailable when no centre runs on this machine with this data folder."""
    if "exchange" not in _pids(data):
        raise Unavailable(
            f"no exchange runs with the data folder {data}: start the centre, or set "
            "CALLCENTER_DATA as it has it"
        )


class _Looking:
    """What the process has seen so far."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._before: dict[int, float] = {}
        self._used: defaultdict[str, float] = defaultdict(float)
        self._memory: dict[str, list[float]] = {}
        self._lines: list[float] = []
        self._first = True

    def look(self) -> None:
        """Count the CPU used since the last time."""
        for kind, pids in _pids(self._data).items():
            for pid in pids:
                self._count(kind, pid)
        self._first = False

    def _count(self, kind: str, pid: int) -> None:
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.NoSuchProcess:
            return
        now = times.user + times.system
        before = self._before.get(pid, now if self._first else 0.0)
        self._before[pid] = now
        self._used[kind] += now - before

    def weigh(self) -> None:
        """Look at everybody's memory."""
        self._memory = {
            kind: [size for pid in pids if (size := _size(pid)) > 0]
            for kind, pids in _pids(self._data).items()
        }
        self._lines = [
            size
            for one in read_states(self._data / "run", "line-*")
            if one.extra.get("call") is True and one.is_alive() and (size := _size(one.pid)) > 0
        ]

    def told(self) -> Costs:
        """All of it."""
        return Costs(
            processes={
                kind: Cost(
                    cpu=round(self._used[kind], 2),
                    memory=round(sum(self._memory.get(kind, [])), 1),
                    processes=len(self._memory.get(kind, [])),
                )
                for kind in sorted({*self._used, *self._memory})
            },
            line_memory=[round(size, 2) for size in self._lines],
        )


def _pids(data: Path) -> dict[str, list[int]]:
    """Living processes by kind; PostgreSQL's with all that it forked."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for one in read_states(data / "run"):
        if one.is_alive():
            kind = LINE if one.name.startswith(f"{LINE}-") else one.name
            found[kind].append(one.pid)
    for exchange in tuple(found.get("exchange", ())):
        found["zygote"] += [pid for pid in _children(exchange) if pid not in found[LINE]]
    found["postgres"] += _postgres(data / "pg" / "postmaster.pid")
    return {kind: pids for kind, pids in found.items() if pids}


def _postgres(file: Path) -> list[int]:
    """None when the database is somewhere else."""
    try:
        parent = int(file.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return []
    return [parent, *_children(parent)]


def _children(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children()]
    except psutil.NoSuchProcess:
        return []


def _size(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_full_info().pss) / MEGABYTE
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


def main() -> None:
    """Look until stdin ends, then tell."""
    looking = _Looking(Path(sys.argv[1]))
    while True:
        looking.look()
        ready, _, _ = select.select([0], [], [], LOOK_EVERY)
        if not ready:
            continue
        if not os.read(0, 4096):
            break
        looking.weigh()
    looking.look()
    sys.stdout.buffer.write(msgspec.json.encode(looking.told()))


if __name__ == "__main__":
    main()
