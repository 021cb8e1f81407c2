"""Which ports a line may have: numbered slots, each a SIP port and a block of RTP ports.

A slot rests for 60 s after its line, so that a late packet of one call never reaches the next.
Pure; time is handed in (monotonic seconds).
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

RTP_PORTS: Final = 20
RESTING: Final = 60.0


@dataclass(slots=True)
class Slots:
    """`sip_first + n` and `rtp_first + 20 n`, for n below `count`."""

    sip_first: int
    rtp_first: int
    rtp_last: int
    _free: deque[int] = field(default_factory=deque)
    _resting: deque[tuple[float, int]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._free.extend(range(self.count))

    @property
    def count(self) -> int:
        """How many lines the port ranges hold."""
        return (self.rtp_last + 1 - self.rtp_first) // RTP_PORTS

    def sip_port(self, slot: int) -> int:
        """The SIP port of a slot, on loopback."""
        return self.sip_first + slot

    def rtp_port(self, slot: int) -> int:
        """The first of a slot's RTP ports."""
        return self.rtp_first + RTP_PORTS * slot

    def take(self, now: float) -> int | None:
        """A free slot, the one longest unused; None when all are in use or resting."""
        while self._resting and now - self._resting[0][0] >= RESTING:
            self._free.append(self._resting.popleft()[1])
        return self._free.popleft() if self._free else None

    def occupy(self, sip_port: int) -> int:
        """A line of an earlier exchange has this port; -1 for a port outside of the range."""
        slot = sip_port - self.sip_first
        if not 0 <= slot < self.count:
            return -1
        if slot in self._free:
            self._free.remove(slot)
        self._resting = deque(each for each in self._resting if each[1] != slot)
        return slot

    def release(self, slot: int, now: float) -> None:
        """The line is gone; the slot rests."""
        if slot >= 0:
            self._resting.append((now, slot))
