"""From two tracks in the spool to one playable file in the archive, with its row and its fact.

The exchange leaves `<spool>/<call>/` with a `done.json`; everything after that is here. Each step
may be done twice: a worker that dies starts over, and `done.json` goes only after the row is
stored and control holds the fact. A damaged track is repaired, a missing one is silence; when
there is nothing at all, that is told too. It must not know what was said.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import structlog

from acd.ids import CallId
from callcenter.calls.facts import RecordingLost, RecordingStored
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.outbox import Outbox
from callcenter.records import StoredRecording
from callcenter.spool import AGENTS_TRACK, CALLER_TRACK, DONE_FILE, TRACKS, Ended
from callcenter.worker.ports import RecordingIndex
from recordings.archive import Archive, Placed
from recordings.mixdown import Mixed, mix
from recordings.session import Session
from recordings.waveform import waveform

log = structlog.get_logger()

LOOK_EVERY: Final = 0.5
"""Seconds between two looks into the spool."""
_LATER: Final = 5.0
"""Seconds before a recording that failed is tried again."""
NO_TRACKS: Final = "no_tracks"
"""Reason of `RecordingLost` when neither track has a sample."""


class Made(NamedTuple):
    """What was made of one call's tracks."""

    placed: Placed
    mixed: Mixed
    peaks: bytes


class RecordingPipeline:
    """Watches one spool folder. A file of an odd length is an alarm and kept all the same."""

    def __init__(
        self, spool: Path, archive: Archive, index: RecordingIndex, outbox: Outbox
    ) -> None:
        self._spool = spool
        self._archive = archive
        self._index = index
        self._outbox = outbox
        self._not_before: dict[Path, float] = {}
        self._told: dict[Path, int] = {}
        """Finished folders, and the number of the fact that control has yet to acknowledge."""

    async def run(self) -> None:
        """Take finished recordings for the process's life, one at a time."""
        while True:
            for folder in await asyncio.to_thread(self._finished):
                if folder not in self._told and self._is_due(folder):
                    await self._take(folder)
            await self._clear_acknowledged()
            await asyncio.sleep(LOOK_EVERY)

    def _finished(self) -> Sequence[Path]:
        """Folders whose tracks are complete, the oldest first."""
        return [path.parent for path in sorted(self._spool.glob(f"*/{DONE_FILE}"), key=_age)]

    def _is_due(self, folder: Path) -> bool:
        return time.monotonic() >= self._not_before.get(folder, 0.0)

    async def _take(self, folder: Path) -> None:
        """One recording; what goes wrong with it is logged and tried again later."""
        try:
            self._told[folder] = await self._store(folder)
        except (Unavailable, OSError, msgspec.MsgspecError, ValueError) as wrong:
            log.warning("recording.failed", call_id=folder.name, because=str(wrong))
            self._not_before[folder] = time.monotonic() + _LATER
        else:
            self._not_before.pop(folder, None)

    async def _store(self, folder: Path) -> int:
        """The number of the fact that says what became of it."""
        done = await asyncio.to_thread(_read_done, folder)
        made = await asyncio.to_thread(self._make, folder, done)
        call = CallId(done.call)
        if made.mixed.seconds == 0:
            await asyncio.to_thread(self._archive.erase, made.placed.path)
            lost = RecordingLost(at=now(), call=call, because=NO_TRACKS)
            return (await self._outbox.emit(lost)).seq
        _look_for_oddness(done, made.mixed)
        await self._save(call, made)
        placed = made.placed
        stored = RecordingStored(
            at=now(),
            call=call,
            seconds=made.mixed.seconds,
            size=placed.size,
            sha256=placed.sha256,
        )
        return (await self._outbox.emit(stored)).seq

    async def _clear_acknowledged(self) -> None:
        for folder, seq in list(self._told.items()):
            if self._outbox.is_acknowledged(seq):
                await asyncio.to_thread(_clear, folder)
                del self._told[folder]

    def _make(self, folder: Path, done: Ended) -> Made:
        began_at = datetime.fromisoformat(done.answered_at)
        mixed: list[Mixed] = []

        def write(into: Path) -> None:
            mixed.append(mix(folder / CALLER_TRACK, folder / AGENTS_TRACK, into))

        placed = self._archive.place(CallId(done.call), began_at, write)
        peaks = waveform(self._archive.full_path(placed.path))
        return Made(placed, mixed[0], msgspec.msgpack.encode(peaks))

    async def _save(self, call: CallId, made: Made) -> None:
        placed = made.placed
        row = StoredRecording(
            call=call,
            file=placed.path.as_posix(),
            seconds=made.mixed.seconds,
            size=placed.size,
            sha256=placed.sha256,
            peaks=made.peaks,
        )
        await self._index.save(row)


def _read_done(folder: Path) -> Ended:
    return msgspec.json.decode((folder / DONE_FILE).read_bytes(), type=Ended)


def _look_for_oddness(done: Ended, mixed: Mixed) -> None:
    """An alarm when the file is not as long as its call, or a track not as long as the other."""
    began_at = datetime.fromisoformat(done.answered_at)
    ended_at = datetime.fromisoformat(done.ended_at)
    off = Session(began_at=began_at, ended_at=ended_at).odd_by(mixed.seconds)
    if off:
        log.warning("recording.odd_length", call_id=done.call, off_by=round(off, 2))
    apart = abs(mixed.caller - mixed.agents)
    if apart > 0.5:
        log.warning("recording.unequal_tracks", call_id=done.call, apart=round(apart, 2))


def _clear(folder: Path) -> None:
    """`done.json` first: tracks that are half gone must never be made into a recording again."""
    for name in (DONE_FILE, *TRACKS):
        (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()


def _age(path: Path) -> float:
    return path.stat().st_mtime
