"""The small transaction layer: a repeated request gets the stored answer, an answer or a request
of our own is repeated until the other side shows that it has it (RFC 3261 §17).

No sockets and no timer of its own: time is handed in (monotonic seconds), the owner calls `due`
a few times a second. Shared by the front door and the softphone's SIP leg.
"""

import enum
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from callcenter.sip.message import Request
from callcenter.sip.peer import Peer

T1 = 0.5
T2 = 4.0
TIMEOUT = 32.0
MOST_TRANSACTIONS = 10_000

Send = Callable[[Peer, bytes], None]


@dataclass(slots=True)
class _Repeat:
    send: Callable[[], None]
    until: float
    next_at: float
    pause: float


class Repeats:
    """Things sent again at 0.5, 1, 2, 4, 4 … s until stopped, or given up after 32 s."""

    def __init__(self) -> None:
        self._running: dict[Hashable, _Repeat] = {}

    def __len__(self) -> int:
        return len(self._running)

    def start(self, key: Hashable, send: Callable[[], None], now: float) -> None:
        """Send now and again until `stop(key)`; a running key is left alone."""
        if key in self._running:
            return
        self._running[key] = _Repeat(send, now + TIMEOUT, now + T1, T1)
        send()

    def stop(self, key: Hashable) -> bool:
        """No more repeats of `key`; False when it was not running."""
        return self._running.pop(key, None) is not None

    def due(self, now: float) -> list[Hashable]:
        """Send what is due; returns the keys given up."""
        given_up = [key for key, repeat in self._running.items() if now >= repeat.until]
        for key in given_up:
            del self._running[key]
        for repeat in list(self._running.values()):
            if now >= repeat.next_at:
                repeat.pause = min(repeat.pause * 2, T2)
                repeat.next_at = now + repeat.pause
                repeat.send()
        return given_up


class Seen(enum.Enum):
    """What an arriving request is to the transaction layer."""

    NEW = "new"
    REPEATED = "repeated"
    ACKED = "acked"
    STRAY_ACK = "stray ack"


@dataclass(slots=True)
class _Transaction:
    request: Request
    born: float
    answer: bytes = b""
    answered_to: Peer | None = None
    final: bool = False


_AckKey = tuple[str, str, int]


@dataclass(slots=True)
class ServerTransactions:
    """Remembers answers for 32 s. `send(peer, data)` puts an answer on the wire."""

    send: Send
    _transactions: dict[tuple[str, str, int | None, str], _Transaction] = field(
        default_factory=dict
    )
    _unacknowledged: Repeats = field(default_factory=Repeats)

    def __len__(self) -> int:
        return len(self._transactions) + len(self._unacknowledged)

    def arrive(self, request: Request, source: Peer, now: float) -> Seen:
        """Take note of a request; a repeat has its stored answer sent again before this returns.

        An ACK is matched by Call-ID, From tag and CSeq number, so that the ACK of a 200 (which
        has a branch of its own) is known too.
        """
        if request.method == "ACK":
            return Seen.ACKED if self._unacknowledged.stop(_ack_key(request)) else Seen.STRAY_ACK
        known = self._transactions.get(_key(request, request.method))
        if known is None:
            self._remember(request, now)
            return Seen.NEW
        if known.answer:
            self.send(source, known.answer)
        return Seen.REPEATED

    def reply(self, request: Request, to: Peer, answer: bytes, *, status: int, now: float) -> None:
        """Send and store the answer; an INVITE's final one is repeated until its ACK."""
        transaction = self._transactions.get(_key(request, request.method))
        if transaction is None:
            transaction = self._remember(request, now)
        if transaction.final:
            return
        transaction.answer, transaction.answered_to = answer, to
        transaction.final = status >= 200
        if transaction.final and request.method == "INVITE":
            self._unacknowledged.start(_ack_key(request), lambda: self.send(to, answer), now)
        else:
            self.send(to, answer)

    def invite_of(self, cancel: Request) -> Request | None:
        """The INVITE that a CANCEL means, while it has no final answer (RFC 3261 §9.2)."""
        transaction = self._transactions.get(_key(cancel, "INVITE"))
        return transaction.request if transaction and not transaction.final else None

    def forget_ack(self, request: Request) -> None:
        """No more repeats of the answer to this INVITE: its dialog is over."""
        self._unacknowledged.stop(_ack_key(request))

    def due(self, now: float) -> list[_AckKey]:
        """Repeat what is due, forget what is old.

        Returns (Call-ID, From tag, CSeq) of the INVITEs whose final answer no ACK met in 32 s:
        their dialogs are to be ended (RFC 3261 §13.3.1.4).
        """
        old = [key for key, known in self._transactions.items() if now >= known.born + 2 * TIMEOUT]
        for key in old:
            del self._transactions[key]
        return [key for key in self._unacknowledged.due(now) if isinstance(key, tuple)]

    def _remember(self, request: Request, now: float) -> _Transaction:
        if len(self._transactions) >= MOST_TRANSACTIONS:
            del self._transactions[next(iter(self._transactions))]
        transaction = _Transaction(request, now)
        self._transactions[_key(request, request.method)] = transaction
        return transaction


def _key(request: Request, method: str) -> tuple[str, str, int | None, str]:
    top = request.top
    return (request.transaction(), top.host, top.port, method)


def _ack_key(request: Request) -> _AckKey:
    return (request.call_id, request.sender.tag, request.cseq)
