"""A SIP user agent's transactions over UDP (RFC 3261 §17), as few as a load needs.

Requests are repeated until they are answered; repeated requests get the same answer. What a message
means is for whoever owns the endpoint.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from callcenter.lab.load.sockets import Address, Datagrams
from callcenter.sip.message import Answer, Request, Response, read, respond
from callcenter.sip.refusal import SipRefusal

T1: Final = 0.5
T2: Final = 4.0
GIVEN_UP_AFTER: Final = 16.0
"""Seconds; the RFC's 32 are more than a measure on one machine needs."""

OnAnswer = Callable[[Response | None, float], None]
"""An answer and when it came; None: nothing came in time."""
OnRequest = Callable[[Request, float], None]


@dataclass(slots=True)
class _Asked:
    """A request that waits for its final answer."""

    data: bytes
    on_answer: OnAnswer
    is_invite: bool
    again: asyncio.TimerHandle | None = None


class Endpoint:
    """One port; many calls. `door` is where everything is sent."""

    def __init__(self, port: int, door: Address, on_request: OnRequest) -> None:
        self.repeated = 0
        """Messages that had to be sent more than once."""
        self._door = door
        self._on_request = on_request
        self._wire = Datagrams(port, self._take)
        self._loop = asyncio.get_running_loop()
        self._asked: dict[str, _Asked] = {}
        self._answers: dict[tuple[str, str], tuple[bytes, Address]] = {}
        self._sources: dict[tuple[str, str], Address] = {}
        self._insisting: dict[str, asyncio.TimerHandle] = {}
        self._insisted: dict[str, bytes] = {}

    @property
    def sent_by(self) -> str:
        """Its address, for Via and Contact."""
        return f"127.0.0.1:{self._wire.port}"

    def close(self) -> None:
        """Let go of the port."""
        for one in self._asked.values():
            if one.again is not None:
                one.again.cancel()
        for timer in self._insisting.values():
            timer.cancel()
        self._wire.close()

    # -- asking ----------------------------------------------------------------------------------

    def ask(self, branch: str, data: bytes, on_answer: OnAnswer, *, invite: bool = False) -> None:
        """Send a request until it is answered."""
        asked = self._asked[branch] = _Asked(data, on_answer, invite)
        self._wire.send(data, self._door)
        self._later(branch, asked, T1, T1)

    def tell(self, data: bytes) -> None:
        """Send an ACK: nothing answers it."""
        self._wire.send(data, self._door)

    def _later(self, branch: str, asked: _Asked, wait: float, passed: float) -> None:
        asked.again = self._loop.call_later(wait, self._repeat, branch, asked, wait, passed)

    def _repeat(self, branch: str, asked: _Asked, wait: float, passed: float) -> None:
        if passed >= GIVEN_UP_AFTER:
            del self._asked[branch]
            asked.on_answer(None, self._loop.time())
            return
        self.repeated += 1
        self._wire.send(asked.data, self._door)
        wait = wait * 2 if asked.is_invite else min(wait * 2, T2)
        self._later(branch, asked, wait, passed + wait)

    # -- answering -------------------------------------------------------------------------------

    def answer(self, request: Request, data: bytes) -> None:
        """Answer a request; its repeats get the same."""
        key = (request.transaction(), request.method)
        source = self._sources.get(key, self._door)
        self._answers[key] = (data, source)
        self._wire.send(data, source)

    def insist(self, request: Request, data: bytes) -> None:
        """Answer with 2xx again and again until the ACK comes (RFC 3261 §13.3.1.4)."""
        self.answer(request, data)
        self._insisted[request.call_id] = data
        self._insist_later(request, T1, T1)

    def _insist_later(self, request: Request, wait: float, passed: float) -> None:
        self._insisting[request.call_id] = self._loop.call_later(
            wait, self._insist_again, request, wait, passed
        )

    def _insist_again(self, request: Request, wait: float, passed: float) -> None:
        if passed >= GIVEN_UP_AFTER:
            return
        self.repeated += 1
        self.answer(request, self._insisted[request.call_id])
        wait = min(wait * 2, T2)
        self._insist_later(request, wait, passed + wait)

    # -- what comes ------------------------------------------------------------------------------

    def _take(self, data: bytes, sender: Address, at: float) -> None:
        try:
            message = read(data)
        except SipRefusal:
            return
        if isinstance(message, Response):
            self._answered(message, at)
        else:
            self._requested(message, sender, at)

    def _answered(self, response: Response, at: float) -> None:
        asked = self._asked.get(response.top.branch)
        if asked is None:
            return
        if asked.again is not None and (asked.is_invite or response.status >= 200):
            asked.again.cancel()
        # A 2xx stays known: each repeat of it wants its ACK again.
        if response.status >= 200 and not (asked.is_invite and response.status < 300):
            del self._asked[response.top.branch]
        asked.on_answer(response, at)

    def _requested(self, request: Request, sender: Address, at: float) -> None:
        if request.method == "ACK":
            if timer := self._insisting.pop(request.call_id, None):
                timer.cancel()
        else:
            key = (request.transaction(), request.method)
            if key in self._answers:
                data, source = self._answers[key]
                self._wire.send(data, source)
                return
            if key in self._sources:
                return  # A repeat of what is still being thought about.
            self._sources[key] = sender
        self._on_request(request, at)

    def refuse(self, request: Request, status: int) -> None:
        """Answer with a status and nothing else."""
        self.answer(request, respond(request, Answer(status)))
