"""RTP towards the browser: one SSRC for the whole session, sequence and timestamp without jumps.

Pure. Each call's line sends a stream of its own; a browser that sees a new SSRC in the middle of a
session rebuilds its jitter buffer and loses audio, so every packet is rewritten onto one stream
(RFC 3550 §5.1). A gap between two calls advances the timestamp by its length, and the first packet
after it carries the marker bit (RFC 3551 §4.1).
"""

import struct

HEADER = struct.Struct("!BBHII")
CLOCK_RATE = 8000
PACKET = 160
"""Samples of a packet of 20 ms."""

_MARKER = 0x80


def is_rtcp(packet: bytes) -> bool:
    """Whether a packet of a shared port is RTCP (RFC 5761 §4)."""
    return len(packet) > 1 and 64 <= (packet[1] & 0x7F) <= 95


def is_rtp(packet: bytes) -> bool:
    """Whether it is a plausible RTP packet, and not RTCP."""
    return len(packet) > HEADER.size and packet[0] >> 6 == 2 and not is_rtcp(packet)


class Rewriter:
    """The one outgoing stream of a session."""

    def __init__(self, ssrc: int, seq: int, timestamp: int) -> None:
        self.ssrc = ssrc
        self.packets = 0
        self.octets = 0
        self.timestamp = timestamp
        self._seq = seq
        self._source: int | None = None
        self._seq_shift = 0
        self._time_shift = 0
        self._last_at = 0.0

    def rewrite(self, packet: bytes, at: float) -> bytes:
        """Put one packet of a line onto the stream. `at` is monotonic, seconds."""
        first, second, seq, timestamp, source = HEADER.unpack_from(packet)
        marker = second & _MARKER
        if source != self._source:
            self._join(source, seq, timestamp, at)
            marker = _MARKER
        seq = (seq + self._seq_shift) & 0xFFFF
        timestamp = (timestamp + self._time_shift) & 0xFFFFFFFF
        if (seq - self._seq) & 0xFFFF < 0x8000:
            self._seq, self.timestamp = seq, timestamp
        self._last_at = at
        self.packets += 1
        self.octets += len(packet) - HEADER.size
        head = HEADER.pack(first, (second & 0x7F) | marker, seq, timestamp, self.ssrc)
        return head + packet[HEADER.size :]

    def _join(self, source: int, seq: int, timestamp: int, at: float) -> None:
        gap = PACKET
        if self._source is not None:
            gap = max(PACKET, round((at - self._last_at) * CLOCK_RATE))
        self._source = source
        self._seq_shift = (self._seq + 1 - seq) & 0xFFFF
        self._time_shift = (self.timestamp + gap - timestamp) & 0xFFFFFFFF
