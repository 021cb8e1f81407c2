"""The registrar for desk phones: who may register, where they are reached, what each is answered.

It judges one REGISTER at a time and does the same work for a phone it does not know as for a wrong
password, so that neither answers nor times tell one from the other. It keeps no sockets and waits
for nothing: the door sends its answers, `phone_book` brings phones and bindings in and out.
"""

import enum
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from callcenter.clock import now as wall_clock
from callcenter.exchange.bindings import Lasting, Wish, changed, living, read_wish
from callcenter.exchange.door_bans import BanRules, Bans
from callcenter.exchange.nonces import Nonces
from callcenter.exchange.sanitiser import check_question
from callcenter.sip.binding import Binding, Secret, is_extension
from callcenter.sip.digest import REALM, Algorithm, Credentials, challenges, read_credentials
from callcenter.sip.grammar import parse_uri
from callcenter.sip.message import Answer, Field, Request
from callcenter.sip.peer import Peer
from callcenter.sip.refusal import SipRefusal

AGAIN_AFTER: Final = ("Retry-After", "5")
CLOSED_AFTER: Final = BanRules(faults=10, within=300.0, lasts=300.0)
"""Wrong passwords for one extension, from wherever: then only its own phones' addresses get in."""

SILENT_FOR: Final = 7200.0
"""Seconds for which it is remembered who did not answer SHA-256: two registrations at least."""
MOST_SILENT: Final = 10_000


class Came(enum.StrEnum):
    """What became of a REGISTER; the names are the metrics' names."""

    REGISTERED = "registered"
    REMOVED = "removed"
    ASKED = "asked"
    CHALLENGED = "challenged"
    STALE = "stale"
    WRONG = "wrong"
    REPEATED = "repeated"
    CLOSED = "closed"
    REFUSED = "refused"
    NOT_READY = "not_ready"


WRONGS: Final = (Came.WRONG, Came.CLOSED)
"""What is held against a source."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a REGISTER, and why."""

    answer: Answer
    came: Came


@dataclass(slots=True)
class Registrar:
    """Every phone of the house and its bindings, in memory.

    `on_change(extension)` is called when a phone changed its bindings, to have them kept.
    """

    lasting: Lasting = Lasting()
    nonces: Nonces = field(default_factory=Nonces)
    wall: Callable[[], datetime] = wall_clock
    on_change: Callable[[str], None] = lambda extension: None
    counts: Counter[Came] = field(default_factory=Counter)
    _phones: dict[str, Secret] | None = None
    _bindings: dict[str, tuple[Binding, ...]] = field(default_factory=dict)
    _closed: Bans = field(default_factory=lambda: Bans(CLOSED_AFTER))
    _silent: dict[tuple[str, str], float] = field(default_factory=dict)
    _decoy: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    # -- phones and bindings ---------------------------------------------------------------------

    @property
    def is_known(self) -> bool:
        """Which phones there are has been told."""
        return self._phones is not None

    def know(self, phones: Iterable[Secret]) -> None:
        """These are the phones; one that has gone or has a new password is unbound."""
        told = {one.extension: one for one in phones}
        before = self._phones or {}
        for extension in {*before, *told} if self.is_known else ():
            if told.get(extension) != before.get(extension):
                self._bindings.pop(extension, None)
                # What was guessed at is no password any more.
                self._closed.pardon(extension)
        self._phones = told

    def bind(self, bindings: Mapping[str, tuple[Binding, ...]], except_of: Iterable[str]) -> None:
        """Take what is kept elsewhere, apart from what is newer here."""
        newer = set(except_of)
        for extension in {*self._bindings, *bindings} - newer:
            there = living(bindings.get(extension, ()), self.wall())
            if there:
                self._bindings[extension] = there
            else:
                self._bindings.pop(extension, None)

    def secret(self, extension: str) -> Secret | None:
        """The hashes of a phone there is."""
        return (self._phones or {}).get(extension)

    def bindings(self, extension: str) -> tuple[Binding, ...]:
        """Where a phone is reached now, the best first."""
        return living(self._bindings.get(extension, ()), self.wall())

    def is_home(self, host: str) -> bool:
        """True while some phone is registered from this address."""
        at = self.wall()
        return any(
            one.host == host and one.until > at for kept in self._bindings.values() for one in kept
        )

    def sweep(self, now: float) -> None:
        """Forget what is over."""
        self.nonces.sweep(now)
        self._closed.sweep(now)
        for who in [who for who, at in self._silent.items() if now >= at + SILENT_FOR]:
            del self._silent[who]

    def remembered(self) -> int:
        """How many entries its tables have, apart from phones and their bindings."""
        return len(self.nonces) + len(self._closed) + len(self._silent)

    def told(self) -> dict[str, int]:
        """How many REGISTERs became what."""
        return {str(came): count for came, count in self.counts.items()}

    # -- a REGISTER ------------------------------------------------------------------------------

    def judge(self, request: Request, source: Peer, now: float) -> Verdict:
        """What to answer, and what follows has been done; `now` is monotonic."""
        try:
            verdict = self._judge(request, source, now)
        except SipRefusal as refusal:
            answer = Answer(refusal.status, refusal.reason, fields=refusal.headers)
            verdict = Verdict(answer, Came.REFUSED)
        self.counts[verdict.came] += 1
        return verdict

    def _judge(self, request: Request, source: Peer, now: float) -> Verdict:
        check_question(request)
        if self._phones is None:
            again = Answer(503, "Service Unavailable", fields=(AGAIN_AFTER,))
            return Verdict(again, Came.NOT_READY)
        credentials = _credentials(request)
        who = (source.host, request.to.uri.user or "")
        if credentials is None:
            fresh = self.nonces.make(now)
            return _challenge(Came.CHALLENGED, fresh, self._understood(who, now))
        if self.nonces.is_spent(credentials.nonce, now):
            # Not looked at, and not a guess: nobody learns anything from it.
            return _challenge(Came.REPEATED, credentials.nonce, [credentials.algorithm])
        if not self._proves(credentials, source, now):
            return self._wrong(credentials, now)
        if not self.nonces.use(credentials.nonce, credentials.count, now):
            return _challenge(Came.STALE, self.nonces.make(now), [credentials.algorithm])
        if credentials.algorithm is Algorithm.SHA256:
            self._silent.pop(who, None)
        if request.to.uri.user != credentials.username:
            raise SipRefusal(403, "Not your extension")
        return self._update(read_wish(request, credentials.username), source)

    def _proves(self, credentials: Credentials, source: Peer, now: float) -> bool:
        """The same work whoever asks: a phone that is not there has hashes too, and never fits."""
        extension = credentials.username
        secret = self.secret(extension)
        fits = credentials.proves(self._hash(secret, credentials.algorithm), "REGISTER")
        closed = self._closed.holds(extension, now)
        at_home = any(one.host == source.host for one in self.bindings(extension))
        return fits and secret is not None and (at_home or not closed)

    def _hash(self, secret: Secret | None, algorithm: Algorithm) -> str:
        if secret is None:
            return self._decoy
        return secret.md5 if algorithm is Algorithm.MD5 else secret.sha256

    def _wrong(self, credentials: Credentials, now: float) -> Verdict:
        extension = credentials.username
        nonce, same = self.nonces.spend(credentials.nonce, now), [credentials.algorithm]
        if self._closed.holds(extension, now):
            return _challenge(Came.CLOSED, nonce, same)
        # One entry for all that can be no phone: made-up names are not worth remembering.
        name = extension if is_extension(extension) else ""
        if self._closed.note(name, now):
            self._closed.ban(name, now)
        return _challenge(Came.WRONG, nonce, same)

    def _understood(self, who: tuple[str, str], now: float) -> Iterable[Algorithm]:
        """Both at first; MD5 alone for a phone that was asked so and comes again without an answer.

        Some give up at the sight of an algorithm they do not know, whichever else is offered.
        """
        asked_before = self._silent.pop(who, None) is not None
        if len(self._silent) >= MOST_SILENT:
            del self._silent[next(iter(self._silent))]
        self._silent[who] = now
        return [Algorithm.MD5] if asked_before else Algorithm

    def _update(self, wish: Wish, source: Peer) -> Verdict:
        at, extension = self.wall(), wish.extension
        came = Came.ASKED
        if wish.contacts or wish.removes_all:
            after = changed(self._bindings.get(extension, ()), wish, source, at, self.lasting)
            came = _what(self.bindings(extension), after)
            self._bindings[extension] = after
            self.on_change(extension)
        fields = [_contact(one, at) for one in self.bindings(extension)]
        fields.append(("Date", format_datetime(at, usegmt=True)))
        return Verdict(Answer(200, "OK", fields=tuple(fields)), came)


def _challenge(came: Came, nonce: str, algorithms: Iterable[Algorithm]) -> Verdict:
    fields = challenges(nonce, stale=came is Came.STALE, algorithms=algorithms)
    return Verdict(Answer(401, "Unauthorized", fields=fields), came)


def _credentials(request: Request) -> Credentials | None:
    """Those that are meant for us and for this request."""
    for value in request.all("authorization"):
        found = read_credentials(value)
        if found is None or found.realm != REALM:
            continue
        asked = parse_uri(found.uri, "credentials")
        there = request.uri
        if there is None or (asked.host.lower(), asked.port) != (there.host.lower(), there.port):
            raise SipRefusal(400, "Credentials for another URI")
        return found
    return None


def _what(before: tuple[Binding, ...], after: tuple[Binding, ...]) -> Came:
    return Came.REGISTERED if len(after) >= max(1, len(before)) else Came.REMOVED


def _contact(one: Binding, at: datetime) -> Field:
    left = max(0, round((one.until - at).total_seconds()))
    q = f";q={one.q / 1000:g}" if one.q < 1000 else ""
    return ("Contact", f"<{one.contact}>{q};expires={left}")
