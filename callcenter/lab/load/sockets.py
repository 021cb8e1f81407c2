"""UDP sockets on loopback that say when each datagram came: the kernel's stamp, not ours.

So a generator that is late at reading does not measure its own lateness.
"""

import asyncio
import socket
import struct
import time
from collections.abc import Callable
from typing import Final

from callcenter.clock import now

Address = tuple[str, int]
Take = Callable[[bytes, Address, float], None]
"""A datagram, from where, and when it came (monotonic seconds)."""

LOOPBACK: Final = "127.0.0.1"
_STAMPS: Final = 35
"""SO_TIMESTAMPNS of Linux; Python names none."""
_STAMP: Final = struct.Struct("qq")
_BUFFER: Final = 4 << 20
_LONGEST: Final = 65536
_AT_ONCE: Final = 256


def wall_ahead() -> float:
    """Seconds by which the wall clock is ahead of the monotonic one, as this process keeps both."""
    return now().timestamp() - time.monotonic()


class Datagrams:
    """One socket, read by the running loop."""

    def __init__(self, port: int, take: Take) -> None:
        self.port = port
        self._take = take
        self._ahead = wall_ahead()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        self._socket.setsockopt(socket.SOL_SOCKET, _STAMPS, 1)
        self._socket.bind((LOOPBACK, port))
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def send(self, data: bytes, to: Address) -> bool:
        """Send; False where the machine has no room for it, as on a wire that loses it."""
        try:
            self._socket.sendto(data, to)
        except (BlockingIOError, ConnectionRefusedError):
            return False
        return True

    def close(self) -> None:
        """Close it."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def _read(self) -> None:
        for _ in range(_AT_ONCE):
            try:
                data, told, _, sender = self._socket.recvmsg(_LONGEST, 64)
            except BlockingIOError:
                return
            except ConnectionRefusedError:
                continue  # An answer to something we sent: whoever it was for has gone.
            at = time.monotonic()
            if told:
                seconds, nanoseconds = _STAMP.unpack(told[0][2])
                at = seconds + nanoseconds / 1e9 - self._ahead
            self._take(data, sender, at)
