"""The door's sockets: outer UDP and TCP, inner UDP. Bytes in, bytes out; no SIP beyond framing.

Every callback is closed against what arrives: the receivers given in must not raise, and the
framing of a stream ends its own connection only.
"""

import asyncio
import contextlib
import re
import socket
import struct
from collections.abc import Callable
from typing import cast

from callcenter.errors import SettingsInvalid
from callcenter.exchange.door_stream import StreamFrames
from callcenter.sip.peer import Peer, Transport

RECEIVE_BUFFER = 4 * 1024 * 1024
CONNECT_TIMEOUT = 2.0
MOST_CONNECTIONS = 2000
MOST_CONNECTIONS_OF_ONE = 64
LONGEST_BACKLOG = 256 * 1024
MOST_WAITING = 32
_SO_RCVBUFFORCE = 33
_SO_MEMINFO = 55
_MEMINFO_DROPS = 8
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")

Receive = Callable[[bytes, Peer], None]


def _udp_socket(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        # Only the superuser may pass the system's limit; without it the limit is what we get.
        with contextlib.suppress(PermissionError):
            made.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, RECEIVE_BUFFER)
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise _not_opened(host, port, error) from error
    return made


def _not_opened(host: str, port: int, error: OSError) -> SettingsInvalid:
    return SettingsInvalid(
        f"SIP address {host}:{port} cannot be opened ({error.strerror}): "
        "stop what holds it, or set CALLCENTER_SIP_HOST and CALLCENTER_SIP_PORT"
    )


def _tcp_socket(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setblocking(False)
        # Connections of a door that was killed linger; they must not keep the port.
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise _not_opened(host, port, error) from error
    return made


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.closed = asyncio.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data.strip():
            self._receive(data, Peer(addr[0], addr[1]))

    def error_received(self, exc: Exception) -> None:
        """A peer's port is closed (ICMP); its dialog will time out or be ended."""


class UdpDoor:
    """One UDP socket with a deep receive buffer."""

    def __init__(self, host: str, port: int, receive: Receive) -> None:
        self._socket = _udp_socket(host, port)
        self._receive = receive
        self._transport: asyncio.DatagramTransport | None = None
        self._closed: asyncio.Event | None = None

    @property
    def port(self) -> int:
        """The port bound, 1-65535."""
        return int(self._socket.getsockname()[1])

    async def open(self) -> None:
        """Begin to receive; until now the kernel has kept what came."""
        loop = asyncio.get_running_loop()
        transport, datagrams = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self._receive), sock=self._socket
        )
        self._transport, self._closed = transport, datagrams.closed

    def send(self, data: bytes, host: str, port: int) -> bool:
        """Send one datagram; False when the door is not open or the address is no literal."""
        if self._transport is None or self._transport.is_closing() or not _IPV4.fullmatch(host):
            return False
        self._transport.sendto(data, (host, port))
        return True

    def drops(self) -> int:
        """Datagrams the kernel threw away because the buffer was full."""
        if self._socket.fileno() < 0:
            return 0
        told = self._socket.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, 36)
        return int(struct.unpack("9I", told)[_MEMINFO_DROPS])

    def release(self) -> None:
        """Give back the port of a door that was never opened."""
        self._socket.close()

    async def close(self) -> None:
        """Stop; when this returns the port is free."""
        if self._transport is None or self._closed is None:
            self.release()
            return
        self._transport.close()
        await self._closed.wait()
        self._socket.close()


class _Connection(asyncio.Protocol):
    """One TCP connection of the outer door, whichever side opened it."""

    def __init__(self, door: "TcpDoor") -> None:
        self._door = door
        self._frames = StreamFrames()
        self._transport: asyncio.Transport | None = None
        self.peer: Peer | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # No isinstance: uvloop's transports are no subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        name = transport.get_extra_info("peername")
        if name is None:
            self._transport.abort()
            return
        self.peer = Peer(name[0], name[1], Transport.TCP)
        if not self._door.joined(self, self.peer):
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self.peer is None or self._transport is None or self._transport.is_closing():
            return
        for message in self._frames.feed(data):
            if message:
                self._door.receive(message, self.peer)
            else:
                self.write(b"\r\n")
        if self._frames.broken:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.peer is not None:
            self._door.left(self, self.peer)

    def write(self, data: bytes) -> bool:
        transport = self._transport
        if transport is None or transport.is_closing():
            return False
        if transport.get_write_buffer_size() > LONGEST_BACKLOG:
            transport.abort()
            return False
        transport.write(data)
        return True

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class TcpDoor:
    """The outer door's TCP: a listener, and connections by their far end.

    `allows(address)` false: the connection is cut before a byte is read.
    """

    def __init__(
        self, address: tuple[str, int], receive: Receive, allows: Callable[[str], bool]
    ) -> None:
        self._socket = _tcp_socket(*address)
        self.receive = receive
        self._allows = allows
        self._connections: dict[tuple[str, int], _Connection] = {}
        self._connecting: dict[tuple[str, int], list[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def __len__(self) -> int:
        return len(self._connections)

    async def open(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), sock=self._socket)

    def joined(self, connection: _Connection, peer: Peer) -> bool:
        """A connection stands; False when it is not wanted."""
        of_one = sum(1 for host, _ in self._connections if host == peer.host)
        if len(self._connections) >= MOST_CONNECTIONS or of_one >= MOST_CONNECTIONS_OF_ONE:
            return False
        if not self._allows(peer.host):
            return False
        self._connections[(peer.host, peer.port)] = connection
        return True

    def left(self, connection: _Connection, peer: Peer) -> None:
        """A connection is gone."""
        if self._connections.get((peer.host, peer.port)) is connection:
            del self._connections[(peer.host, peer.port)]

    def reaches(self, host: str, port: int) -> bool:
        """True while a connection to this far end stands or is being made."""
        return (host, port) in self._connections or (host, port) in self._connecting

    def send(self, data: bytes, host: str, port: int) -> bool:
        """Send over the standing connection, or over a new one; False when that cannot be."""
        key = (host, port)
        if connection := self._connections.get(key):
            return connection.write(data)
        if waiting := self._connecting.get(key):
            if len(waiting) < MOST_WAITING:
                waiting.append(data)
            return True
        if not _IPV4.fullmatch(host) or len(self._connecting) >= MOST_CONNECTIONS:
            return False
        self._connecting[key] = [data]
        task = asyncio.get_running_loop().create_task(self._connect(host, port))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _connect(self, host: str, port: int) -> None:
        key = (host, port)
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                loop = asyncio.get_running_loop()
                _, connection = await loop.create_connection(lambda: _Connection(self), host, port)
            for data in self._connecting[key]:
                connection.write(data)
        except (OSError, TimeoutError):
            # The peer is not there; the line's own timer ends the leg.
            return
        finally:
            del self._connecting[key]

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        for connection in list(self._connections.values()):
            connection.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._socket.close()
