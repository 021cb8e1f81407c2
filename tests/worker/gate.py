"""A gate in front of PostgreSQL: open, hanging (nothing comes back), or shut (nobody answers)."""

import asyncio
from asyncio import StreamReader, StreamWriter
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

_SOCKET = ".s.PGSQL.5432"


class Gate:
    """Passes bytes between clients and the real server's socket."""

    def __init__(self, dsn: str, folder: Path) -> None:
        parts = urlsplit(dsn)
        real_folder = unquote(parse_qs(parts.query)["host"][0])
        self._real = str(Path(real_folder) / _SOCKET)
        self._folder = folder
        self._open = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._writers: set[StreamWriter] = set()
        self.cut = 0
        """How many ways were cut while bytes were on them."""
        self.dsn = f"postgresql://{parts.netloc}{parts.path}?host={quote(str(folder))}"

    async def open(self) -> None:
        """Let everything through."""
        self._open.set()
        if self._server is None:
            path = str(self._folder / _SOCKET)
            self._server = await asyncio.start_unix_server(self._pass_on, path)

    def hang(self) -> None:
        """From here on no byte passes; connections stay."""
        self._open.clear()

    async def shut(self) -> None:
        """The server is gone: connections are cut, new ones are refused."""
        self._open.clear()
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()

    async def _pass_on(self, client_in: StreamReader, client_out: StreamWriter) -> None:
        server_in, server_out = await asyncio.open_unix_connection(self._real)
        self._writers |= {client_out, server_out}
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._copy(client_in, server_out))
                ways.create_task(self._copy(server_in, client_out))
        except* OSError as cut:
            self.cut += len(cut.exceptions)
        finally:
            self._writers -= {client_out, server_out}

    async def _copy(self, source: StreamReader, target: StreamWriter) -> None:
        while piece := await source.read(65536):
            await self._open.wait()
            target.write(piece)
            await target.drain()
        target.transport.abort()
