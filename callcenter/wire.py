"""The messages between processes: what is on the bus, and between an exchange and its lines.

Bodies are encoded facts and commands, so a relay never has to decode what it only passes on.
msgpack everywhere; fields are only ever added, unknown ones are ignored.
"""

from datetime import datetime

import msgspec

from acd.ids import CallId, LegId, LineId, PartyId
from acd.step import Command, Fact
from callcenter.calls.facts import FoundLeg
from callcenter.facts import decode_command, decode_fact, encode
from callcenter.sip.binding import Binding, Secret

LINE_PROTOCOL = 1
"""Version of the messages between exchange and line; an exchange speaks this and the one before."""


class Stamped(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A fact with its source's number. `seq` starts at 1 and has no gaps."""

    id: str
    """ULID."""
    source: str
    seq: int
    body: bytes

    @property
    def fact(self) -> Fact:
        """The decoded fact."""
        return decode_fact(self.body)


class Facts(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """On `cc.facts.<source>`: facts of one source, in order."""

    facts: tuple[Stamped, ...]


class Ack(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """On `cc.acks.<source>`: control holds everything up to `upto`; cumulative."""

    source: str
    upto: int
    epoch: int


class Positioned(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A fact in the journal's one order."""

    position: int
    epoch: int
    id: str
    source: str
    seq: int
    cause: int
    """Position of the incoming fact that led to it; its own position if it came in."""
    body: bytes

    @property
    def fact(self) -> Fact:
        """The decoded fact."""
        return decode_fact(self.body)


class Journalled(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """On `cc.journal`: positions without gaps, in order."""

    facts: tuple[Positioned, ...]


class Order(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A command on its way (`cc.exchange.<name>.do`, `cc.worker.do`), closed by `CommandClosed`."""

    body: bytes
    epoch: int
    not_after: datetime
    card: bytes = b""
    """The call's card: opaque to the line, which keeps the newest and returns it when asked."""

    @property
    def command(self) -> Command:
        """The decoded command."""
        return decode_command(self.body)


class Fence(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """On `cc.fence`: this epoch rules now. Answered by unacknowledged facts, then `Inventory`."""

    epoch: int
    control: str
    numbers: tuple[str, ...] = ()
    """Dialled numbers that have a flow; the front door answers 404 to others. Empty: not known."""


class FoundLine(msgspec.Struct, frozen=True, kw_only=True):
    """One live line in an exchange's inventory."""

    line: LineId
    call: CallId
    last_seq: int
    card: bytes = b""
    legs: tuple[FoundLeg, ...] = ()
    party: PartyId = PartyId("")
    dialled: str = ""


class Inventory(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """On `cc.hello`: who is here and what is alive; sent at start and after each `Fence`.

    `epoch` is the newest the process has accepted; 0 at its start.
    """

    role: str
    """exchange, softphone, web or worker."""
    name: str
    boot: str
    epoch: int
    sources: dict[str, int] = {}
    """Source to its last sequence number."""
    lines: tuple[FoundLine, ...] = ()
    agents: tuple[str, ...] = ()
    """Softphone: agents whose audio stands. Web: agents with a desk."""


class TrunkFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One trunk, as an exchange sees it."""

    name: str
    answers: bool
    """It is not known to be away, and knows us where we register."""
    calls: int
    most_calls: int


class ExchangeFigures(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """On `cc.figures`, every few seconds: what an exchange counts, from its own beginning on."""

    name: str
    boot: str
    at: datetime
    messages: dict[str, int]
    answers: dict[str, int]
    """By status."""
    bans: dict[str, int]
    """By reason."""
    registers: dict[str, int]
    dialogs: int
    socket_drops: int
    draining: bool
    lines: dict[str, int]
    """By state."""
    trunks: tuple[TrunkFigures, ...] = ()


class PartySeen(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """On `cc.parties` and as a request to `cc.worker.party`: the number behind a party id.

    The only message that holds a number; it is stored in an erasable table and never journalled.
    """

    party: PartyId
    number: str
    display_name: str = ""
    call: CallId = CallId("")


class PartyAsked(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Request to `cc.worker.number`: the number behind a party, as `Done.body`; empty: none known.

    Asked by an exchange that is to call the party; the number is never journalled.
    """

    party: PartyId


class PromptRecorded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Request to `cc.worker.prompt`: these words are to be heard as somebody has recorded them, or
    by the voice again. `Done.error` is a code of `callcenter.worker.sound_job`, or `away`.
    """

    key: str
    """The prompt's."""
    file: str = ""
    """What was uploaded, a name in the folder of prompts' `uploads`; empty: the voice."""
    name: str = ""
    """As whoever uploaded it calls it."""
    by: str = ""
    at: datetime


class PhonesAsked(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Request to `cc.worker.phones`: `Done.body` is `Phones`, or empty: still as `known` names."""

    known: str = ""


class Phones(msgspec.Struct, frozen=True, kw_only=True):
    """Every desk phone's hashes and bindings; `name` changes with its content."""

    name: str
    secrets: tuple[Secret, ...] = ()
    bindings: tuple[Binding, ...] = ()


class PhoneBound(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Request to `cc.worker.bound` → `Done`: all bindings of one phone, in place of those kept.

    `set_at` says with which password they were made: another's are not kept.
    """

    extension: str
    set_at: datetime
    bindings: tuple[Binding, ...] = ()


class Done(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The plain answer to a request; `error` is empty when it was carried out."""

    error: str = ""
    body: bytes = b""


class AudioOffer(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Request to `cc.softphone.<name>.offer`: a browser's SDP offer; `Done.body` is the answer."""

    agent: str
    desk: str
    sdp: str


class AudioClose(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Request to `cc.softphone.<name>.close`: the agent signed out or her tab is gone for good."""

    agent: str
    desk: str


class AudioEcho(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Request to `cc.softphone.<name>.echo`: send her own packets back, for the audio check."""

    agent: str
    desk: str
    on: bool


# -- between an exchange and its lines: length-prefixed (4 bytes, big endian) msgpack --------------


class LineHello(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A line's greeting, at its birth and after each reconnection."""

    protocol: int
    line: LineId
    pid: int
    sip_port: int
    rtp_first: int
    last_seq: int = 0
    call: CallId | None = None
    card: bytes = b""
    legs: tuple[FoundLeg, ...] = ()
    party: PartyId = PartyId("")
    dialled: str = ""


class LineFacts(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Facts a line has appended to its file and now sends."""

    facts: tuple[Stamped, ...]


class LineParty(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The caller's number, from the line to its exchange, for `PartySeen`."""

    number: str
    display_name: str
    call: CallId
    leg: LegId


class LineBeat(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A line's heartbeat, each second: media counters of its legs."""

    at: datetime
    rtp: dict[str, int] = {}
    """Leg to packets received."""


class LineAcked(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """From the exchange: control holds the line's facts up to `upto`."""

    upto: int


class LineOrder(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """From the exchange: a command for the line, with the files it needs."""

    order: Order
    files: tuple[str, ...] = ()
    """Audio files for `Say`, `PlayMusic` and the beep of `DialLeg`, in order."""


FromLine = LineHello | LineFacts | LineParty | LineBeat
ToLine = LineAcked | LineOrder

_encoder = msgspec.msgpack.Encoder()


def pack(message: msgspec.Struct) -> bytes:
    """As msgpack."""
    return _encoder.encode(message)


def stamp(fact: Fact, *, id: str, source: str, seq: int) -> Stamped:
    """Number a fact."""
    return Stamped(id=id, source=source, seq=seq, body=encode(fact))
