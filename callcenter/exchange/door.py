"""The front door: the one SIP address of this machine, outside of which nobody sees a line.

It owns the sockets, gives each new call a line, stays in the path of every dialog, and keeps
working under whatever the network sends. The exchange builds it, feeds it lines and permits, and
writes down the dialogs it tells; it knows nothing of calls, agents or queues.
"""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace

import structlog

from callcenter.exchange.door_addresses import DoorAddresses
from callcenter.exchange.door_admission import Buckets
from callcenter.exchange.door_answers import OuterAnswers
from callcenter.exchange.door_bans import Bans
from callcenter.exchange.door_endings import Endings
from callcenter.exchange.door_inner import InnerSide
from callcenter.exchange.door_outer import OuterSide
from callcenter.exchange.door_parts import DoorParts, bind_wires
from callcenter.exchange.door_permits import Permits
from callcenter.exchange.door_ports import (
    DialogRecord,
    DoorCounts,
    DoorRules,
    DoorSettings,
    DoorSnapshot,
    LineSource,
    OnDialog,
)
from callcenter.exchange.door_probes import Probes, peer_of
from callcenter.exchange.door_registering import Registering
from callcenter.exchange.door_registrations import Registrations
from callcenter.exchange.door_rewriting import Rewriting
from callcenter.exchange.door_sockets import Receive
from callcenter.exchange.door_table import DialogTable
from callcenter.exchange.registrar import Registrar
from callcenter.sip.branches import Branches
from callcenter.sip.peer import Peer, Transport
from callcenter.sip.tokens import Tokens
from callcenter.sip.transactions import Repeats, ServerTransactions
from callcenter.trunk import Trunk

TICK = 0.1
RESOLVE_TIMEOUT = 2.0

_log = structlog.get_logger(__name__)


class FrontDoor:
    """SIP proxy, admission and sanitiser between the outside and the lines.

    Order at a start: construct, `restore(records)`, `await open()`; the ports are bound in the
    constructor, so that a taken one is SettingsInvalid before anything else happens, and nothing
    is received before `open`. `on_dialog` is called inside a packet's handling and must be quick.
    """

    def __init__(
        self,
        settings: DoorSettings,
        lines: LineSource,
        rules: DoorRules,
        on_dialog: OnDialog,
        clock: Callable[[], float] = time.monotonic,
        registrar: Registrar | None = None,
    ) -> None:
        logging.getLogger("aiosipua").setLevel(logging.ERROR)
        counts = DoorCounts()
        permits = Permits()
        bans = Bans(settings.bans)
        wires = bind_wires(
            settings,
            counts,
            self._guarded(self._from_outside),
            self._guarded(self._from_line),
            lambda address: (
                not bans.holds(address, clock())
                and (rules.allows(address) or permits.names(address))
            ),
        )
        addresses = DoorAddresses(
            advertised=settings.advertised or settings.host,
            bound=settings.host,
            outer_port=wires.outer.port,
            inner_port=wires.inner.port,
        )
        self._parts = DoorParts(
            settings=settings,
            rules=rules,
            lines=lines,
            wires=wires,
            rewriting=Rewriting(addresses, Branches(settings.key), Tokens(settings.key)),
            table=DialogTable(on_dialog),
            permits=permits,
            counts=counts,
            repeats=Repeats(),
            answers=ServerTransactions(wires.outside),
            source_buckets=Buckets(settings.invites_per_source),
            line_invites=Buckets(settings.invites_per_line),
            line_requests=Buckets(settings.requests_per_line),
            questions=Buckets(settings.questions_per_source),
            bans=bans,
            registrar=registrar,
            registers=ServerTransactions(wires.outside),
            clock=clock,
        )
        self._endings = Endings(self._parts)
        self._probes = Probes(self._parts)
        self._registrations = Registrations(self._parts)
        asked = (self._probes, self._registrations)
        answers = OuterAnswers(self._parts, self._endings, asked)
        registering = Registering(self._parts)
        self._outer_side = OuterSide(self._parts, self._endings, answers, registering)
        self._inner_side = InnerSide(self._parts, self._endings)
        self._tasks: set[asyncio.Task[None]] = set()
        self._resolving: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The outer port bound."""
        return self._parts.wires.outer.port

    @property
    def inner_port(self) -> int:
        """The loopback port the lines send to; give a restarted door the same."""
        return self._parts.wires.inner.port

    def restore(self, records: Iterable[DialogRecord]) -> None:
        """Take up the dialogs known before a restart; call before `open`."""
        self._parts.table.restore(records)

    async def open(self) -> None:
        """Begin to receive: the inner door first, so that lines are heard before callers."""
        wires = self._parts.wires
        await wires.inner.open()
        await wires.outer.open()
        await wires.tcp.open()
        _keep(self._tasks, self._tick())

    async def close(self) -> None:
        """Stop receiving; dialogs stay as they are (a new door takes them up)."""
        tasks = [*self._tasks, *self._resolving]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        wires = self._parts.wires
        await wires.outer.close()
        await wires.inner.close()
        await wires.tcp.close()

    def drain(self, draining: bool = True) -> None:
        """Refuse new calls with 503 (or take them again); dialogs go on. Carriers where we are
        registered are told.
        """
        self._parts.draining = draining
        self._registrations.drain(draining)

    @property
    def is_draining(self) -> bool:
        """It refuses new calls."""
        return self._parts.draining

    def permit(self, line: str, uri: str, at: Peer | None = None) -> None:
        """Let `line` call `uri`; call it before the line is told to dial.

        `at` is where a registered phone is reached, whatever its Contact names. Raises ValueError
        for what is no sip: URI.
        """
        host = self._parts.permits.allow(line, uri, self._parts.now(), at)
        if host is not None:
            _keep(self._resolving, self._resolve(host))

    def watch(self, trunks: Sequence[Trunk]) -> None:
        """Ask these by OPTIONS, and register with those that want it, from now on."""
        self._probes.watch(trunks)
        self._registrations.watch(trunks)

    def answers(self, trunk: Trunk) -> bool:
        """False for a trunk that is known to be away, or that does not know us."""
        return self._probes.answers(trunk) and self._registrations.stands(trunk)

    def lines_at(self, trunk: Trunk) -> list[str]:
        """The line of each living call with a trunk, whoever called."""
        peer = peer_of(trunk, self._parts)
        return self._parts.table.lines_at(peer) if peer else []

    async def resolved(self) -> None:
        """Wait until the names permitted so far have their addresses, or have none (2 s)."""
        if self._resolving:
            await asyncio.wait(list(self._resolving))

    def reaches(self, peer: Peer) -> bool:
        """True unless it was a TCP connection that is gone."""
        return peer.transport is Transport.UDP or self._parts.wires.tcp.reaches(
            peer.host, peer.port
        )

    def end_dialogs_of(self, line: str) -> int:
        """The line is gone: end what it left, forget its permits; returns how many dialogs.

        Call it at every exit of a line: after a clean one there is nothing to end.
        """
        return self._endings.end_dialogs_of(line)

    def snapshot(self) -> DoorSnapshot:
        """The figures for metrics."""
        wires = self._parts.wires
        return DoorSnapshot(
            counts=replace(self._parts.counts),
            answers=dict(self._parts.responses),
            bans=dict(self._parts.banned_for),
            registers=self._parts.registrar.told() if self._parts.registrar else {},
            dialogs=len(self._parts.table),
            remembered=self._parts.remembered(),
            tcp_connections=len(wires.tcp),
            socket_drops=wires.outer.drops() + wires.inner.drops(),
            draining=self._parts.draining,
        )

    def _from_outside(self, data: bytes, source: Peer) -> None:
        self._outer_side.receive(data, source)

    def _from_line(self, data: bytes, source: Peer) -> None:
        self._inner_side.receive(data, source)

    def _guarded(self, receive: Receive) -> Receive:
        """The one outer guard: a message may at worst be lost, never the door."""

        def guarded(data: bytes, source: Peer) -> None:
            try:
                receive(data, source)
            except Exception as error:
                self._unexpected(error)

        return guarded

    def _unexpected(self, error: Exception) -> None:
        self._parts.counts.unexpected += 1
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else ""
        # Never the error's text: it may hold what the peer sent.
        _log.error("door_unexpected", error=type(error).__name__, where=where)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                self.due(self._parts.now())
            except Exception as error:
                self._unexpected(error)

    def due(self, now: float) -> None:
        """Repeat and forget what is due at `now` (monotonic); it calls this itself, ten times a
        second.
        """
        parts = self._parts
        given_up = parts.repeats.due(now)
        own = sum(1 for key in given_up if isinstance(key, tuple) and key[0] == "own")
        parts.counts.unanswered_endings += own
        parts.answers.due(now)
        parts.registers.due(now)
        parts.table.sweep(now)
        parts.bans.sweep(now)
        for host in {*self._probes.due(now), *self._registrations.due(now)}:
            # Not among those that a dial waits for: it may have nothing to do with this name.
            _keep(self._tasks, self._resolve(host))
        if parts.registrar is not None:
            parts.registrar.sweep(now)
        self._endings.forget_forks()

    async def _resolve(self, host: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT):
                found = await loop.getaddrinfo(host, None, family=socket.AF_INET)
        except (OSError, TimeoutError):
            _log.warning("door_name_unresolved")
            return
        self._parts.permits.resolved(host, str(found[0][4][0]), self._parts.now())


def _keep(tasks: set[asyncio.Task[None]], work: Coroutine[None, None, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
