"""A little web service on loopback, which answers as a test wants and keeps what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

import msgspec

HANGS: Final = b""


class Heard(NamedTuple):
    """One request."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def json_of(what: object) -> bytes:
    """A good answer."""
    body = msgspec.json.encode(what)
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


class LittleWeb:
    """Made by `little_web`."""

    def __init__(self) -> None:
        self.answer = json_of({"order": {"status": "paid"}})
        """As it goes over the wire; `HANGS`: none, and the connection stays."""
        self.heard: list[Heard] = []
        self.port = 0

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
            method, target, _ = head[0].split()
            pairs = (line.split(": ", 1) for line in head[1:] if line)
            headers = {name.lower(): value for name, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.heard.append(Heard(method, target, headers, body))
            writer.write(self.answer)
            await writer.drain()
            await reader.read()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def little_web(port: int = 0) -> AsyncIterator[LittleWeb]:
    """Listening while the block runs."""
    one = LittleWeb()
    server = await asyncio.start_server(one.serve, "127.0.0.1", port)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
