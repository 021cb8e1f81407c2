"""A distributor whose every offer is checked against a plain look at everybody."""

from collections.abc import Iterator
from datetime import datetime

from acd import facts as f
from acd.agent import Agent
from acd.configuration import CallbackFirst, IdleSince, QueueProfile, SkillNeed, Strategy
from acd.distributor import Distributor
from acd.ids import AgentId, CallId
from acd.occupancy import standing_at_epoch
from acd.skills import missing, needs_of
from acd.step import DeadlineReached, Fact, Step
from acd.strategy import Seen, rank
from acd.waiting_call import CallKey, Phase, WaitingCall
from callcenter.lab.simulation.eligible import Eligible
from callcenter.lab.simulation.promises import BY_THE_WORLD
from tests.bench.people import floor

CALLS = tuple(CallId(f"c{n}") for n in range(1, 13))


class Watched(Distributor):
    """Checks each offer against a plain look at everybody, at the moment it is decided."""

    configuration = floor()
    seed = 0
    day: datetime | None = None
    """An instant of it."""

    def apply(self, fact: Fact) -> None:
        keys = self._keys()
        super().apply(fact)
        for call, key in self._keys().items():
            by_hand = isinstance(fact, f.CallPrioritised) and fact.call == call
            assert by_hand or key <= keys.get(call, key), f"{call} is worse off than before"
        if isinstance(fact, f.HealthAlarmRaised):
            assert fact.trouble in BY_THE_WORLD, "an alarm about nothing"
        if isinstance(fact, f.ConfigurationPublished):
            self.configuration, self.seed = fact.configuration, fact.seed
            self.day = fact.at
        if isinstance(fact, DeadlineReached) and fact.deadline == "expires:skills":
            self.day = fact.at

    def _keys(self) -> dict[CallId, CallKey]:
        """Of calls that are there, from first entry on."""
        return {one: call.key for one in CALLS if (call := self.call(one)) is not None}

    def handle(self, fact: Fact) -> Step:
        step = super().handle(fact)
        taken: set[str] = set()
        for derived in step.facts:
            if isinstance(derived, f.OfferMade):
                if derived.press:
                    self._is_as_pressed(derived, fact)
                else:
                    self._is_best(derived, taken)
                taken |= {derived.call, derived.agent}
            elif isinstance(derived, f.CallbackDue):
                self._is_its_turn(derived, taken)
                taken.add(derived.call)
        return step

    def _is_its_turn(self, due: f.CallbackDue, taken: set[str]) -> None:
        """Nobody goes before it, and somebody is left for it, whoever else is being called."""
        call = self.call(due.call)
        assert call is not None
        assert self.is_to_be_called(call)
        agents = {one.id for one in self.agents() if one.is_free and one.id not in taken}
        alike = [
            one
            for name in CALLS
            if name not in taken and (one := self.call(name)) and self.is_to_be_called(one)
        ]
        same = (call.queue, call.language, call.width)
        for one in alike:
            assert (one.queue, one.language, one.width) != same or call.key <= one.key, "overtaken"
        called = [
            one
            for name in CALLS
            if (one := self.call(name)) and (one.phase is Phase.CALLED or name in taken)
            if one.is_callback
        ]
        who = [{agent for agent in agents if self._serves(agent, one)} for one in (*called, call)]
        assert pairs(who) == pairs(who[:-1]) + 1, "called, and nobody is left for her"

    def _is_as_pressed(self, made: f.OfferMade, fact: Fact) -> None:
        """A call that waits, to her who was named, because she is free; nobody's else's turn."""
        assert isinstance(fact, f.AssignPressed | f.PullPressed)
        named = fact.agent if isinstance(fact, f.AssignPressed) else fact.by
        call, agent = self.call(made.call), self.agent(made.agent)
        assert call is not None
        assert agent is not None
        assert (made.call, made.agent, made.by) == (fact.call, named, fact.by)
        assert (call.phase, call.gone) == (Phase.WAITING, False)
        assert agent.is_free
        assert not list(self.waiting_for(made.agent))
        assert made.offer == f"{made.call}/{call.offers + 1}"
        profile = next(one for one in self.configuration.agents if one.id == agent.id)
        assert fact.confirmed or missing(profile, self._needs(call)) is None
        if isinstance(fact, f.PullPressed):
            assert self._rules(call).agents_may_pull
            assert call.queue in profile.queues

    def _is_best(self, made: f.OfferMade, taken: set[str]) -> None:
        call = self.call(made.call)
        assert call is not None
        if call.is_redial:
            agent = self.agent(made.agent)
            assert agent is not None
            assert (agent.state, call.preferred) == (f.AgentState.WRAP_UP, made.agent)
            return
        if call.phase is Phase.OFFERED:
            self._may_ring_too(made, call)
            return
        assert call.phase is Phase.WAITING
        if call.preferred is not None:
            assert made.agent == call.preferred
            return
        keys = [
            one.key
            for one in self.waiting_for(made.agent)
            if one.call not in taken and one.preferred is None
        ]
        assert call.key == min(keys), "overtaken"
        free = [one for one in self.free_for(call) if one.id not in taken]
        chosen = min((self._rank(one, call), self._idle_from(one, call), one.id) for one in free)
        assert chosen[2] == made.agent, "not the one the strategy names"
        assert made.candidates[0].agent == made.agent
        assert made.offer == f"{made.call}/{call.offers + 1}"

    def _may_ring_too(self, made: f.OfferMade, call: WaitingCall) -> None:
        """One more ring takes nobody away from a caller who waits."""
        ringing = [one for one in self.agents() if one.offer and one.call == call.call]
        assert len(ringing) < self._rules(call).ring_at_once
        assert not list(self.waiting_for(made.agent))
        agent = self.agent(made.agent)
        assert agent is not None
        assert agent.is_free
        assert self._serves(made.agent, call)

    def _rules(self, call: WaitingCall) -> QueueProfile:
        [queue] = [one for one in self.configuration.queues if one.id == call.queue]
        return queue

    def _idle_from(self, agent: Agent, call: WaitingCall) -> datetime | None:
        by_contact = self._rules(call).idle_since is IdleSince.CONTACT
        return (agent.last_contact if by_contact else None) or agent.free_since

    def _rank(self, agent: Agent, call: WaitingCall) -> float:
        queue = self._rules(call)
        [profile] = [one for one in self.configuration.agents if one.id == agent.id]
        offered = [at for at in [agent.offered_at.get(queue.id)] if at is not None]
        match queue.strategy:
            case Strategy.BEST_SKILLED:
                needs = self._needs(call)
                return -sum(profile.skills[need.skill] for need in needs)
            case Strategy.ROUND_ROBIN:
                return sum(at.timestamp() for at in offered)
            case Strategy.LINEAR:
                return profile.places.get(queue.id, 0)
            case Strategy.FEWEST_CALLS:
                return agent.taken
            case Strategy.LEAST_OCCUPIED:
                return standing_at_epoch(agent)
            case Strategy.WEIGHTED_RANDOM:
                return rank(Seen(agent, profile, queue, self._needs(call), self.seed))
            case Strategy.LONGEST_IDLE:
                return 0.0

    def _needs(self, call: WaitingCall) -> tuple[SkillNeed, ...]:
        queue = self._rules(call)
        wider = queue.widening[call.width - 1].needs if call.width else queue.needs
        return needs_of(wider, call.language)

    def waiting_for(self, agent: AgentId) -> Iterator[WaitingCall]:
        for call_id in CALLS:
            call = self.call(call_id)
            waits = call and call.phase is Phase.WAITING and not self.is_to_be_called(call)
            if call and waits and self._serves(agent, call):
                yield call

    def free_for(self, call: WaitingCall) -> Iterator[Agent]:
        for agent in self.agents():
            if agent.is_free and self._serves(agent.id, call):
                yield agent

    def is_to_be_called(self, call: WaitingCall) -> bool:
        """In line, by a rule that has the customer called before an agent is asked."""
        rules = [queue for queue in self.configuration.queues if queue.id == call.queue]
        first = [one.callback_first for one in rules] == [CallbackFirst.CUSTOMER]
        return call.phase is Phase.WAITING and call.is_callback and first

    def rests(self, call: WaitingCall) -> bool:
        """Nobody is called back while the queue is closed."""
        return call.is_callback and not self.is_open(call.queue)

    def _serves(self, agent: AgentId, call: WaitingCall) -> bool:
        return not self.rests(call) and Eligible(self.configuration, self.day).serves(agent, call)


def pairs(who: list[set[AgentId]]) -> int:
    """How many can have an agent each, at most."""
    having: dict[AgentId, int] = {}

    def gets_one(number: int, seen: set[AgentId]) -> bool:
        for agent in who[number] - seen:
            seen.add(agent)
            if agent not in having or gets_one(having[agent], seen):
                having[agent] = number
                return True
        return False

    return sum(gets_one(number, set()) for number in range(len(who)))
