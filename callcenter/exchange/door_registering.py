"""REGISTER at the outer door: heard once, judged by the registrar, answered, and counted.

A repeat gets the answer of the first (RFC 3261 §17.2.2), for the registrar would take it for a
replay. Without a registrar there is none here, and whoever looks for one is held to be a scanner.
"""

from dataclasses import dataclass, replace

from callcenter.exchange.door_bans import Fault
from callcenter.exchange.door_parts import DoorParts
from callcenter.exchange.door_rewriting import answer_peer, stamped
from callcenter.exchange.registrar import WRONGS
from callcenter.sip.message import Request, respond
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal
from callcenter.sip.transactions import Seen


@dataclass(slots=True)
class Registering:
    """The outer door's reading of REGISTER."""

    parts: DoorParts

    def receive(self, request: Request, source: Peer) -> None:
        """Answer one; refuses what is none."""
        parts, now = self.parts, self.parts.now()
        if parts.registrar is None:
            parts.fault(source, Fault.REGISTER)
            raise SipRefusal(403, "No registrar here")
        if request.in_dialog:
            raise SipRefusal(400, "REGISTER belongs to no dialog")
        if parts.registers.arrive(request, source, now) is Seen.REPEATED:
            return
        verdict = parts.registrar.judge(request, source, now)
        if verdict.came in WRONGS:
            parts.fault(source, Fault.REGISTER)
        answer = parts.tagged(request, verdict.answer)
        peer = replace(answer_peer(stamped(request.top, source)), transport=source.transport)
        data = respond(parts.stamp(request, source), answer)
        parts.count_answer(answer.status)
        parts.registers.reply(request, peer, data, status=answer.status, now=now)
