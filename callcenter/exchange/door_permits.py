"""Where lines may call: only the destinations that a command named (PERMITTED, never guessed).

The exchange permits a URI to a line just before it passes the line a DialLeg; the inner door asks
here for each first INVITE. Names are resolved by the door and handed in. Pure.
"""

import ipaddress
from dataclasses import dataclass, field

from callcenter.sip.grammar import Uri, param, parse_uri
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.refusal import SipRefusal

RESOLVED_FOR = 60.0

_Destination = tuple[str, str, int, Transport]


def is_ipv4(host: str) -> bool:
    """True for an IPv4 literal."""
    try:
        ipaddress.IPv4Address(host)
    except ipaddress.AddressValueError:
        return False
    return True


def destination_of(uri: Uri) -> _Destination:
    """User, host, port and transport that a URI names (default 5060, UDP)."""
    tcp = (param(uri.params, "transport") or "").lower() == "tcp"
    transport = Transport.TCP if tcp else Transport.UDP
    return (uri.user or "", uri.host.lower(), uri.port or 5060, transport)


@dataclass(slots=True)
class Permits:
    """Destinations by line, and addresses of named hosts for 60 s."""

    probed: set[str] = field(default_factory=set)
    """Addresses that the door itself asks, so that they may answer."""
    _permitted: dict[str, dict[_Destination, Peer | None]] = field(default_factory=dict)
    _resolved: dict[str, tuple[str, float]] = field(default_factory=dict)

    def allow(self, line: str, uri: str, now: float, at: Peer | None = None) -> str | None:
        """Permit `uri` to `line`; returns a host name that has to be resolved first, or None.

        `at` is where a phone that registered is reached, whatever the URI says.

        Raises ValueError for what is no sip: URI.
        """
        try:
            parsed = parse_uri(uri, "destination")
        except SipRefusal as error:
            raise ValueError("a destination must be a URI such as sip:100@192.0.2.1") from error
        if parsed.scheme != "sip":
            raise ValueError("a destination must be a sip: URI; others cannot be dialled")
        self._permitted.setdefault(line, {})[destination_of(parsed)] = at
        if at is not None:
            return None
        host = parsed.host.lower()
        return None if self.is_resolved(host, now) else host

    def resolved(self, host: str, address: str, now: float) -> None:
        """`host` is at this IPv4 address, believed for 60 s."""
        self._resolved[host] = (address, now + RESOLVED_FOR)

    def address_of(self, host: str) -> str:
        """The IPv4 address of a host, if only the last one known; empty: none is known."""
        return host if is_ipv4(host) else self._resolved.get(host, ("", 0.0))[0]

    def is_resolved(self, host: str, now: float) -> bool:
        """The host's address is known, and believed still."""
        return is_ipv4(host) or now < self._resolved.get(host, ("", 0.0))[1]

    def forget(self, line: str) -> None:
        """The line is gone."""
        self._permitted.pop(line, None)

    def find(self, line: str, uri: Uri) -> Peer | None:
        """Where `line` may send an INVITE for `uri`; None when not permitted or not resolved."""
        destination = destination_of(uri)
        permitted = self._permitted.get(line, {})
        if destination not in permitted:
            return None
        if (at := permitted[destination]) is not None:
            return at
        _, host, port, transport = destination
        address = self.address_of(host)
        return Peer(address, port, transport) if address else None

    def is_resolving(self, line: str, uri: Uri) -> bool:
        """True for a permitted destination whose name has no address yet."""
        destination = destination_of(uri)
        return destination in self._permitted.get(line, ()) and self.find(line, uri) is None

    def names(self, address: str) -> bool:
        """True when this address is called or asked from here, so that it may answer."""
        addresses = {known for known, _ in self._resolved.values()}
        return (
            address in addresses
            or address in self.probed
            or any(
                address == (at.host if at else host)
                for kept in self._permitted.values()
                for (_, host, _, _), at in kept.items()
            )
        )
