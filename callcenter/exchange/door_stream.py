"""Cuts a TCP stream into SIP messages by Content-Length (RFC 3261 §18.3). Pure."""

import re

LONGEST_HEAD = 8192
LONGEST_BODY = 8192
_LENGTH = re.compile(rb"(?:^|\r\n)(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*(?:\r\n|$)", re.I)


class StreamFrames:
    """Feed bytes, get whole messages; an empty one is a keep-alive to be answered with CRLF.

    `broken` is set once the stream cannot be followed any more (no Content-Length, too long):
    the connection is then of no use.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.broken = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take more of the stream; returns the messages now complete."""
        if self.broken:
            return []
        self._buffer += data
        messages: list[bytes] = []
        while (message := self._next()) is not None:
            messages.append(message)
        return messages

    def _next(self) -> bytes | None:
        if self._buffer.startswith(b"\r\n"):
            ping = self._buffer.startswith(b"\r\n\r\n")
            del self._buffer[: 4 if ping else 2]
            return b"" if ping else self._next()
        end = self._buffer.find(b"\r\n\r\n", 0, LONGEST_HEAD + 4)
        if end < 0:
            self.broken = len(self._buffer) > LONGEST_HEAD
            return None
        found = _LENGTH.findall(bytes(self._buffer[: end + 2]))
        if len(found) != 1 or int(found[0]) > LONGEST_BODY:
            self.broken = True
            return None
        whole = end + 4 + int(found[0])
        if len(self._buffer) < whole:
            return None
        message = bytes(self._buffer[:whole])
        del self._buffer[:whole]
        return message
