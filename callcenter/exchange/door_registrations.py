"""Registers with each trunk that wants it (RFC 3261 §10.2), and keeps the registration up.

The carrier then knows where our calls go. One that refuses, or says nothing, is tried again, and as
long as we are not registered it is the last to be called.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import structlog

from callcenter.exchange.door_parts import DoorParts
from callcenter.exchange.door_permits import is_ipv4
from callcenter.exchange.door_probes import peer_of
from callcenter.sip.answering import answered, challenge_of
from callcenter.sip.branches import fresh_branch
from callcenter.sip.grammar import param, parse_name_addr, split_list
from callcenter.sip.message import Field, Response, emit_request
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.refusal import SipRefusal
from callcenter.trunk import Trunk

_log = structlog.get_logger(__name__)

ASKED_FOR: Final = 600
"""Seconds a registration is asked for; the carrier may give fewer, or more."""
LEAST: Final = 10.0
"""Seconds between two registrations, however short the carrier's are."""
AGAIN_AFTER: Final = 30.0
"""Seconds after a failure."""
REFUSED_FOR: Final = 300.0
"""Seconds after a wrong password: one more try too many locks accounts."""
_REPEATS: Final = (0.5, 1.5, 3.5, 7.5)
"""Seconds after which a request without an answer is sent again over UDP (RFC 3261 §17.1.2)."""
_PATIENCE: Final = 10.0
_REFUSED: Final = (401, 403, 407)


@dataclass(slots=True)
class _Registration:
    trunk: Trunk
    next_at: float
    call_id: str = field(default_factory=lambda: secrets.token_hex(12))
    tag: str = field(default_factory=lambda: secrets.token_hex(6))
    cseq: int = 0
    expires: int = ASKED_FOR
    branch: str = ""
    sent: bytes = b""
    sent_at: float = 0.0
    repeated: int = 0
    proved: bool = False
    """The request that is out has our password's proof in it."""
    until: float = 0.0
    """As long the carrier knows us."""
    trouble: str = ""
    """Why it does not; empty: it does, or was never asked."""


@dataclass(slots=True)
class Registrations:
    """Ours, by trunk."""

    parts: DoorParts
    _all: dict[str, _Registration] = field(default_factory=dict)
    _draining: bool = False

    def watch(self, trunks: Iterable[Trunk]) -> None:
        """Register with those of these that want it, from now on."""
        now = self.parts.now()
        wanting = [trunk for trunk in trunks if trunk.registers]
        self._all = {trunk.name: _Registration(trunk, now) for trunk in wanting}
        self.parts.permits.probed |= {
            trunk.uri.host for trunk in wanting if is_ipv4(trunk.uri.host)
        }

    def drain(self, draining: bool) -> None:
        """Take our registrations back, so that carriers send calls elsewhere; or register again."""
        self._draining = draining
        now = self.parts.now()
        for one in self._all.values():
            if draining and one.until > now:
                one.until = 0.0
                self._ask(one, now)
            one.next_at = now

    def stands(self, trunk: Trunk) -> bool:
        """False for one that was asked, and does not know us."""
        known = self._all.get(trunk.name)
        return known is None or not known.trouble

    def due(self, now: float) -> list[str]:
        """Register where it is time to, repeat what is unheard; returns host names without an
        address.
        """
        unknown = []
        for one in self._all.values():
            if one.branch:
                self._unheard(one, now)
            elif now >= one.next_at and not self._draining:
                host = one.trunk.uri.host.lower()
                if not self.parts.permits.is_resolved(host, now):
                    unknown.append(host)
                self._ask(one, now)
        return unknown

    def answered(self, response: Response) -> bool:
        """An answer to a request of ours? Then it is acted upon."""
        if response.cseq_method != "REGISTER":
            return False
        for one in self._all.values():
            if one.branch and one.branch == response.top.branch:
                if response.status >= 200:
                    one.branch = ""
                    self._told(one, response)
                return True
        return False

    # -- asking ----------------------------------------------------------------------------------

    def _ask(self, one: _Registration, now: float, proof: tuple[Field, ...] = ()) -> None:
        peer = peer_of(one.trunk, self.parts)
        if peer is None:
            self._failed(one, "unresolved", AGAIN_AFTER)
            return
        one.cseq += 1
        one.branch, one.repeated, one.sent_at = fresh_branch(), 0, now
        one.proved = bool(proof)
        one.sent = self._request(one, peer, proof)
        self.parts.wires.outside(peer, one.sent)

    def _unheard(self, one: _Registration, now: float) -> None:
        waited = now - one.sent_at
        peer = peer_of(one.trunk, self.parts)
        if waited >= _PATIENCE:
            one.branch = ""
            self._failed(one, "silent", AGAIN_AFTER)
        elif peer is not None and peer.transport is Transport.UDP:
            due = sum(1 for after in _REPEATS if waited >= after)
            if due > one.repeated:
                one.repeated = due
                self.parts.wires.outside(peer, one.sent)

    def _request(self, one: _Registration, peer: Peer, proof: tuple[Field, ...]) -> bytes:
        addresses = self.parts.rewriting.addresses
        fields: list[Field] = [
            ("Via", str(addresses.outer_via(peer.transport, one.branch))),
            ("From", f"<{one.trunk.account}>;tag={one.tag}"),
            ("To", f"<{one.trunk.account}>"),
            ("Call-ID", one.call_id),
            ("CSeq", f"{one.cseq} REGISTER"),
            ("Max-Forwards", "70"),
            ("Contact", f"<{self._contact(one, peer)}>"),
            ("Expires", "0" if self._draining else str(one.expires)),
            *proof,
        ]
        return emit_request("REGISTER", one.trunk.address, fields)

    def _contact(self, one: _Registration, peer: Peer) -> str:
        addresses = self.parts.rewriting.addresses
        here = f"{addresses.advertised}:{addresses.outer_port}"
        tcp = ";transport=tcp" if peer.transport is Transport.TCP else ""
        return f"sip:{one.trunk.user}@{here}{tcp}"

    # -- what the carrier says -------------------------------------------------------------------

    def _told(self, one: _Registration, response: Response) -> None:
        now = self.parts.now()
        if response.status < 300:
            self._stands(one, response, now)
        elif response.status in (401, 407) and self._proves(one, response, now):
            return
        elif response.status == 423 and self._takes_longer(one, response):
            one.next_at = now
        elif response.status in _REFUSED:
            self._failed(one, "refused", REFUSED_FOR)
        else:
            self._failed(one, f"status {response.status}", AGAIN_AFTER)

    def _stands(self, one: _Registration, response: Response, now: float) -> None:
        if self._draining:
            _log.info("trunk_unregistered", trunk=one.trunk.name)
            return
        granted = max(LEAST, float(_granted(response, one)))
        if one.trouble or not one.until:
            _log.info("trunk_registered", trunk=one.trunk.name, seconds=int(granted))
        one.trouble, one.until = "", now + granted
        one.next_at = now + max(LEAST, granted / 2)

    def _proves(self, one: _Registration, response: Response, now: float) -> bool:
        """Once, or again where only the nonce was too old."""
        challenge = challenge_of(response)
        if challenge is None or (one.proved and not challenge.stale):
            return False
        proof = answered(
            challenge,
            one.trunk.user,
            one.trunk.password.get_secret_value(),
            method="REGISTER",
            uri=one.trunk.address,
            cnonce=secrets.token_hex(8),
        )
        self._ask(one, now, (proof,))
        return True

    def _takes_longer(self, one: _Registration, response: Response) -> bool:
        least = (response.all("min-expires") or ("",))[0].strip()
        if not least.isdecimal() or not one.expires < int(least) <= 86_400:
            return False
        one.expires = int(least)
        return True

    def _failed(self, one: _Registration, because: str, again_after: float) -> None:
        now = self.parts.now()
        one.next_at = now + again_after
        if now < one.until and because != "refused":
            # The carrier knows us still; there is time for another try.
            return
        if not one.trouble:
            _log.error("trunk_not_registered", trunk=one.trunk.name, because=because)
        one.trouble = because


def _granted(response: Response, one: _Registration) -> int:
    """Seconds: of our Contact where it says so, else of the whole answer (RFC 3261 §10.2.4)."""
    for value in response.all("contact"):
        for item in split_list(value):
            try:
                contact = parse_name_addr(item, "Contact")
            except SipRefusal:
                continue
            told = param(contact.params, "expires") or ""
            if contact.uri.user == one.trunk.user and told.isdecimal():
                return int(told)
    told = (response.all("expires") or ("",))[0].strip()
    return int(told) if told.isdecimal() else one.expires
