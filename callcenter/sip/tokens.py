"""The token `t`: which line a dialog belongs to and where its outside peer is reached.

It rides in our outer Record-Route and in the Contact we show outside, so that a request inside a
dialog finds its way after the door was restarted, and no request goes anywhere that we did not
choose. Layout: line's port, peer's IPv4 address and port, transport, 8 bytes of keyed BLAKE2;
base32 in small letters, 28 characters.
"""

import base64
import binascii
import hashlib
import hmac
import re
import socket
import struct
from dataclasses import dataclass

from callcenter.sip.peer import Peer, Transport

_LAYOUT = struct.Struct("!H4sHB")
_MAC_BYTES = 8
_SHAPE = re.compile(r"[A-Za-z2-7]{28}")
_TRANSPORTS = (Transport.UDP, Transport.TCP)


@dataclass(frozen=True, slots=True)
class Token:
    """A dialog's two ends: the line's SIP port on this machine and the outside peer."""

    line_port: int
    peer: Peer


class Tokens:
    """Makes and reads tokens under one key.

    `key` is 16-64 secret bytes from the data folder; the same key after a restart reads the
    tokens made before it.
    """

    def __init__(self, key: bytes) -> None:
        if not 16 <= len(key) <= 64:
            raise ValueError("the door's key must be 16 to 64 bytes; make a new key file")
        self._key = key

    def encode(self, token: Token) -> str:
        """The 28 characters for `token`."""
        peer = token.peer
        address = socket.inet_aton(peer.host)
        transport = _TRANSPORTS.index(peer.transport)
        packed = _LAYOUT.pack(token.line_port, address, peer.port, transport)
        return base64.b32encode(packed + self._mac(packed)).decode().rstrip("=").lower()

    @staticmethod
    def looks_like_one(text: str) -> bool:
        """True for the shape of a token, whoever made it."""
        return _SHAPE.fullmatch(text) is not None

    def decode(self, text: str) -> Token | None:
        """The token in `text`, or None when it is none of ours; compares in constant time."""
        if not self.looks_like_one(text):
            return None
        try:
            raw = base64.b32decode(text.upper() + "====")
        except binascii.Error:
            return None
        packed, mac = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
        if not hmac.compare_digest(mac, self._mac(packed)):
            return None
        line_port, address, port, transport = _LAYOUT.unpack(packed)
        return Token(line_port, Peer(socket.inet_ntoa(address), port, _TRANSPORTS[transport]))

    def _mac(self, packed: bytes) -> bytes:
        digest = hashlib.blake2b(packed, key=self._key, digest_size=_MAC_BYTES, person=b"token")
        return digest.digest()
