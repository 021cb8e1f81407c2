"""Keeps one zygote running and has it fork lines.

The zygote is a program of its own, started without anything of ours but one end of a socket pair.
When it dies it is started again; the lines it forked do not care.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Final

import msgspec
import structlog

from callcenter.birth import LineBirth, LineBorn, ZygoteReady
from callcenter.errors import SettingsInvalid, Unavailable
from callcenter.wire import pack

log = structlog.get_logger()

READY_WITHIN: Final = 15.0
AGAIN_AFTER: Final = 0.5
LONGEST: Final = 1 << 16
_MARK: Final = "CALLCENTER_SUPERVISED"

_decoder: msgspec.msgpack.Decoder[ZygoteReady | LineBorn] = msgspec.msgpack.Decoder(
    ZygoteReady | LineBorn
)


class ZygoteClient:
    """One zygote at a time."""

    def __init__(self, on_born: Callable[[LineBorn], None]) -> None:
        self._on_born = on_born
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    @property
    def is_up(self) -> bool:
        """Whether births can be asked for."""
        return self._socket is not None

    @property
    def pid(self) -> int:
        """The zygote's process; 0 while there is none."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> None:
        """Start it and hear its greeting.

        Raises SettingsInvalid when the telephone library is missing or too small, Unavailable when
        the zygote says nothing.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            self._process = _spawn(theirs.fileno())
        try:
            async with asyncio.timeout(READY_WITHIN):
                said = await asyncio.get_running_loop().sock_recv(ours, LONGEST)
        except TimeoutError as wrong:
            raise Unavailable("the lines' zygote does not start") from wrong
        if not said:
            raise SettingsInvalid("the lines' zygote ended at once: is pjsua2-python installed?")
        greeting = _decoder.decode(said)
        if isinstance(greeting, ZygoteReady) and greeting.error:
            raise SettingsInvalid(greeting.error)
        self._socket = ours

    async def run(self) -> None:
        """Hear of births, and start it again whenever it dies."""
        loop = asyncio.get_running_loop()
        while True:
            while self._socket is not None:
                try:
                    said = await loop.sock_recv(self._socket, LONGEST)
                except ConnectionError:
                    said = b""
                if said:
                    self._hear(said)
                else:
                    self._close()
            log.warning("exchange.zygote_died")
            await asyncio.sleep(AGAIN_AFTER)
            try:
                await self.start()
            except (SettingsInvalid, Unavailable, OSError) as wrong:
                log.error("exchange.zygote_not_started", because=str(wrong))

    async def bear(self, birth: LineBirth) -> bool:
        """Ask for a line; False while there is no zygote."""
        if self._socket is None:
            return False
        try:
            await asyncio.get_running_loop().sock_sendall(self._socket, pack(birth))
        except (ConnectionError, OSError):
            # It has just died; `run` hears of it by itself.
            return False
        return True

    def stop(self) -> None:
        """Let it end: it does as soon as our end is closed."""
        self._close()

    def _hear(self, said: bytes) -> None:
        born = _decoder.decode(said)
        if isinstance(born, LineBorn):
            self._on_born(born)

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.poll()


def _spawn(fd: int) -> subprocess.Popen[bytes]:
    """Exec'd, never forked from here: it must not hold our sockets."""
    safely = ["-P"] if sys.flags.safe_path else []
    return subprocess.Popen(
        [sys.executable, *safely, "-m", "callcenter.line.zygote", str(fd)],
        stdin=subprocess.DEVNULL,
        pass_fds=(fd,),
        start_new_session=True,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """Ours, but marked as a line's: who looks for exchanges must not find lines."""
    mark = os.environ.get(_MARK)
    if not mark:
        return dict(os.environ)
    return {**os.environ, _MARK: f"line@{mark.partition('@')[2]}"}
