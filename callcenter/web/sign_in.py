"""Who is there: sign-in, server-side sessions, and tickets that open one socket.

A session is a random token in a cookie; the server keeps its hash. Sessions are held in memory for
five minutes, and longer while the database is away: a live desk is never cut because of that.
It must not know routes or status codes.
"""

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta

import msgspec
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.staff import Account, OpenSession
from callcenter.web.ports import Accounts
from callcenter.web.problems import Problem

SESSION_FOR = timedelta(hours=14)
CACHED_FOR = 300.0
SESSIONS_CACHED = 20_000
TICKET_FOR = timedelta(seconds=30)
HASHES_AT_ONCE = 2
"""Argon2 is heavy by intent; more at once would starve the sockets."""
FREE_ATTEMPTS = 5
FREE_FROM_ADDRESS = 50
"""A whole office may sit behind one address."""
LONGEST_PAUSE = 60.0
FROM = "from "
ATTEMPTS_KEPT = 10_000

hasher = PasswordHash((Argon2Hasher(),))
_NOBODY = hasher.hash(secrets.token_hex(16))
"""Checked for unknown work numbers, so that they take as long as known ones."""


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, and how she proved it."""

    account: Account
    session: OpenSession
    token_hash: str
    by_cookie: bool

    @property
    def agent(self) -> str:
        """Her work number."""
        return self.account.agent


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Attempts:
    """Slows down guessing: 5 free for a work number, 50 from an address, then 1, 2, 4 … 60 s."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def pause(self, *keys: str) -> float:
        """Seconds until the next attempt is allowed; 0 when it is now."""
        return max((self._pause(key) for key in keys), default=0.0)

    def _pause(self, key: str) -> float:
        count, last = self._failures.get(key, (0, 0.0))
        free = FREE_FROM_ADDRESS if key.startswith(FROM) else FREE_ATTEMPTS
        if count < free:
            return 0.0
        wait = min(LONGEST_PAUSE, 2.0 ** min(count - free, 10))
        return max(0.0, last + wait - self._monotonic())

    def failed(self, *keys: str) -> None:
        """One more wrong password."""
        for key in keys:
            count, _ = self._failures.pop(key, (0, 0.0))
            self._failures[key] = (count + 1, self._monotonic())
        while len(self._failures) > ATTEMPTS_KEPT:
            self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """The right password forgives the work number; the address keeps its past."""
        self._failures.pop(key, None)


class SignIns:
    """Passwords and sessions."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._attempts = Attempts()
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)
        self._cached: OrderedDict[str, tuple[float, OpenSession]] = OrderedDict()

    async def sign_in(self, work_number: str, password: str, address: str) -> tuple[str, Viewer]:
        """A new session: its token and its viewer. Raises Problem or Unavailable."""
        keys = (f"who {work_number}", FROM + address)
        pause = self._attempts.pause(*keys)
        if pause > 0:
            raise Problem("slow_down", headers={"Retry-After": str(int(pause) + 1)})
        account = await self._accounts.find(work_number)
        known = account.password_hash if account is not None else _NOBODY
        async with self._hashing:
            fits = await asyncio.to_thread(hasher.verify, password, known)
        if account is None or not fits:
            self._attempts.failed(*keys)
            raise Problem("wrong_credentials")
        self._attempts.succeeded(keys[0])
        return await self.open(account, SESSION_FOR)

    async def open(self, account: Account, lasts: timedelta) -> tuple[str, Viewer]:
        """A session of this account, without asking for the password."""
        token = secrets.token_urlsafe(32)
        at = now()
        session = OpenSession(
            account=account,
            csrf=secrets.token_urlsafe(24),
            created_at=at,
            expires_at=at + lasts,
        )
        await self._accounts.open_session(digest(token), session)
        self._keep(digest(token), session)
        viewer = Viewer(account=account, session=session, token_hash=digest(token), by_cookie=True)
        return token, viewer

    async def find(self, token: str, *, by_cookie: bool) -> Viewer | None:
        """Whose token this is; None when it is nobody's any more."""
        hashed = digest(token)
        session = await self._session(hashed)
        if session is None or session.expires_at <= now():
            return None
        return Viewer(
            account=session.account, session=session, token_hash=hashed, by_cookie=by_cookie
        )

    async def _session(self, hashed: str) -> OpenSession | None:
        cached = self._cached.get(hashed)
        if cached is not None and time.monotonic() - cached[0] < CACHED_FOR:
            return cached[1]
        try:
            found = await self._accounts.find_session(hashed, now())
        except Unavailable:
            if cached is None:
                raise
            return cached[1]
        if found is None:
            self._cached.pop(hashed, None)
        else:
            self._keep(hashed, found)
        return found

    def _keep(self, hashed: str, session: OpenSession) -> None:
        self._cached[hashed] = (time.monotonic(), session)
        self._cached.move_to_end(hashed)
        while len(self._cached) > SESSIONS_CACHED:
            self._cached.popitem(last=False)

    async def close(self, viewer: Viewer) -> None:
        """The session is over, here at once, and in the database as soon as it answers."""
        self._cached.pop(viewer.token_hash, None)
        await self._accounts.close_session(viewer.token_hash)


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket stands for."""

    viewer: Viewer
    socket: str
    origin: str
    expires_at: float


class Tickets:
    """Single-use tickets of 30 s, bound to session, agent and Origin."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._open: dict[str, Admission] = {}

    def give(self, viewer: Viewer, socket: str, origin: str) -> str:
        """A new ticket."""
        self._sweep()
        ticket = secrets.token_urlsafe(24)
        self._open[ticket] = Admission(
            viewer=viewer,
            socket=socket,
            origin=origin,
            expires_at=self._monotonic() + TICKET_FOR.total_seconds(),
        )
        return ticket

    def take(self, ticket: str, socket: str, origin: str) -> Viewer | None:
        """Whose socket it opens; None for one that is unknown, used, late or from elsewhere."""
        admission = self._open.pop(ticket, None)
        if admission is None or admission.expires_at < self._monotonic():
            return None
        fits = admission.socket == socket and admission.origin == origin
        return admission.viewer if fits else None

    def _sweep(self) -> None:
        late = [one for one, what in self._open.items() if what.expires_at < self._monotonic()]
        for one in late:
            del self._open[one]
