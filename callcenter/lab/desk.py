"""An agent with a desk phone: her desk's socket, as her page has it, and her telephone.

What she does goes over REST and the desk socket under the same rules as a page's presses. It keeps
her screen by folding what the socket says and waits for what it is to show.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, Final

from ulid import ULID
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor

STATE_WITHIN: Final = 10.0
LOOK_EVERY: Final = 0.05
OUTCOME: Final = "answered"
PHONE_PREFIX: Final = "lab-"
"""Begins the name of a desk phone of ours: a trial that was killed may have left one signed in."""

Screen = dict[str, Any]


class Desk:
    """One agent's desk and phone; made by `desk`."""

    def __init__(self, who: Visitor, phone: Phone) -> None:
        self.who = who
        self.phone = phone
        self.agent: str = who.me["agent"]
        self.name: str = who.me["name"]["en"]
        self.screen: Screen = {}
        self.changed: dict[str, datetime] = {}
        """When each part of her screen came to be as it is."""
        self._seq = 0
        self._news = asyncio.Condition()
        self._answers: dict[str, dict[str, Any]] = {}
        self._socket: ClientConnection | None = None

    # -- the shift -------------------------------------------------------------------------------

    async def arrive(self) -> None:
        """Sign in at the desk phone, not ready; raises Unavailable when somebody has the desk."""
        before = await self._agent()
        left_behind = before["device"].startswith(f"sip:{PHONE_PREFIX}")
        if before["state"] != "logged_out" and (not left_behind or before["call"]):
            raise Unavailable(
                f"agent {self.agent} is at work ({before['state']}): sign her out, or take "
                "another with --agent"
            )
        await self._do("sign-in", {"device": self.phone.uri})
        await self._until_agent(
            lambda one: one["state"] != "logged_out" and one["device"] == self.phone.uri
        )

    async def ready(self) -> None:
        """Wait for calls."""
        await self._do("ready")

    async def give_outcome(self, call: str) -> None:
        """Finish the wrap-up."""
        need = self.screen["choices"]["needs"][0]
        kind = f".{need['kinds'][0]['code']}" if need["kinds"] else ""
        wanted = {"call": call, "outcome": OUTCOME, "need": f"{need['code']}{kind}"}
        await self._do("outcome", wanted)

    async def leave(self) -> None:
        """Sign out, as soon as no call has her any more; raises Unavailable when one keeps her."""
        limit = asyncio.get_running_loop().time() + STATE_WITHIN
        while True:
            try:
                if wrap_up := self.screen.get("wrap_up"):
                    await self.give_outcome(wrap_up["call"])
                    await self.shows(lambda screen: not screen["wrap_up"])
                await self._do("sign-out")
                return
            except NotAllowed as wrong:
                if wrong.code != "refused":
                    raise
                if asyncio.get_running_loop().time() > limit:
                    raise Unavailable(f"a call keeps agent {self.agent}: {wrong}") from wrong
            await asyncio.sleep(LOOK_EVERY)

    async def _do(self, what: str, body: dict[str, Any] | None = None) -> None:
        await self.who.post(f"/agents/{self.agent}/{what}", body)

    async def _agent(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.who.get(f"/agents/{self.agent}")
        return found

    async def _until_agent(self, fits: Callable[[dict[str, Any]], bool]) -> None:
        async def look() -> bool:
            return fits(await self._agent())

        await until(look, STATE_WITHIN)

    # -- the screen ------------------------------------------------------------------------------

    async def shows(self, fits: Callable[[Screen], Any], within: float = STATE_WITHIN) -> Screen:
        """Wait until her screen is as wanted; raises TimeoutError."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: bool(self.screen) and bool(fits(self.screen)))
            return self.screen

    async def is_in(self, state: str, within: float = STATE_WITHIN) -> None:
        """Wait until she is in a state."""
        await self.shows(lambda screen: screen["me"]["state"] == state, within)

    async def press(self, do: str, **about: str) -> None:
        """Ask for something over the socket; raises NotAllowed when the desk refuses."""
        assert self._socket is not None
        client_id = str(ULID())
        ask = {
            "type": "ask",
            "client_id": client_id,
            "expected_seq": self._seq,
            "command": {"do": do, **about},
        }
        await self._socket.send(json.dumps(ask))
        async with asyncio.timeout(STATE_WITHIN), self._news:
            await self._news.wait_for(lambda: client_id in self._answers)
        answer = self._answers.pop(client_id)
        if not answer["ok"]:
            raise NotAllowed(str(answer["reason"]), f"{do}: {answer['detail']}")

    async def follow(self) -> None:
        """Keep the screen up to date, until the socket is closed."""
        assert self._socket is not None
        with suppress(ConnectionClosed):
            async for text in self._socket:
                async with self._news:
                    self._take(json.loads(text))
                    self._news.notify_all()

    def _take(self, said: dict[str, Any]) -> None:
        match said["type"]:
            case "snapshot":
                self.screen, self._seq = said["desk"], said["seq"]
            case "patch":
                self.screen, self._seq = self.screen | said["changes"], said["seq"]
                self.changed |= dict.fromkeys(said["changes"], now())
            case "answer":
                self._answers[said["client_id"]] = said

    async def sit_down(self) -> asyncio.Task[None]:
        """Open the socket; the task that follows it."""
        self._socket = await connect(await self.who.ticket("desk"), proxy=None)
        return asyncio.create_task(self.follow())

    async def stand_up(self) -> None:
        """Close the socket."""
        if self._socket is not None:
            await self._socket.close()


@asynccontextmanager
async def desk(who: Visitor, phone: Phone) -> AsyncIterator[Desk]:
    """An agent at her desk, not ready yet; at the end she is signed out."""
    made = Desk(who, phone)
    await made.arrive()
    following = await made.sit_down()
    try:
        await made.shows(lambda screen: screen["me"]["device"] == phone.uri)
        yield made
    finally:
        await made.leave()
        await made.stand_up()
        await following
