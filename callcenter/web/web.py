"""Everything one web process holds, built once, top to bottom.

Routes reach it through the app's state; `app.py` runs its background work. It must not know HTTP.
"""

import asyncio
import hashlib
from pathlib import Path

import agent_desktop
from acd.step import Fact
from callcenter.bus import Bus
from callcenter.calls.facts import LegMeasured, LegSourceChanged
from callcenter.settings import Settings
from callcenter.web.acts import Acts
from callcenter.web.boards import Boards
from callcenter.web.call_lists import CallLists
from callcenter.web.callers import Callers
from callcenter.web.day import Day
from callcenter.web.desks import Desks
from callcenter.web.exchanges import Exchanges
from callcenter.web.floor import WebFloor
from callcenter.web.floor_look import FloorLook
from callcenter.web.flow_look import FlowLook
from callcenter.web.handing_over import HandingOver
from callcenter.web.hands import Outside
from callcenter.web.metrics import Metrics
from callcenter.web.naming import Naming
from callcenter.web.outbound import Outbound
from callcenter.web.ports import WebPorts
from callcenter.web.prompt_list import PromptList
from callcenter.web.reasons import Reasons
from callcenter.web.replica import Replica
from callcenter.web.report_sources import ReportSources
from callcenter.web.sign_in import SignIns, Tickets
from callcenter.web.voicemails import VoicemailLook
from callcenter.web.ways import Ways
from callcenter.wire import Positioned

STATIC = Path(agent_desktop.__file__).parent / "static"

FORGET_EVERY = 600.0


class Web:
    """One web process."""

    def __init__(self, ports: WebPorts, settings: Settings, bus: Bus) -> None:
        self.ports = ports
        self.settings = settings
        self.bus = bus
        self.build = build_of(STATIC)
        self.metrics = Metrics()
        self.exchanges = Exchanges()
        self.metrics.registry.register(self.exchanges)
        self.sign_ins = SignIns(ports.accounts)
        self.tickets = Tickets()
        self.naming = Naming(ports.directory, ports.customers)
        self.replica = Replica(ports.journal, ports.snapshots, ports.records)
        self.day = Day(self.replica, settings.time_zone)
        self.callers = Callers(ports.customers, self.replica, self.naming, self._on_caller)
        ways = Ways(lambda: self.replica.house, self.naming)
        self.floor = WebFloor(self.replica, self.naming, self.callers, self.day, ways)
        self.incidents = self.floor.incidents
        self.desks = Desks(bus, self.replica, self._outside(), settings.exchange_name)
        self.acts = Acts(self.replica, self.desks.tell)
        self.floor_look = FloorLook(self.replica, self.naming, self.callers, self.floor)
        self.flows = FlowLook(self.replica, self.day, ways)
        self.handing_over = HandingOver(self.replica, self.naming)
        self.outbound = Outbound(bus, self.replica, self.naming, self.day, self.acts, settings)
        self.calls = CallLists(ports, self.replica, self.naming, self.day, ways)
        self.voicemails = VoicemailLook(
            ports.voicemails, self.replica, self.naming, self.callers, self.floor
        )
        self.prompts = PromptList(self.replica, self.naming, settings.prompts)
        self.reasons = Reasons(self.replica, self.naming)
        self.reports = ReportSources(ports, self.replica, self.day)
        self.boards = Boards(self.replica, self.naming, self.floor, self.day, ports.records)

    def _outside(self) -> Outside:
        return Outside(
            floor=self.floor,
            replica=self.replica,
            callers=self.callers,
            customers=self.ports.customers,
            notes=self.ports.notes,
            softphone=self.settings.softphone_name,
            build=self.build,
            stun_urls=self.settings.stun_urls,
            unreadable=self.metrics.unreadable.inc,
        )

    def _on_caller(self, call: str) -> None:
        self.desks.wake_for(call)

    def _on_measured(self, _: Positioned, fact: Fact) -> None:
        """Once: what is read at the beginning was counted by the process before."""
        if not self.replica.is_ready:
            return
        if isinstance(fact, LegMeasured):
            self.metrics.heard(fact.opinion, fact.packets, fact.lost)
        if isinstance(fact, LegSourceChanged):
            self.metrics.sources.inc()

    async def open(self) -> None:
        """Listen on the bus; before the journal's beginning is read, so that nothing is missed."""
        await self.replica.open(self.bus)
        await self.naming.open(self.bus)
        await self.exchanges.open(self.bus)
        self.replica.listen(self._on_measured)
        await self.desks.open()

    async def run(self) -> None:
        """Background work for the process's life."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.naming.keep())
            tasks.create_task(self.replica.follow(lambda: self.day.since))
            tasks.create_task(self.callers.run())
            tasks.create_task(self.desks.run())
            tasks.create_task(self.boards.run())
            tasks.create_task(self._forget_old())

    async def _forget_old(self) -> None:
        while True:
            await asyncio.sleep(FORGET_EVERY)
            self.day.forget_old()


def build_of(static: Path) -> str:
    """Names the pages' build: a digest of its entry page, or `none` when there are no pages."""
    index = static / "index.html"
    if not index.is_file():
        return "none"
    return hashlib.sha256(index.read_bytes()).hexdigest()[:12]
