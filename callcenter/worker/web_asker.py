"""Asks web services what flows want to know of them, and tells what they answered.

Only origins that the operator has allowed are asked, nobody is followed elsewhere, and no more than
64 kB are read. What is given and what is answered never reaches a log line: both may be personal.
"""

import asyncio
from typing import Final

import httpx
import msgspec
import structlog

from acd.step import CommandClosed
from callcenter.clock import now
from callcenter.outbox import Outbox
from callcenter.worker.spoken_values import SpokenValues
from ivr.commands import AskWeb
from ivr.facts import WebAnswered
from ivr.web_answer import AnswerUnfit, Because, values_of

log = structlog.get_logger()

MOST_BYTES: Final = 64 * 1024
_PORTS: Final = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


class _Unanswered(Exception):
    def __init__(self, because: Because) -> None:
        super().__init__(because)
        self.because = because


class WebAsker:
    """Carries out `AskWeb`."""

    def __init__(self, allowed: tuple[str, ...], spoken: SpokenValues, outbox: Outbox) -> None:
        self._allowed = {origin_of(httpx.URL(one)) for one in allowed}
        self._spoken = spoken
        self._outbox = outbox

    async def ask(self, wish: AskWeb) -> CommandClosed:
        """Tell what came of it in any case; the closing fact of the wish."""
        values: dict[str, str] = {}
        because = ""
        try:
            async with asyncio.timeout(wish.within):
                values = values_of(await self._answer(wish), wish.taken)
                await self._spoken.make(wish.languages, [values[one] for one in wish.spoken])
        except TimeoutError:
            because = Because.TOO_LATE
        except AnswerUnfit:
            because = Because.VALUE_MISSING
        except _Unanswered as wrong:
            because = wrong.because
        if because:
            log.warning("web.unanswered", call_id=wish.call, because=str(because))
        answered = WebAnswered(
            at=now(),
            call=wish.call,
            request=wish.id,
            ok=not because,
            because=str(because),
            values={} if because else values,
        )
        await self._outbox.emit(answered)
        return CommandClosed(at=now(), command=wish.id, outcome="done")

    async def _answer(self, wish: AskWeb) -> object:
        url = httpx.URL(wish.url)
        if origin_of(url) not in self._allowed:
            raise _Unanswered(Because.NOT_ALLOWED)
        in_address = wish.method == "GET"
        async with httpx.AsyncClient(
            follow_redirects=False, trust_env=False, timeout=wish.within
        ) as client:
            request = client.build_request(
                wish.method,
                url,
                params=wish.given if in_address else None,
                json=None if in_address else wish.given,
                # The same wish may come twice, after a crash; the service can tell by its id.
                headers={
                    "Accept": "application/json",
                    "Accept-Encoding": "identity",
                    "Idempotency-Key": wish.id,
                },
            )
            try:
                return _read(await _body(client, request))
            except httpx.TimeoutException:
                raise _Unanswered(Because.TOO_LATE) from None
            except httpx.HTTPError:
                raise _Unanswered(Because.UNREACHABLE) from None


async def _body(client: httpx.AsyncClient, request: httpx.Request) -> bytes:
    """As it came: an answer that is packed all the same cannot be read, and cannot unpack to more
    than we hold.
    """
    response = await client.send(request, stream=True)
    try:
        if response.is_redirect:
            raise _Unanswered(Because.REDIRECTED)
        if not response.is_success:
            raise _Unanswered(Because.STATUS)
        body = bytearray()
        async for part in response.aiter_raw():
            body += part
            if len(body) > MOST_BYTES:
                raise _Unanswered(Because.TOO_LARGE)
        return bytes(body)
    finally:
        await response.aclose()


def _read(body: bytes) -> object:
    try:
        answer: object = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise _Unanswered(Because.UNREADABLE) from None
    return answer


def origin_of(url: httpx.URL) -> Origin:
    """Scheme, host and port, however they were written."""
    return url.scheme, url.host.rstrip("."), url.port or _PORTS.get(url.scheme, 0)
