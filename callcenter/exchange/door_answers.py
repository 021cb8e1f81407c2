"""What trunks and phones answer to the lines' requests, and to the door's own.

Our branch must prove that the request went through this door; the answer is rebuilt or its leg
ends; one answer too many is acknowledged and ended. It knows no sockets and starts no calls.
"""

from dataclasses import dataclass

from callcenter.exchange.allowed_fields import Heading
from callcenter.exchange.door_endings import Endings
from callcenter.exchange.door_parts import DoorParts
from callcenter.exchange.door_ports import DialogRecord
from callcenter.exchange.door_probes import Probes
from callcenter.exchange.door_registrations import Registrations
from callcenter.exchange.sanitiser import Clean, clean_response
from callcenter.sip.message import Response
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal


@dataclass(slots=True)
class OuterAnswers:
    """The outer door's reading of responses."""

    parts: DoorParts
    endings: Endings
    asked: tuple[Probes, Registrations]
    """Who ask of their own."""

    def receive(self, response: Response, source: Peer) -> None:
        """Handle one response from outside."""
        parts = self.parts
        addresses = parts.rewriting.addresses
        if not addresses.is_own_via(response.top) or not self._is_ours(response):
            parts.counts.forged_responses += 1
            return
        if len(response.vias) == 1:
            return
        record = parts.table.records.get(response.call_id)
        port = response.vias[1].port or 0
        if record is not None and record.line_port != port:
            parts.counts.forged_responses += 1
            return
        if parts.lines.at(port) is None:
            self._answer_to_dead_line(response, source)
            return
        self._pass_response(response, source, record, port)

    def _is_ours(self, response: Response) -> bool:
        if len(response.vias) == 1:
            own = any(one.answered(response) for one in self.asked)
            return own or self.endings.answered(response)
        before, call_id = response.transaction(hop=1), response.call_id
        return self.parts.rewriting.branches.proves(response.top.branch, before, call_id)

    def _answer_to_dead_line(self, response: Response, source: Peer) -> None:
        if response.cseq_method != "INVITE" or response.status < 200:
            return
        self.parts.repeats.stop(("own", response.top.branch))
        if response.status < 300:
            self.endings.refuse_fork(response, source)
        else:
            self.endings.acknowledge_refusal(response, source)

    def _pass_response(
        self, response: Response, source: Peer, record: DialogRecord | None, port: int
    ) -> None:
        parts = self.parts
        try:
            clean = clean_response(response, Heading.INWARD)
            check_media(clean, source)
        except SipRefusal:
            self.endings.unfixable(response, source, port)
            return
        if _is_extra_answer(response, record):
            self.endings.refuse_fork(response, source)
            return
        routes = tuple(reversed(parts.rewriting.foreign(clean.record_routes)))
        parts.table.answer_passed(response, clean, routes, from_line=False)
        parts.table.final_passed(response, parts.now())
        data = parts.rewriting.response_inward(response, clean, port, source)
        parts.wires.line(port, data)


def check_media(clean: Clean, source: Peer) -> None:
    """A stranger may not have audio sent to this machine's own loopback."""
    loopback = source.host.startswith("127.")
    if clean.sdp and clean.sdp.address.startswith("127.") and not loopback:
        raise SipRefusal(488, "Loopback audio address")


def _is_extra_answer(response: Response, record: DialogRecord | None) -> bool:
    """A 200 to the first INVITE from a second phone: the first one's dialog stands."""
    if record is None or not record.confirmed or response.cseq_method != "INVITE":
        return False
    is_answer = 200 <= response.status < 300
    return is_answer and response.to.tag != record.outside_party.tag
