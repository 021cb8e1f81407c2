"""A distributor whose every offer is checked against a plain look at everybody."""

from collections.abc import Iterator

from acd import facts as f
from acd.agent import Agent
from acd.configuration import Strategy
from acd.distributor import Distributor
from acd.ids import AgentId, CallId
from acd.skills import missing, needs_of
from acd.step import Fact, Step
from acd.waiting_call import Phase, WaitingCall
from tests.bench.people import floor

CALLS = tuple(CallId(f"c{n}") for n in range(1, 13))


class Watched(Distributor):
    """Checks each offer against a plain look at everybody, at the moment it is decided."""

    configuration = floor()

    def apply(self, fact: Fact) -> None:
        super().apply(fact)
        if isinstance(fact, f.ConfigurationPublished):
            self.configuration = fact.configuration

    def handle(self, fact: Fact) -> Step:
        step = super().handle(fact)
        taken: set[str] = set()
        for derived in step.facts:
            if isinstance(derived, f.OfferMade):
                self._is_best(derived, taken)
                taken |= {derived.call, derived.agent}
        return step

    def _is_best(self, made: f.OfferMade, taken: set[str]) -> None:
        call = self.call(made.call)
        assert call is not None
        assert call.phase is Phase.WAITING
        keys = [one.key for one in self.waiting_for(made.agent) if one.call not in taken]
        assert call.key == min(keys), "overtaken"
        free = [one for one in self.free_for(call) if one.id not in taken]
        chosen = min((self._rank(one, call), one.since, one.id) for one in free)
        assert chosen[2] == made.agent, "not the one the strategy names"
        assert made.candidates[0].agent == made.agent
        assert made.offer == f"{made.call}/{call.offers + 1}"

    def _rank(self, agent: Agent, call: WaitingCall) -> float:
        [queue] = [one for one in self.configuration.queues if one.id == call.queue]
        [profile] = [one for one in self.configuration.agents if one.id == agent.id]
        offered = [at for at in [agent.offered_at.get(queue.id)] if at is not None]
        return {
            Strategy.LONGEST_IDLE: 0.0,
            Strategy.BEST_SKILLED: -sum(
                profile.skills[need.skill] for need in needs_of(queue, call.language)
            ),
            Strategy.ROUND_ROBIN: sum(at.timestamp() for at in offered),
        }[queue.strategy]

    def waiting_for(self, agent: AgentId) -> Iterator[WaitingCall]:
        for call_id in CALLS:
            call = self.call(call_id)
            if call and call.phase is Phase.WAITING and self._serves(agent, call):
                yield call

    def free_for(self, call: WaitingCall) -> Iterator[Agent]:
        for agent in self.agents():
            if agent.is_free and self._serves(agent.id, call):
                yield agent

    def _serves(self, agent: AgentId, call: WaitingCall) -> bool:
        queues = {queue.id: queue for queue in self.configuration.queues}
        profiles = {profile.id: profile for profile in self.configuration.agents}
        profile = profiles.get(agent)
        if profile is None or call.queue not in queues or call.queue not in profile.queues:
            return False
        return missing(profile, needs_of(queues[call.queue], call.language)) is None
