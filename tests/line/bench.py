"""A tiny exchange for one line: starts the zygote, has a line born, sends commands, reads facts."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from ulid import ULID

from acd.ids import CallId, CommandId, LegId, LineId
from acd.step import Command, CommandClosed, Fact
from callcenter.birth import LineBirth, LineBorn, ZygoteReady
from callcenter.calls.commands import AnswerLeg, DialLeg
from callcenter.calls.facts import LegRang, LegsJoined, Role
from callcenter.clock import now
from callcenter.facts import encode
from callcenter.frames import Frames, frame
from callcenter.lab.phone import Phone
from callcenter.lab.ports import free_block
from callcenter.state_file import start_time
from callcenter.wire import (
    FromLine,
    LineAcked,
    LineBeat,
    LineFacts,
    LineHello,
    LineOrder,
    LineParty,
    Order,
    Stamped,
    pack,
)

F = TypeVar("F", bound=Fact)
WITHIN = 6.0


@dataclass
class Bench:
    """The exchange's side of one line."""

    folder: Path
    birth: LineBirth
    stamped: list[Stamped] = field(default_factory=list)
    hellos: list[LineHello] = field(default_factory=list)
    parties: list[LineParty] = field(default_factory=list)
    beats: list[LineBeat] = field(default_factory=list)
    heard_again: list[Stamped] = field(default_factory=list)
    pid: int = 0
    acknowledging: bool = True
    _seen: set[int] = field(default_factory=set)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _writer: asyncio.StreamWriter | None = None
    _server: asyncio.Server | None = None
    _numbers: int = 0

    @property
    def facts(self) -> list[Fact]:
        """Every fact, once, in order."""
        return [each.fact for each in self.stamped]

    @property
    def uri(self) -> str:
        """Where the line can be called."""
        return f"sip:8000@127.0.0.1:{self.birth.sip_port}"

    @property
    def rang(self) -> LegRang:
        """The call's first fact."""
        return next(fact for fact in self.facts if isinstance(fact, LegRang))

    @property
    def call(self) -> CallId:
        return self.rang.call

    def leg(self, number: int) -> LegId:
        """The call's nth leg; 1 is the caller."""
        return LegId(f"{self.call}.{number}")

    def of(self, kind: type[F]) -> list[F]:
        """The facts of one kind."""
        return [fact for fact in self.facts if isinstance(fact, kind)]

    # -- the exchange's part ---------------------------------------------------------------------

    async def listen(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self.birth.socket)

    async def go_away(self) -> None:
        """Die, as far as the line can tell."""
        if self._server is not None:
            self._server.close()
        if self._writer is not None:
            self._writer.transport.abort()
            self._writer = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        frames = Frames()
        try:
            while data := await reader.read(1 << 16):
                for raw in frames.feed(data):
                    await self._take(msgspec.msgpack.decode(raw, type=FromLine))
        except ConnectionError:
            return

    async def _take(self, message: FromLine) -> None:
        async with self._news:
            match message:
                case LineHello():
                    self.hellos.append(message)
                    self.pid = message.pid
                case LineFacts():
                    self._take_facts(message)
                case LineParty():
                    self.parties.append(message)
                case LineBeat():
                    self.beats.append(message)
            self._news.notify_all()

    def _take_facts(self, message: LineFacts) -> None:
        for each in message.facts:
            if each.seq in self._seen:
                self.heard_again.append(each)
            else:
                self._seen.add(each.seq)
                self.stamped.append(each)
        if self.acknowledging:
            self.send(LineAcked(upto=self.stamped[-1].seq))

    def send(self, message: msgspec.Struct) -> None:
        """Send something, and wake the line."""
        if self._writer is not None:
            self._writer.write(frame(message))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as alarm:
            alarm.sendto(b"\r\n\r\n", ("127.0.0.1", self.birth.sip_port))

    # -- for tests -------------------------------------------------------------------------------

    def order(
        self, command: Command, *files: Path | str, epoch: int = 1, good_for: float = 10.0
    ) -> LineOrder:
        """A command on its way, good for so many seconds."""
        until = now() + timedelta(seconds=good_for)
        order = Order(body=encode(command), epoch=epoch, not_after=until)
        return LineOrder(order=order, files=tuple(str(each) for each in files))

    async def answered(self, caller: Phone) -> None:
        """The caller calls and is answered."""
        await caller.call(self.uri)
        await self.wait_for(LegRang)
        await self.do(AnswerLeg(id=self.id(), call=self.call, leg=self.leg(1)))
        await caller.wait_for("up")

    async def dialled(
        self, number: int, uri: str, *, join: bool = True, role: Role = Role.AGENT, **more: Any
    ) -> CommandClosed:
        """A further leg is dialled, to be joined with the caller; `more` is of `DialLeg`."""
        return await self.do(
            DialLeg(
                id=self.id(),
                call=self.call,
                leg=self.leg(number),
                role=role,
                uri=uri,
                join=self.leg(1) if join else None,
                **more,
            )
        )

    async def talking(self, caller: Phone, agent: Phone) -> None:
        """Caller and agent hear each other."""
        await self.answered(caller)
        await self.dialled(2, agent.uri)
        await self.wait_for(LegsJoined)

    def id(self) -> CommandId:
        """A fresh command id."""
        self._numbers += 1
        return CommandId(f"c{self._numbers}")

    async def do(self, command: Command, *files: Path | str, epoch: int = 1) -> CommandClosed:
        """Send a command and wait for its closing fact."""
        self.send(self.order(command, *files, epoch=epoch))
        return await self.closing_of(command)

    async def closing_of(self, command: Command) -> CommandClosed:
        """The one answer to a command."""
        return await self.wait_for(CommandClosed, lambda fact: fact.command == command.id)

    async def until_gone(self, within: float = WITHIN) -> None:
        """Wait for the end of the line's process."""
        async with asyncio.timeout(within):
            while True:
                if start_time(self.pid) is None:
                    return
                await asyncio.sleep(0.05)

    async def wait_for(
        self,
        kind: type[F],
        fits: Callable[[F], bool] = lambda _: True,
        within: float = WITHIN,
    ) -> F:
        """The first fact of a kind that fits, past or to come."""
        return await self.until(
            lambda: next((fact for fact in self.of(kind) if fits(fact)), None),
            f"{kind.__name__}; there were {[type(fact).__name__ for fact in self.facts]}",
            within,
        )

    T = TypeVar("T")

    async def until(self, find: Callable[[], T | None], what: str, within: float = WITHIN) -> T:
        """Wait until something is so."""
        try:
            async with asyncio.timeout(within), self._news:
                while (found := find()) is None:
                    await self._news.wait()
                return found
        except TimeoutError as wrong:
            raise AssertionError(f"waited {within} s for {what}") from wrong


class Zygote:
    """A zygote process, spoken to as an exchange does."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        ours.settimeout(10)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "callcenter.line.zygote", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        theirs.close()
        self.ready = msgspec.msgpack.decode(ours.recv(1 << 16), type=ZygoteReady)

    def bear(self, birth: LineBirth) -> LineBorn:
        """Have a line forked."""
        self._socket.send(pack(birth))
        return msgspec.msgpack.decode(self._socket.recv(1 << 16), type=LineBorn)

    def close(self) -> None:
        """Be gone, as a dead exchange is; the zygote ends by itself."""
        self._socket.close()
        self.process.wait(5)


@asynccontextmanager
async def bench(
    zygote: Zygote, folder: Path, shared_memory: Path, *, caller_silent_for: float = 20.0
) -> AsyncIterator[Bench]:
    """A line that is warm and connected."""
    first = free_block(24)
    birth = LineBirth(
        line=LineId(str(ULID())),
        exchange="one",
        socket=str(folder / "x.sock"),
        sip_port=first,
        rtp_first=first + 2,
        rtp_ports=20,
        media_bind="127.0.0.1",
        door_port=0,
        shared_memory=str(shared_memory),
        prompts=str(folder / "prompts"),
        run=str(folder / "run"),
        party_key=b"a key for tests",
        caller_silent_for=caller_silent_for,
    )
    for name in ("prompts", "run"):
        (folder / name).mkdir()
    made = Bench(folder, birth)
    await made.listen()
    zygote.bear(birth)
    await made.until(lambda: made.hellos[0] if made.hellos else None, "the line's hello")
    try:
        yield made
    finally:
        await made.go_away()
