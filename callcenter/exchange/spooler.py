"""Copies growing tracks from memory to the data folder, once a second, in a thread of its own.

A data disk that hangs blocks this thread and nothing else. It finds everything it needs in the two
folders, so it also finishes what a dead exchange or a dead line left. It must not know calls.
"""

import contextlib
import os
import shutil
import struct
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
import structlog

from callcenter.clock import now
from callcenter.exchange.dialogs import FOLDER as DIALOGS
from callcenter.spool import (
    DONE_FILE,
    DROPPED_FILE,
    ENDED_FILE,
    FACTS_FOLDER,
    OWNER_FILE,
    TRACKS,
    Ended,
    Owner,
)
from callcenter.state_file import start_time

log = structlog.get_logger()

EVERY: Final = 1.0
CHUNK: Final = 1 << 20
HEAD: Final = 64
"""Bytes at a track's start that the recorder rewrites when it closes the file."""
RATE: Final = 8000
MEMORY_FLOOR: Final = 16 << 20
DISK_FLOOR: Final = 64 << 20
OWNERLESS_FOR: Final = 60.0


class Spooler:
    """One exchange's spooler."""

    def __init__(self, memory: Path, spool: Path, every: float = EVERY) -> None:
        self._memory = memory
        self._spool = spool
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="spooler", daemon=True)
        self.has_room = True
        """Whether memory and disk have space for another call's recording."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, within: float = 2.0) -> None:
        """End after the present round; one that hangs on its disk is left to the process's end."""
        self._stopped.set()
        self._thread.join(within)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._round()
            self._stopped.wait(self._every)

    def _round(self) -> None:
        try:
            self._memory.mkdir(mode=0o700, parents=True, exist_ok=True)
            folders = [each for each in sorted(self._memory.iterdir()) if each.is_dir()]
        except OSError as wrong:
            log.error("spooler.no_memory", because=str(wrong))
            return
        for folder in folders:
            if folder.name not in (DIALOGS, FACTS_FOLDER):
                self._try_to_tend(folder)
        self._measure()

    def _try_to_tend(self, folder: Path) -> None:
        try:
            self._tend(folder)
        except (OSError, msgspec.DecodeError) as wrong:
            log.error("spooler.failed", call_id=folder.name, because=str(wrong))

    def _measure(self) -> None:
        try:
            memory, disk = shutil.disk_usage(self._memory), shutil.disk_usage(self._spool)
        except OSError as wrong:
            log.error("spooler.no_room", because=str(wrong))
            self.has_room = False
            return
        has_room = memory.free >= MEMORY_FLOOR and disk.free >= DISK_FLOOR
        if has_room != self.has_room:
            log.error("spooler.room", has_room=has_room, memory=memory.free, disk=disk.free)
        self.has_room = has_room

    def _tend(self, folder: Path) -> None:
        """Copy one call's growth; finish it when its line is through with it."""
        target = self._spool / folder.name
        if (folder / DROPPED_FILE).exists():
            for name in TRACKS:
                (target / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # nothing may have been copied yet
                target.rmdir()
            shutil.rmtree(folder)
            return
        owner = _owner(folder)
        if owner is None:
            if now().timestamp() - folder.stat().st_mtime > OWNERLESS_FOR:
                shutil.rmtree(folder)
            return
        # Asked before copying: what the line wrote until its end is then in the copy.
        ended, alive = _ended(folder), start_time(owner.pid) == owner.started
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in TRACKS:
            _copy_growth(folder / name, target / name)
        if ended is not None or not alive:
            self._finish(folder, target, ended, owner)

    def _finish(self, folder: Path, target: Path, ended: Ended | None, owner: Owner) -> None:
        for name in TRACKS:
            _repair(target / name)
        if ended is None:
            ended = _cut_short(folder.name, owner, target)
        fresh = target / f".{DONE_FILE}"
        fresh.write_bytes(msgspec.json.encode(ended))
        fresh.replace(target / DONE_FILE)
        shutil.rmtree(folder)


def _owner(folder: Path) -> Owner | None:
    with contextlib.suppress(FileNotFoundError):
        return msgspec.json.decode((folder / OWNER_FILE).read_bytes(), type=Owner)
    return None


def _ended(folder: Path) -> Ended | None:
    with contextlib.suppress(FileNotFoundError):
        return msgspec.json.decode((folder / ENDED_FILE).read_bytes(), type=Ended)
    return None


def _copy_growth(source: Path, target: Path) -> None:
    """Append what is new; how far the copy goes is its own length."""
    try:
        grown = source.open("rb")
    except FileNotFoundError:
        return
    with grown, target.open("ab") as copy:
        grown.seek(copy.tell())
        shutil.copyfileobj(grown, copy, CHUNK)


def _repair(track: Path) -> None:
    """Write the sizes into a RIFF head from the file's length; a killed recorder leaves zeros."""
    try:
        size = track.stat().st_size
    except FileNotFoundError:
        return
    with track.open("r+b") as file:
        head = file.read(HEAD)
        data = head.find(b"data")
        if not head.startswith(b"RIFF") or data < 0:
            return
        length = max(size - data - 8, 0)
        _patch(file.fileno(), 4, size - 8)
        _patch(file.fileno(), data + 4, length)
        fact = head.find(b"fact")
        if 0 <= fact < data:
            _patch(file.fileno(), fact + 8, length)


def _patch(file: int, at: int, value: int) -> None:
    os.pwrite(file, struct.pack("<I", value), at)


def _cut_short(call: str, owner: Owner, target: Path) -> Ended:
    """What is known of a recording whose line was killed."""
    sizes = [(target / name).stat().st_size for name in TRACKS if (target / name).exists()]
    seconds = max((size - HEAD for size in sizes), default=0) / RATE
    answered = datetime.fromisoformat(owner.answered_at)
    return Ended(
        call=call,
        seconds=round(max(seconds, 0.0), 3),
        paused=0.0,
        answered_at=owner.answered_at,
        ended_at=(answered + timedelta(seconds=max(seconds, 0.0))).isoformat(),
        died=True,
    )
