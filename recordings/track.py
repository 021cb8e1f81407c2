"""One side of a call as its line wrote it: a µ-law WAV file at 8 kHz, perhaps a damaged one.

The mixdown reads tracks through this. A line that was killed leaves sizes of zero in the header,
so a header is believed about where the sound begins and never about how long it is. It must not
know whose voice is on the track.
"""

from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 8000
"""Samples a second of every track."""

_RIFF_HEAD: Final = 12
_CHUNK_HEAD: Final = 8
_USUAL_DATA_AT: Final = 56
"""Where a µ-law recorder's sound begins: RIFF 12, fmt 24, fact 12, data 8."""
_SILENT_BYTE: Final = 0xFF


def _mu_law_table() -> NDArray[np.int16]:
    """ITU-T G.711 §3.2: each of the 256 µ-law bytes as a linear sample."""
    code = ~np.arange(256, dtype=np.uint8)
    exponent = (code >> 4) & 7
    size = (((code & 15).astype(np.int32) << 3) + 132) << exponent
    signed = np.where(code & 0x80, 132 - size, size - 132)
    return signed.astype(np.int16)


_LINEAR: Final = _mu_law_table()


class Track:
    """A track open for reading from its beginning; a missing or empty file has no samples."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO | None = None
        self.samples = 0
        """How many samples it has, by the file's length."""
        if path.is_file():
            self._file = path.open("rb")
            begins_at = _sound_begins_at(self._file)
            self.samples = max(0, path.stat().st_size - begins_at)
            self._file.seek(begins_at)

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return self.samples / RATE

    def read(self, count: int) -> NDArray[np.int16]:
        """The next `count` samples; beyond the end there is silence."""
        raw = self._file.read(count) if self._file else b""
        codes = np.frombuffer(raw.ljust(count, bytes([_SILENT_BYTE])), dtype=np.uint8)
        return _LINEAR[codes]

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()


def _sound_begins_at(file: BinaryIO) -> int:
    """The offset of the first sample: behind the head of the chunk `data`, else where it is usual.

    A file that is no RIFF at all is taken as bare samples.
    """
    head = file.read(_RIFF_HEAD)
    if len(head) < _RIFF_HEAD or not head.strip(b"\0"):
        return _USUAL_DATA_AT
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        return 0
    at = _RIFF_HEAD
    while at < 4096:
        file.seek(at)
        chunk = file.read(_CHUNK_HEAD)
        if len(chunk) < _CHUNK_HEAD:
            break
        if chunk[:4] == b"data":
            return at + _CHUNK_HEAD
        size = int.from_bytes(chunk[4:], "little")
        at += _CHUNK_HEAD + size + size % 2
    return _USUAL_DATA_AT
