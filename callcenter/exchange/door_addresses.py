"""The door's own addresses: how they stand in Via, Record-Route, Contact, and are recognised."""

from dataclasses import dataclass

from callcenter.sip.grammar import NameAddr, Uri, Via, param
from callcenter.sip.peer import Transport

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class DoorAddresses:
    """Outer door: advertised host and port. Inner door: loopback and its port."""

    advertised: str
    bound: str
    outer_port: int
    inner_port: int

    def outer_via(self, transport: Transport, branch: str) -> Via:
        """Our Via on a request going outside."""
        return Via(transport.upper(), self.advertised, self.outer_port, (("branch", branch),))

    def inner_via(self, branch: str) -> Via:
        """Our Via on a request going to a line."""
        return Via("UDP", LOOPBACK, self.inner_port, (("branch", branch),))

    def outer_route(self, transport: Transport, token: str) -> NameAddr:
        """Our Record-Route towards the outside, carrying the token."""
        params = (("transport", transport.value), ("lr", None), ("t", token))
        return NameAddr(Uri(self.advertised, port=self.outer_port, params=params))

    def inner_route(self) -> NameAddr:
        """Our Record-Route towards a line."""
        return NameAddr(Uri(LOOPBACK, port=self.inner_port, params=(("lr", None),)))

    def contact(self, transport: Transport, token: str) -> NameAddr:
        """The Contact shown outside for a line."""
        params = (("transport", transport.value),) if transport is Transport.TCP else ()
        return NameAddr(Uri(self.advertised, user=token, port=self.outer_port, params=params))

    def is_own(self, uri: Uri) -> bool:
        """True for a URI that names either door."""
        port = uri.port or 5060
        if port == self.inner_port and uri.host == LOOPBACK:
            return True
        return port == self.outer_port and uri.host in (self.advertised, self.bound)

    def is_own_via(self, via: Via) -> bool:
        """True for a Via that one of the doors wrote."""
        return self.is_own(Uri(via.host, port=via.port))

    def token_in(self, route: NameAddr) -> str | None:
        """The token text in one of our routes, or None."""
        return param(route.uri.params, "t") if self.is_own(route.uri) else None
