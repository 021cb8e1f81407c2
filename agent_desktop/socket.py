"""The desk's socket: JSON frames in, judged by the desk; patches and answers out.

Pipe room, over small Protocols: what carries out a wish and what carries a frame are given to it.
One tab holds a desk; a second one is told so and may take over. A message of the wrong shape is
answered and the socket stays. It must not know the bus, the database or who may sign in.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from agent_desktop.commands import TakeOver
from agent_desktop.desk import Desk
from agent_desktop.wire import (
    Answer,
    Ask,
    Hello,
    Occupied,
    Patch,
    Ping,
    Pong,
    Refusal,
    SignedOut,
    TakenOver,
    ToDesk,
    Unreadable,
    decode,
    encode,
)
from agent_desktop.wishes import Wish

CLOSE_TAKEN_OVER = 4001
CLOSE_TOO_SLOW = 4002
CLOSE_SIGNED_OUT = 4003
OUTGOING_MOST = 1000
PATCH_APART = 0.05
"""Seconds between two patches at least, so that a busy floor does not flood a page."""
FRAME_MOST = 128 * 1024


class Frames(Protocol):
    """A socket that carries text."""

    async def receive(self) -> str | None:
        """The next frame; None when the other end is gone."""

    async def send(self, text: str) -> None:
        """One frame."""

    async def close(self, code: int) -> None:
        """End it."""


class Hands(Protocol):
    """One agent's desk session, with hands: what carries out wishes."""

    @property
    def desk(self) -> Desk:
        """Her desk."""

    def now(self) -> datetime:
        """The present instant."""

    def look(self) -> Patch | None:
        """Compose her screen anew."""

    def hello(self, resumed: bool) -> Hello:
        """The greeting."""

    async def carry_out(self, client_id: str, wish: Wish) -> Sequence[ToDesk]:
        """Do it; what to say to her, the command's answer included."""

    def attach(self, socket: "DeskSocket") -> None:
        """This socket holds the desk from now on."""

    def detach(self, socket: "DeskSocket") -> None:
        """It is gone; nothing happens when another one holds the desk."""

    @property
    def holder(self) -> "DeskSocket | None":
        """The socket that holds the desk."""

    def note_unreadable(self) -> None:
        """A message had the wrong shape: count it."""


class DeskSocket:
    """One tab's connection to a desk."""

    def __init__(self, frames: Frames, hands: Hands) -> None:
        self._frames = frames
        self._hands = hands
        self._outgoing: asyncio.Queue[ToDesk | int] = asyncio.Queue(OUTGOING_MOST)
        self._changed = asyncio.Event()
        self._opened_at = hands.now()
        self._told: int | None = None
        """The number of the last patch this tab was told; None before its first snapshot."""
        self._tasks: asyncio.TaskGroup

    @property
    def opened_at(self) -> datetime:
        """When the tab connected."""
        return self._opened_at

    async def serve(self, desk: str, seq: int | None) -> None:
        """Until the tab is gone. `desk` and `seq` are what the tab last heard, when it comes back.

        The tab that held the desk gets it back without asking, any other one is told.
        """
        holder = self._hands.holder
        ours = desk == self._hands.desk.desk
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                writer = tasks.create_task(self._write())
                if holder is None or ours:
                    self._take(seq if ours else None)
                else:
                    self.say(self._hands.hello(resumed=False))
                    self.say(Occupied(since=holder.opened_at))
                pump = tasks.create_task(self._pump())
                await self._read()
                pump.cancel()
                writer.cancel()
        except* ConnectionError:
            pass  # the tab went while something was on its way to it: the same as going at once
        finally:
            self._hands.detach(self)

    def say(self, message: ToDesk) -> None:
        """Queue a message; a tab that does not read is let go."""
        try:
            self._outgoing.put_nowait(message)
        except asyncio.QueueFull:
            self.end(CLOSE_TOO_SLOW)

    def wake(self) -> None:
        """Her screen may have changed."""
        self._changed.set()

    def end(self, code: int) -> None:
        """Say what is queued, then close."""
        if self._outgoing.full():
            self._outgoing.get_nowait()
        self._outgoing.put_nowait(code)

    def taken_over(self) -> None:
        """Another tab has the desk now."""
        self.say(TakenOver(at=self._hands.now()))
        self.end(CLOSE_TAKEN_OVER)

    def signed_out(self, *, forced: bool) -> None:
        """The session is over."""
        self.say(SignedOut(forced=forced))
        self.end(CLOSE_SIGNED_OUT)

    @property
    def _holds(self) -> bool:
        return self._hands.holder is self

    def _take(self, seq: int | None) -> None:
        """Hold the desk, and say what this tab does not know yet."""
        before = self._hands.holder
        self._hands.attach(self)
        if before is not None and before is not self:
            before.taken_over()
        self._hands.look()
        missed = self._missed_since(seq)
        self.say(self._hands.hello(resumed=missed is not None))
        self._tell(missed)

    def _missed_since(self, seq: int | None) -> Sequence[Patch] | None:
        """What a tab does not know that was told up to `seq`; None: only a snapshot will do."""
        return self._hands.desk.screen.missed_since(seq) if seq is not None else None

    def _tell(self, missed: Sequence[Patch] | None) -> None:
        screen = self._hands.desk.screen
        if missed is None:
            self.say(screen.snapshot(self._hands.now()))
        else:
            for patch in missed:
                self.say(patch)
        self._told = screen.seq

    async def _write(self) -> None:
        while True:
            message = await self._outgoing.get()
            if isinstance(message, int):
                await self._frames.close(message)
                return
            await self._frames.send(encode(message))

    async def _pump(self) -> None:
        """Send patches as the screen changes, while this tab holds the desk.

        Others look at the screen too (presses by REST); what they were first to see is sent as
        well, because it goes by number.
        """
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._holds:
                self._hands.look()
                self._tell(self._missed_since(self._told))
            await asyncio.sleep(PATCH_APART)

    async def _read(self) -> None:
        while (text := await self._frames.receive()) is not None:
            try:
                message = self._decoded(text)
            except (msgspec.DecodeError, ValueError) as wrong:
                self._hands.note_unreadable()
                self.say(Unreadable(detail=str(wrong)[:300], client_id=_client_id(text)))
                continue
            if isinstance(message, Ping):
                self.say(Pong(server_time=self._hands.now()))
            else:
                self._asked(message)

    def _decoded(self, text: str) -> Ask | Ping:
        if len(text) > FRAME_MOST:
            raise ValueError(f"a message has at most {FRAME_MOST} characters")
        return decode(text)

    def _asked(self, ask: Ask) -> None:
        if not self._holds:
            self._asked_elsewhere(ask)
            return
        judged = self._hands.desk.judge(ask, self._hands.now())
        self.wake()
        if judged.answer is not None:
            self.say(judged.answer)
        if judged.wish is not None:
            self._tasks.create_task(self._carry_out(ask.client_id, judged.wish))

    def _asked_elsewhere(self, ask: Ask) -> None:
        """This tab does not hold the desk: it may ask for it, and for nothing else."""
        taking = isinstance(ask.command, TakeOver)
        self.say(
            Answer(
                client_id=ask.client_id,
                ok=taking,
                reason=None if taking else Refusal.NOT_YOURS,
                detail="" if taking else "another tab holds the desk",
                current=self._hands.desk.screen.seq,
            )
        )
        if taking:
            self._take(None)

    async def _carry_out(self, client_id: str, wish: Wish) -> None:
        for message in await self._hands.carry_out(client_id, wish):
            self.say(message)
        self.wake()


def _client_id(text: str) -> str:
    """Of an unreadable message, where it can be told."""
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return ""
    told = found.get("client_id") if isinstance(found, dict) else None
    return told[:64] if isinstance(told, str) else ""
