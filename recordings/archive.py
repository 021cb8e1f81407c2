"""The archive of finished recordings: `yyyy/mm/dd/<call>.wav`, placed whole, readable by us only.

The worker places files; web opens them by the path that is kept with the record. Days are UTC. It
must not know what is in a file.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from acd.ids import CallId

_PIECE: Final = 1 << 20
_ONLY_OURS: Final = 0o600


class Placed(NamedTuple):
    """One archived file. `path` is relative to the archive; `size` is in bytes."""

    path: Path
    size: int
    sha256: str


class Archive:
    """The folder of finished recordings."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, call: CallId, began_at: datetime) -> Path:
        """Where a call's recording lies, relative to the archive."""
        if not call.isalnum():
            raise ValueError("archive: a call id has letters and digits only")
        return Path(began_at.astimezone(UTC).strftime("%Y/%m/%d")) / f"{call}.wav"

    def place(self, call: CallId, began_at: datetime, write: Callable[[Path], None]) -> Placed:
        """Let `write` make the file, then put it in place; done again, it replaces the first.

        On disk before it is named: after a power cut there is the whole file or none.
        """
        relative = self.path_of(call, began_at)
        final = self._folder / relative
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = final.with_name(f".{final.name}.{os.getpid()}")
        try:
            fresh.touch(mode=_ONLY_OURS)
            write(fresh)
            size, sha256 = _sealed(fresh)
            fresh.replace(final)
        finally:
            fresh.unlink(missing_ok=True)
        return Placed(relative, size, sha256)

    def full_path(self, relative: Path) -> Path:
        """The file itself; raises ValueError for a path that leads out of the archive."""
        full = (self._folder / relative).resolve()
        if not full.is_relative_to(self._folder.resolve()):
            raise ValueError("archive: the path leads out of it")
        return full

    def erase(self, relative: Path) -> bool:
        """Remove a recording; whether there was one."""
        full = self.full_path(relative)
        existed = full.is_file()
        full.unlink(missing_ok=True)
        return existed


def _sealed(path: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
        os.fsync(file.fileno())
    return size, digest.hexdigest()
