"""The few requests the door makes of its own: it ends what nobody else can end.

A dead line's dialogs get BYE, CANCEL or a final answer; an answer too many gets ACK and BYE; an
answer that cannot be rebuilt ends its leg. Each is repeated until answered, at most 32 s
(RFC 3261 §17.1.2). It decides nothing about calls whose line is alive and well.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from callcenter.exchange.allowed_fields import Heading
from callcenter.exchange.door_parts import DoorParts
from callcenter.exchange.door_ports import DialogRecord, Party
from callcenter.exchange.door_rewriting import answer_peer, stamped
from callcenter.exchange.door_table import PendingInvite, peer_of
from callcenter.exchange.sanitiser import Clean, clean_response
from callcenter.sip.branches import fresh_branch
from callcenter.sip.grammar import parse_name_addr
from callcenter.sip.message import Answer, Field, Response, emit_request, respond
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal

CSEQ_LEAP = 100
"""Added to the last CSeq seen, in case the dead line sent some that never passed."""
LAST_CSEQ = 2**31 - 1


@dataclass(slots=True)
class Endings:
    """Ends dialogs on behalf of lines that cannot."""

    parts: DoorParts
    _forks: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def end_dialogs_of(self, line: str) -> int:
        """End each living dialog of a line that died; returns how many."""
        records = list(self.parts.table.living_of(line))
        for record in records:
            if record.confirmed:
                self.bye_outside(record)
            elif record.inbound:
                self._answer_for_dead_line(record)
            else:
                self._cancel(record)
            self.parts.table.end(record.call_id_header, self.parts.now())
        self.parts.permits.forget(line)
        return len(records)

    def end_leg(self, call_id: str) -> None:
        """Something passed that cannot be mended: BYE both ways."""
        record = self.parts.table.records.get(call_id)
        if record is None or not record.confirmed or self.parts.table.is_over(call_id):
            return
        self.bye_outside(record)
        self._bye_line(record)
        self.parts.table.end(call_id, self.parts.now())

    def bye_outside(self, record: DialogRecord) -> None:
        """BYE to the outside in the line's name."""
        branch = fresh_branch()
        peer = self.parts.wires.reach(peer_of(record), record.outside_party.contact)
        via = str(self.parts.rewriting.addresses.outer_via(peer.transport, branch))
        data = _bye(record.call_id_header, via, record.line_party, record.outside_party)
        self._repeat(branch, lambda: self.parts.wires.outside(peer, data))

    def _bye_line(self, record: DialogRecord) -> None:
        branch = fresh_branch()
        via = str(self.parts.rewriting.addresses.inner_via(branch))
        data = _bye(record.call_id_header, via, record.outside_party, record.line_party)
        self._repeat(branch, lambda: self.parts.wires.line(record.line_port, data))

    def answered(self, response: Response) -> bool:
        """A response with our Via alone: to a request of our own? Provisionals change nothing."""
        if response.status < 200:
            return True
        return self.parts.repeats.stop(("own", response.top.branch))

    def refuse_fork(self, response: Response, peer: Peer) -> None:
        """An answer nobody can use (one too many, or for a dead line): ACK, then BYE."""
        key = (response.call_id, response.to.tag)
        self.parts.counts.extra_answers_ended += 1
        if known := self._forks.get(key):
            self.parts.wires.outside(peer, known)
            return
        target, routes = _target_of(response), self._routes_of(response)
        party = Party(str(response.to.only()), response.to.tag, 0, target, routes)
        ours = Party(str(response.sender.only()), response.sender.tag, response.cseq)
        via = self.parts.rewriting.addresses.outer_via(peer.transport, fresh_branch())
        ack = _request("ACK", response.call_id, str(via), (ours, party, response.cseq))
        self._forks[key] = ack
        self.parts.wires.outside(peer, ack)
        branch = fresh_branch()
        via = self.parts.rewriting.addresses.outer_via(peer.transport, branch)
        bye = _bye(response.call_id, str(via), ours, party)
        self._repeat(branch, lambda: self.parts.wires.outside(peer, bye))

    def unfixable(self, response: Response, peer: Peer, line_port: int) -> None:
        """An outside response that cannot be rebuilt is dropped and its leg ends."""
        self.parts.counts.unfixable_responses += 1
        if response.status < 200:
            return
        if 200 <= response.status < 300 and response.cseq_method == "INVITE":
            self.refuse_fork(response, peer)
            record = self.parts.table.records.get(response.call_id)
            if record is not None and record.confirmed:
                self._bye_line(record)
            self.parts.table.end(response.call_id, self.parts.now())
        bare = _bare(response, 500 if response.status < 300 else response.status)
        self.parts.wires.line(
            line_port, self.parts.rewriting.response_inward(bare, Clean(), line_port, peer)
        )

    def acknowledge_refusal(self, response: Response, peer: Peer) -> None:
        """The outside refused a dead line's INVITE: its ACK has our Via as the INVITE had."""
        addresses = self.parts.rewriting.addresses
        via = addresses.outer_via(peer.transport, response.top.branch)
        party = Party(str(response.to.only()), response.to.tag, 0, str(response.to.uri))
        ours = Party(str(response.sender.only()), response.sender.tag)
        ack = _request("ACK", response.call_id, str(via), (ours, party, response.cseq))
        self.parts.wires.outside(peer, ack)

    def forget_forks(self) -> None:
        """Called now and then: fork answers are only repeated for 32 s; keep the last thousand."""
        while len(self._forks) > 1000:
            del self._forks[next(iter(self._forks))]

    def _answer_for_dead_line(self, record: DialogRecord) -> None:
        pending = self.parts.table.pending.get(record.call_id_header)
        if pending is None:
            return
        stamped_request = self.parts.stamp(pending.request, pending.source)
        answer = self.parts.tagged(pending.request, Answer(500, "Line lost"))
        to = answer_peer(stamped(pending.request.top, pending.source))
        now = self.parts.now()
        self.parts.repeats.stop(("invite", record.call_id_header))
        self.parts.answers.reply(
            pending.request, to, respond(stamped_request, answer), status=500, now=now
        )

    def _cancel(self, record: DialogRecord) -> None:
        pending = self.parts.table.pending.get(record.call_id_header)
        if pending is None:
            return
        peer = peer_of(record)
        data = self._cancel_of(pending, peer)
        self._repeat(f"{pending.branch}", lambda: self.parts.wires.outside(peer, data))

    def _cancel_of(self, pending: PendingInvite, peer: Peer) -> bytes:
        request, rewriting = pending.request, self.parts.rewriting
        via = rewriting.addresses.outer_via(peer.transport, pending.branch)
        fields: list[Field] = [("Via", str(via))]
        fields += [("Route", str(r)) for r in rewriting.foreign(pending.clean.routes)]
        fields += [
            ("From", str(request.sender)),
            ("To", str(request.to)),
            ("Call-ID", request.call_id),
            ("CSeq", f"{request.cseq} CANCEL"),
            ("Max-Forwards", "70"),
        ]
        return emit_request("CANCEL", str(request.uri), fields)

    def _routes_of(self, response: Response) -> tuple[str, ...]:
        try:
            clean = clean_response(response, Heading.INWARD)
        except SipRefusal:
            return ()
        foreign = self.parts.rewriting.foreign(clean.record_routes)
        return tuple(str(route) for route in reversed(foreign))

    def _repeat(self, branch: str, send: Callable[[], None]) -> None:
        self.parts.repeats.start(("own", branch), send, self.parts.now())


def _bare(response: Response, status: int) -> Response:
    return replace(response, status=status, fields=(), body=b"")


def _target_of(response: Response) -> str:
    values = response.all("contact")
    try:
        uri = parse_name_addr(values[0], "Contact").uri if values else response.to.uri
    except SipRefusal:
        uri = response.to.uri
    return str(uri)


def _bye(call_id: str, via: str, ours: Party, theirs: Party) -> bytes:
    cseq = min(ours.cseq + CSEQ_LEAP, LAST_CSEQ)
    return _request("BYE", call_id, via, (ours, theirs, cseq))


def _request(method: str, call_id: str, via: str, ends: tuple[Party, Party, int]) -> bytes:
    ours, theirs, cseq = ends
    fields: list[Field] = [("Via", via)]
    fields += [("Route", route) for route in theirs.routes]
    fields += [
        ("From", _address(ours)),
        ("To", _address(theirs)),
        ("Call-ID", call_id),
        ("CSeq", f"{cseq} {method}"),
        ("Max-Forwards", "70"),
    ]
    return emit_request(method, theirs.contact or _uri_of(theirs), fields)


def _address(party: Party) -> str:
    return f"{party.address};tag={party.tag}" if party.tag else party.address


def _uri_of(party: Party) -> str:
    return str(parse_name_addr(party.address, "party").uri)
