"""The pool of lines: keeps some warm, gives the front door one for each call, notices their ends.

Lines connect to its unix socket and outlive it; a new pool takes over those that are alive. It is
the door's `LineSource`. What lines say goes to a `Listener`; it must not know what it means beyond
"warm" and "in a call".
"""

import asyncio
import contextlib
import os
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import msgspec
import structlog
from ulid import ULID

from acd.ids import CallId, LineId
from callcenter.birth import LineBirth, LineBorn
from callcenter.errors import PeerMisbehaved
from callcenter.exchange.demand import Demand
from callcenter.exchange.door_ports import LineAddress
from callcenter.exchange.line_health import look_at
from callcenter.exchange.lines import LineState, PooledLine
from callcenter.exchange.slots import RTP_PORTS, Slots
from callcenter.exchange.zygote_client import ZygoteClient
from callcenter.frames import Frames
from callcenter.state_file import ProcessState, read_states
from callcenter.wire import LINE_PROTOCOL, FromLine, LineBeat, LineHello

log = structlog.get_logger()

SPOKEN: Final = (LINE_PROTOCOL, LINE_PROTOCOL - 1)
BIRTH_EVERY: Final = 0.1
AT_ONCE: Final = max(1, len(os.sched_getaffinity(0)))
"""So many boots each time, ten a second for each core: one costs 36 ms that calls need."""

_decoder: msgspec.msgpack.Decoder[FromLine] = msgspec.msgpack.Decoder(FromLine)


class Listener(Protocol):
    """Who hears what lines say."""

    async def heard(self, line: PooledLine, message: FromLine) -> None:
        """A line said something; in order."""

    async def gone(self, line: PooledLine) -> None:
        """The line's process is no more, and everything it said has been heard."""


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """How many lines, and what each is told at its birth (see `LineBirth`)."""

    warm: int
    most: int
    exchange: str
    socket: Path
    media_bind: str
    memory: Path
    prompts: Path
    run: Path
    party_key: bytes
    call_headers: tuple[str, ...] = ()


class Pool:
    """All lines of this exchange."""

    def __init__(self, settings: PoolSettings, slots: Slots, has_room: Callable[[], bool]) -> None:
        self._settings = settings
        self._slots = slots
        self._has_room = has_room
        self._listener: Listener
        self._zygote = ZygoteClient(self._on_born)
        self._demand = Demand()
        self._ends: asyncio.Queue[PooledLine] = asyncio.Queue()
        self._bell = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._bell.setblocking(False)
        self._server: asyncio.Server | None = None
        self._hearing: set[asyncio.Task[None]] = set()
        self.lines: dict[LineId, PooledLine] = {}
        self.door_port = 0
        """The inner door, to be set before the first birth."""

    # -- the door asks ---------------------------------------------------------------------------

    def take(self, call_id_header: str, dialled: str) -> LineAddress | None:
        """A warm line for a new call, now taken."""
        if not self._has_room():
            return None
        now = time.monotonic()
        self._demand.note(now)
        line = next(self._free(), None)
        if line is None:
            return None
        line.state, line.since = LineState.TAKEN, now
        return LineAddress(line.id, line.sip_port)

    def give(self, call: CallId) -> PooledLine | None:
        """A warm line for a call of our own: the call's from now on, whatever it says itself."""
        address = self.take("", "")
        if address is None:
            return None
        line = self.lines[LineId(address.line)]
        line.seen.call = call
        return line

    def take_back(self, line: PooledLine, call: CallId) -> None:
        """It was given to a call that will not be placed, and has heard nothing of it."""
        if line.seen.call == call and line.state in (LineState.TAKEN, LineState.IN_CALL):
            line.seen.call = None
            line.state, line.since = LineState.WARM, time.monotonic()

    def has_free(self) -> bool:
        """Whether a further call would get a line."""
        return self._has_room() and next(self._free(), None) is not None

    def will_have(self) -> bool:
        """Whether a line will be free soon: one is being born, or may be."""
        may_grow = len(self.lines) < self._settings.most and self._zygote.is_up
        return self._has_room() and (may_grow or self.count(LineState.BORN) > 0)

    def at(self, port: int) -> LineAddress | None:
        """The living line that listens on this loopback port."""
        for line in self.lines.values():
            if line.sip_port == port and not line.dead:
                return LineAddress(line.id, port)
        return None

    # -- questions -------------------------------------------------------------------------------

    def with_call(self, call: CallId) -> PooledLine | None:
        """The line that carries a call."""
        return next((line for line in self.lines.values() if line.seen.call == call), None)

    def count(self, state: LineState) -> int:
        """How many lines are in a state."""
        return sum(1 for _ in self._in_state(state))

    def _in_state(self, state: LineState) -> Iterator[PooledLine]:
        return (line for line in self.lines.values() if line.state is state and not line.dead)

    def _free(self) -> Iterator[PooledLine]:
        return (
            line
            for line in self._in_state(LineState.WARM)
            if line.writer is not None and not line.hung
        )

    def wake(self, line: PooledLine) -> None:
        """Have the line look at its socket now, and not at the end of its poll."""
        with contextlib.suppress(BlockingIOError):
            self._bell.sendto(b"\r\n\r\n", ("127.0.0.1", line.sip_port))

    # -- life ------------------------------------------------------------------------------------

    async def start(self, listener: Listener) -> None:
        """Start the zygote, take over what is alive, and let lines connect.

        Raises SettingsInvalid when the telephone library will not do.
        """
        self._listener = listener
        await self._zygote.start()
        for state in read_states(self._settings.run, "line-*"):
            self._take_over(state)
        path = self._settings.socket
        self._server = await asyncio.start_unix_server(self._serve, str(path))
        path.chmod(0o600)

    async def run(self) -> None:
        """Look after the lines until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._zygote.run())
            tasks.create_task(self._bury())
            tasks.create_task(self._look_after())

    async def close(self) -> None:
        """Go, and leave the lines with calls to the next exchange; warm ones end now."""
        for state in (LineState.WARM, LineState.BORN):
            for line in self._in_state(state):
                line.kill(signal.SIGTERM)
        if self._server is not None:
            self._server.close()
        for line in self.lines.values():
            if line.writer is not None:
                line.writer.close()
        await asyncio.gather(*self._hearing, return_exceptions=True)
        self._zygote.stop()
        self._bell.close()

    def _take_over(self, state: ProcessState) -> None:
        if not state.is_alive():
            return
        line_id = LineId(state.name.removeprefix("line-"))
        port = state.extra.get("sip_port")
        sip_port = port if isinstance(port, int) else 0
        now = time.monotonic()
        line = PooledLine(
            line_id, self._slots.occupy(sip_port), sip_port, LineState.ABSENT, now, state.pid
        )
        line.beat_at = now
        call = state.extra.get("call_id")
        line.seen.call = CallId(call) if isinstance(call, str) else None
        self.lines[line_id] = line
        self._watch(line)

    # -- births ----------------------------------------------------------------------------------

    async def _look_after(self) -> None:
        looked = 0.0
        while True:
            await asyncio.sleep(BIRTH_EVERY)
            now = time.monotonic()
            for _ in range(AT_ONCE):
                if self._is_wanted(now):
                    await self._bear(now)
            if now - looked >= 1.0:
                looked = now
                for line in list(self.lines.values()):
                    look_at(line, now)

    def _is_wanted(self, now: float) -> bool:
        ready = self.count(LineState.WARM) + self.count(LineState.BORN)
        target = max(self._settings.warm, self._demand.burst(now))
        return ready < target and len(self.lines) < self._settings.most and self._zygote.is_up

    async def _bear(self, now: float) -> None:
        slot = self._slots.take(now)
        if slot is None:
            return
        line = PooledLine(
            LineId(str(ULID())), slot, self._slots.sip_port(slot), LineState.BORN, now
        )
        settings = self._settings
        birth = LineBirth(
            line=line.id,
            exchange=settings.exchange,
            socket=str(settings.socket),
            sip_port=line.sip_port,
            rtp_first=self._slots.rtp_port(slot),
            rtp_ports=RTP_PORTS,
            media_bind=settings.media_bind,
            door_port=self.door_port,
            shared_memory=str(settings.memory),
            prompts=str(settings.prompts),
            run=str(settings.run),
            party_key=settings.party_key,
            call_headers=settings.call_headers,
        )
        self.lines[line.id] = line
        if not await self._zygote.bear(birth):
            self._forget(line)

    def _on_born(self, born: LineBorn) -> None:
        line = self.lines.get(born.line)
        if line is None:
            return
        if born.error:
            log.error("exchange.line_not_born", because=born.error)
            self._forget(line)
            return
        line.pid = born.pid
        self._watch(line)

    # -- what lines say --------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line: PooledLine | None = None
        task = asyncio.current_task()
        assert task is not None
        self._hearing.add(task)
        task.add_done_callback(self._hearing.discard)
        try:
            if not _is_ours(writer):
                return
            frames = Frames()
            while data := await reader.read(1 << 16):
                for raw in frames.feed(data):
                    line = await self._hear(line, raw, writer)
        except (ConnectionError, PeerMisbehaved):
            # The line went, or something else than a line came: either way the socket is done.
            return
        finally:
            writer.close()
            if line is not None and line.writer is writer:
                line.writer = None
                if line.dead:
                    self._ends.put_nowait(line)

    async def _hear(
        self, line: PooledLine | None, raw: bytes, writer: asyncio.StreamWriter
    ) -> PooledLine | None:
        try:
            message = _decoder.decode(raw)
        except msgspec.DecodeError:
            log.warning("exchange.line_unreadable", line=line.id if line else "")
            return line
        if isinstance(message, LineHello):
            line = self._greeted(message, writer)
        if line is None:
            return None
        if isinstance(message, LineBeat):
            line.beat_at = time.monotonic()
        await self._listener.heard(line, message)
        if line.seen.call is not None and line.state in (LineState.WARM, LineState.TAKEN):
            line.state, line.since = LineState.IN_CALL, time.monotonic()
        return line

    def _greeted(self, hello: LineHello, writer: asyncio.StreamWriter) -> PooledLine:
        now = time.monotonic()
        if hello.protocol not in SPOKEN:
            log.error("exchange.line_of_another_age", line=hello.line, protocol=hello.protocol)
        line = self.lines.get(hello.line)
        if line is None:
            slot = self._slots.occupy(hello.sip_port)
            line = PooledLine(hello.line, slot, hello.sip_port, LineState.ABSENT, now, hello.pid)
            self.lines[hello.line] = line
        if line.pidfd < 0:
            line.pid = hello.pid
            self._watch(line)
        line.writer, line.beat_at, line.since = writer, now, now
        line.last_seq = max(line.last_seq, hello.last_seq)
        line.card = line.card or hello.card
        line.seen.greet(hello)
        line.state = LineState.WARM if line.seen.call is None else LineState.IN_CALL
        waiting, line.waiting = line.waiting, []
        for order in waiting:
            line.send(order)
        return line

    # -- their ends ------------------------------------------------------------------------------

    def _watch(self, line: PooledLine) -> None:
        if line.pidfd >= 0 or line.dead:
            return
        try:
            line.pidfd = os.pidfd_open(line.pid)
        except ProcessLookupError:
            self._died(line)
            return
        asyncio.get_running_loop().add_reader(line.pidfd, self._died, line)

    def _died(self, line: PooledLine) -> None:
        if line.pidfd >= 0:
            asyncio.get_running_loop().remove_reader(line.pidfd)
            os.close(line.pidfd)
            line.pidfd = -1
        line.dead = True
        if line.writer is None:
            self._ends.put_nowait(line)

    async def _bury(self) -> None:
        while True:
            line = await self._ends.get()
            if self.lines.get(line.id) is line:
                await self._listener.gone(line)
                self._forget(line)

    def _forget(self, line: PooledLine) -> None:
        del self.lines[line.id]
        self._slots.release(line.slot, time.monotonic())
        (self._settings.run / f"line-{line.id}.json").unlink(missing_ok=True)


def _is_ours(writer: asyncio.StreamWriter) -> bool:
    """Only processes of our own user may be lines."""
    peer = writer.get_extra_info("socket")
    credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return bool(struct.unpack("3i", credentials)[1] == os.geteuid())
