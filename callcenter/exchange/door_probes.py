"""Asks each trunk by OPTIONS whether it is there (RFC 3261 §11), and remembers what it said.

Any answer but 503 means that it takes calls: 404 or 405 come from gateways that do not know
OPTIONS and live all the same. One that goes unheard twice is away, and back with its first answer.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog

from callcenter.exchange.door_parts import DoorParts
from callcenter.exchange.door_permits import destination_of, is_ipv4
from callcenter.sip.branches import fresh_branch
from callcenter.sip.message import Field, Response, emit_request
from callcenter.sip.peer import Peer
from callcenter.trunk import Trunk

_log = structlog.get_logger(__name__)

EVERY = 5.0
"""Seconds between questions; as long an answer may take."""
AWAY_AFTER = 2
"""Questions in a row without an answer: one lost packet is no failure."""


@dataclass(slots=True)
class _Asked:
    trunk: Trunk
    next_at: float
    branch: str = ""
    unheard: int = 0


@dataclass(slots=True)
class Probes:
    """The trunks' health, as far as they are probed."""

    parts: DoorParts
    _asked: dict[str, _Asked] = field(default_factory=dict)

    def watch(self, trunks: Iterable[Trunk]) -> None:
        """Ask these from now on."""
        now = self.parts.now()
        self._asked = {trunk.name: _Asked(trunk, now) for trunk in trunks if trunk.probed}
        self.parts.permits.probed = {
            trunk.uri.host for trunk in trunks if trunk.probed and is_ipv4(trunk.uri.host)
        }

    def answers(self, trunk: Trunk) -> bool:
        """False for one that is known to be away."""
        asked = self._asked.get(trunk.name)
        return asked is None or asked.unheard < AWAY_AFTER

    def away(self) -> list[str]:
        """Names of those that are away."""
        return [name for name, asked in self._asked.items() if not self.answers(asked.trunk)]

    def answered(self, response: Response) -> bool:
        """An answer to a question of ours? Then it is noted."""
        if response.cseq_method != "OPTIONS" or response.status < 200:
            return False
        for asked in self._asked.values():
            if asked.branch and asked.branch == response.top.branch:
                asked.branch = ""
                if response.status == 503:
                    self._missed(asked, "busy")
                else:
                    self._heard(asked)
                return True
        return False

    def due(self, now: float) -> list[str]:
        """Ask whom it is time to ask; returns host names whose address is not known (any more)."""
        unknown = []
        for asked in self._asked.values():
            if now < asked.next_at:
                continue
            asked.next_at = now + EVERY
            if asked.branch:
                self._missed(asked, "silent")
            host = asked.trunk.uri.host.lower()
            if not self.parts.permits.is_resolved(host, now):
                unknown.append(host)
            peer = peer_of(asked.trunk, self.parts)
            asked.branch = fresh_branch() if peer else ""
            if peer is None:
                self._missed(asked, "unresolved")
                continue
            self.parts.wires.outside(peer, self._question(asked, peer))
        return unknown

    def _heard(self, asked: _Asked) -> None:
        if not self.answers(asked.trunk):
            _log.warning("trunk_back", trunk=asked.trunk.name)
        asked.unheard = 0

    def _missed(self, asked: _Asked, because: str) -> None:
        asked.unheard += 1
        if asked.unheard == AWAY_AFTER:
            _log.error("trunk_away", trunk=asked.trunk.name, because=because)

    def _question(self, asked: _Asked, peer: Peer) -> bytes:
        addresses = self.parts.rewriting.addresses
        here = f"sip:{addresses.advertised}:{addresses.outer_port}"
        fields: list[Field] = [
            ("Via", str(addresses.outer_via(peer.transport, asked.branch))),
            ("From", f"<{here}>;tag={secrets.token_hex(6)}"),
            ("To", f"<{asked.trunk.address}>"),
            ("Call-ID", secrets.token_hex(12)),
            ("CSeq", "1 OPTIONS"),
            ("Max-Forwards", "70"),
            ("Accept", "application/sdp"),
        ]
        return emit_request("OPTIONS", asked.trunk.address, fields)


def peer_of(trunk: Trunk, parts: DoorParts) -> Peer | None:
    """Where a trunk is reached; None while its name has no address."""
    _, host, port, transport = destination_of(trunk.uri)
    address = parts.permits.address_of(host)
    return Peer(address, port, transport) if address else None
