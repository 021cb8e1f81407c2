"""What the front door needs of the exchange around it, and what it tells it.

The pool implements `LineSource`; the exchange hands in `DoorRules` and takes `DialogLearnt` and
`DialogEnded` to write them beside the line's facts, so that a door started anew knows every
dialog that is alive.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from callcenter.exchange.door_bans import BanRules
from callcenter.sip.sdp import OtherMedia


@dataclass(frozen=True, slots=True)
class LineAddress:
    """One line: its name in the pool and its SIP port on loopback."""

    line: str
    port: int
    host: str = "127.0.0.1"


class LineSource(Protocol):
    """The pool of lines, as the door sees it. Synchronous: asked inside a packet's handling."""

    def take(self, call_id_header: str, dialled: str) -> LineAddress | None:
        """A free line for a new call, now taken; None when there is none."""

    def has_free(self) -> bool:
        """True while a further call would get a line (the answer to OPTIONS)."""

    def will_have(self) -> bool:
        """True while a line will be free within about a second, though none is now."""

    def at(self, port: int) -> LineAddress | None:
        """The living line that listens on this loopback port, or None."""


@dataclass(frozen=True, slots=True)
class DoorRules:
    """Who may speak to the door and for whom.

    `knows(number)`: the user part dialled is one of ours; else 404.
    `allows(address)`: this IPv4 address is a listed trunk or phone; else silence.
    `trusts(address)`: it is never banned, whatever it sends.
    """

    knows: Callable[[str], bool]
    allows: Callable[[str], bool]
    trusts: Callable[[str], bool] = lambda address: False


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """Where and how the door listens.

    `advertised` is the address the outside sees (empty: `host`). `inner_port` 0 takes any free
    port; a restarted door must be given the port it had, because living lines route to it.
    `key` is 16-64 secret bytes, the same at each start. Rates are per second; questions are
    requests out of any dialog that are no calls, such as OPTIONS.
    """

    key: bytes
    host: str = "127.0.0.1"
    port: int = 5060
    advertised: str = ""
    inner_port: int = 0
    invites_per_source: int = 40
    questions_per_source: int = 20
    invites_per_line: int = 5
    requests_per_line: int = 50
    retry_after: int = 5
    bans: BanRules = BanRules()


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """One side of a dialog, learnt from passing messages.

    `address` is its From/To URI without tag, `routes` lie between the door and it, `cseq` is the
    last number it used (0: none yet).
    """

    address: str = ""
    tag: str = ""
    cseq: int = 0
    contact: str = ""
    routes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class DialogRecord:
    """All that is needed to route a dialog's requests and to end it for a line that died.

    `inbound`: the outside called us. `confirmed`: a 200 to the INVITE has passed.
    `refused_media`: the outside's other media lines, refused in each answer to it.
    """

    call_id_header: str
    line: str
    line_port: int
    peer_host: str
    peer_port: int
    transport: str
    inbound: bool
    confirmed: bool = False
    line_party: Party = Party()
    outside_party: Party = Party()
    refused_media: tuple[OtherMedia, ...] = ()


@dataclass(frozen=True, slots=True)
class DialogLearnt:
    """A dialog is new or has changed; the record replaces the one before."""

    record: DialogRecord


@dataclass(frozen=True, slots=True)
class DialogEnded:
    """A dialog is over; its record may be forgotten."""

    line: str
    call_id_header: str


OnDialog = Callable[[DialogLearnt | DialogEnded], None]


@dataclass(slots=True)
class DoorCounts:
    """Running totals since the door opened; the names are the metrics' names."""

    received: int = 0
    silenced: int = 0
    banned: int = 0
    unreadable: int = 0
    refused: int = 0
    unexpected: int = 0
    invites: int = 0
    calls_given_a_line: int = 0
    no_line: int = 0
    put_off: int = 0
    rate_limited: int = 0
    forged_tokens: int = 0
    forged_responses: int = 0
    unfixable_responses: int = 0
    extra_answers_ended: int = 0
    not_permitted: int = 0
    forwarded_in: int = 0
    forwarded_out: int = 0
    unanswered_endings: int = 0
    unsendable: int = 0


@dataclass(frozen=True, slots=True)
class DoorSnapshot:
    """The door's figures at one instant.

    `answers` are its own answers by status, `bans` the sources banned by reason, `registers` what
    became of REGISTERs, `remembered` the entries of all its tables (in the end there are none),
    `socket_drops` datagrams the kernel threw away.
    """

    counts: DoorCounts
    answers: dict[int, int]
    bans: dict[str, int]
    registers: dict[str, int]
    dialogs: int
    remembered: int
    tcp_connections: int
    socket_drops: int
    draining: bool
