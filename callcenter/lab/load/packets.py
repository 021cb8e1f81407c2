"""RTP packets (RFC 3550 §5.1) as the load writes and reads them, and their count. Pure."""

import struct
from array import array
from dataclasses import dataclass, field
from typing import Final

PCMU: Final = 0
PTIME: Final = 0.02
_HEAD: Final = struct.Struct("!BBHII")
_VERSION: Final = 0x80
_MARKER: Final = 0x80
_ROUND: Final = 1 << 16


def packet(sequence: int, timestamp: int, source: int, payload: bytes) -> bytes:
    """One packet; the first of a stream has the marker."""
    kind = PCMU | (_MARKER if sequence == 0 else 0)
    head = _HEAD.pack(_VERSION, kind, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, source)
    return head + payload


def read(data: bytes) -> tuple[int, bytes] | None:
    """Sequence number and sound of a PCMU packet; None for anything else."""
    if len(data) <= _HEAD.size or data[0] != _VERSION or data[1] & 0x7F != PCMU:
        return None
    return (data[2] << 8) | data[3], data[_HEAD.size :]


@dataclass(slots=True)
class Arrivals:
    """What came of one stream, and when; `at` is monotonic seconds."""

    received: int = 0
    gaps: "array[float]" = field(default_factory=lambda: array("d"))
    """Seconds between one packet and the next."""
    first_at: float = 0.0
    _last_at: float = 0.0
    _first: int = -1
    _highest: int = -1
    """Of sequence numbers that go on counting where the packet's begin anew."""

    def take(self, sequence: int, at: float) -> None:
        """One packet came."""
        self.received += 1
        if self._first < 0:
            self._first = self._highest = sequence
            self.first_at = self._last_at = at
            return
        self.gaps.append(at - self._last_at)
        self._last_at = at
        ahead = (sequence - self._highest) % _ROUND
        if ahead < _ROUND // 2:
            self._highest += ahead

    @property
    def lost(self) -> int:
        """Packets between the first and the last that never came."""
        return max(0, self._highest - self._first + 1 - self.received) if self.received else 0
