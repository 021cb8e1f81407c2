"""What came from the browser: counted, so that RTCP reports can be answered truthfully.

Pure. Sequence, loss and jitter as RFC 3550 appendix A.1, A.3 and A.8 reckon them.
"""

from callcenter.softphone.rewriter import CLOCK_RATE, HEADER


class Reception:
    """One incoming RTP stream; a new SSRC begins the count again."""

    def __init__(self) -> None:
        self.ssrc: int | None = None
        self.received = 0
        self.jitter = 0.0
        """In timestamp units."""
        self.last_report = 0
        """Middle 32 bits of the NTP stamp of the browser's last sender report."""
        self.last_report_at = 0.0
        self._base = 0
        self._highest = 0
        self._cycles = 0
        self._transit: float | None = None
        self._expected_before = 0
        self._received_before = 0

    def take(self, packet: bytes, at: float) -> None:
        """Count one RTP packet; `at` is monotonic, seconds."""
        _, _, seq, timestamp, ssrc = HEADER.unpack_from(packet)
        if ssrc != self.ssrc:
            self._begin(ssrc, seq)
        elif (seq - self._highest) & 0xFFFF < 0x8000:
            if seq < self._highest:
                self._cycles += 1 << 16
            self._highest = seq
        self.received += 1
        transit = at * CLOCK_RATE - timestamp
        if self._transit is not None:
            self.jitter += (abs(transit - self._transit) - self.jitter) / 16
        self._transit = transit

    def _begin(self, ssrc: int, seq: int) -> None:
        self.ssrc = ssrc
        self.received = 0
        self.jitter = 0.0
        self._base = self._highest = seq
        self._cycles = 0
        self._transit = None
        self._expected_before = self._received_before = 0

    @property
    def highest(self) -> int:
        """Extended highest sequence number."""
        return self._cycles + self._highest

    @property
    def lost(self) -> int:
        """Packets lost since the stream began; never below 0."""
        return max(0, self.highest - self._base + 1 - self.received) if self.ssrc else 0

    def fraction_lost(self) -> int:
        """Loss since the last call of this, in 1/256."""
        expected = self.highest - self._base + 1
        of_late = expected - self._expected_before
        lost = of_late - (self.received - self._received_before)
        self._expected_before, self._received_before = expected, self.received
        return min(255, (lost << 8) // of_late) if of_late > 0 and lost > 0 else 0
