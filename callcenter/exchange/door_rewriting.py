"""Writes the four kinds of message that leave the door, from what the sanitiser left of them.

Our Via and Record-Routes are added, Contact towards outside becomes the token, Routes that name
ourselves fall away. Stateless (RFC 3261 §16.6, §16.11); knows no table and no sockets.
"""

from dataclasses import dataclass, replace

from callcenter.exchange.door_addresses import DoorAddresses
from callcenter.exchange.door_ports import LineAddress
from callcenter.exchange.sanitiser import Clean
from callcenter.sip.branches import Branches
from callcenter.sip.grammar import NameAddr, Uri, Via, param
from callcenter.sip.message import (
    Field,
    Message,
    Request,
    Response,
    emit_request,
    emit_response,
    reason_for,
)
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.sdp import OtherMedia, render_sdp
from callcenter.sip.tokens import Token, Tokens


def stamped(via: Via, source: Peer) -> Via:
    """The sender's Via with the address it really came from (RFC 3261 §18.2.1, RFC 3581 §4).

    Over TCP the port is always noted, because the answer must go back over that connection.
    """
    via = via.with_param("received", source.host)
    if source.transport is Transport.TCP or param(via.params, "rport") is not None:
        via = via.with_param("rport", str(source.port))
    return via


def answer_peer(via: Via) -> Peer:
    """Where an answer to the sender of this stamped Via goes (RFC 3261 §18.2.2, RFC 3581 §4)."""
    host = param(via.params, "received") or via.host
    noted = param(via.params, "rport") or ""
    port = int(noted) if noted.isdigit() and 0 < int(noted) < 65536 else via.port or 5060
    return Peer(host, port, Transport.TCP if via.transport == "TCP" else Transport.UDP)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The door's pen."""

    addresses: DoorAddresses
    branches: Branches
    tokens: Tokens

    def branch(self, message: Request) -> str:
        """Our branch for a request."""
        return self.branches.forwarded(message.transaction(), message.call_id)

    def token(self, line_port: int, peer: Peer) -> str:
        """The token for a dialog between a line and a peer."""
        return self.tokens.encode(Token(line_port, peer))

    def foreign(self, routes: tuple[NameAddr, ...]) -> tuple[NameAddr, ...]:
        """The routes that are not ours."""
        return tuple(route for route in routes if not self.addresses.is_own(route.uri))

    def request_inward(
        self, request: Request, clean: Clean, source: Peer, line: LineAddress, target: str = ""
    ) -> bytes:
        """Towards a line; `target` is its contact for requests inside a dialog."""
        via = stamped(request.top, source)
        dialled = request.uri.user if request.uri else None
        uri = target or str(Uri(line.host, user=dialled, port=line.port))
        fields = self._vias(self.addresses.inner_via(self.branch(request)), via, request)
        if request.method == "INVITE" and not request.in_dialog:
            peer = answer_peer(via)
            ours = (
                self.addresses.inner_route(),
                self.addresses.outer_route(peer.transport, self.token(line.port, peer)),
            )
            fields += _listed("Record-Route", ours + self.foreign(clean.record_routes))
        fields += self._common(request, clean, clean.contact)
        return emit_request(request.method, uri, fields, clean.body)

    def request_outward(self, request: Request, clean: Clean, source: Peer, peer: Peer) -> bytes:
        """Towards a trunk or phone; the Request-URI stays what the line said."""
        assert request.uri is not None
        token = self.token(source.port, peer)
        via = stamped(request.top, source)
        ours = self.addresses.outer_via(peer.transport, self.branch(request))
        fields = self._vias(ours, via, request)
        fields += _listed("Route", self.foreign(clean.routes))
        if request.method == "INVITE" and not request.in_dialog:
            fields += _listed("Record-Route", (self.addresses.outer_route(peer.transport, token),))
        contact = self.addresses.contact(peer.transport, token) if clean.contact else None
        fields += self._common(request, clean, contact)
        body = render_sdp(clean.sdp) if clean.sdp else clean.body
        return emit_request(request.method, str(request.uri), fields, body)

    def response_inward(
        self, response: Response, clean: Clean, line_port: int, peer: Peer
    ) -> bytes:
        """Towards the line that asked; our two routes end the list, nearest last."""
        routes: tuple[NameAddr, ...] = ()
        if clean.record_routes:
            outer = self.addresses.outer_route(peer.transport, self.token(line_port, peer))
            ours = (outer, self.addresses.inner_route())
            routes = self.foreign(clean.record_routes) + ours
        return self._response(response, clean, routes, clean.contact)

    def response_outward(
        self, response: Response, clean: Clean, line_port: int, refused: tuple[OtherMedia, ...]
    ) -> bytes:
        """Towards the outside that asked; the media lines we refuse are refused in place."""
        peer = answer_peer(response.vias[1])
        token = self.token(line_port, peer)
        routes: tuple[NameAddr, ...] = ()
        if clean.record_routes:
            ours = (self.addresses.outer_route(peer.transport, token),)
            routes = ours + self.foreign(clean.record_routes)
        contact = self.addresses.contact(peer.transport, token) if clean.contact else None
        if clean.sdp is not None:
            clean = replace(clean, body=render_sdp(clean.sdp, refused))
        return self._response(response, clean, routes, contact)

    def _response(
        self,
        response: Response,
        clean: Clean,
        routes: tuple[NameAddr, ...],
        contact: NameAddr | None,
    ) -> bytes:
        fields: list[Field] = [("Via", str(via)) for via in response.vias[1:]]
        fields += _listed("Record-Route", routes)
        fields += _identity(response, response.cseq_method)
        if contact is not None:
            fields.append(("Contact", str(contact)))
        fields += clean.fields
        if clean.body:
            fields.append(("Content-Type", clean.content_type))
        return emit_response(response.status, reason_for(response.status), fields, clean.body)

    def _vias(self, ours: Via, sender: Via, request: Request) -> list[Field]:
        vias = (ours, sender, *request.vias[1:])
        return [("Via", str(via)) for via in vias]

    def _common(self, request: Request, clean: Clean, contact: NameAddr | None) -> list[Field]:
        fields = _identity(request, request.method)
        if contact is not None:
            fields.append(("Contact", str(contact)))
        fields.append(("Max-Forwards", str(clean.max_forwards - 1)))
        fields += clean.fields
        if clean.body:
            fields.append(("Content-Type", clean.content_type))
        return fields


def _identity(message: Message, method: str) -> list[Field]:
    return [
        ("From", str(message.sender)),
        ("To", str(message.to)),
        ("Call-ID", message.call_id),
        ("CSeq", f"{message.cseq} {method}"),
    ]


def _listed(name: str, routes: tuple[NameAddr, ...]) -> list[Field]:
    return [(name, str(route)) for route in routes]
