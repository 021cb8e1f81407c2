"""A centre for the web's tests: real web, control, bus and database; its line and audio are played.

`Telephone` stands where the exchange, its line and the softphone are: it does what they are told
and says the facts they would say, so that a call goes its whole way without a sound.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import websockets
from ulid import ULID
from websockets.asyncio.client import ClientConnection

import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.facts import AudioReady, CustomerIdentified
from acd.ids import AgentId, CallId, LegId, LineId, PartyId
from acd.step import Command, CommandClosed, Fact
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.control.control import Control
from callcenter.control.local_log import LocalLog
from callcenter.outbox import Outbox
from callcenter.settings import Settings
from callcenter.storage.accounts import Accounts
from callcenter.storage.agent_changes import AgentChanges
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from callcenter.storage.journal import JournalStore
from callcenter.storage.mind import Mind
from callcenter.storage.notes import NoteStore
from callcenter.storage.recordings import RecordingStore
from callcenter.storage.records import RecordStore
from callcenter.storage.snapshots import SnapshotStore
from callcenter.web.app import listen, serve
from callcenter.web.ports import WebPorts
from callcenter.web.sign_in import hasher
from callcenter.web.web import Web
from callcenter.wire import (
    AudioClose,
    AudioEcho,
    AudioOffer,
    Done,
    Fence,
    Inventory,
    Order,
    PartySeen,
    Positioned,
)
from ivr.flow_file import read

F = TypeVar("F", bound=Fact)

PASSWORD = "a long password"
DEAD_MAN = 20.0
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
    ('3001', '苏砚', 'Su Yan', 'first', 'east', 'own', 'browser', false);
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


class Telephone:
    """Plays exchange, lines and softphone."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._boot = str(ULID())
        self.outbox = Outbox(bus, f"line-{self._boot}")
        self._softphone = Outbox(bus, f"softphone-{self._boot}")
        self.orders: asyncio.Queue[object] = asyncio.Queue()
        self.digits: list[str] = []
        self.worker_sleeps = False
        self.sdp_offers: list[str] = []
        self.echo: list[bool] = []
        self.closed: list[str] = []

    async def open(self) -> None:
        """Be there."""
        for outbox in (self.outbox, self._softphone):
            await outbox.open()
        await self._bus.subscribe("cc.fence", Fence, self._on_fence)
        await self._bus.subscribe("cc.exchange.one.do", Order, self._on_order)
        await self._bus.subscribe("cc.worker.do", Order, self._on_order)
        await self._bus.subscribe("cc.softphone.one.close", AudioClose, self._on_close)
        await self._bus.serve("cc.softphone.one.offer", AudioOffer, self._on_offer)
        await self._bus.serve("cc.softphone.one.echo", AudioEcho, self._on_echo)
        await self._bus.flush()

    async def say(self, fact: Fact) -> None:
        """A fact of the line."""
        await self.outbox.emit(fact)

    async def _on_fence(self, fence: Fence, _: str) -> None:
        for role, name in (("exchange", "one"), ("worker", "one")):
            hello = Inventory(role=role, name=name, boot=self._boot, epoch=fence.epoch)
            await self._bus.publish("cc.hello", hello)

    async def _on_offer(self, offer: AudioOffer) -> Done:
        self.sdp_offers.append(offer.sdp)
        uri = f"sip:{offer.agent}-token@127.0.0.1:5066"
        await self._softphone.emit(AudioReady(at=now(), agent=AgentId(offer.agent), uri=uri))
        return Done(body=b"v=0 the answer")

    async def _on_echo(self, echo: AudioEcho) -> Done:
        self.echo.append(echo.on)
        return Done()

    async def _on_close(self, close: AudioClose, _: str) -> None:
        self.closed.append(close.agent)

    async def _on_order(self, order: Order, _: str) -> None:
        command = order.command
        if self.worker_sleeps and isinstance(command, do.LookUpCustomer):
            return
        await self.say(CommandClosed(at=now(), command=command.id, outcome="done"))
        for fact in self._follows(command):
            await self.say(fact)
        if isinstance(command, do.SendDigits):
            self.digits.append(command.digits)

    def _follows(self, command: Command) -> list[Fact]:
        """What the line would say after carrying it out."""
        follows = _FOLLOWS.get(type(command))
        return follows(command) if follows is not None else []

    async def ring(self, party: str = "party-gold", number: str = "+8614100000317") -> CallId:
        """Somebody calls."""
        call = CallId(str(ULID()))
        await self._bus.publish(
            "cc.parties", PartySeen(party=PartyId(party), number=number, call=call)
        )
        await self.say(
            c.LegRang(
                at=now(),
                call=call,
                leg=LegId(f"{call}.1"),
                line=LineId(f"line-{call}"),
                exchange="one",
                party=PartyId(party),
                dialled="8000",
            )
        )
        return call

    async def caller_hangs_up(self, call: CallId) -> None:
        """The caller ends it."""
        await self.say(_ended(call, LegId(f"{call}.1"), c.Side.CALLER))


def _ended(call: CallId, leg: LegId, side: c.Side) -> Fact:
    ending = c.Ending(side=side, reason=c.Reason.HANGUP)
    return c.LegEnded(at=now(), call=call, leg=leg, ending=ending)


def _answered(one: do.AnswerLeg) -> list[Fact]:
    return [
        c.LegAnswered(at=now(), call=one.call, leg=one.leg),
        c.RecordingStarted(at=now(), call=one.call),
    ]


def _dialled(one: do.DialLeg) -> list[Fact]:
    call, leg = one.call, one.leg
    dialled = c.LegDialled(at=now(), call=call, leg=leg, role=one.role, agent=one.agent)
    if one.join is None:
        return [dialled]  # a desk phone rings until somebody answers it
    return [
        dialled,
        c.LegAnswered(at=now(), call=call, leg=leg),
        c.LegMediaUp(at=now(), call=call, leg=leg),
        c.LegsJoined(at=now(), call=call, a=one.join, b=leg),
    ]


def _looked_up(one: do.LookUpCustomer) -> list[Fact]:
    known = ("k1",) if one.party == "party-gold" else ()
    return [CustomerIdentified(at=now(), call=one.call, party=one.party, customers=known)]


_FOLLOWS: dict[type[Command], Callable[[Any], list[Fact]]] = {
    do.AnswerLeg: _answered,
    do.DialLeg: _dialled,
    do.LookUpCustomer: _looked_up,
    do.EndLeg: lambda one: [_ended(one.call, one.leg, c.Side.HOUSE)],
    do.JoinLegs: lambda one: [c.LegsJoined(at=now(), call=one.call, a=one.a, b=one.b)],
    do.HoldLeg: lambda one: [c.LegHeld(at=now(), call=one.call, leg=one.leg)],
    do.RetrieveLeg: lambda one: [c.LegRetrieved(at=now(), call=one.call, leg=one.leg)],
    do.MuteLeg: lambda one: [c.LegMuted(at=now(), call=one.call, leg=one.leg, muted=one.muted)],
    do.PauseRecording: lambda one: [c.RecordingPaused(at=now(), call=one.call)],
    do.ResumeRecording: lambda one: [c.RecordingResumed(at=now(), call=one.call)],
}


@dataclass
class Page:
    """A browser: cookies, CSRF, sockets."""

    client: httpx.AsyncClient
    address: str
    csrf: str = ""
    sockets: list[ClientConnection] = field(default_factory=list)

    async def sign_in(self, agent: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in and keep the CSRF token."""
        response = await self.client.post(
            "/api/v1/session", json={"work_number": agent, "password": password}
        )
        if response.status_code == 200:
            self.csrf = response.json()["csrf"]
            self.client.headers["X-CSRF-Token"] = self.csrf
        return response

    async def ticket(self, kind: str = "desk") -> str:
        """A ticket for a socket."""
        response = await self.client.post("/api/v1/socket-tickets", json={"socket": kind})
        assert response.status_code == 200, response.text
        return str(response.json()["ticket"])

    async def desk(self, query: str = "") -> "DeskPage":
        """Open the desk's socket."""
        ticket = await self.ticket()
        socket = await self.connect(f"/api/v1/desk?ticket={ticket}{query}")
        return DeskPage(socket)

    async def connect(self, path: str, origin: str | None = None) -> ClientConnection:
        """Open a socket as our own page does, or from another origin."""
        made = await websockets.connect(
            f"ws://{self.address}{path}",
            origin=websockets.Origin(origin or f"http://{self.address}"),
        )
        self.sockets.append(made)
        return made


class DeskPage:
    """What the page's script does: keep the screen, send presses."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.screen: dict[str, Any] = {}
        self.seq = -1
        self.desk = ""
        self.heard: list[dict[str, Any]] = []
        self.gone: list[dict[str, Any]] = []
        self._presses = 0

    async def next(self) -> dict[str, Any]:
        """The next message, folded into the screen."""
        async with asyncio.timeout(DEAD_MAN):
            message: dict[str, Any] = json.loads(await self.socket.recv())
        self.heard.append(message)
        match message["type"]:
            case "hello":
                self.desk = message["desk"]
            case "snapshot":
                self.screen, self.seq = message["desk"], message["seq"]
            case "patch":
                assert message["seq"] == self.seq + 1, "a gap in the patches"
                self.screen |= message["changes"]
                self.seq = message["seq"]
                if message["offer_gone"]:
                    self.gone.append(message["offer_gone"])
        return message

    async def until(self, kind: str) -> dict[str, Any]:
        """Read until a message of this type comes."""
        while (message := await self.next())["type"] != kind:
            pass
        return message

    async def until_state(self, state: str) -> None:
        """Read until she is in this state."""
        while not self.screen or self.screen["me"]["state"] != state:
            await self.next()

    async def until_phase(self, phase: str) -> None:
        """Read until her call is in this phase."""
        while not self.screen.get("call") or self.screen["call"]["phase"] != phase:
            await self.next()

    async def presses(self, do: str, **fields: Any) -> None:
        """Press what is taken."""
        answer = await self.press(do, **fields)
        assert answer["ok"], answer

    async def until_shown(self, part: str) -> Any:
        """Read until a part of the screen is there."""
        while not self.screen or not self.screen.get(part):
            await self.next()
        return self.screen[part]

    async def press(self, do: str, *, client_id: str = "", **fields: Any) -> dict[str, Any]:
        """Press, and wait for the answer."""
        self._presses += 1
        client_id = client_id or f"press-{self._presses}-{id(self)}"
        await self.socket.send(
            json.dumps(
                {
                    "type": "ask",
                    "client_id": client_id,
                    "expected_seq": self.seq,
                    "command": {"do": do, **fields},
                }
            )
        )
        while True:
            message = await self.next()
            if message["type"] == "answer" and message["client_id"] == client_id:
                return message

    async def get_ready(self) -> None:
        """The audio check, then ready."""
        if self.seq < 0:
            await self.until("snapshot")
        await self.presses("audio_offer", sdp="v=0 the offer")
        while self.screen["audio"]["state"] != "ready":
            await self.next()
        await self.presses("audio_checked", ok=True, rtt_ms=30)
        await self.presses("set_intent", intent="available")
        await self.until_state("idle")


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
        journal=JournalStore(database),
        agent_changes=AgentChanges(database),
        snapshots=SnapshotStore(database),
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
    settings = Settings.read(data=folder, web_host="127.0.0.1", web_port=free_port())
    buses = [await Bus.connect(nats_url, nats_token, name) for name in ("tel", "control", "web")]
    telephone = Telephone(buses[0])
    web = Web(ports_of(database), settings, buses[2])
    await people(database)
    tasks: list[asyncio.Task[None]] = []
    try:
        await telephone.open()
        thinking, serving = asyncio.Event(), asyncio.Event()
        (folder / "control").mkdir(parents=True, exist_ok=True)
        control = control_of(buses[1], database)
        log = LocalLog(settings.local_log)
        tasks.append(asyncio.create_task(control.run(log, thinking)))
        tasks.append(asyncio.create_task(serve(web, listen(settings), serving)))
        async with asyncio.timeout(DEAD_MAN):
            await _first(thinking.wait(), tasks[0])
            await _first(serving.wait(), tasks[1])
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
    settings = Settings.read(data=folder, web_host="127.0.0.1", web_port=free_port())
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


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
