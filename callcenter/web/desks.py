"""The desks of this process: one for each agent who is here, and whether its tab is there.

Sockets and REST presses go through the same desk. It follows the replica, wakes the tabs that
something concerns, and says `DeskLost` and `DeskFound`. It must not know HTTP.
"""

import asyncio
import time
from collections import OrderedDict

from ulid import ULID

from acd.facts import AudioLost, AudioReady, OfferEnded
from acd.ids import AgentId, DeskId
from acd.step import Fact
from callcenter.bus import Bus
from callcenter.facts import agent_of, call_of, listener_of
from callcenter.outbox import Outbox
from callcenter.web.desk_session import DeskSession
from callcenter.web.hands import Outside
from callcenter.web.replica import Replica
from callcenter.wire import Fence, Inventory, Positioned

GONE_AFTER = 5.0
"""Seconds without a tab before the desk counts as lost; a reload takes less."""
RETURN_WITHIN = 20.0
"""Seconds after our own start in which tabs may come back before their desks count as lost."""
WAKE_ALL_EVERY = 0.25
"""Figures of other people's calls reach a screen at most so often."""
ENDS_KEPT = 2000
UNHEARD_AFTER = 3.0
"""Seconds after which a fact of ours that is not in the journal means: control is away."""


class Desks:
    """All desk sessions by agent."""

    def __init__(self, bus: Bus, replica: Replica, outside: Outside, name: str) -> None:
        self._bus = bus
        self._replica = replica
        self._outside = outside
        self._name = name
        self._boot = str(ULID())
        self._sessions: dict[str, DeskSession] = {}
        self._outbox = Outbox(bus, f"web-{self._boot}")
        self._opening: dict[str, asyncio.Lock] = {}
        self._ends: OrderedDict[str, str] = OrderedDict()
        self._started = time.monotonic()
        self._figures_moved = False
        self.epoch = 0
        replica.listen(self._on_fact)

    # -- sessions --------------------------------------------------------------------------------

    async def session(self, agent: str) -> DeskSession:
        """Her desk session, made when there is none."""
        async with self._opening.setdefault(agent, asyncio.Lock()):
            known = self._sessions.get(agent)
            if known is not None:
                return known
            desk = DeskId(str(ULID()))
            made = DeskSession(AgentId(agent), desk, self._outside, self._ends)
            await made.open(self._bus)
            self._sessions[agent] = made
            return made

    def known(self, agent: str) -> DeskSession | None:
        """Her desk session, if there is one here."""
        return self._sessions.get(agent)

    @property
    def attached(self) -> int:
        """How many desks have their tab."""
        return sum(1 for one in self._sessions.values() if one.holder is not None)

    # -- following -------------------------------------------------------------------------------

    def _on_fact(self, row: Positioned, fact: Fact) -> None:
        if isinstance(fact, OfferEnded):
            self._ends[fact.offer] = fact.how.value
            while len(self._ends) > ENDS_KEPT:
                self._ends.popitem(last=False)
        if isinstance(fact, AudioLost):
            self._outside.floor.audio_lost[fact.agent] = fact.because or "lost"
        if isinstance(fact, AudioReady):
            self._outside.floor.audio_lost.pop(fact.agent, None)
        self._figures_moved = True
        for session in self._concerned(fact):
            session.wake()
        for session in self._sessions.values():
            session.heard(row)

    def _concerned(self, fact: Fact) -> list[DeskSession]:
        agents = {agent_of(fact), listener_of(fact), getattr(fact, "by", None)}
        call = self._replica.house.calls.on(call_of(fact) or "")
        if call is not None:
            agents.add(call.agent)
            agents.update(call.wrapping)
            beside = self._replica.house.calls.on(call.within or call.consult or "")
            if beside is not None:
                agents.add(beside.agent)
                agents.update(offer.agent for offer in beside.offers)
            agents.update(offer.agent for offer in call.offers)
        return [self._sessions[one] for one in agents if one is not None and one in self._sessions]

    def wake_for(self, call: str) -> None:
        """Something beside the facts is known of a call, such as its customer."""
        for session in self._sessions.values():
            if session.is_about(call):
                session.wake()

    async def tell(self, fact: Fact) -> None:
        """A press that is nobody's desk's, such as a supervisor's about the whole floor."""
        await self._outbox.emit(fact)

    async def open(self) -> None:
        """Hear who rules."""
        await self._outbox.open()
        await self._bus.subscribe("cc.fence", Fence, self._on_fence)

    async def _on_fence(self, fence: Fence, _: str) -> None:
        if fence.epoch < self.epoch:
            return
        self.epoch = fence.epoch
        self._replica.epoch = max(self._replica.epoch, fence.epoch)
        for outbox in self._outboxes():
            await outbox.send_again()
        await self.say_hello()

    async def say_hello(self) -> None:
        """Tell control which desks are here."""
        sessions = tuple(self._sessions.values())
        await self._bus.publish(
            "cc.hello",
            Inventory(
                role="web",
                name=self._name,
                boot=self._boot,
                epoch=self.epoch,
                sources={one.source: one.last_seq for one in self._outboxes()},
                agents=tuple(one.agent for one in sessions if one.holder is not None),
            ),
        )

    def _outboxes(self) -> tuple[Outbox, ...]:
        """Of every desk here, and of this process."""
        return (self._outbox, *(one.outbox for one in tuple(self._sessions.values())))

    async def run(self) -> None:
        """Look after the desks for the process's life."""
        await self.say_hello()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look_after())
            tasks.create_task(self._find_notes())

    async def _find_notes(self) -> None:
        while True:
            await asyncio.sleep(WAKE_ALL_EVERY)
            for session in tuple(self._sessions.values()):
                await session.find_notes()

    async def _look_after(self) -> None:
        rounds = 0
        while True:
            await asyncio.sleep(WAKE_ALL_EVERY)
            rounds += 1
            if self._figures_moved or rounds % 20 == 0:
                self._figures_moved = False
                for session in self._sessions.values():
                    session.wake()
            if rounds % 4 == 0:
                await self._each_second()

    async def _each_second(self) -> None:
        at = time.monotonic()
        for outbox in self._outboxes():
            if outbox.unacknowledged:
                await outbox.send_again()
        for session in tuple(self._sessions.values()):
            if session.is_gone_for(GONE_AFTER, at):
                await session.say_lost()
        floor = self._outside.floor
        live = not any(one.unheard_for(UNHEARD_AFTER, at) for one in self._sessions.values())
        if live != floor.live:
            floor.live = live
            self._figures_moved = True
        if at - self._started > RETURN_WITHIN and self._replica.is_ready:
            await self._say_who_never_came()

    async def _say_who_never_came(self) -> None:
        """Agents whose tab was here before our restart and did not come back."""
        self._started = float("inf")
        for agent in tuple(self._replica.house.acd.agents()):
            here = agent.signed_in and agent.desk_here and agent.device == "browser"
            if here and agent.id not in self._sessions:
                session = await self.session(agent.id)
                await session.say_lost()
