"""The worker process: everything that may be late, in one place, none of it on a call's path.

`callcenter.wiring` builds it. Call records, customer look-ups, recordings and prompts each run by
themselves; this file only gives them what comes on the bus.
"""

import asyncio
from typing import Final

import structlog
from ulid import ULID

from acd.facts import ConfigurationPublished
from acd.step import Command, CommandClosed, Fact
from callcenter.bus import Bus
from callcenter.calls.commands import LookUpCustomer, SpeakTexts
from callcenter.calls.refusals import Refusal
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.outbox import Outbox
from callcenter.prompts_wanted import (
    colleague_prompts,
    fixed_prompts,
    prompts_of,
    queue_prompts,
)
from callcenter.settings import Settings
from callcenter.wire import (
    Done,
    Fence,
    Inventory,
    Journalled,
    Order,
    PartyAsked,
    PartySeen,
    PhoneBound,
    PhonesAsked,
    PromptRecorded,
)
from callcenter.worker.customer_look_up import CustomerLookUp
from callcenter.worker.order_desk import OrderDesk
from callcenter.worker.own_prompts import OwnPrompts
from callcenter.worker.phone_desk import PhoneDesk
from callcenter.worker.ports import Ports
from callcenter.worker.projector import Projector
from callcenter.worker.prompt_maker import PromptMaker
from callcenter.worker.recording_pipeline import RecordingPipeline
from callcenter.worker.spoken_values import SpokenValues
from callcenter.worker.upkeep import Upkeep
from callcenter.worker.web_asker import WebAsker
from ivr.commands import AskWeb
from ivr.facts import FlowsPublished
from recordings.archive import Archive

log = structlog.get_logger()

ROLE: Final = "worker"
QUEUE_GROUP: Final = "workers"
"""Of several workers one answers a request."""
HELLO_EVERY: Final = 5.0
"""Seconds; a greeting that was lost with the bus is made good by the next."""
_LATER: Final = 1.0


class Worker:
    """One worker. `boot` names its facts' source: `worker-<boot>`."""

    def __init__(self, bus: Bus, ports: Ports, settings: Settings, boot: str = "") -> None:
        self.boot = boot or str(ULID())
        self.outbox = Outbox(bus, f"{ROLE}-{self.boot}")
        self.projector = Projector(ports.journal, ports.records, ports.directory)
        self.look_up = CustomerLookUp(ports, self.outbox)
        self.orders = OrderDesk(self.outbox, self._carry_out)
        self.recordings = RecordingPipeline(
            settings.spool, Archive(settings.archive), ports.recordings, self.outbox
        )
        self.prompts = PromptMaker(settings.prompts)
        self.own_prompts = OwnPrompts(settings.prompts, self.prompts.look)
        self.phones = PhoneDesk(ports.phones)
        self.values = SpokenValues(settings.prompts)
        self.web = WebAsker(settings.request_origins, self.values, self.outbox)
        self.upkeep = Upkeep(ports.days, now)
        self._bus = bus
        self._directory = ports.directory
        self._published = asyncio.Event()

    async def run(self, ready: asyncio.Event | None = None) -> None:
        """Work until cancelled; any part that fails ends the process, which is started again."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.orders.run())
            tasks.create_task(self.look_up.run())
            tasks.create_task(self.projector.run())
            tasks.create_task(self.recordings.run())
            tasks.create_task(self.prompts.run())
            tasks.create_task(self.values.run())
            tasks.create_task(self.upkeep.run())
            tasks.create_task(self.outbox.keep_sending())
            tasks.create_task(self._want_published_words())
            tasks.create_task(self._want_names())
            await self._open()
            if ready is not None:
                ready.set()
            tasks.create_task(self._keep_greeting())

    async def _open(self) -> None:
        await self.outbox.open()
        await self._bus.subscribe("cc.journal", Journalled, self._on_journal)
        await self._bus.subscribe("cc.fence", Fence, self._on_fence)
        await self._bus.subscribe("cc.worker.do", Order, self.orders.take)
        await self._bus.serve("cc.worker.party", PartySeen, self._on_party, queue=QUEUE_GROUP)
        await self._bus.serve("cc.worker.number", PartyAsked, self._on_asked, queue=QUEUE_GROUP)
        await self._bus.serve("cc.worker.phones", PhonesAsked, self.phones.tell, queue=QUEUE_GROUP)
        await self._bus.serve("cc.worker.bound", PhoneBound, self.phones.keep, queue=QUEUE_GROUP)
        await self._bus.serve(
            "cc.worker.prompt", PromptRecorded, self.own_prompts.take, queue=QUEUE_GROUP
        )
        await self._bus.flush()
        log.info("worker.ready", source=self.outbox.source)

    async def _on_journal(self, journalled: Journalled, _: str) -> None:
        for positioned in journalled.facts:
            fact = positioned.fact
            self.projector.take(positioned, fact)
            self._look_for_words(fact)

    def _look_for_words(self, fact: Fact) -> None:
        if isinstance(fact, FlowsPublished):
            self.prompts.want(prompts_of(fact.flows))
        if isinstance(fact, ConfigurationPublished):
            self.prompts.want(queue_prompts(fact.configuration))
            self._published.set()

    async def _on_fence(self, fence: Fence, _: str) -> None:
        """Unacknowledged facts first, then the inventory: what control's recovery counts on."""
        if fence.epoch < self.orders.epoch:
            return
        self.orders.accept(fence.epoch)
        await self.outbox.send_again()
        await self._greet()

    async def _on_party(self, seen: PartySeen) -> Done:
        return await self.look_up.see(seen)

    async def _on_asked(self, asked: PartyAsked) -> Done:
        return await self.look_up.number_of(asked)

    async def _keep_greeting(self) -> None:
        while True:
            await self._greet()
            await asyncio.sleep(HELLO_EVERY)

    async def _greet(self) -> None:
        inventory = Inventory(
            role=ROLE,
            name=self.outbox.source,
            boot=self.boot,
            epoch=self.orders.epoch,
            sources={self.outbox.source: self.outbox.last_seq},
        )
        await self._bus.publish("cc.hello", inventory)

    async def _carry_out(self, command: Command) -> CommandClosed:
        if isinstance(command, LookUpCustomer):
            return await self.look_up.look_up(command)
        if isinstance(command, AskWeb):
            return await self.web.ask(command)
        if isinstance(command, SpeakTexts):
            return await self.values.speak(command)
        log.warning("orders.not_ours", kind=type(command).__name__)
        return CommandClosed(
            at=now(), command=command.id, outcome="refused", reason=Refusal.WRONG_STATE
        )

    async def _want_published_words(self) -> None:
        """What is published now; later versions come as facts."""
        while True:
            try:
                _, flows, _ = await self._directory.flows()
                configuration = await self._directory.configuration()
            except Unavailable:
                await asyncio.sleep(_LATER)
                continue
            self.prompts.want(prompts_of(flows))
            self.prompts.want(queue_prompts(configuration))
            self.prompts.want(fixed_prompts())
            self._published.set()
            return

    async def _want_names(self) -> None:
        """Of those who are listed, whenever queues and agents are published: no fact has them."""
        while True:
            await self._published.wait()
            self._published.clear()
            try:
                configuration = await self._directory.configuration()
                names = await self._directory.names()
            except Unavailable:
                self._published.set()
                await asyncio.sleep(_LATER)
                continue
            self.prompts.want(colleague_prompts(configuration, names))
