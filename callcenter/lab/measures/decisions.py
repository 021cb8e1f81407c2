"""How fast the distributor decides, and how the cost grows with agents and with waiting calls.

One decision is one match: an agent comes free, or a call comes in. It is *decided* when the room
has said who takes which call and why; it is *carried* when the step is at its end, as control
carries it: the fact that led to it, the offer and the agent's new state are in the floor and in
every line. What brings the floor back to where it was is not timed. It needs no centre: the room
is pure.
"""

import gc
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

import msgspec

from acd import facts as f
from acd.configuration import AgentProfile, Configuration, QueueProfile, SkillNeed
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, DeskId, PartyId, QueueId, SkillName
from acd.step import Fact

QUEUES: Final = 50
SKILLS_EACH: Final = 5
AGENTS: Final = 10_000
WAITING: Final = 1_000
ROUNDS: Final = 5
DECISIONS: Final = 4_000
"""Of each round."""
FLOORS: Final = (
    *((agents, WAITING) for agents in (1_000, AGENTS, 100_000)),
    *((AGENTS, waiting) for waiting in (10_000, 100_000, 1_000_000)),
)
_clock: Final = time.perf_counter_ns
"""The thread's own clock costs a system call for each look, a twentieth of a decision."""
_START: Final = datetime(2026, 3, 2, tzinfo=UTC)
_NOBODY: Final = PartyId("")
_DESK: Final = DeskId("desk")


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Of one kind on one floor; by the wall clock: nothing may run beside it."""

    decided: list[float]
    """Decisions a second, of each round."""
    carried: list[float]
    """The same to the end of the step."""
    p50: float
    """Microseconds to the end of one step, over all rounds."""
    p99: float


def measure(say: Callable[[str], None]) -> None:
    """All floors, as a table."""
    say("\nDecisions of the distributor: 50 queues, 5 skills each agent\n")
    say("| agents | waiting | what happens | decided/s | carried/s | carried: p50 | p99 |")
    say("|---|---|---|---|---|---|---|")
    for agents, waiting in FLOORS:
        floor = BusyFloor(agents, waiting)
        _row(f"{agents} | {waiting} | an agent comes free", floor.measured(), say)
    for agents in (1_000, AGENTS, 100_000):
        idle = IdleFloor(agents)
        _row(f"{agents} | 0 | a call comes in", idle.measured(), say)


def _row(what: str, found: Measured, say: Callable[[str], None]) -> None:
    rates = f"{_spread(found.decided)} | {_spread(found.carried)}"
    say(f"| {what} | {rates} | {found.p50:.1f} µs | {found.p99:.1f} µs |")


def _spread(rates: list[float]) -> str:
    return f"{median(rates):.0f} ({min(rates):.0f} – {max(rates):.0f})"


class _Floor:
    """A room with a configuration, and one decision after the other."""

    def __init__(self, agents: int) -> None:
        self.room = Distributor()
        self.agents = tuple(AgentId(f"a{number:06}") for number in range(agents))
        self.seconds = 0
        self._deciding = 0
        """Nanoseconds in which offers were decided."""
        self._apply(f.ConfigurationPublished(at=self.at, configuration=_configuration(self.agents)))
        for agent in self.agents:
            self._wants_calls(agent)

    @property
    def at(self) -> datetime:
        """Now."""
        return _START + timedelta(milliseconds=self.seconds)

    def measured(self) -> Measured:
        """Some rounds; the collector of rubbish does not run within one."""
        decided, carried, each = [], [], []
        for _ in range(ROUNDS):
            gc.collect()
            gc.disable()
            spent = deciding = 0
            for fact, undo in self.decisions(DECISIONS):
                self._deciding = 0
                begun = _clock()
                self._carry(fact)
                took = _clock() - begun
                spent += took
                deciding += self._deciding
                each.append(took)
                undo()
            gc.enable()
            carried.append(DECISIONS * 1e9 / spent)
            decided.append(DECISIONS * 1e9 / deciding)
        each.sort()
        p50, p99 = each[len(each) // 2] / 1e3, each[len(each) * 99 // 100] / 1e3
        return Measured(decided=decided, carried=carried, p50=p50, p99=p99)

    def decisions(self, count: int) -> Iterator[tuple[Fact, Callable[[], None]]]:
        """The fact that leads to each, and what brings the floor back."""
        raise NotImplementedError

    def _apply(self, fact: Fact) -> None:
        self.room.apply(fact)

    def _carry(self, fact: Fact) -> None:
        """As control does: all facts of a step are applied before the next is handled."""
        room = self.room
        room.apply(fact)
        waiting = deque((fact,))
        while waiting:
            begun = _clock()
            step = room.handle(waiting.popleft())
            if step.facts and type(step.facts[0]) is f.OfferMade:
                self._deciding += _clock() - begun
            for derived in step.facts:
                room.apply(derived)
            waiting.extend(step.facts)

    def _wants_calls(self, agent: AgentId) -> None:
        """At her desk phone and ready; her state is set by hand, so that nothing follows."""
        phone = f"sip:{agent}@127.0.0.1"
        self._apply(f.AgentSignedIn(at=self.at, agent=agent, desk=_DESK, device=phone))
        self._apply(f.IntentChosen(at=self.at, agent=agent, intent=Intent.AVAILABLE))
        self._apply(f.AgentStateChanged(at=self.at, agent=agent, state=AgentState.NOT_READY))

    def _queued(self, number: int) -> f.CallQueued:
        queue = QueueId(f"q{number % QUEUES:02}")
        call = CallId(f"c{number:08}")
        return f.CallQueued(at=self.at, call=call, party=_NOBODY, queue=queue)


class BusyFloor(_Floor):
    """Calls wait, nobody is free: one agent after the other comes free."""

    def __init__(self, agents: int, waiting: int) -> None:
        super().__init__(agents)
        for number in range(waiting):
            self.seconds += 1
            self._apply(self._queued(number))

    def decisions(self, count: int) -> Iterator[tuple[Fact, Callable[[], None]]]:
        """She comes free and is offered a call; then her session ends and a new one begins."""
        for number in range(count):
            self.seconds += 1
            agent = self.agents[number * 7919 % len(self.agents)]
            free = f.AgentStateChanged(at=self.at, agent=agent, state=AgentState.IDLE)
            yield free, lambda agent=agent: self._begins_anew(agent)  # type: ignore[misc]

    def _begins_anew(self, agent: AgentId) -> None:
        assert self.room.offer_of(agent) is not None, "nothing was decided"
        self._carry(f.AgentSignedOut(at=self.at, agent=agent, desk=_DESK))
        self._wants_calls(agent)


class IdleFloor(_Floor):
    """Everybody is free: one call after the other comes in."""

    def __init__(self, agents: int) -> None:
        super().__init__(agents)
        self._calls = 0
        for agent in self.agents:
            self.seconds += 1
            self._carry(f.AgentStateChanged(at=self.at, agent=agent, state=AgentState.IDLE))

    def decisions(self, count: int) -> Iterator[tuple[Fact, Callable[[], None]]]:
        """It is offered at once; then its caller leaves."""
        for _ in range(count):
            self.seconds += 1
            self._calls += 1
            queued = self._queued(self._calls)
            yield queued, lambda call=queued.call: self._leaves(call)  # type: ignore[misc]

    def _leaves(self, call: CallId) -> None:
        found = self.room.call(call)
        assert found is not None and found.offer is not None, "nothing was decided"  # noqa: PT018
        self._carry(f.CallerLeft(at=self.at, call=call))


def _configuration(agents: tuple[AgentId, ...]) -> Configuration:
    """Queue n needs skill n; each agent has five skills next to each other, and their queues."""
    queues = tuple(
        QueueProfile(
            id=QueueId(f"q{number:02}"),
            needs=(SkillNeed(SkillName(f"s{number:02}"), 2),),
            announce_every=0,
        )
        for number in range(QUEUES)
    )
    profiles = []
    for number, agent in enumerate(agents):
        hers = [(number + one) % QUEUES for one in range(SKILLS_EACH)]
        profiles.append(
            AgentProfile(
                id=agent,
                queues=tuple(queues[one].id for one in hers),
                skills={SkillName(f"s{one:02}"): 2 + one % 4 for one in hers},
                device=f"sip:{agent}@127.0.0.1",
            )
        )
    return Configuration(
        version=1, queues=queues, agents=tuple(profiles), default_queue=queues[0].id
    )
