"""Builds every process's objects once, top to bottom, and runs one role until it is asked to stop.

The only file that knows the concrete types of every room. Each role imports what it needs when it
is built, so that a softphone never loads a database driver it does not use.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import structlog
import uvloop

from callcenter.bus import Bus
from callcenter.errors import SettingsInvalid
from callcenter.settings import Settings
from callcenter.state_file import StateFile

log = structlog.get_logger()

Serve = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
"""Runs until cancelled and sets the event when its work is being done."""


def run(name: str, settings: Settings) -> None:
    """Run one role in this process until SIGTERM or SIGINT; raises SettingsInvalid, StaleEpoch."""
    _log_to_stderr()
    build = _ROLES.get(name)
    if build is None:
        raise SettingsInvalid(f"no such role: {name}; roles are {', '.join(_ROLES)}")
    if not settings.nats_url:
        raise SettingsInvalid(f"{name} needs CALLCENTER_NATS_URL; `callcenter up` sets it")
    uvloop.run(_live(name, settings, build))


async def _live(
    name: str, settings: Settings, build: Callable[[Settings, Bus], Awaitable[Serve]]
) -> None:
    state = StateFile(settings.run, name)
    state.starting()
    bus = await Bus.connect(settings.nats_url, settings.nats_token, name)
    serve = await build(settings, bus)
    ready, asked = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    serving = asyncio.create_task(serve(ready))
    announcing = asyncio.create_task(_announce(state, ready))
    stopping = asyncio.create_task(asked.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (announcing, stopping, serving):
        task.cancel()
    ended: Sequence[BaseException | None | bool] = await asyncio.gather(
        serving, announcing, stopping, return_exceptions=True
    )
    await bus.close()
    if isinstance(ended[0], Exception):
        raise _innermost(ended[0])


async def _announce(state: StateFile, ready: asyncio.Event) -> None:
    await ready.wait()
    state.ready()


def _innermost(wrong: Exception) -> Exception:
    """The first cause inside a task group's bundle: that is the one with the words."""
    while isinstance(wrong, ExceptionGroup):
        wrong = wrong.exceptions[0]
    return wrong


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


async def _control(settings: Settings, bus: Bus) -> Serve:
    from callcenter.control.control import Control
    from callcenter.control.local_log import LocalLog
    from callcenter.storage.database import Database
    from callcenter.storage.directory import Directory
    from callcenter.storage.journal import JournalStore
    from callcenter.storage.mind import Mind
    from callcenter.storage.snapshots import SnapshotStore
    from ivr.flow_file import read

    database = Database(settings.database_url)
    control = Control(
        name=settings.exchange_name,
        bus=bus,
        journal=JournalStore(database),
        mind=Mind(settings.database_url, "control"),
        snapshots=SnapshotStore(database),
        directory=Directory(database, read),
    )

    async def serve(ready: asyncio.Event) -> None:
        try:
            await control.run(LocalLog(settings.local_log), ready)
        finally:
            await database.close()

    return serve


async def _softphone(settings: Settings, bus: Bus) -> Serve:
    from callcenter.softphone.softphone import Softphone

    return Softphone(settings, bus).run


async def _exchange(settings: Settings, bus: Bus) -> Serve:
    from callcenter.exchange.exchange import Exchange

    return Exchange(settings, bus).run


async def _worker(settings: Settings, bus: Bus) -> Serve:
    from callcenter.storage.customers import CustomerBook
    from callcenter.storage.database import Database
    from callcenter.storage.directory import Directory
    from callcenter.storage.journal import JournalStore
    from callcenter.storage.phones import PhoneStore
    from callcenter.storage.recordings import RecordingStore
    from callcenter.storage.records import RecordStore
    from callcenter.worker.ports import Ports
    from callcenter.worker.worker import Worker
    from ivr.flow_file import read

    database = Database(settings.database_url)
    customers = CustomerBook(database)
    journal = JournalStore(database)
    ports = Ports(
        journal=journal,
        days=journal,
        records=RecordStore(database),
        customers=customers,
        parties=customers,
        recordings=RecordingStore(database),
        directory=Directory(database, read),
        phones=PhoneStore(database),
    )
    worker = Worker(bus, ports, settings)

    async def serve(ready: asyncio.Event) -> None:
        try:
            await worker.run(ready)
        finally:
            await database.close()

    return serve


async def _web(settings: Settings, bus: Bus) -> Serve:
    from callcenter.storage.accounts import Accounts
    from callcenter.storage.agent_changes import AgentChanges
    from callcenter.storage.customers import CustomerBook
    from callcenter.storage.database import Database
    from callcenter.storage.directory import Directory
    from callcenter.storage.journal import JournalStore
    from callcenter.storage.notes import NoteStore
    from callcenter.storage.phones import PhoneStore
    from callcenter.storage.recordings import RecordingStore
    from callcenter.storage.records import RecordStore
    from callcenter.storage.settings_book import SettingsBook
    from callcenter.storage.snapshots import SnapshotStore
    from callcenter.storage.voicemails import VoicemailStore
    from callcenter.web.app import listen, serve
    from callcenter.web.ports import WebPorts
    from callcenter.web.web import Web
    from ivr.flow_file import read

    database = Database(settings.database_url)
    ports = WebPorts(
        accounts=Accounts(database),
        directory=Directory(database, read),
        customers=CustomerBook(database, time_zone=settings.time_zone),
        notes=NoteStore(database),
        records=RecordStore(database),
        recordings=RecordingStore(database),
        voicemails=VoicemailStore(database),
        journal=JournalStore(database),
        snapshots=SnapshotStore(database),
        agent_changes=AgentChanges(database),
        settings=SettingsBook(database),
        phones=PhoneStore(database),
    )
    web = Web(ports, settings, bus)
    listener = listen(settings)

    async def serving(ready: asyncio.Event) -> None:
        try:
            await serve(web, listener, ready)
        finally:
            await database.close()

    return serving


_ROLES: dict[str, Callable[[Settings, Bus], Awaitable[Serve]]] = {
    "control": _control,
    "exchange": _exchange,
    "worker": _worker,
    "web": _web,
    "softphone": _softphone,
}
