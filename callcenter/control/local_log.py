"""Control's own log of facts and orders: one `write` a batch, no fsync; it outlives `kill -9`.

Written by the switchboard, read once at start. A record is a 4-byte length and msgpack. A batch
that was cut off by a crash is dropped: nothing of it had been released.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from callcenter.wire import Order, Positioned

SEGMENT_SIZE = 16 * 1024 * 1024
"""Bytes after which a new file is begun; files whose facts are stored are removed."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one write holds: facts in position order, and the orders they led to."""

    facts: tuple[Positioned, ...] = ()
    orders: tuple[Order, ...] = ()


class LocalLog:
    """The log of one data folder; one process at a time has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: int | None = None
        self._size = 0
        self._last_positions: dict[Path, int] = {}

    def read(self) -> Iterator[Batch]:
        """Every whole batch, oldest first."""
        decoder = msgspec.msgpack.Decoder(Batch)
        for path in self._segments():
            for raw in _records(path.read_bytes()):
                batch = decoder.decode(raw)
                if batch.facts:
                    self._last_positions[path] = batch.facts[-1].position
                yield batch

    def append(self, batch: Batch) -> None:
        """Write one batch with one `write`."""
        raw = msgspec.msgpack.encode(batch)
        record = len(raw).to_bytes(4, "big") + raw
        if self._file is None or self._size > SEGMENT_SIZE:
            self._begin(batch.facts[0].position if batch.facts else 0)
        assert self._file is not None
        os.write(self._file, record)
        self._size += len(record)
        if batch.facts:
            self._last_positions[self._segments()[-1]] = batch.facts[-1].position

    def trim(self, stored: int, keep: tuple[Order, ...]) -> None:
        """Remove files whose every fact is stored; `keep` are orders without their end."""
        segments = self._segments()
        old = [path for path in segments[:-1] if self._last_positions.get(path, 0) <= stored]
        if not old:
            return
        self.append(Batch(orders=keep))
        for path in old:
            path.unlink()
            self._last_positions.pop(path, None)

    def close(self) -> None:
        """Close the file that is being written."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _segments(self) -> list[Path]:
        return sorted(self._folder.glob("facts-*.log"))

    def _begin(self, position: int) -> None:
        self.close()
        taken = [int(path.stem.split("-")[1]) for path in self._segments()]
        number = max(taken, default=0) + 1
        path = self._folder / f"facts-{number:08d}.log"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._size = 0
        self._last_positions[path] = position


def _records(raw: bytes) -> Iterator[bytes]:
    """The whole records of a file; a cut-off last one is left out."""
    here = 0
    while here + 4 <= len(raw):
        size = int.from_bytes(raw[here : here + 4], "big")
        if here + 4 + size > len(raw):
            return
        yield raw[here + 4 : here + 4 + size]
        here += 4 + size
