"""What both sides of the door share, and the few deeds both do: send, answer, count."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import structlog

from callcenter.exchange.allowed_fields import KNOWN_METHODS
from callcenter.exchange.door_admission import Buckets
from callcenter.exchange.door_bans import Bans, Fault
from callcenter.exchange.door_permits import Permits
from callcenter.exchange.door_ports import DoorCounts, DoorRules, DoorSettings, LineSource
from callcenter.exchange.door_rewriting import Rewriting, answer_peer, stamped
from callcenter.exchange.door_sockets import Receive, TcpDoor, UdpDoor
from callcenter.exchange.door_table import DialogTable
from callcenter.exchange.registrar import Registrar
from callcenter.sip.grammar import parse_uri
from callcenter.sip.message import Answer, Request, reason_for, respond
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.refusal import SipRefusal
from callcenter.sip.transactions import Repeats, ServerTransactions
from callcenter.sip.unread import make_out

_log = structlog.get_logger(__name__)


def bind_wires(
    settings: DoorSettings,
    counts: DoorCounts,
    from_outside: Receive,
    from_line: Receive,
    allows: Callable[[str], bool],
) -> "Wires":
    """Bind all three sockets or none; raises SettingsInvalid naming the address that is taken."""
    with contextlib.ExitStack() as bound:
        outer = UdpDoor(settings.host, settings.port, from_outside)
        bound.callback(outer.release)
        inner = UdpDoor("127.0.0.1", settings.inner_port, from_line)
        bound.callback(inner.release)
        tcp = TcpDoor((settings.host, outer.port), from_outside, allows)
        bound.pop_all()
    return Wires(outer, inner, tcp, counts)


@dataclass(slots=True)
class Wires:
    """The three sockets."""

    outer: UdpDoor
    inner: UdpDoor
    tcp: TcpDoor
    counts: DoorCounts

    def reach(self, peer: Peer, contact: str) -> Peer:
        """`peer`, or its Contact when its TCP connection is gone, as after a restart of the door.

        Only on the same host: a Contact may not send us anywhere else.
        """
        if peer.transport is not Transport.TCP or self.tcp.reaches(peer.host, peer.port):
            return peer
        try:
            uri = parse_uri(contact, "Contact")
        except SipRefusal:
            return peer
        return Peer(peer.host, uri.port or 5060, peer.transport) if uri.host == peer.host else peer

    def outside(self, peer: Peer, data: bytes) -> None:
        """Send to a trunk or phone."""
        if peer.transport is Transport.TCP:
            sent = self.tcp.send(data, peer.host, peer.port)
        else:
            sent = self.outer.send(data, peer.host, peer.port)
        self.counts.forwarded_out += sent
        self.counts.unsendable += not sent

    def line(self, port: int, data: bytes) -> None:
        """Send to a line on this machine."""
        sent = self.inner.send(data, "127.0.0.1", port)
        self.counts.forwarded_in += sent
        self.counts.unsendable += not sent


@dataclass(slots=True)
class DoorParts:
    """Everything a message's way through the door needs."""

    settings: DoorSettings
    rules: DoorRules
    lines: LineSource
    wires: Wires
    rewriting: Rewriting
    table: DialogTable
    permits: Permits
    counts: DoorCounts
    repeats: Repeats
    answers: ServerTransactions
    source_buckets: Buckets
    line_invites: Buckets
    line_requests: Buckets
    questions: Buckets
    bans: Bans
    registrar: Registrar | None
    registers: ServerTransactions
    clock: Callable[[], float]
    draining: bool = False
    responses: dict[int, int] = field(default_factory=dict)
    banned_for: dict[str, int] = field(default_factory=dict)

    def answer(self, request: Request, source: Peer, answer: Answer) -> None:
        """Answer an outside request statelessly: a repeat is simply answered again."""
        data = respond(self.stamp(request, source), self.tagged(request, answer))
        self.count_answer(answer.status)
        # By the transport it came by, whatever its Via says (RFC 3261 §18.2.2).
        peer = answer_peer(stamped(request.top, source))
        self.wires.outside(replace(peer, transport=source.transport), data)

    def answer_unread(self, data: bytes, source: Peer) -> None:
        """Tell the sender of a request that cannot be read, where that can be told."""
        unread = make_out(data)
        if unread is None:
            return
        status = 400
        if unread.version != "2.0":
            status = 505
        elif unread.method not in KNOWN_METHODS:
            status = 501
        via = stamped(unread.via, source) if unread.via else None
        peer = replace(answer_peer(via), transport=source.transport) if via else source
        self.count_answer(status)
        tag = self.rewriting.branches.tag(str(unread.via), source.host)
        self.wires.outside(peer, unread.respond(status, reason_for(status), via, tag))

    def count_answer(self, status: int) -> None:
        """One more answer of our own."""
        self.responses[status] = self.responses.get(status, 0) + 1

    def answer_line(self, request: Request, source: Peer, answer: Answer) -> None:
        """Answer a line's request."""
        data = respond(self.stamp(request, source), self.tagged(request, answer))
        self.wires.line(source.port, data)

    def refusal(self, refusal: SipRefusal) -> Answer:
        """The answer a refusal asks for."""
        self.counts.refused += 1
        return Answer(refusal.status, refusal.reason, fields=refusal.headers)

    def busy(self) -> SipRefusal:
        """503 with Retry-After."""
        retry = ("Retry-After", str(self.settings.retry_after))
        return SipRefusal(503, "Service Unavailable", retry)

    def stamp(self, request: Request, source: Peer) -> Request:
        """The request with its sender's true address in the topmost Via."""
        return replace(request, vias=(stamped(request.top, source), *request.vias[1:]))

    def tagged(self, request: Request, answer: Answer) -> Answer:
        """The answer with a To tag that is the same for each repeat of the request."""
        tag = self.rewriting.branches.tag(request.top.branch, request.call_id)
        return replace(answer, to_tag=answer.to_tag or tag)

    def fault(self, source: Peer, reason: Fault) -> None:
        """Hold something against a source; with too much of it, listen to it no more.

        Whoever is trusted, may be called by a line or has a call up here is never banned: what
        passes for the rules' breach there is a mistake, and silence would cost calls.
        """
        host, now = source.host, self.now()
        if not self.bans.note(host, now):
            return
        if self.rules.trusts(host) or self._is_needed(host) or self._wakes_up(host, reason):
            self.bans.spare(host)
            return
        self.bans.ban(host, now)
        self.banned_for[reason] = self.banned_for.get(reason, 0) + 1
        _log.warning("door_banned", source=host, reason=str(reason), lasts=self.bans.rules.lasts)

    def _is_needed(self, host: str) -> bool:
        return self.permits.names(host) or self.table.has_call_of(host)

    def _wakes_up(self, host: str, reason: Fault) -> bool:
        """A house full of phones behind one address, all at once after a power cut."""
        registrar = self.registrar
        return reason is Fault.TOO_FAST and registrar is not None and registrar.is_home(host)

    def remembered(self) -> int:
        """How many entries all tables have."""
        of_registrar = self.registrar.remembered() if self.registrar else 0
        answers = len(self.answers) + len(self.registers)
        return self.table.remembered() + len(self.repeats) + answers + of_registrar

    def now(self) -> float:
        """Monotonic seconds, for time-outs only."""
        return self.clock()
