"""Between the bus and the lines: facts up, acknowledgements and commands down.

It answers only what no line can answer any more: a command for a call that is not here, and the end
of the legs of a line that died. It must not know what a command is for, except which files it
needs, which is a dial and which needs a line of its own.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

import msgspec
import structlog

from acd.ids import CallId, CommandId, LegId, LineId
from acd.step import Command, CommandClosed
from callcenter.bus import Bus
from callcenter.calls.commands import DialLeg, PlaceCall, PlayMusic
from callcenter.calls.facts import Ending, LegEnded, LineGone, Reason, Side
from callcenter.calls.refusals import Refusal
from callcenter.clock import now
from callcenter.errors import PeerMisbehaved
from callcenter.exchange.dialling import DIALS, Dial, Dialling
from callcenter.exchange.kept_facts import KeptFacts
from callcenter.exchange.lines import PooledLine, Seen
from callcenter.exchange.parties import Parties
from callcenter.exchange.pool import Pool
from callcenter.outbox import Outbox
from callcenter.spool import FACTS_FOLDER, facts_file, read_facts
from callcenter.wire import (
    Ack,
    Facts,
    Fence,
    FromLine,
    Inventory,
    LineAcked,
    LineFacts,
    LineHello,
    LineOrder,
    LineParty,
    Order,
    PartySeen,
    Stamped,
)
from ivr.commands import Say

log = structlog.get_logger()

SEND_AGAIN_AFTER: Final = 1.0
WINDOW: Final = 500
DISK_WITHIN: Final = 2.0
BEEP: Final = "beep"
"""The beep before a call that is answered by itself, and the tone before a message."""

T = TypeVar("T")


class Door(Protocol):
    """What the relay asks of the front door."""

    def end_dialogs_of(self, line: str) -> int:
        """End what a dead line left."""


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """Who we are and where audio is."""

    name: str
    boot: str
    memory: Path
    """Where lines keep their facts."""
    prompts: Path
    prompt_key: Callable[[str, str], str]
    """(language, text) to the name of the cached prompt."""


class Relay:
    """One exchange's relay; the pool's listener."""

    def __init__(
        self,
        settings: RelaySettings,
        bus: Bus,
        outbox: Outbox,
        pool: Pool,
        door: Door,
        dialling: Dialling,
    ) -> None:
        self._settings = settings
        self._bus = bus
        self._outbox = outbox
        self._pool = pool
        self._door = door
        self._dialling = dialling
        self._dials: set[asyncio.Task[None]] = set()
        self._kept = KeptFacts()
        self._parties = Parties(bus)
        self._disk = ThreadPoolExecutor(1, "facts")
        self._epoch = 0
        self.numbers: frozenset[str] = frozenset()
        """Dialled numbers that have a flow; empty: not known."""

    @property
    def epoch(self) -> int:
        """The newest accepted."""
        return self._epoch

    async def open(self) -> None:
        """Begin to hear the bus."""
        await self._outbox.open()
        await self._bus.subscribe("cc.acks.*", Ack, self._on_ack)
        await self._bus.subscribe("cc.fence", Fence, self._on_fence)
        await self._bus.subscribe(f"cc.exchange.{self._settings.name}.do", Order, self._on_order)
        await self._bus.flush()
        await self._say_hello()

    async def run(self) -> None:
        """Send again what stays unacknowledged, and deliver numbers, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._outbox.keep_sending())
            tasks.create_task(self._parties.run())
            tasks.create_task(self._keep_sending())

    # -- from the lines --------------------------------------------------------------------------

    async def heard(self, line: PooledLine, message: FromLine) -> None:
        """A line said something."""
        match message:
            case LineHello():
                self._greet(line, message)
            case LineFacts():
                await self._take_facts(line, message.facts)
            case LineParty():
                await self._parties.see(
                    PartySeen(
                        party=line.seen.party,
                        number=message.number,
                        display_name=message.display_name,
                        call=message.call,
                    )
                )
            case _:
                return

    def _greet(self, line: PooledLine, hello: LineHello) -> None:
        one = self._kept.of(line.id)
        if hello.call is not None:
            one.file = facts_file(self._settings.memory, hello.call)
        if one.acked:
            line.send(LineAcked(upto=one.acked))

    async def _take_facts(self, line: PooledLine, facts: tuple[Stamped, ...]) -> None:
        for stamped in facts:
            line.last_seq = max(line.last_seq, stamped.seq)
            if self._kept.keep(stamped):
                line.seen.apply(stamped.fact)
        if line.seen.call is not None:
            self._kept.of(line.id).file = facts_file(self._settings.memory, line.seen.call)
        await self._send(line.id, facts)

    async def gone(self, line: PooledLine) -> None:
        """A line is no more: its last facts first, then what it cannot say itself."""
        call = line.seen.call
        if call is None:
            self._kept.forget(line.id)
            self._door.end_dialogs_of(line.id)
            return
        file = facts_file(self._settings.memory, call)
        none: list[Stamped] = []
        left = await self._on_disk(lambda: read_facts(file), none)
        fresh = tuple(each for each in left if self._kept.keep(each))
        for stamped in fresh:
            line.seen.apply(stamped.fact)
        await self._send(line.id, fresh)
        await self._speak_for(line.id, line.seen)
        self._door.end_dialogs_of(line.id)
        await self._settle(line.id, file)

    async def _speak_for(self, line: LineId, seen: Seen) -> None:
        """The facts of a line's end, and of what it left open."""
        assert seen.call is not None
        died = bool(seen.legs)
        for leg in list(seen.legs):
            await self._end_leg(seen.call, leg)
        for command in sorted(seen.open_commands):
            await self._close(command, Refusal.NO_SUCH_CALL)
        how = "died" if died else "finished"
        await self._outbox.emit(LineGone(at=now(), call=seen.call, line=line, how=how))
        if died:
            log.error("exchange.line_died", call_id=seen.call, line=line)

    async def _end_leg(self, call: CallId, leg: LegId) -> None:
        ending = Ending(side=Side.NETWORK, reason=Reason.LINE_DIED)
        await self._outbox.emit(LegEnded(at=now(), call=call, leg=leg, ending=ending))

    async def take_leftovers(self) -> None:
        """Facts of lines that ended while no exchange was here."""
        none: dict[Path, list[Stamped]] = {}
        found = await self._on_disk(lambda: _leftovers(self._settings.memory), none)
        for file, facts in found.items():
            source = facts[0].source if facts else ""
            if not facts or source in self._pool.lines:
                continue
            seen = Seen()
            for stamped in facts:
                self._kept.keep(stamped)
                seen.apply(stamped.fact)
            await self._send(source, tuple(facts))
            if seen.call is not None:
                await self._speak_for(LineId(source), seen)
            await self._settle(source, file)

    async def _settle(self, source: str, file: Path) -> None:
        one = self._kept.of(source)
        one.gone, one.file = True, file
        if one.is_settled:
            self._kept.forget(source)
            await self._remove(file)

    # -- from the bus ----------------------------------------------------------------------------

    async def _on_ack(self, ack: Ack, _: str) -> None:
        one = self._kept.acknowledge(ack.source, ack.upto)
        if one is None:
            return
        line = self._pool.lines.get(LineId(ack.source))
        if line is not None:
            line.send(LineAcked(upto=ack.upto))
        if one.is_settled and one.file is not None:
            await self._remove(one.file)

    async def _on_fence(self, fence: Fence, _: str) -> None:
        if fence.epoch < self._epoch:
            return
        self._epoch = fence.epoch
        self.numbers = frozenset(fence.numbers)
        await self._send_outstanding(time.monotonic())
        await self._outbox.send_again()
        await self._say_hello()

    async def _say_hello(self) -> None:
        inventory = Inventory(
            role="exchange",
            name=self._settings.name,
            boot=self._settings.boot,
            epoch=self._epoch,
            sources={**self._kept.last_numbers(), self._outbox.source: self._outbox.last_seq},
            lines=tuple(
                line.found() for line in self._pool.lines.values() if line.seen.call is not None
            ),
        )
        await self._bus.publish("cc.hello", inventory)

    async def _on_order(self, order: Order, _: str) -> None:
        try:
            command = order.command
        except msgspec.DecodeError:
            log.warning("exchange.order_unreadable")
            return
        if order.epoch < self._epoch:
            await self._close(command.id, Refusal.STALE_EPOCH)
            return
        self._epoch = order.epoch
        line = self._pool.with_call(getattr(command, "call", CallId("")))
        if line is None and isinstance(command, PlaceCall):
            line = self._pool.give(command.call)
            if line is None:
                await self._close(command.id, Refusal.NO_FREE_LINE)
                return
        if line is None or line.dead:
            await self._close(command.id, Refusal.NO_SUCH_CALL)
        elif isinstance(command, DIALS):
            # A number or an address may take its time, and no other call is to wait for it.
            dial = asyncio.create_task(self._dial(line, command, order))
            self._dials.add(dial)
            dial.add_done_callback(self._dials.discard)
        else:
            self._pass_on(line, command, order)

    def _pass_on(self, line: PooledLine, command: Command, order: Order) -> None:
        line.card = order.card or line.card
        line.seen.open_commands.add(command.id)
        message = LineOrder(order=order, files=self._files_of(command))
        if not line.send(message):
            line.waiting.append(message)
        self._pool.wake(line)

    async def _dial(self, line: PooledLine, command: Dial, order: Order) -> None:
        ready = await self._dialling.ready(line.id, command, order)
        if not isinstance(ready, Order):
            if isinstance(command, PlaceCall) and line.has_heard_nothing:
                self._pool.take_back(line, command.call)
            if ready is not None:
                await self._close(command.id, ready)
        elif line.seen.call == command.call:
            self._pass_on(line, command, ready)

    def _files_of(self, command: Command) -> tuple[str, ...]:
        folder = self._settings.prompts
        match command:
            case Say():
                tone = (str(folder / f"{BEEP}.wav"),) if command.tone else ()
                return (*self._prompts(command.texts), *tone)
            case DialLeg() if command.beep:
                return (str(folder / f"{BEEP}.wav"), *self._prompts(command.announce))
            case PlayMusic():
                return (str(folder / f"{command.tune}.wav"),)
            case _:
                return ()

    def _prompts(self, texts: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        keys = (self._settings.prompt_key(*each) for each in texts)
        return tuple(str(self._settings.prompts / f"{key}.wav") for key in keys)

    async def _close(self, command: CommandId, because: Refusal) -> None:
        await self._outbox.emit(
            CommandClosed(at=now(), command=command, outcome="refused", reason=because)
        )

    # -- sending ---------------------------------------------------------------------------------

    async def _send(self, source: str, facts: tuple[Stamped, ...]) -> None:
        for start in range(0, len(facts), WINDOW):
            part = facts[start : start + WINDOW]
            await self._bus.publish(f"cc.facts.{source}", Facts(facts=part))
        if facts:
            self._kept.of(source).sent_at = time.monotonic()

    async def _send_outstanding(self, before: float) -> None:
        for facts in self._kept.outstanding(before, WINDOW):
            await self._send(facts[0].source, facts)

    async def _keep_sending(self) -> None:
        while True:
            await asyncio.sleep(SEND_AGAIN_AFTER)
            if self._bus.is_connected:
                await self._send_outstanding(time.monotonic() - SEND_AGAIN_AFTER)

    # -- the disk --------------------------------------------------------------------------------

    async def _on_disk(self, work: Callable[[], T], otherwise: T) -> T:
        """In a thread of its own; a disk that hangs costs at most two seconds here."""
        doing = asyncio.get_running_loop().run_in_executor(self._disk, work)
        try:
            async with asyncio.timeout(DISK_WITHIN):
                return await asyncio.shield(doing)
        except (TimeoutError, OSError, PeerMisbehaved, msgspec.DecodeError) as wrong:
            log.error("exchange.spool_unreadable", because=type(wrong).__name__)
            return otherwise

    async def _remove(self, file: Path) -> None:
        await self._on_disk(lambda: _remove(file), None)


def _leftovers(memory: Path) -> dict[Path, list[Stamped]]:
    found: dict[Path, list[Stamped]] = {}
    for file in sorted((memory / FACTS_FOLDER).glob("*.mp")):
        try:
            found[file] = read_facts(file)
        except (PeerMisbehaved, msgspec.DecodeError):
            log.error("exchange.facts_unreadable", call_id=file.stem)
    return found


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
