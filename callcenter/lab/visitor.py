"""Somebody signed in at a running centre over its REST surface, as any program outside would be.

The laboratory's agents and observers use it. It knows addresses and headers; what an answer means
is for whoever asks.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx

from callcenter.errors import CallcenterError, Unavailable

API: Final = "/api/v1"
TIMEOUT: Final = 10.0
"""Seconds for one answer."""
KEPT_FOR: Final = 2.0
"""Seconds an idle connection is used again: less than a server keeps it, which is 5 with ours."""


class NotAllowed(CallcenterError):
    """The centre refused a request; `code` is from its closed list of problems."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class Visitor:
    """One session of one person."""

    def __init__(self, client: httpx.AsyncClient, base: str) -> None:
        self._client = client
        self.base = base
        self.me: dict[str, Any] = {}

    async def sign_in(self, work_number: str, password: str) -> None:
        """Begin the session; raises NotAllowed or Unavailable."""
        wanted = {"work_number": work_number, "password": password}
        self.me = await self.post("/session", wanted)
        self._client.headers["X-CSRF-Token"] = self.me["csrf"]

    async def get(self, path: str, **fields: str) -> Any:
        """The JSON at an address below `/api/v1`."""
        return (await self._ask("GET", path, params=fields)).json()

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Do something; its JSON, or None when there is none."""
        answer = await self._ask("POST", path, json=body or {})
        return answer.json() if answer.content else None

    async def upload(self, path: str, content: bytes, **fields: str) -> None:
        """Put a file at an address."""
        await self._ask("PUT", path, params=fields, content=content)

    async def delete(self, path: str) -> None:
        """Take away what is at an address."""
        await self._ask("DELETE", path)

    async def file(self, path: str) -> bytes:
        """What is at an address, whole."""
        return (await self._ask("GET", path)).content

    @property
    def cookies(self) -> httpx.Cookies:
        """What a browser of hers would send along."""
        return self._client.cookies

    async def ticket(self, socket: str) -> str:
        """The address of a socket with its one-use ticket."""
        given = await self.post("/socket-tickets", {"socket": socket})
        return f"{self.base.replace('http', 'ws', 1)}{API}/{socket}?ticket={given['ticket']}"

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = await self._client.request(method, f"{API}{path}", **more)
        except httpx.TransportError as wrong:
            raise Unavailable(
                f"no call centre answers at {self.base} ({type(wrong).__name__}): start it with "
                "./run, or name its pages with --web"
            ) from wrong
        if answer.is_error:
            raise _refusal(method, path, answer)
        return answer


def _refusal(method: str, path: str, answer: httpx.Response) -> NotAllowed:
    """The problem as one line; whatever stands in the place of a centre gets one too."""
    told: dict[str, Any] = {}
    if "json" in answer.headers.get("content-type", ""):
        told = answer.json()
    words = told.get("detail") or told.get("title") or answer.reason_phrase
    return NotAllowed(str(told.get("code", "")), f"{method} {API}{path}: {words}")


@asynccontextmanager
async def visitor(base: str, work_number: str, password: str) -> AsyncIterator[Visitor]:
    """Somebody who is signed in while the block runs."""
    base = base.rstrip("/")
    # Proxies of the environment are for the world outside, not for a centre on this machine.
    limits = httpx.Limits(keepalive_expiry=KEPT_FOR)
    async with httpx.AsyncClient(
        base_url=base, timeout=TIMEOUT, limits=limits, trust_env=False
    ) as client:
        made = Visitor(client, base)
        await made.sign_in(work_number, password)
        yield made
