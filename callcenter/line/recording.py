"""The two tracks of a call, in memory (a blocked disk would stop the line's audio).

One recorder for the caller's side, one for the agents'. A silent generator is always connected to
both, so both run from the caller's answer to the end and a pause is true silence of the right
length. The exchange copies the files to the disk.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
import pjsua2 as pj

from acd.ids import CallId, LineId
from callcenter.line.bridge import Bridge
from callcenter.line.hearing import AGENTS_TRACK, CALLER_TRACK, SILENCE
from callcenter.line.telephone import Telephone
from callcenter.spool import DROPPED_FILE, ENDED_FILE, OWNER_FILE, TRACKS, Ended, Owner
from callcenter.state_file import start_time

CLOSED_WITHIN: Final = 0.5
HEAD: Final = 64
LEAST_FREE: Final = 32 << 20
"""Bytes that must be free in memory to start: half an hour of one call's tracks."""


class Recording:
    """One call's recording; `start` at most once."""

    def __init__(self, telephone: Telephone, bridge: Bridge, folder: Path) -> None:
        self._telephone = telephone
        self._bridge = bridge
        self._root = folder
        self._folder: Path | None = None
        self._call = CallId("")
        self._answered_at = ""
        self._started = 0.0
        self._pause_began: float | None = None
        self._paused = 0.0
        self._running = False
        self._begun = False

    @property
    def begun(self) -> bool:
        """Whether it was tried: there is one recording a call, and no second try."""
        return self._begun

    @property
    def running(self) -> bool:
        """Whether tracks are being written (silence while paused)."""
        return self._running

    @property
    def paused(self) -> bool:
        """Whether silence is written instead of voices."""
        return self._pause_began is not None

    def start(self, call: CallId, line: LineId, now: datetime) -> str:
        """Begin both tracks; returns why not, or an empty string."""
        self._begun = True
        folder = self._root / call
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _has_room(folder):
                return "no_space"
            pid = os.getpid()
            owner = Owner(
                line=line, pid=pid, started=start_time(pid) or 0, answered_at=now.isoformat()
            )
            _write(folder / OWNER_FILE, owner)
            self._plug(folder)
        except OSError:
            return "no_space"
        except pj.Error:
            return "library"
        self._call, self._folder, self._answered_at = call, folder, now.isoformat()
        self._started = time.monotonic()
        self._running = True
        return ""

    def _plug(self, folder: Path) -> None:
        caller, agents = (self._telephone.recorder(str(folder / name)) for name in TRACKS)
        self._bridge.put(SILENCE, self._telephone.silence())
        self._bridge.put(CALLER_TRACK, caller)
        self._bridge.put(AGENTS_TRACK, agents)

    def pause(self) -> None:
        """Silence from here; the caller of this rewires the bridge."""
        if self._pause_began is None:
            self._pause_began = time.monotonic()

    def resume(self) -> None:
        """Voices from here."""
        if self._pause_began is not None:
            self._paused += time.monotonic() - self._pause_began
            self._pause_began = None

    def end(self, now: Callable[[], datetime]) -> Ended:
        """Close both tracks and leave word for the exchange."""
        self.resume()
        self._close()
        seconds = time.monotonic() - self._started
        self._wait_for_closed_files()
        ended = Ended(
            call=self._call,
            seconds=round(seconds, 3),
            paused=round(self._paused, 3),
            answered_at=self._answered_at,
            ended_at=now().isoformat(),
        )
        if self._folder is not None:
            try:
                _write(self._folder / ENDED_FILE, ended)
            except OSError as wrong:
                # Without it the exchange finishes the tracks when this process is gone.
                print(f"call {self._call}: {wrong.strerror}", file=sys.stderr)
        return ended

    def drop(self) -> None:
        """Stop, and keep nothing; the exchange deletes what it has copied already."""
        self._close()
        if self._folder is not None:
            (self._folder / DROPPED_FILE).touch()
            for name in TRACKS:
                (self._folder / name).unlink(missing_ok=True)

    def _wait_for_closed_files(self) -> None:
        """The library closes a file with its media clock's next tick, up to 20 ms from now."""
        until = time.monotonic() + CLOSED_WITHIN
        for name in TRACKS:
            while not self._is_closed(name) and time.monotonic() < until:
                time.sleep(0.002)

    def _is_closed(self, name: str) -> bool:
        """A recorder writes the length of its data last."""
        if self._folder is None:
            return True
        try:
            with (self._folder / name).open("rb") as file:
                head = file.read(HEAD)
        except FileNotFoundError:
            return True
        length = head.partition(b"data")[2][:4]
        return length not in (b"", b"\0\0\0\0")

    def _close(self) -> None:
        self._running = False
        for name in (CALLER_TRACK, AGENTS_TRACK, SILENCE):
            self._bridge.take(name)


def _has_room(folder: Path) -> bool:
    return shutil.disk_usage(folder).free >= LEAST_FREE


def _write(path: Path, what: msgspec.Struct) -> None:
    fresh = path.with_name(f".{path.name}")
    fresh.write_bytes(msgspec.json.encode(what))
    fresh.replace(path)
