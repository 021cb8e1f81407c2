"""What comes from trunks and phones: new calls and requests inside dialogs.

Order of a request: listed source, readable, one that may pass (sanitiser), a valid token or a new
INVITE, admission, a line. Raises nothing but through the door's outer guard; refusals are answered
here, silence and drops are counted.
"""

from dataclasses import dataclass
from urllib.parse import unquote

from callcenter.errors import PeerMisbehaved
from callcenter.exchange.allowed_fields import ALLOWED_METHODS, Heading
from callcenter.exchange.door_answers import OuterAnswers, check_media
from callcenter.exchange.door_bans import Fault
from callcenter.exchange.door_endings import Endings
from callcenter.exchange.door_parts import DoorParts
from callcenter.exchange.door_ports import DialogRecord, LineAddress
from callcenter.exchange.door_registering import Registering
from callcenter.exchange.door_rewriting import answer_peer, stamped
from callcenter.exchange.door_table import PendingInvite, peer_of
from callcenter.exchange.sanitiser import Clean, check_question, clean_request
from callcenter.sip.message import Answer, Request, Response, read
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.refusal import SipRefusal
from callcenter.sip.tokens import Token
from callcenter.sip.transactions import Seen

_CAN = (
    ("Allow", ", ".join((*ALLOWED_METHODS, "OPTIONS"))),
    ("Accept", "application/sdp, application/dtmf-relay"),
    ("Supported", "timer"),
)


class Forged(PeerMisbehaved):
    """A token or branch that is none of ours: dropped in silence."""


@dataclass(slots=True)
class OuterSide:
    """The outer door's reading of what arrives."""

    parts: DoorParts
    endings: Endings
    answers: OuterAnswers
    registering: Registering

    def receive(self, data: bytes, source: Peer) -> None:
        """Handle one message from outside."""
        parts = self.parts
        listed = parts.rules.allows(source.host)
        if not listed and not parts.permits.names(source.host):
            parts.counts.silenced += 1
            return
        if parts.bans.holds(source.host, parts.now()):
            parts.counts.banned += 1
            return
        parts.counts.received += 1
        try:
            message = read(data)
        except SipRefusal:
            parts.counts.unreadable += 1
            if listed:
                parts.answer_unread(data, source)
            parts.fault(source, Fault.UNREADABLE)
            return
        if isinstance(message, Response):
            self.answers.receive(message, source)
        elif not listed and not message.in_dialog:
            # Somebody we called may answer and go on with that dialog, but not call us.
            parts.counts.silenced += 1
        else:
            self._answered_request(message, source)

    def _answered_request(self, request: Request, source: Peer) -> None:
        try:
            self._request(request, source)
        except Forged:
            self.parts.counts.forged_tokens += 1
            self.parts.fault(source, Fault.FORGED)
        except SipRefusal as refusal:
            answer = self.parts.refusal(refusal)
            if request.method == "ACK":
                # An ACK has no answer; what it carried was to be a line's audio: end the leg.
                self.endings.end_leg(request.call_id)
            else:
                self.parts.answer(request, source, answer)

    def _request(self, request: Request, source: Peer) -> None:
        if self._is_one_too_many(request, source):
            return
        if request.method == "OPTIONS":
            self._options(request, source)
            return
        if request.method == "REGISTER":
            self.registering.receive(request, source)
            return
        clean = clean_request(request, Heading.INWARD)
        check_media(clean, source)
        token = self._token(request, clean)
        if token is not None:
            self._in_dialog(request, clean, source, token)
        elif request.method in ("ACK", "CANCEL"):
            self._of_pending(request, clean, source)
        elif request.method == "INVITE" and not request.in_dialog:
            self._invite(request, clean, source)
        else:
            raise SipRefusal(481, "Call/Transaction Does Not Exist")

    def _is_one_too_many(self, request: Request, source: Peer) -> bool:
        """Questions come now and then; a flood of them is not worth answers."""
        parts = self.parts
        is_question = not request.in_dialog and request.method not in ("INVITE", "ACK", "CANCEL")
        if not is_question or parts.questions.admit(source.host, parts.now()):
            return False
        parts.counts.rate_limited += 1
        parts.fault(source, Fault.TOO_FAST)
        return True

    def _options(self, request: Request, source: Peer) -> None:
        check_question(request)
        ready = request.in_dialog or (self.parts.lines.has_free() and not self.parts.draining)
        if not ready:
            raise self.parts.busy()
        self.parts.answer(request, source, Answer(200, "OK", fields=_CAN))

    def _token(self, request: Request, clean: Clean) -> Token | None:
        """The valid token of a request, or None when it bears none; raises Forged."""
        tokens, addresses = self.parts.rewriting.tokens, self.parts.rewriting.addresses
        for route in clean.routes:
            if (text := addresses.token_in(route)) is not None:
                return _valid(tokens.decode(text))
        user = request.uri.user if request.uri else None
        if user and tokens.looks_like_one(user):
            return _valid(tokens.decode(user))
        return self._token_by_tags(request)

    def _token_by_tags(self, request: Request) -> Token | None:
        """For peers that ignore both Record-Route and Contact: both tags prove the dialog."""
        record = self.parts.table.records.get(request.call_id)
        if record is None or not record.confirmed or not request.in_dialog:
            return None
        if request.sender.tag != record.outside_party.tag:
            return None
        if request.to.tag != record.line_party.tag:
            return None
        return Token(record.line_port, peer_of(record))

    def _in_dialog(self, request: Request, clean: Clean, source: Peer, token: Token) -> None:
        parts = self.parts
        line = parts.lines.at(token.line_port)
        if line is None:
            self._for_dead_line(request, source)
            return
        # The first BYE passes any limit: over TCP it comes once, and the call would stay up.
        ends = request.method == "BYE" and parts.table.stands(request.call_id)
        if not ends and not parts.line_requests.admit(line.port, parts.now()):
            parts.counts.rate_limited += 1
            return
        if request.method == "INVITE" and not parts.line_invites.admit(line.port, parts.now()):
            parts.counts.rate_limited += 1
            raise SipRefusal(500, "Too many changes", ("Retry-After", "2"))
        record = parts.table.records.get(request.call_id)
        if record is not None and record.line_port != line.port:
            raise Forged
        parts.table.heard_from(request.call_id, answer_peer(stamped(request.top, source)))
        parts.table.request_passed(request, clean, from_line=False)
        if request.method == "BYE":
            parts.table.leave(request.call_id, parts.now())
        target = record.line_party.contact if record else ""
        target = target or f"sip:{line.host}:{line.port}"
        data = parts.rewriting.request_inward(request, clean, source, line, target)
        parts.wires.line(line.port, data)

    def _for_dead_line(self, request: Request, source: Peer) -> None:
        if request.method == "BYE":
            self.parts.table.end(request.call_id, self.parts.now())
            self.parts.answer(request, source, Answer(200, "OK"))
        elif request.method != "ACK":
            raise SipRefusal(481, "Call/Transaction Does Not Exist")

    def _of_pending(self, request: Request, clean: Clean, source: Peer) -> None:
        """CANCEL, and the ACK of a refusal: they go where their INVITE went."""
        parts = self.parts
        if request.method == "ACK" and self._ack_of_ours(request, source):
            return
        record = parts.table.records.get(request.call_id)
        line = parts.lines.at(record.line_port) if record else None
        if record is None or line is None or record.outside_party.tag != request.sender.tag:
            if request.method == "ACK":
                return
            raise SipRefusal(481, "Call/Transaction Does Not Exist")
        data = parts.rewriting.request_inward(request, clean, source, line)
        parts.wires.line(line.port, data)

    def _ack_of_ours(self, request: Request, source: Peer) -> bool:
        return self.parts.answers.arrive(request, source, self.parts.now()) is Seen.ACKED

    def _invite(self, request: Request, clean: Clean, source: Peer) -> None:
        parts = self.parts
        record = parts.table.records.get(request.call_id)
        if record is not None and self._known_invite(request, clean, source, record):
            return
        if not parts.source_buckets.admit(source.host, parts.now()):
            parts.counts.rate_limited += 1
            parts.fault(source, Fault.TOO_FAST)
            raise parts.busy()
        parts.counts.invites += 1
        dialled = unquote((request.uri.user if request.uri else None) or "").partition(";")[0]
        if parts.draining:
            raise parts.busy()
        if not dialled or not parts.rules.knows(dialled):
            parts.fault(source, Fault.UNKNOWN_NUMBER)
            raise SipRefusal(404, "Not Found")
        line = parts.lines.take(request.call_id, dialled)
        if line is None and source.transport is Transport.UDP and parts.lines.will_have():
            # Unanswered, the caller's phone repeats its INVITE after half a second (RFC 3261
            # §17.1.1.2); by then there is a line. A burst waits a moment, and no call is lost.
            parts.counts.put_off += 1
            return
        if line is None:
            parts.counts.no_line += 1
            raise parts.busy()
        parts.counts.calls_given_a_line += 1
        self._begin(request, clean, source, line)

    def _known_invite(
        self, request: Request, clean: Clean, source: Peer, record: DialogRecord
    ) -> bool:
        """An INVITE whose Call-ID we know: a repeat, a second try, or none of our business."""
        parts = self.parts
        line = parts.lines.at(record.line_port)
        if not record.inbound or record.outside_party.tag != request.sender.tag:
            raise SipRefusal(482, "Merged request")
        if request.cseq == record.outside_party.cseq:
            if line is not None and parts.line_invites.admit(line.port, parts.now()):
                data = parts.rewriting.request_inward(request, clean, source, line)
                parts.wires.line(line.port, data)
            return True
        if not parts.table.is_over(request.call_id) or record.confirmed:
            raise SipRefusal(482, "Merged request")
        if line is None:
            return False
        self._begin(request, clean, source, line)
        return True

    def _begin(self, request: Request, clean: Clean, source: Peer, line: LineAddress) -> None:
        parts = self.parts
        peer = answer_peer(stamped(request.top, source))
        branch = parts.rewriting.branch(request)
        parts.table.start(PendingInvite(request, source, clean, branch), line, peer, inbound=True)
        data = parts.rewriting.request_inward(request, clean, source, line)
        if source.transport is Transport.TCP:
            parts.answer(request, source, Answer(100, "Trying"))
            key = ("invite", request.call_id)
            parts.repeats.start(key, lambda: parts.wires.line(line.port, data), parts.now())
        else:
            parts.wires.line(line.port, data)


def _valid(token: Token | None) -> Token:
    if token is None:
        raise Forged
    return token
