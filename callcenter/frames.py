"""Length-prefixed messages: 4 bytes, big endian, then that many bytes.

Spoken on the unix socket between an exchange and its lines, and the shape of a line's own file of
facts. It cuts and joins bytes and must not know what is in them.
"""

import struct

import msgspec

from callcenter.errors import PeerMisbehaved
from callcenter.wire import pack

LONGEST = 1 << 20
"""Bytes; a longer message is nonsense, not a message."""

_LENGTH = struct.Struct(">I")


def frame(message: msgspec.Struct) -> bytes:
    """One message, ready to be sent."""
    body = pack(message)
    return _LENGTH.pack(len(body)) + body


class Frames:
    """Cuts a stream of bytes into messages; keeps what is not whole yet."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are now whole; raises PeerMisbehaved for one that is too long."""
        self._kept += data
        whole: list[bytes] = []
        while len(self._kept) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._kept)
            if length > LONGEST:
                raise PeerMisbehaved(f"a message of {length} bytes")
            end = _LENGTH.size + length
            if len(self._kept) < end:
                break
            whole.append(bytes(self._kept[_LENGTH.size : end]))
            del self._kept[:end]
        return whole
