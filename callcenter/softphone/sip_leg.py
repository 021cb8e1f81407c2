"""The softphone's SIP side: a small user agent server for legs that lines dial to session tokens.

Spoken to by `callcenter.softphone.sessions`. It answers an INVITE at once or refuses it; it never
rings, because a leg is dialled only after the agent has accepted (RFC 3261 §13.3.1).
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import structlog

from callcenter.sip.grammar import Uri, parse_name_addr
from callcenter.sip.message import Answer, Field, Request, Response, emit_request, read, respond
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal
from callcenter.sip.sdp import PCMU, Sdp, parse_sdp, render_sdp
from callcenter.sip.transactions import Repeats, Seen, ServerTransactions

log = structlog.get_logger()

LOOK_EVERY = 0.1
ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE"

Accept = Callable[[str, Sdp], int | None]
"""(session token, the line's description) to our RTP port, or None: no such session, or busy."""

Ended = Callable[[str], None]
"""(session token): the line has ended the leg."""


@dataclass(slots=True)
class Dialog:
    """One leg that a line has dialled."""

    token: str
    invite: Request
    source: Peer
    local_tag: str
    description: Sdp
    routes: list[str] = field(default_factory=list)
    cseq: int = 0


class SipLegs(asyncio.DatagramProtocol):
    """All legs of one softphone, on one UDP port of the machine."""

    def __init__(self, host: str, accept: Accept, ended: Ended) -> None:
        self._host = host
        self._accept = accept
        self._ended = ended
        self._dialogs: dict[str, Dialog] = {}
        self._by_token: dict[str, Dialog] = {}
        self._transactions = ServerTransactions(self._send)
        self._repeats = Repeats()
        self._port = 0
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open."""

        self._transport = cast(asyncio.DatagramTransport, transport)
        self._port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """One message. Whatever it is, at worst it is dropped."""
        if not data.strip():
            return
        source = Peer(addr[0], addr[1])
        try:
            message = read(data)
        except SipRefusal:
            log.warning("softphone.unreadable_sip", size=len(data))
            return
        if isinstance(message, Response):
            if message.status >= 200:
                self._repeats.stop(message.call_id)
            return
        try:
            self._request(message, source)
        except SipRefusal as refusal:
            answer = Answer(refusal.status, refusal.reason, _tag())
            self._reply(message, source, answer)

    async def look_after(self) -> None:
        """Repeat what is due, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            now = time.monotonic()
            for call_id, _, _ in self._transactions.due(now):
                self._forget(call_id)
            self._repeats.due(now)

    def _request(self, request: Request, source: Peer) -> None:
        seen = self._transactions.arrive(request, source, time.monotonic())
        if seen is not Seen.NEW:
            return
        if request.method == "INVITE":
            self._invite(request, source)
        elif request.method == "BYE":
            known = self._forget(request.call_id)
            self._reply(request, source, Answer(200 if known else 481))
        elif request.method in ("OPTIONS", "INFO", "UPDATE"):
            self._reply(request, source, Answer(200, fields=(("Allow", ALLOW),)))
        elif request.method == "CANCEL":
            self._cancel(request, source)
        else:
            self._reply(request, source, Answer(405, fields=(("Allow", ALLOW),)))

    def _invite(self, request: Request, source: Peer) -> None:
        description = parse_sdp(request.body)
        dialog = self._dialogs.get(request.call_id)
        if dialog is None:
            dialog = self._new_dialog(request, source, description)
        port = self._accept(dialog.token, description)
        if port is None:
            self._dialogs.pop(request.call_id, None)
            self._by_token.pop(dialog.token, None)
            raise SipRefusal(480, "No audio session")
        self._reply(request, source, self._answer_200(request, dialog, port))

    def _new_dialog(self, request: Request, source: Peer, description: Sdp) -> Dialog:
        token = request.uri.user if request.uri is not None else None
        if not token:
            raise SipRefusal(404, "No session named")
        if token in self._by_token:
            raise SipRefusal(486, "The session has a leg")
        dialog = Dialog(token, request, source, _tag(), description, request.all("record-route"))
        self._dialogs[request.call_id] = self._by_token[token] = dialog
        return dialog

    def _answer_200(self, request: Request, dialog: Dialog, port: int) -> Answer:
        offered = dialog.description.payloads
        payload = PCMU if PCMU in offered else offered[0]
        ours = Sdp(address=self._host, port=port, payloads=(payload,), events=None, session=1)
        fields: list[Field] = [("Record-Route", route) for route in dialog.routes]
        fields += [
            ("Contact", f"<{self._contact(dialog)}>"),
            ("Allow", ALLOW),
            ("Content-Type", "application/sdp"),
        ]
        body = render_sdp(ours, dialog.description.others)
        return Answer(200, "OK", dialog.local_tag, tuple(fields), body)

    def _contact(self, dialog: Dialog) -> Uri:
        return Uri(host=self._host, user=dialog.token, port=self._port)

    def _cancel(self, request: Request, source: Peer) -> None:
        """We answer an INVITE at once, so a CANCEL always comes too late (RFC 3261 §9.2)."""
        known = request.call_id in self._dialogs
        self._reply(request, source, Answer(200 if known else 481))

    def hang_up(self, token: str) -> None:
        """End the session's leg with a BYE, repeated until it is answered."""
        dialog = self._by_token.pop(token, None)
        if dialog is None:
            return
        invite = dialog.invite
        self._dialogs.pop(invite.call_id, None)
        target = parse_name_addr(invite.all("contact")[0], "Contact").uri
        bye = self._bye(dialog, str(target))
        nearest = parse_name_addr(dialog.routes[0], "Route").uri if dialog.routes else target
        to = Peer(nearest.host, nearest.port or 5060)
        self._repeats.start(invite.call_id, lambda: self._send(to, bye), time.monotonic())

    def _bye(self, dialog: Dialog, target: str) -> bytes:
        invite = dialog.invite
        dialog.cseq += 1
        branch = "z9hG4bK" + secrets.token_hex(8)
        us = f"{invite.to};tag={dialog.local_tag}"
        fields = [
            ("Via", f"SIP/2.0/UDP {self._host}:{self._port};rport;branch={branch}"),
            *(("Route", route) for route in dialog.routes),
            ("Max-Forwards", "70"),
            ("From", us),
            ("To", str(invite.sender)),
            ("Call-ID", invite.call_id),
            ("CSeq", f"{dialog.cseq} BYE"),
        ]
        return emit_request("BYE", target, fields)

    def _forget(self, call_id: str) -> bool:
        dialog = self._dialogs.pop(call_id, None)
        if dialog is None:
            return False
        self._by_token.pop(dialog.token, None)
        self._transactions.forget_ack(dialog.invite)
        self._ended(dialog.token)
        return True

    def _reply(self, request: Request, source: Peer, answer: Answer) -> None:
        now = time.monotonic()
        raw = respond(request, answer)
        self._transactions.reply(request, source, raw, status=answer.status, now=now)

    def _send(self, to: Peer, data: bytes) -> None:
        if self._transport is not None:
            self._transport.sendto(data, (to.host, to.port))


def _tag() -> str:
    return secrets.token_hex(8)
