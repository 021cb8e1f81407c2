"""What every answer gets: strict headers, a count; and a repeated request its first answer.

Plain ASGI, so that recordings stream through untouched. It must not know routes.
"""

import hashlib
import time
from collections import OrderedDict
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from callcenter.web.metrics import Metrics
from callcenter.web.problems import Problem, answer

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
}
KEY_FOR = 600.0
KEYS_KEPT = 5_000
KEY_MOST = 128
BODY_MOST = 256 * 1024
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class StrictHeaders:
    """Adds the headers and counts the answers."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("cache-control", "no-store")
                self._metrics.requests.labels(scope["method"], str(message["status"])).inc()
            await send(message)

        await self._app(scope, receive, sending)


class Remembered(NamedTuple):
    """The first answer to a request with a key; None while it is being made."""

    at: float
    asked: str
    messages: tuple[Message, ...] | None


class Idempotency:
    """`Idempotency-Key`: the same request again within 10 minutes gets the same answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known: OrderedDict[str, Remembered] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = Headers(scope=scope).get("idempotency-key", "") if scope["type"] == "http" else ""
        if not key or scope["method"] not in UNSAFE:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        body = await request.body()
        name, asked = _names(request, key, body)
        self._forget()
        known = self._known.get(name)
        if known is not None:
            await self._repeat(known, asked, scope, receive, send)
            return
        if len(key) > KEY_MOST or len(body) > BODY_MOST:
            problem = Problem("invalid", "Idempotency-Key or body is too long")
            await answer(problem, scope["path"])(scope, receive, send)
            return
        await self._first(name, asked, body, scope, send)

    async def _first(self, name: str, asked: str, body: bytes, scope: Scope, send: Send) -> None:
        self._known[name] = Remembered(time.monotonic(), asked, None)
        sent: list[Message] = []

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def sending(message: Message) -> None:
            sent.append(message)
            await send(message)

        try:
            await self._app(scope, again, sending)
        finally:
            whole = bool(sent) and not sent[-1].get("more_body", False)
            failed = not whole or sent[0].get("status", 500) >= 500
            if failed:
                self._known.pop(name, None)
            else:
                self._known[name] = Remembered(time.monotonic(), asked, tuple(sent))

    async def _repeat(
        self, known: Remembered, asked: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if known.asked != asked:
            await answer(Problem("key_reused"), scope["path"])(scope, receive, send)
            return
        if known.messages is None:
            await answer(Problem("in_progress"), scope["path"])(scope, receive, send)
            return
        for message in known.messages:
            await send(message)

    def _forget(self) -> None:
        until = time.monotonic() - KEY_FOR
        while self._known:
            oldest = next(iter(self._known.values()))
            if oldest.at > until and len(self._known) < KEYS_KEPT:
                return
            self._known.popitem(last=False)


def _names(request: Request, key: str, body: bytes) -> tuple[str, str]:
    """Whose key it is, and what exactly was asked."""
    who = request.headers.get("authorization", "") + request.headers.get("cookie", "")
    name = hashlib.sha256(f"{who}\0{key}".encode()).hexdigest()
    target = f"{request.method} {request.url.path}?{request.url.query}"
    return name, hashlib.sha256(target.encode() + b"\0" + body).hexdigest()
