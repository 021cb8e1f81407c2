"""ICE from a range of ports and on chosen addresses; everything else is the library's.

Spoken to by `callcenter.softphone.browser`. A firewall can then open exactly these ports.
"""

import asyncio
import socket
from urllib.parse import urlsplit

from aioice.candidate import Candidate, candidate_foundation, candidate_priority
from aioice.ice import Connection, StunProtocol, get_host_addresses, server_reflexive_candidate
from aiortc import RTCIceGatherer

from callcenter.errors import Unavailable

STUN_WITHIN = 2.0
RECEIVE_BUFFER = 1024 * 1024


class Ports:
    """The range, used round and round so that a port rests before it is used again."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first, last
        self._next = first

    def __iter__(self) -> "Ports":
        return self

    def __next__(self) -> int:
        port = self._next
        self._next = self._first if port >= self._last else port + 1
        return port

    @property
    def size(self) -> int:
        """How many ports there are."""
        return self._last - self._first + 1


class RangedConnection(Connection):
    """An ICE connection whose host candidates are bound inside the range."""

    def __init__(
        self, ports: Ports, addresses: tuple[str, ...], stun: tuple[str, int] | None
    ) -> None:
        super().__init__(ice_controlling=False, use_ipv6=False, stun_server=stun)
        self._ports = ports
        self._bind_to = addresses

    async def get_component_candidates(
        self,
        component: int,
        addresses: list[str],
        timeout: int = 5,  # noqa: ASYNC109 - the library's own signature
    ) -> list[Candidate]:
        """Bind one socket for each address, and ask STUN for what each looks like outside."""
        found: list[Candidate] = []
        for address in self._bind_to or tuple(addresses):
            protocol = await self._bind(address)
            self._protocols.append(protocol)
            host, port = protocol.transport.get_extra_info("sockname")[:2]
            protocol.local_candidate = Candidate(
                foundation=candidate_foundation("host", "udp", host),
                component=component,
                transport="udp",
                priority=candidate_priority(component, "host"),
                host=host,
                port=port,
                type="host",
            )
            found.append(protocol.local_candidate)
            found.extend(await self._outside(protocol))
        return found

    async def _bind(self, address: str) -> StunProtocol:
        loop = asyncio.get_running_loop()
        for port in (next(self._ports) for _ in range(self._ports.size)):
            try:
                transport, protocol = await loop.create_datagram_endpoint(
                    lambda: StunProtocol(self), local_addr=(address, port)
                )
            except OSError:
                continue  # taken by somebody else: the next one
            bound = transport.get_extra_info("socket")
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            return protocol
        raise Unavailable(f"no free port for audio on {address}")

    async def _outside(self, protocol: StunProtocol) -> list[Candidate]:
        if self.stun_server is None:
            return []
        try:
            async with asyncio.timeout(STUN_WITHIN):
                candidate, _ = await server_reflexive_candidate(protocol, self.stun_server)
        except (TimeoutError, OSError):
            return []  # an unreachable STUN server costs its candidate, nothing else
        return [candidate]


def gatherer(
    ports: Ports, addresses: tuple[str, ...], stun_urls: tuple[str, ...]
) -> RTCIceGatherer:
    """A gatherer that uses the range; `addresses` empty means every address of the host."""
    made = RTCIceGatherer(iceServers=[])
    made._connection = RangedConnection(ports, addresses, _stun(stun_urls))
    return made


def host_addresses(media_bind: str) -> tuple[str, ...]:
    """Where audio listens: the bound address, or all of the host's."""
    if media_bind == "0.0.0.0":
        return tuple(get_host_addresses(use_ipv4=True, use_ipv6=False))
    return (media_bind,)


def _stun(urls: tuple[str, ...]) -> tuple[str, int] | None:
    for url in urls:
        parts = urlsplit(url.replace("stun:", "stun://", 1))
        if parts.scheme == "stun" and parts.hostname:
            return parts.hostname, parts.port or 3478
    return None
