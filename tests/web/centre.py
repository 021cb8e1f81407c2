"""A centre for the web's tests: real web, control, bus and database; its line and audio are played.

`Telephone` stands where exchange, line, worker and softphone are, so that a call goes its whole
way without a sound.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from acd.step import Fact
from callcenter.bus import Bus
from callcenter.control.control import Control
from callcenter.control.local_log import LocalLog
from callcenter.lab.ports import free_block
from callcenter.settings import Settings
from callcenter.storage.accounts import Accounts
from callcenter.storage.agent_changes import AgentChanges
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from callcenter.storage.journal import JournalStore
from callcenter.storage.mind import Mind
from callcenter.storage.notes import NoteStore
from callcenter.storage.phones import PhoneStore
from callcenter.storage.recordings import RecordingStore
from callcenter.storage.records import RecordStore
from callcenter.storage.settings_book import SettingsBook
from callcenter.storage.snapshots import SnapshotStore
from callcenter.storage.voicemails import VoicemailStore
from callcenter.web.app import listen, serve
from callcenter.web.ports import WebPorts
from callcenter.web.sign_in import hasher
from callcenter.web.web import Web
from callcenter.wire import (
    Positioned,
)
from ivr.flow_file import read
from tests.web.page import DEAD_MAN, PASSWORD, Page
from tests.web.telephone import Telephone

F = TypeVar("F", bound=Fact)

PHONE = "sip:1002@127.0.0.1:5090"

PEOPLE = f"""
INSERT INTO sites VALUES ('east', '东岸职场', 'East'), ('north', '北山职场', 'North');
INSERT INTO employers VALUES ('own', '青橹旅行', 'Qinglu Travel');
INSERT INTO teams (id, name, name_en, site_id) VALUES
    ('first', '综合一组', 'First', 'east'), ('second', '综合二组', 'Second', 'north');
INSERT INTO queues (id, name, name_en, sort, ring_for) VALUES
    ('flights', '机票预订', 'Flights', 1, 10), ('hotels', '酒店', 'Hotels', 2, 10);
INSERT INTO agents (id, name, name_en, team_id, site_id, employer_id, device, takes_calls) VALUES
    ('1001', '林知夏', 'Lin Zhixia', 'first', 'east', 'own', 'browser', true),
    ('1002', '周屿', 'Zhou Yu', 'first', 'east', 'own', '{PHONE}', true),
    ('1003', '何沐', 'He Mu', 'second', 'north', 'own', 'browser', true),
    ('2001', '秦怀舟', 'Qin Huaizhou', 'first', 'east', 'own', 'browser', false),
    ('3001', '苏砚', 'Su Yan', 'first', 'east', 'own', 'browser', false),
    ('9001', '管理员', 'Administrator', 'first', 'east', 'own', 'browser', false);
UPDATE teams SET leader_id = '2001' WHERE id = 'first';
INSERT INTO agent_queues VALUES
    ('1001', 'flights'), ('1002', 'flights'), ('1003', 'flights');
INSERT INTO house (name, name_en, default_queue) VALUES ('青橹旅行', 'Qinglu Travel', 'flights')
    ON CONFLICT (sole) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
    default_queue = excluded.default_queue;
INSERT INTO customers (id, name, tier, language) VALUES ('k1', '沈若川', 'gold', 'mandarin');
INSERT INTO customer_numbers (number, customer_id) VALUES ('+8614100000317', 'k1');
"""
ROLES = {
    "1001": ("agent", "own"),
    "1002": ("agent", "own"),
    "1003": ("agent", "own"),
    "2001": ("supervisor", "team"),
    "3001": ("qa", "all"),
    "9001": ("admin", "all"),
}


async def people(database: Database) -> None:
    """Two teams on two sites, two queues, one customer."""
    hashed = hasher.hash(PASSWORD)
    async with database.connection() as connection:
        await connection.execute(PEOPLE)
        for agent, (role, scope) in ROLES.items():
            await connection.execute(
                "INSERT INTO users (sign_in, agent_id, password_hash, role, scope) "
                "VALUES ($1, $1, $2, $3, $4)",
                agent,
                hashed,
                role,
                scope,
            )


class Centre:
    """Everything, running."""

    def __init__(self, web: Web, telephone: Telephone, address: str, database: Database) -> None:
        self.web = web
        self.telephone = telephone
        self.address = address
        self.database = database

    def next_fact(self, kind: type[F]) -> "asyncio.Future[F]":
        """The next fact of this kind that the web hears of."""
        found: asyncio.Future[F] = asyncio.get_running_loop().create_future()

        def look(_: Positioned, fact: Fact) -> None:
            if isinstance(fact, kind) and not found.done():
                found.set_result(fact)

        self.web.replica.listen(look)
        return found

    @asynccontextmanager
    async def page(self, agent: str = "") -> AsyncIterator[Page]:
        """A fresh browser, signed in when an agent is named."""
        base = f"http://{self.address}"
        async with httpx.AsyncClient(base_url=base, headers={"Origin": base}) as client:
            page = Page(client, self.address)
            if agent:
                assert (await page.sign_in(agent)).status_code == 200
            try:
                yield page
            finally:
                for one in page.sockets:
                    await one.close()


def ports_of(database: Database) -> WebPorts:
    """Storage as the web sees it."""
    return WebPorts(
        accounts=Accounts(database),
        directory=Directory(database, read),
        customers=CustomerBook(database),
        notes=NoteStore(database),
        records=RecordStore(database),
        recordings=RecordingStore(database),
        voicemails=VoicemailStore(database),
        journal=JournalStore(database),
        agent_changes=AgentChanges(database),
        settings=SettingsBook(database),
        snapshots=SnapshotStore(database),
        phones=PhoneStore(database),
    )


def control_of(bus: Bus, database: Database) -> Control:
    """A control process's object."""
    return Control(
        name="one",
        bus=bus,
        journal=JournalStore(database),
        mind=Mind(database.dsn, "control"),
        snapshots=SnapshotStore(database),
        directory=Directory(database, read),
    )


@asynccontextmanager
async def centre(dsn: str, nats_url: str, nats_token: str, folder: Path) -> AsyncIterator[Centre]:
    """A running centre on ports of its own."""
    database = Database(dsn)
    settings = Settings.read(data=folder, web_host="127.0.0.1", web_port=free_block(1))
    buses = [await Bus.connect(nats_url, nats_token, name) for name in ("tel", "control", "web")]
    telephone = Telephone(buses[0])
    web = Web(ports_of(database), settings, buses[2])
    await people(database)
    tasks: list[asyncio.Task[None]] = []
    try:
        await telephone.open()
        tasks.append(asyncio.create_task(telephone.keep_sending()))
        thinking, serving = asyncio.Event(), asyncio.Event()
        (folder / "control").mkdir(parents=True, exist_ok=True)
        control = control_of(buses[1], database)
        log = LocalLog(settings.local_log)
        tasks.append(asyncio.create_task(control.run(log, thinking)))
        tasks.append(asyncio.create_task(serve(web, listen(settings), serving)))
        async with asyncio.timeout(DEAD_MAN):
            await _first(thinking.wait(), tasks[1])
            await _first(serving.wait(), tasks[2])
            assert await web.replica.wait_ready(DEAD_MAN)
        yield Centre(web, telephone, f"127.0.0.1:{settings.web_port}", database)
    finally:
        for task in reversed(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for bus in buses:
            await bus.close()
        await database.close()


@asynccontextmanager
async def again(
    running: Centre, nats_url: str, nats_token: str, folder: Path
) -> AsyncIterator[Centre]:
    """A second web process beside the first: what comes back after `kill -9`."""
    database = Database(running.database.dsn)
    settings = Settings.read(data=folder, web_host="127.0.0.1", web_port=free_block(1))
    bus = await Bus.connect(nats_url, nats_token, "web2")
    web = Web(ports_of(database), settings, bus)
    ready = asyncio.Event()
    serving = asyncio.create_task(serve(web, listen(settings), ready))
    try:
        async with asyncio.timeout(DEAD_MAN):
            await _first(ready.wait(), serving)
            assert await web.replica.wait_ready(DEAD_MAN)
        address = f"127.0.0.1:{settings.web_port}"
        yield Centre(web, running.telephone, address, database)
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await bus.close()
        await database.close()


async def _first(event: Coroutine[Any, Any, object], task: asyncio.Task[None]) -> None:
    """Wait for the event, unless the task ends before it: then its error."""
    waiting = asyncio.create_task(event)
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        waiting.cancel()
        task.result()
