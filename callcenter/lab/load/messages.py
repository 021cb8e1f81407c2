"""The SIP messages of the load's callers and desk phones (RFC 3261), made and read. Pure."""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from callcenter.sip.digest import QOP, Algorithm, ha1, hashed
from callcenter.sip.message import (
    Answer,
    Field,
    Request,
    Response,
    emit_request,
    respond,
)
from callcenter.sip.sdp import PCMU, Sdp, parse_sdp, render_sdp

SDP_TYPE: Final = ("Content-Type", "application/sdp")
Address = tuple[str, int]


@dataclass(slots=True)
class Dialog:
    """One call as its user agent keeps it; `own` and `other` are From or To, tags included."""

    call_id: str
    own: str
    other: str
    target: str
    contact: str
    sent_by: str
    """`host:port` for the Via."""
    routes: list[str] = field(default_factory=list)
    cseq: int = 0

    def request(self, method: str, *, body: bytes = b"", ack_of: str = "") -> tuple[str, bytes]:
        """The next request and its branch. An ACK keeps the CSeq of its INVITE; that of a refusal
        (`ack_of` is the INVITE's branch) its branch too (RFC 3261 §17.1.1.3).
        """
        if method != "ACK":
            self.cseq += 1
        branch = ack_of or _branch(self.call_id, method, self.cseq)
        fields: list[Field] = [
            ("Via", f"SIP/2.0/UDP {self.sent_by};rport;branch={branch}"),
            ("Max-Forwards", "70"),
            *(("Route", route) for route in self.routes),
            ("From", self.own),
            ("To", self.other),
            ("Call-ID", self.call_id),
            ("CSeq", f"{self.cseq} {method}"),
            ("Contact", f"<{self.contact}>"),
        ]
        if body:
            fields.append(SDP_TYPE)
        return branch, emit_request(method, self.target, fields, body)

    def confirm(self, answer: Response) -> None:
        """Take what a 2xx to the INVITE says of the other side (RFC 3261 §12.1.2)."""
        self.other = str(answer.to)
        self.target = _bare(answer.one("contact")) or self.target
        self.routes = list(reversed(answer.all("record-route")))


def accept(invite: Request, tag: str, contact: str, sdp: bytes) -> bytes:
    """200 to an INVITE."""
    fields = (*_recorded(invite), ("Contact", f"<{contact}>"), SDP_TYPE)
    return respond(invite, Answer(200, "OK", to_tag=tag, fields=fields, body=sdp))


def ring(invite: Request, tag: str, contact: str) -> bytes:
    """180 to an INVITE."""
    fields = (*_recorded(invite), ("Contact", f"<{contact}>"))
    return respond(invite, Answer(180, to_tag=tag, fields=fields))


def sound_at(address: Address, session: int) -> bytes:
    """A description of PCMU at an address, 20 ms a packet."""
    host, port = address
    return render_sdp(
        Sdp(address=host, port=port, payloads=(PCMU,), events=None, session=session, version=1)
    )


def sound_of(message: Request | Response) -> Address:
    """Where the other side wants its sound; raises SipRefusal for what is no description."""
    told = parse_sdp(message.body)
    return told.address, told.port


@dataclass(slots=True)
class Registration:
    """One phone's REGISTERs."""

    extension: str
    password: str
    registrar: str
    """`host:port`."""
    contact: str
    sent_by: str
    call_id: str
    cseq: int = 0

    def request(self, expires: int, challenge: Response | None = None) -> tuple[str, bytes]:
        """The next REGISTER and its branch, answering a 401; 0 seconds: it goes."""
        self.cseq += 1
        uri = f"sip:{self.registrar}"
        address = f"<sip:{self.extension}@{self.registrar}>"
        branch = _branch(self.call_id, "REGISTER", self.cseq)
        fields: list[Field] = [
            ("Via", f"SIP/2.0/UDP {self.sent_by};rport;branch={branch}"),
            ("Max-Forwards", "70"),
            ("From", f"{address};tag={self.extension}"),
            ("To", address),
            ("Call-ID", self.call_id),
            ("CSeq", f"{self.cseq} REGISTER"),
            ("Contact", f"<{self.contact}>"),
            ("Expires", str(expires)),
        ]
        if challenge is not None:
            fields.append(("Authorization", self._proof(nonce_of(challenge), uri)))
        return branch, emit_request("REGISTER", uri, fields)

    def _proof(self, nonce: str, uri: str) -> str:
        """Digest with SHA-256 (RFC 8760) and `qop=auth` (RFC 3261 §22)."""
        algorithm, realm, count, own = Algorithm.SHA256, "callcenter", "00000001", "load"
        parts = (
            ha1(algorithm, self.extension, self.password, realm),
            nonce,
            count,
            own,
            QOP,
            hashed(algorithm, f"REGISTER:{uri}"),
        )
        response = hashed(algorithm, ":".join(parts))
        return (
            f'Digest username="{self.extension}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
            f'response="{response}", algorithm={algorithm}, qop={QOP}, nc={count}, cnonce="{own}"'
        )


def nonce_of(challenge: Response) -> str:
    """The nonce of a 401; empty where there is none."""
    for told in challenge.all("www-authenticate"):
        _, found, rest = told.partition('nonce="')
        if found:
            return rest.partition('"')[0]
    return ""


def _recorded(invite: Request) -> tuple[Field, ...]:
    return tuple(("Record-Route", route) for route in invite.all("record-route"))


def _branch(*parts: object) -> str:
    told = "/".join(str(part) for part in parts).encode()
    return f"z9hG4bK{hashlib.sha256(told).hexdigest()[:24]}"


def _bare(contact: str | None) -> str:
    """The URI in a Contact."""
    _, _, rest = (contact or "").partition("<")
    return rest.partition(">")[0]
