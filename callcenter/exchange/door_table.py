"""The door's memory: which dialog belongs to which line, learnt from the messages that pass.

Each change is told through `on_dialog`, to be written beside the line's facts. A dialog that is
over stays for 32 s, so that late repeats still find their way. Pure; time is handed in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from callcenter.exchange.door_ports import (
    DialogEnded,
    DialogLearnt,
    DialogRecord,
    LineAddress,
    OnDialog,
    Party,
)
from callcenter.exchange.sanitiser import Clean
from callcenter.sip.grammar import NameAddr
from callcenter.sip.message import Request, Response
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.transactions import TIMEOUT


@dataclass(frozen=True, slots=True, repr=False)
class PendingInvite:
    """A first INVITE without final answer: as it came, from where, and as it was sent on."""

    request: Request
    source: Peer
    clean: Clean
    branch: str


@dataclass(slots=True)
class DialogTable:
    """Records by Call-ID, the INVITEs still pending, and the time at which ended ones go."""

    on_dialog: OnDialog
    records: dict[str, DialogRecord] = field(default_factory=dict)
    pending: dict[str, PendingInvite] = field(default_factory=dict)
    _ending: dict[str, float] = field(default_factory=dict)
    _leaving: dict[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(1 for call_id in self.records if call_id not in self._ending)

    def remembered(self) -> int:
        """The entries of all its tables."""
        tables = (self.records, self.pending, self._ending, self._leaving)
        return sum(len(table) for table in tables)

    def restore(self, records: Iterable[DialogRecord]) -> None:
        """Take up what was written before the door was restarted; nothing is told."""
        for record in records:
            self.records[record.call_id_header] = record

    def living_of(self, line: str) -> Iterator[DialogRecord]:
        """The dialogs of a line that are not over."""
        for record in list(self.records.values()):
            if record.line == line and record.call_id_header not in self._ending:
                yield record

    def has_call_of(self, host: str) -> bool:
        """True while the outside of some living dialog is at this address."""
        return any(
            record.peer_host == host and call_id not in self._ending
            for call_id, record in self.records.items()
        )

    def lines_at(self, peer: Peer) -> list[str]:
        """The line of each living dialog whose outside is there, whoever called."""
        where = (peer.host, peer.port, peer.transport.value)
        return [
            record.line
            for call_id, record in self.records.items()
            if (record.peer_host, record.peer_port, record.transport) == where
            and call_id not in self._ending
        ]

    def is_over(self, call_id: str) -> bool:
        """True for a dialog that has ended and is only kept for late repeats."""
        return call_id in self._ending

    def start(
        self, pending: PendingInvite, line: LineAddress, peer: Peer, *, inbound: bool
    ) -> None:
        """A first INVITE passes: inward it came from `peer`, outward it goes there."""
        request, clean = pending.request, pending.clean
        caller = Party(
            address=str(request.sender.only()),
            tag=request.sender.tag,
            cseq=request.cseq,
            contact=str(clean.contact.uri) if clean.contact else "",
            routes=tuple(str(route) for route in clean.record_routes) if inbound else (),
        )
        called = Party(address=str(request.to.only()))
        self._ending.pop(request.call_id, None)
        self.pending[request.call_id] = pending
        self._learn(
            DialogRecord(
                call_id_header=request.call_id,
                line=line.line,
                line_port=line.port,
                peer_host=peer.host,
                peer_port=peer.port,
                transport=peer.transport.value,
                inbound=inbound,
                line_party=called if inbound else caller,
                outside_party=caller if inbound else called,
                refused_media=clean.sdp.others if inbound and clean.sdp else (),
            )
        )

    def request_passed(self, request: Request, clean: Clean, *, from_line: bool) -> None:
        """A request inside a dialog passes: its CSeq, its Contact, its media lines."""
        record = self.records.get(request.call_id)
        if record is None or request.method in ("ACK", "CANCEL") or self.is_over(request.call_id):
            return
        party = record.line_party if from_line else record.outside_party
        contact = str(clean.contact.uri) if clean.contact else party.contact
        party = replace(party, cseq=max(party.cseq, request.cseq), contact=contact)
        if not from_line and clean.sdp:
            record = replace(record, refused_media=clean.sdp.others)
        self._learn(_with_party(record, party, of_line=from_line))

    def heard_from(self, call_id: str, peer: Peer) -> None:
        """The outside spoke from a new port (a new connection, a NAT's new mapping)."""
        record = self.records.get(call_id)
        if record is None or self.is_over(call_id) or record.peer_host != peer.host:
            return
        self._learn(replace(record, peer_port=peer.port, transport=peer.transport.value))

    def answer_passed(
        self, response: Response, clean: Clean, routes: tuple[NameAddr, ...], *, from_line: bool
    ) -> None:
        """An answer to an INVITE passes; `routes` are the answering side's own, nearest first."""
        record = self.records.get(response.call_id)
        if record is None or response.cseq_method != "INVITE" or self.is_over(response.call_id):
            return
        if response.status >= 300 and not record.confirmed:
            self.pending.pop(response.call_id, None)
        if not 101 <= response.status < 300 or not response.to.tag:
            return
        if record.confirmed and response.status < 200:
            return
        party = record.line_party if from_line else record.outside_party
        if not record.confirmed and record.inbound == from_line:
            kept = party.routes if from_line else tuple(str(route) for route in routes)
            party = replace(party, tag=response.to.tag, routes=kept)
        if clean.contact:
            party = replace(party, contact=str(clean.contact.uri))
        if response.status >= 200:
            self.pending.pop(response.call_id, None)
            record = replace(record, confirmed=True)
        self._learn(_with_party(record, party, of_line=from_line))

    def stands(self, call_id: str) -> bool:
        """True for a dialog that nobody has begun to end."""
        ending = call_id in self._ending or call_id in self._leaving
        return call_id in self.records and not ending

    def leave(self, call_id: str, now: float) -> None:
        """A BYE passes: the dialog is over with its answer, or without one after 32 s."""
        if call_id in self.records:
            self._leaving.setdefault(call_id, now + TIMEOUT)

    def final_passed(self, response: Response, now: float) -> None:
        """A final answer to a BYE, or a refusal of the first INVITE, ends the dialog."""
        record = self.records.get(response.call_id)
        if record is None or response.status < 200:
            return
        refused = response.cseq_method == "INVITE" and response.status >= 300
        if response.cseq_method == "BYE" or (refused and not record.confirmed):
            self.end(response.call_id, now)

    def end(self, call_id: str, now: float) -> None:
        """The dialog is over: told once, kept for late repeats."""
        record = self.records.get(call_id)
        if record is None or call_id in self._ending:
            return
        self.pending.pop(call_id, None)
        self._leaving.pop(call_id, None)
        self._ending[call_id] = now + TIMEOUT
        self.on_dialog(DialogEnded(record.line, call_id))

    def sweep(self, now: float) -> None:
        """End what nobody answered a BYE for, forget what has been over for 32 s."""
        for call_id in [call_id for call_id, until in self._leaving.items() if now >= until]:
            del self._leaving[call_id]
            self.end(call_id, now)
        for call_id in [call_id for call_id, until in self._ending.items() if now >= until]:
            del self._ending[call_id]
            del self.records[call_id]

    def _learn(self, record: DialogRecord) -> None:
        if self.records.get(record.call_id_header) != record:
            self.records[record.call_id_header] = record
            self.on_dialog(DialogLearnt(record))


def _with_party(record: DialogRecord, party: Party, *, of_line: bool) -> DialogRecord:
    if of_line:
        return replace(record, line_party=party)
    return replace(record, outside_party=party)


def peer_of(record: DialogRecord) -> Peer:
    """Where the outside of a dialog is reached."""
    return Peer(record.peer_host, record.peer_port, Transport(record.transport))
