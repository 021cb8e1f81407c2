"""The line's connection to its exchange: a unix socket that never makes the loop wait.

It tries again every 200 ms for as long as the line lives, sends what it is given in order, and
hands over whole messages. It must not know what they mean.
"""

import contextlib
import errno
import socket
from typing import Final

import msgspec

from callcenter.errors import PeerMisbehaved
from callcenter.frames import Frames, frame
from callcenter.wire import ToLine

TRY_EVERY: Final = 0.2
MOST_WAITING: Final = 4 << 20
"""Bytes not yet taken by the exchange; more means it hangs, and the cord is cut and tied anew."""
_LOST: Final = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)

_decoder: msgspec.msgpack.Decoder[ToLine] = msgspec.msgpack.Decoder(ToLine)


class Cord:
    """One connection at a time, to one path."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._socket: socket.socket | None = None
        self._frames = Frames()
        self._waiting = bytearray()
        self._try_at = 0.0

    @property
    def is_up(self) -> bool:
        """Whether the exchange is on the other end."""
        return self._socket is not None

    def tie(self, now: float) -> bool:
        """Try to connect, at most every 200 ms; True when a new connection stands."""
        if self._socket is not None or now < self._try_at:
            return False
        self._try_at = now + TRY_EVERY
        fresh = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        fresh.setblocking(False)
        if fresh.connect_ex(self._path) not in (0, errno.EISCONN):
            fresh.close()
            return False
        self._socket = fresh
        self._frames = Frames()
        self._waiting.clear()
        return True

    def send(self, message: msgspec.Struct) -> None:
        """Send, or keep for the next `push`; lost with the connection."""
        if self._socket is None:
            return
        self._waiting += frame(message)
        self.push()

    def push(self) -> None:
        """Send what waits, as far as the exchange takes it."""
        if self._socket is None or not self._waiting:
            return
        try:
            sent = self._socket.send(self._waiting)
            del self._waiting[:sent]
        except BlockingIOError:
            if len(self._waiting) > MOST_WAITING:
                self._cut()
        except _LOST:
            self._cut()

    def receive(self) -> list[ToLine]:
        """Whole messages that have come; nothing when none has, or the exchange is gone."""
        came: list[ToLine] = []
        while self._socket is not None:
            try:
                data = self._socket.recv(1 << 16)
            except BlockingIOError:
                break
            except _LOST:
                data = b""
            if not data:
                self._cut()
                break
            came += self._decode(data)
        return came

    def _decode(self, data: bytes) -> list[ToLine]:
        try:
            whole = self._frames.feed(data)
        except PeerMisbehaved:
            self._cut()
            return []
        came: list[ToLine] = []
        for each in whole:
            # A newer exchange may say what this line does not know yet; that ends nothing.
            with contextlib.suppress(msgspec.DecodeError):
                came.append(_decoder.decode(each))
        return came

    def _cut(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
