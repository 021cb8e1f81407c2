"""The floor: all calls, agents and offers of the moment, and the indexes that find them at once.

`Changes` alters it, `Decisions` reads it. It holds what is so and keeps the indexes true to it; it
knows no fact and decides nothing.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from acd.agent import Agent, Setback
from acd.configuration import AgentProfile, Configuration, QueueProfile, Refusals
from acd.deadlines import Deadlines
from acd.facts import AgentState, AgentStateChanged
from acd.ids import AgentId, CallId, DeadlineId, OfferId, QueueId, SkillName
from acd.offer import Offer
from acd.queue import IdleKey, Lane, Queue
from acd.waiting_call import TIER_PRIORITY, CallPast, Phase, WaitingCall

_MOST_PAST = 2_000
"""Calls in no queue that are remembered; the oldest are forgotten first."""


class FloorState(msgspec.Struct, kw_only=True):
    """All of the room's state, for a snapshot. Fields are only ever added, with a default."""

    configuration: Configuration | None = None
    resumed_at: datetime | None = None
    agents: list[Agent] = []
    calls: list[WaitingCall] = []
    offers: list[Offer] = []
    past: dict[CallId, CallPast] = {}
    handle_for: dict[QueueId, float] = {}
    deadlines: dict[DeadlineId, datetime] = {}


class Floor:
    """The state, and its indexes: queues, lanes, free agents, deadlines."""

    def __init__(self, state: FloorState | None = None) -> None:
        state = state or FloorState()
        self.configuration = state.configuration
        self.resumed_at = state.resumed_at
        self.agents = {agent.id: agent for agent in state.agents}
        self.calls = {call.call: call for call in state.calls}
        self.offers: dict[OfferId, Offer] = {offer.id: offer for offer in state.offers}
        self.past = dict(state.past)
        self.handle_for = dict(state.handle_for)
        self.deadlines = Deadlines(state.deadlines)
        self.queues: dict[QueueId, Queue] = {}
        self.lanes_of: dict[AgentId, list[Lane]] = {}
        self._wrapping: dict[CallId, AgentId] = {}
        self._named: frozenset[QueueId] = frozenset()
        self._profiles: dict[AgentId, AgentProfile] = {}
        self._index()

    def state(self) -> FloorState:
        """Everything, in an order that depends on nothing but the content."""
        return FloorState(
            configuration=self.configuration,
            resumed_at=self.resumed_at,
            agents=[self.agents[one] for one in sorted(self.agents)],
            calls=[self.calls[one] for one in sorted(self.calls)],
            offers=[self.offers[one] for one in sorted(self.offers)],
            past=self.past,
            handle_for=dict(sorted(self.handle_for.items())),
            deadlines=self.deadlines.armed(),
        )

    def thought_at(self, at: datetime) -> datetime:
        """When an old fact was thought about: not before thinking was resumed."""
        return max(at, self.resumed_at) if self.resumed_at else at

    # -- configuration ---------------------------------------------------------------------------

    def configure(self, configuration: Configuration) -> None:
        """Take a new version; agents it does not name stay until they are signed out."""
        self.configuration = configuration
        for profile in configuration.agents:
            self.agents.setdefault(profile.id, Agent(id=profile.id))
        named = {profile.id for profile in configuration.agents}
        for agent in list(self.agents.values()):
            if agent.id not in named and agent.state is AgentState.LOGGED_OUT:
                del self.agents[agent.id]
        self._index()

    @property
    def refusals(self) -> Refusals:
        """The delays after an offer that was not taken."""
        return self.configuration.refusals if self.configuration else Refusals()

    def profile(self, agent: AgentId) -> AgentProfile:
        """Her profile; one that serves nothing when the configuration does not name her."""
        return self._profiles.get(agent) or AgentProfile(id=agent)

    def known_queue(self, queue: QueueId) -> QueueId:
        """The queue itself, or the default queue when the configuration has no such queue."""
        if self.configuration is None or queue in self._named:
            return queue
        return self.configuration.default_queue

    def homeless(self) -> WaitingCall | None:
        """The first call that waits in a queue the configuration no longer has."""
        if self.configuration is None:
            return None
        here = {*self._named, self.configuration.default_queue}
        heads = (queue.waiting.first() for name, queue in self.queues.items() if name not in here)
        first = min((head for head in heads if head is not None), default=None)
        return None if first is None else self.calls[first[2]]

    def queue(self, queue: QueueId) -> Queue:
        """Its indexes; made on the spot for a queue no configuration has named yet."""
        found = self.queues.get(queue)
        if found is None:
            found = self.queues[queue] = Queue(QueueProfile(id=queue))
        return found

    def lane(self, queue: QueueId, language: SkillName | None) -> Lane:
        """The lane of a language; its first call sorts the queue's agents into it."""
        home = self.queue(queue)
        lane = home.lanes.get(language)
        if lane is None:
            lane = home.lanes[language] = Lane(home.profile, language)
            for agent in home.members:
                self._admit(self.agents[agent], lane)
        return lane

    # -- agents ----------------------------------------------------------------------------------

    def set_back(self, agent: Agent, setback: Setback, until: datetime | None = None) -> None:
        """She gets no offer until she chooses, or until an instant."""
        self.deadlines.disarm(DeadlineId(f"back:{agent.id}"))
        if until is not None:
            self.deadlines.arm(DeadlineId(f"back:{agent.id}"), until)
        agent.is_set_back(setback, until)

    def set_forward(self, agent: Agent) -> None:
        """The setback is over."""
        self.deadlines.disarm(DeadlineId(f"back:{agent.id}"))
        agent.is_set_back(None)

    def agent(self, agent: AgentId) -> Agent:
        """Her; somebody logged out, whom nobody keeps, when she was never heard of."""
        return self.agents.get(agent) or Agent(id=agent)

    def enlist(self, agent: AgentId) -> Agent:
        """Her, kept from now on."""
        return self.agents.setdefault(agent, self.agent(agent))

    def in_wrap_up(self, call: CallId) -> Agent | None:
        """The agent who has the call in wrap-up."""
        agent = self._wrapping.get(call)
        return self.agents.get(agent) if agent else None

    def rules_for(self, agent: Agent) -> QueueProfile:
        """The rules of the queue whose call has her."""
        return self.queue(agent.queue).profile if agent.queue else QueueProfile(id=QueueId(""))

    def members(self, queue: QueueId) -> Iterator[tuple[Agent, AgentProfile]]:
        """The queue's agents in the order of the configuration."""
        for agent in self.queue(queue).members:
            yield self.agents[agent], self.profile(agent)

    def idle(self, lane: Lane) -> Iterator[Agent]:
        """The lane's free agents in the order of its strategy."""
        return (self.agents[agent] for _, _, agent in lane.idle)

    def move(self, fact: AgentStateChanged) -> None:
        """Through the agent's gate, with the indexes."""
        agent = self.enlist(fact.agent)
        self._retire(agent)
        before, wrapping = agent.state, agent.call
        try:
            agent.changes(fact)
        finally:
            self._ready(agent)
        if before is AgentState.WRAP_UP and wrapping is not None:
            del self._wrapping[wrapping]
        if agent.state is AgentState.WRAP_UP and agent.call is not None:
            self._wrapping[agent.call] = agent.id
        for queue in self._queues_of(agent.id):
            queue.states[before] -= 1
            queue.states[agent.state] += 1

    def hold_out(self, offer: Offer, at: datetime) -> None:
        """The call and the agent are taken by an offer, and in no line any more."""
        call, agent = self.calls[offer.call], self.enlist(offer.agent)
        self._retire(agent)
        self._leave_line(call)
        self.offers[offer.id] = offer
        agent.offer, agent.queue = offer.id, offer.queue
        agent.is_offered(offer.queue, at)
        call.phase, call.agent, call.offer = Phase.OFFERED, offer.agent, offer.id
        call.offers += 1

    def accept(self, offer: OfferId) -> None:
        """She took it; it stays current until caller and agent hear each other."""
        accepted = msgspec.structs.replace(self.offers[offer], accepted=True)
        self.offers[offer] = accepted
        self.calls[accepted.call].phase = Phase.CONNECTING

    def take_back(self, offer: Offer) -> None:
        """The offer is over; the call is in no line until it is put into one."""
        del self.offers[offer.id]
        self.agent(offer.agent).offer = None
        call = self.calls[offer.call]
        call.goes_back()
        if call.gone and call.was_connected:
            self.forget(call)

    # -- calls -----------------------------------------------------------------------------------

    def enter(self, call: WaitingCall) -> None:
        """Into the line of its queue."""
        self.calls[call.call] = call
        call.phase = Phase.WAITING
        self.past.pop(call.call, None)
        self._place(call)

    def connect(self, offer: Offer, at: datetime) -> None:
        """Caller and agent hear each other; the offer has done its work."""
        call, agent = self.calls[offer.call], self.agent(offer.agent)
        self.queue(call.queue).unanswered.discard((call.entered_at, call.call))
        call.phase, call.was_connected, call.offer = Phase.CONNECTED, True, None
        agent.offer, agent.connected_at, agent.queue = None, at, call.queue
        del self.offers[offer.id]

    def give_back(self, call: WaitingCall) -> None:
        """Its agent is lost; it is in no line until it is put into one."""
        call.goes_back()
        self._place(call)

    def requeue(self, call: WaitingCall, queue: QueueId) -> None:
        """Back into a line, with the key it had."""
        self._leave_line(call)
        self.queue(call.queue).unanswered.discard((call.entered_at, call.call))
        call.queue = queue
        self.enter(call)

    def mean_handle(self, queue: QueueId) -> float:
        """Seconds a call of this queue takes; its target until one was measured."""
        return self.handle_for.get(queue) or float(self.queue(queue).profile.handle_within)

    def adopt(self, call: WaitingCall, offer: Offer | None) -> None:
        """A call from its card. What waited or rang is no more in any line: it has to go back."""
        agent = self.enlist(call.agent) if call.agent else None
        with_agent = call.phase in (Phase.CONNECTING, Phase.CONNECTED)
        if agent is None or not with_agent or agent.is_occupied or agent.offer is not None:
            call.goes_back()
        else:
            self._retire(agent)
            agent.call, agent.queue = call.call, call.queue
            if offer is not None:
                agent.offer = offer.id
                self.offers[offer.id] = offer
        self.calls[call.call] = call
        self._place(call)
        self.deadlines.arm(DeadlineId(f"adopted:{call.call}"), self.thought_at(call.entered_at))

    def learn_tier(self, call: CallId, tier: str) -> None:
        """Kept for the queue, or used at once when the call is there already."""
        if tier not in TIER_PRIORITY:
            return
        waiting = self.calls.get(call)
        if waiting is None:
            self.remember(call, CallPast(tier=tier))
            return
        was_waiting = waiting.phase is Phase.WAITING
        self._leave_line(waiting)
        waiting.becomes(tier)
        if was_waiting:
            self._place(waiting)

    def remember(self, call: CallId, past: CallPast) -> None:
        """Keep a little of a call that is in no queue."""
        while len(self.past) >= _MOST_PAST:
            del self.past[next(iter(self.past))]
        self.past[call] = past

    def forget(self, call: WaitingCall) -> None:
        """The call is over for routing."""
        self._leave_line(call)
        self.queue(call.queue).unanswered.discard((call.entered_at, call.call))
        self.deadlines.disarm(DeadlineId(f"adopted:{call.call}"))
        self.deadlines.disarm(DeadlineId(f"place:{call.call}"))
        del self.calls[call.call]

    # -- indexes ---------------------------------------------------------------------------------

    def _index(self) -> None:
        """Build every index again: after a load, and for a new configuration."""
        configured = self.configuration
        self.queues = {one.id: Queue(one) for one in (configured.queues if configured else ())}
        self._named = frozenset(self.queues)
        self._profiles = {one.id: one for one in (configured.agents if configured else ())}
        self.lanes_of = {}
        self._wrapping = {
            agent.call: agent.id
            for agent in self.agents.values()
            if agent.state is AgentState.WRAP_UP and agent.call is not None
        }
        for one in sorted(self.agents):
            for queue in self._queues_of(one):
                queue.members.append(one)
                queue.states[self.agents[one].state] += 1
        for call in self.calls.values():
            self._place(call)

    def _queues_of(self, agent: AgentId) -> Iterator[Queue]:
        return (self.queues[one] for one in self.profile(agent).queues if one in self._named)

    def _place(self, call: WaitingCall) -> None:
        home = self.queue(call.queue)
        if call.phase is not Phase.CONNECTED:
            home.unanswered.add((call.entered_at, call.call))
        if call.phase is Phase.WAITING:
            home.waiting.add(call.key)
            self.lane(call.queue, call.language).waiting.add(call.key)

    def _leave_line(self, call: WaitingCall) -> None:
        if call.phase is Phase.WAITING:
            self.queue(call.queue).waiting.discard(call.key)
            self.lane(call.queue, call.language).waiting.discard(call.key)

    def _admit(self, agent: Agent, lane: Lane) -> None:
        if lane.serves(self.profile(agent.id)):
            self.lanes_of.setdefault(agent.id, []).append(lane)
            if agent.is_free and agent.since is not None:
                lane.idle.add(self._idle_key(agent, agent.since, lane))

    def _ready(self, agent: Agent) -> None:
        if agent.is_free and agent.since is not None:
            for lane in self.lanes_of.get(agent.id, ()):
                lane.idle.add(self._idle_key(agent, agent.since, lane))

    def _retire(self, agent: Agent) -> None:
        if agent.since is not None:
            for lane in self.lanes_of.get(agent.id, ()):
                lane.idle.discard(self._idle_key(agent, agent.since, lane))

    def _idle_key(self, agent: Agent, since: datetime, lane: Lane) -> IdleKey:
        return (lane.rank(agent, self.profile(agent.id)), since, agent.id)
