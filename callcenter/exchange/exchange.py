"""The exchange process: one machine's telephony, put together and looked after.

Front door, pool of lines, relay and spooler. It starts in the order in which living calls need
it: lines first, then what is known of their dialogs, then the doors. When it ends, calls go on; the
next exchange takes them over.
"""

import asyncio
import hashlib
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import structlog
from ulid import ULID

from callcenter.bus import Bus
from callcenter.errors import SettingsInvalid
from callcenter.exchange.bindings import Lasting
from callcenter.exchange.dialling import Dialling
from callcenter.exchange.dialogs import DialogBook
from callcenter.exchange.door import FrontDoor
from callcenter.exchange.door_admission import ListedNetworks, speakers, trusted
from callcenter.exchange.door_bans import BanRules
from callcenter.exchange.door_ports import DoorRules, DoorSettings
from callcenter.exchange.draining import Draining
from callcenter.exchange.figures import Figures
from callcenter.exchange.lines import LineState, PooledLine
from callcenter.exchange.outside import Outside, OutsideSettings
from callcenter.exchange.phone_book import PhoneBook
from callcenter.exchange.pool import Pool, PoolSettings
from callcenter.exchange.registrar import Registrar
from callcenter.exchange.relay import Relay, RelaySettings
from callcenter.exchange.slots import Slots
from callcenter.exchange.spooler import Spooler
from callcenter.exchange.trunks import Trunks
from callcenter.keys import secret
from callcenter.outbox import Outbox
from callcenter.party import KEY_FILE
from callcenter.settings import Settings
from callcenter.wire import FromLine
from ivr.prompts import prompt_key

log = structlog.get_logger()

RETURN_WITHIN: Final = 2.0
"""Lines of an earlier exchange come back within 200 ms, unless they hang."""
WARM_WITHIN: Final = 5.0
LOOK_EVERY: Final = 0.02
DRAIN_SEEN_WITHIN: Final = 0.5


class Exchange:
    """Everything of one exchange process."""

    def __init__(self, settings: Settings, bus: Bus) -> None:
        self._settings = settings
        self._bus = bus
        boot = str(ULID())
        memory = memory_of(settings)
        for folder in (settings.run, settings.spool, settings.keys, memory):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._dialogs = DialogBook(memory)
        self._spooler = Spooler(memory, settings.spool)
        self._pool = Pool(
            _pool_settings(settings, memory),
            Slots(settings.line_sip_first, settings.line_rtp_first, settings.line_rtp_last),
            lambda: self._spooler.has_room,
        )
        self._draining = Draining(settings.run, settings.exchange_name)
        self._registrar = Registrar(_lasting(settings))
        self._door = self._open_door()
        self._pool.door_port = self._door.inner_port
        outbox = Outbox(bus, f"exchange-{settings.exchange_name}-{boot}")
        told = RelaySettings(
            name=settings.exchange_name,
            boot=boot,
            memory=memory,
            prompts=settings.prompts,
            prompt_key=prompt_key,
        )
        outside = Outside(
            OutsideSettings(settings.trunk_numbers, settings.trunk_shown),
            Trunks(settings.every_trunk, self._door.lines_at, self._door.answers, random.random),
            bus,
            time.monotonic,
        )
        self._figures = Figures(
            settings.exchange_name, boot, self._door, self._pool, settings.every_trunk
        )
        self._bus = bus
        self._phones = PhoneBook(bus, self._registrar, self._door)
        dialling = Dialling(self._door, outside, self._phones)
        self._relay = Relay(told, bus, outbox, self._pool, self._door, dialling)

    async def run(self, ready: asyncio.Event) -> None:
        """Serve until cancelled. Raises SettingsInvalid when the telephone library will not do."""
        records = self._dialogs.read()
        await self._pool.start(self)
        self._spooler.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pool.run())
                tasks.create_task(self._phones.run())
                await self._until(lambda: not self._pool.count(LineState.ABSENT), RETURN_WITHIN)
                self._door.restore(records)
                await self._relay.open()
                tasks.create_task(self._relay.run())
                await self._until(self._pool.has_free, WARM_WITHIN)
                self._look_for_drain()
                await self._door.open()
                tasks.create_task(self._keep_looking_for_drain())
                tasks.create_task(self._figures.keep_telling(self._bus))
                self._end_orphaned_dialogs()
                await self._relay.take_leftovers()
                log.info("exchange.ready", port=self._door.port, lines=len(self._pool.lines))
                ready.set()
        finally:
            await self._door.close()
            await self._pool.close()
            self._spooler.stop()

    # -- the pool tells --------------------------------------------------------------------------

    async def heard(self, line: PooledLine, message: FromLine) -> None:
        """A line said something."""
        await self._relay.heard(line, message)

    async def gone(self, line: PooledLine) -> None:
        """A line is no more."""
        await self._relay.gone(line)
        self._dialogs.forget(line.id)

    # -- the door --------------------------------------------------------------------------------

    def _open_door(self) -> FrontDoor:
        """Bind both doors, the inner one where living lines look for it."""
        kept = self._settings.run / f"exchange-{self._settings.exchange_name}.inner"
        wanted = int(kept.read_text()) if kept.exists() else 0
        try:
            door = self._make_door(wanted)
        except OSError:
            if not wanted:
                raise
            # Somebody else has the inner port now: lines of before cannot be reached any more.
            log.error("exchange.inner_port_taken", port=wanted)
            door = self._make_door(0)
        kept.write_text(str(door.inner_port))
        return door

    def _make_door(self, inner_port: int) -> FrontDoor:
        settings = self._settings
        allows = _listed("sip_allow", speakers(settings.sip_host, settings.sip_allow))
        trusts = _listed(
            "sip_never_banned", trusted(settings.sip_never_banned, settings.every_trunk)
        )
        door = FrontDoor(
            DoorSettings(
                key=secret(settings.keys / "door.key"),
                host=settings.sip_host,
                port=settings.sip_port,
                advertised=settings.sip_advertised,
                inner_port=inner_port,
                bans=BanRules(
                    settings.sip_ban_after, settings.sip_ban_within, settings.sip_ban_for
                ),
            ),
            self._pool,
            DoorRules(knows=self._knows, allows=allows, trusts=trusts),
            self._dialogs.note,
            registrar=self._registrar,
        )
        door.watch(settings.every_trunk)
        return door

    def _knows(self, number: str) -> bool:
        numbers = self._relay.numbers
        return not numbers or number in numbers

    async def _keep_looking_for_drain(self) -> None:
        while True:
            await asyncio.sleep(DRAIN_SEEN_WITHIN)
            self._look_for_drain()

    def _look_for_drain(self) -> None:
        asked = self._draining.is_asked
        if asked != self._door.is_draining:
            self._door.drain(asked)
            log.warning("exchange.draining" if asked else "exchange.takes_calls_again")

    def _end_orphaned_dialogs(self) -> None:
        """Dialogs of lines that died while no exchange was here."""
        for line in self._dialogs.lines() - set(self._pool.lines):
            self._door.end_dialogs_of(line)
            self._dialogs.forget(line)

    async def _until(self, is_so: Callable[[], bool], within: float) -> None:
        """Wait for something, but not for ever: the start goes on without it."""
        for _ in range(round(within / LOOK_EVERY)):
            if is_so():
                return
            await asyncio.sleep(LOOK_EVERY)


def _lasting(settings: Settings) -> Lasting:
    if settings.sip_register_least > settings.sip_register_most:
        raise SettingsInvalid("setting sip_register_least: it is more than sip_register_most")
    return Lasting(settings.sip_register_least, settings.sip_register_most)


def _listed(setting: str, networks: Iterable[str]) -> ListedNetworks:
    try:
        return ListedNetworks(networks)
    except ValueError as wrong:
        raise SettingsInvalid(f"setting {setting}: {wrong}") from wrong


def memory_of(settings: Settings) -> Path:
    """This data folder's part of the shared memory: two centres on a machine never mix."""
    data = str(settings.data.absolute()).encode()
    return settings.shared_memory / hashlib.blake2s(data, digest_size=6).hexdigest()


def _pool_settings(settings: Settings, memory: Path) -> PoolSettings:
    return PoolSettings(
        warm=settings.warm_lines,
        most=settings.lines_most,
        exchange=settings.exchange_name,
        socket=settings.exchange_socket,
        media_bind=settings.media_bind,
        memory=memory,
        prompts=settings.prompts,
        run=settings.run,
        party_key=secret(settings.keys / KEY_FILE),
        call_headers=tuple(one.lower() for one in settings.call_headers),
    )
