"""The sound of all legs: each speaks its voice every 20 ms, and what it hears is counted.

A few sockets are shared by all legs, for a socket each would cost more than what it carries; whose
a packet is, its sender says: every leg of the centre has a port of its own.
"""

import asyncio
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush, heapreplace
from typing import Final

from callcenter.lab.load.packets import PTIME, Arrivals, packet, read
from callcenter.lab.load.sockets import LOOPBACK, Address, Datagrams
from callcenter.lab.load.voice import FRAME, Voice, whose

SOCKETS: Final = 8
"""Of each side: what comes while the loop is busy must find room in their buffers."""
PORTS: Final = SOCKETS * 2
BREATH: Final = 0.002
"""Seconds between two looks at who is to speak: fewer, larger portions cost less."""


@dataclass(slots=True, eq=False)
class Leg:
    """One leg's sound. Times are monotonic seconds."""

    voice: Voice
    place: int
    """Which of the sockets is its own."""
    other: Address = ("", 0)
    """Where it speaks to and hears from."""
    frames: int = 0
    """How many it has said."""
    arrivals: Arrivals = field(default_factory=Arrivals)
    heard: int = 0
    """Packets with the voice of another leg."""
    hears: int = -1
    """Which leg that was, the last time; -1: none yet."""
    heard_at: float = 0.0
    """When it was heard first."""
    last_heard_at: float = 0.0
    on_heard: Callable[[], None] = lambda: None
    """Called when another voice is heard first."""
    is_over: bool = False


class Sound:
    """All legs of one side, callers or agents."""

    def __init__(self, first_port: int) -> None:
        # An RTP port is even; the odd one above it is RTCP's, which nobody here listens to.
        self._sockets = [Datagrams(first_port + 2 * place, self._take) for place in range(SOCKETS)]
        self._legs: dict[Address, Leg] = {}
        self._speaking: list[tuple[float, int, Leg]] = []
        """A heap: whose next frame is due when."""
        self._given = 0
        self._loop = asyncio.get_running_loop()
        self._next: asyncio.TimerHandle | None = None
        self.lateness: array[float] = array("d")
        """Seconds by which each packet of ours was sent late."""

    def leg(self, voice: Voice) -> Leg:
        """A leg that is silent yet."""
        self._given += 1
        return Leg(voice, self._given % SOCKETS)

    def address(self, leg: Leg) -> Address:
        """Where it wants its sound."""
        return LOOPBACK, self._sockets[leg.place].port

    def listen(self, leg: Leg, other: Address) -> None:
        """From now on what comes from there is the leg's."""
        leg.other = other
        self._legs[other] = leg

    def speak(self, leg: Leg) -> None:
        """Say frame after frame from now on."""
        heappush(self._speaking, (time.monotonic(), leg.voice.leg, leg))
        if self._next is None:
            self._look()

    def end(self, leg: Leg) -> None:
        """Neither speak nor listen any more."""
        leg.is_over = True
        if self._legs.get(leg.other) is leg:
            del self._legs[leg.other]

    def close(self) -> None:
        """End all."""
        if self._next is not None:
            self._next.cancel()
        for one in self._sockets:
            one.close()

    # -- speaking --------------------------------------------------------------------------------

    def _look(self) -> None:
        """Everybody whose turn it is; who is late speaks twice, until nobody is."""
        now, speaking = time.monotonic(), self._speaking
        while speaking and speaking[0][0] <= now:
            due, number, leg = speaking[0]
            if leg.is_over:
                heappop(speaking)
                continue
            self.lateness.append(now - due)
            self._say(leg)
            heapreplace(speaking, (due + PTIME, number, leg))
        wait = max(BREATH, speaking[0][0] - now) if speaking else None
        self._next = None if wait is None else self._loop.call_later(wait, self._look)

    def _say(self, leg: Leg) -> None:
        number = leg.frames
        leg.frames += 1
        data = packet(number, number * FRAME, leg.voice.leg + 1, leg.voice.frame(number))
        self._sockets[leg.place].send(data, leg.other)

    # -- hearing ---------------------------------------------------------------------------------

    def _take(self, data: bytes, sender: Address, at: float) -> None:
        leg = self._legs.get(sender)
        told = read(data)
        if leg is None or told is None:
            return
        sequence, payload = told
        leg.arrivals.take(sequence, at)
        said = whose(payload)
        if said is None:
            return
        leg.heard += 1
        leg.last_heard_at = at
        is_first, leg.hears = leg.hears < 0, said[0]
        if is_first:
            leg.heard_at = at
            leg.on_heard()
