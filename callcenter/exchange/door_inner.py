"""What comes from the lines: their calls outward, requests inside dialogs, answers to callers.

The source must be a living line of this pool; where a first INVITE may go, a command has named
before (permits); everything else goes to the peer in the token.
"""

from dataclasses import dataclass

from callcenter.exchange.allowed_fields import Heading
from callcenter.exchange.door_endings import Endings
from callcenter.exchange.door_parts import DoorParts
from callcenter.exchange.door_ports import LineAddress
from callcenter.exchange.door_rewriting import answer_peer
from callcenter.exchange.door_table import PendingInvite, peer_of
from callcenter.exchange.sanitiser import Clean, clean_request, clean_response
from callcenter.sip.message import Request, Response, read
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal


@dataclass(slots=True)
class InnerSide:
    """The inner door's reading of what arrives."""

    parts: DoorParts
    endings: Endings

    def receive(self, data: bytes, source: Peer) -> None:
        """Handle one message from a line."""
        line = self.parts.lines.at(source.port) if source.host == "127.0.0.1" else None
        if line is None:
            self.parts.counts.silenced += 1
            return
        try:
            message = read(data)
        except SipRefusal:
            self.parts.counts.unreadable += 1
            return
        if isinstance(message, Response):
            self._response(message, line)
            return
        try:
            self._request(message, source, line)
        except SipRefusal as refusal:
            if message.method != "ACK":
                self.parts.answer_line(message, source, self.parts.refusal(refusal))

    def _request(self, request: Request, source: Peer, line: LineAddress) -> None:
        parts = self.parts
        clean = clean_request(request, Heading.OUTWARD)
        if request.method == "INVITE" and not request.in_dialog:
            peer = self._begin(request, clean, source, line)
            if peer is None:
                return
        else:
            peer = self._peer(request, clean, line)
            parts.table.request_passed(request, clean, from_line=True)
        if request.method == "BYE":
            parts.table.leave(request.call_id, parts.now())
        parts.wires.outside(peer, parts.rewriting.request_outward(request, clean, source, peer))

    def _begin(
        self, request: Request, clean: Clean, source: Peer, line: LineAddress
    ) -> Peer | None:
        """A call outward; None while its destination's name has no address yet."""
        parts = self.parts
        assert request.uri is not None
        peer = parts.permits.find(line.line, request.uri)
        if peer is None:
            if parts.permits.is_resolving(line.line, request.uri):
                # The line repeats its INVITE after half a second; the name has its address then.
                return None
            parts.counts.not_permitted += 1
            raise SipRefusal(403, "Destination not permitted")
        if parts.rewriting.addresses.is_own(request.uri):
            raise SipRefusal(482, "Loop Detected")
        pending = parts.table.pending.get(request.call_id)
        peer = parts.wires.reach(peer, str(request.uri))
        if pending is None or pending.request.top.branch != request.top.branch:
            if not parts.line_invites.admit(line.port, parts.now()):
                parts.counts.rate_limited += 1
                raise parts.busy()
            branch = parts.rewriting.branch(request)
            waiting = PendingInvite(request, source, clean, branch)
            parts.table.start(waiting, line, peer, inbound=False)
        return peer

    def _peer(self, request: Request, clean: Clean, line: LineAddress) -> Peer:
        peer = self._known_peer(request, clean, line)
        return self.parts.wires.reach(peer, str(request.uri))

    def _known_peer(self, request: Request, clean: Clean, line: LineAddress) -> Peer:
        """Where the dialog's peer was last heard, else where its token says."""
        record = self.parts.table.records.get(request.call_id)
        if record is not None and record.line_port == line.port:
            return peer_of(record)
        addresses, tokens = self.parts.rewriting.addresses, self.parts.rewriting.tokens
        for route in clean.routes:
            if (text := addresses.token_in(route)) is not None:
                token = tokens.decode(text)
                if token is None or token.line_port != line.port:
                    self.parts.counts.forged_tokens += 1
                    raise SipRefusal(403, "Not this line's dialog")
                return token.peer
        raise SipRefusal(481, "Call/Transaction Does Not Exist")

    def _response(self, response: Response, line: LineAddress) -> None:
        parts = self.parts
        if len(response.vias) == 1:
            self.endings.answered(response)
            return
        before, call_id = response.transaction(hop=1), response.call_id
        record = parts.table.records.get(call_id)
        strange = record is not None and record.line_port != line.port
        if strange or not parts.rewriting.branches.proves(response.top.branch, before, call_id):
            parts.counts.forged_responses += 1
            return
        if response.cseq_method == "INVITE":
            parts.repeats.stop(("invite", call_id))
        try:
            clean = clean_response(response, Heading.OUTWARD)
        except SipRefusal:
            parts.counts.unfixable_responses += 1
            self.endings.end_leg(call_id)
            return
        parts.table.answer_passed(response, clean, (), from_line=True)
        parts.table.final_passed(response, parts.now())
        refused = record.refused_media if record else ()
        data = parts.rewriting.response_outward(response, clean, line.port, refused)
        parts.wires.outside(answer_peer(response.vias[1]), data)
