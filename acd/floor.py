"""The floor: all calls, agents and offers of the moment, and the indexes that find them at once.

`Changes` alters it, `Decisions` reads it. It holds what is so and keeps the indexes true to it; it
knows no fact and decides nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import msgspec

from acd.agent import Agent, Listens, Setback
from acd.arrivals import ArrivalRates
from acd.broken_calls import BrokenCalls
from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.deadlines import Deadlines
from acd.expiry import day_at
from acd.facts import AgentState, AgentStateChanged
from acd.floor_state import FloorState
from acd.ids import AgentId, CallId, DeadlineId, OfferId, QueueId
from acd.incidents import Incidents
from acd.indexes import Indexes
from acd.kept_places import KeptPlaces
from acd.occupancy import occupied_at
from acd.offer import Offer
from acd.opening import Opening
from acd.priority import is_easy
from acd.queue import Lane, Queue
from acd.waiting_call import CallPast, Kind, Phase, WaitingCall

IN_LINE = ("place", "prefer", "wider", "starve", "ring", "overflow")
"""Kinds of deadlines of a call in line."""

_MOST_PAST = 2_000
"""Calls in no queue that are remembered; the oldest are forgotten first."""


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
        self.kept = KeptPlaces(state.kept)
        self.broken = BrokenCalls(state.broken)
        self.handle_for = dict(state.handle_for)
        self.arrivals = ArrivalRates(state.arrivals)
        self.deadlines = Deadlines(state.deadlines)
        self.opening = Opening(state.configuration, state.opening)
        self.incidents = Incidents(state.incidents)
        self.acts = dict(state.acts)
        self.seed = state.seed
        self.alarms, self.today = list(state.alarms), state.today
        self.indexes = self._indexed()

    def state(self) -> FloorState:
        """Everything, in an order that depends on nothing but the content."""
        return FloorState(
            configuration=self.configuration,
            resumed_at=self.resumed_at,
            agents=[self.agents[one] for one in sorted(self.agents)],
            calls=[self.calls[one] for one in sorted(self.calls)],
            offers=[self.offers[one] for one in sorted(self.offers)],
            past=self.past,
            kept=self.kept.state(),
            broken=self.broken.state(),
            handle_for=dict(sorted(self.handle_for.items())),
            arrivals=self.arrivals.state(),
            deadlines=self.deadlines.armed(),
            opening=self.opening.state(),
            incidents=self.incidents.state(),
            acts=self.acts,
            seed=self.seed,
            alarms=self.alarms,
            today=self.today,
        )

    def thought_at(self, at: datetime) -> datetime:
        """When an old fact was thought about: not before thinking was resumed."""
        return max(at, self.resumed_at) if self.resumed_at else at

    # -- configuration ---------------------------------------------------------------------------

    def configure(self, configuration: Configuration, seed: int, at: datetime) -> None:
        """Take a new version; agents it does not name stay until they are signed out."""
        self.configuration = configuration
        self.opening.configure(configuration, at)
        self.seed, self.today = seed, day_at(configuration, at)
        for profile in configuration.agents:
            self.agents.setdefault(profile.id, Agent(id=profile.id))
        named = {profile.id for profile in configuration.agents}
        for agent in list(self.agents.values()):
            if agent.id not in named and agent.state is AgentState.LOGGED_OUT:
                del self.agents[agent.id]
        allowed = {one.id: len(one.widening) for one in configuration.queues}
        for call in self.calls.values():
            call.width = min(call.width, allowed.get(call.queue, 0))
        self.indexes = self._indexed()

    def begins_day(self, today: date) -> None:
        """Skills may have run out."""
        self.today = today
        self.indexes = self._indexed()

    def alter_opening(self, change: Callable[[], None]) -> None:
        """Queues open or close: callbacks in line rest, or may be called again."""
        names = sorted(one for queue in self.queues.values() for one in queue.callbacks)
        resting = [self.calls[one] for one in names]
        for call in resting:
            self.indexes.leave(call)
        change()
        for call in resting:
            self.indexes.place(call)

    def profile(self, agent: AgentId) -> AgentProfile:
        """Her profile; one that serves nothing when the configuration does not name her."""
        return self.indexes.profile(agent)

    def known_queue(self, queue: QueueId) -> QueueId:
        """The queue itself, or the default queue when the configuration has no such queue."""
        if self.configuration is None or queue in self.indexes.named:
            return queue
        return self.configuration.default_queue

    def queue(self, queue: QueueId) -> Queue:
        """Its indexes; made on the spot for a queue no configuration has named yet."""
        return self.indexes.queue(queue)

    # -- agents ----------------------------------------------------------------------------------

    def set_back(
        self, agent: Agent, setback: Setback, until: datetime | None = None, because: str = ""
    ) -> None:
        """She gets no offer until she chooses, or until an instant."""
        self.deadlines.disarm(DeadlineId(f"back:{agent.id}"))
        if until is not None:
            self.deadlines.arm(DeadlineId(f"back:{agent.id}"), until)
        agent.is_set_back(setback, until, because)

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

    def rules_for(self, agent: Agent) -> QueueProfile:
        """The rules of the queue whose call has her."""
        return self.queue(agent.queue).profile if agent.queue else QueueProfile(id=QueueId(""))

    @property
    def queues(self) -> dict[QueueId, Queue]:
        """All queues' indexes."""
        return self.indexes.queues

    def idle(self, lane: Lane, but: AgentId | None = None) -> Iterator[Agent]:
        """The lane's free agents in the order of its strategy; one may be left out."""
        return map(self.agents.__getitem__, self.indexes.idle(lane, but))

    def sign_in(self, agent_id: AgentId, device: str) -> None:
        """She starts from the median of the calls taken, so that she is not given all of them."""
        agent = self.enlist(agent_id)
        if not agent.signed_in:
            median = self.indexes.median_taken()
            self.indexes.taken[median] += 1
            agent.signs_in(device, median)
        else:
            agent.signs_in(device, agent.taken)

    def sign_out(self, agent_id: AgentId) -> None:
        """It takes effect when no call has her."""
        agent = self.agent(agent_id)
        self.indexes.taken[agent.taken] -= agent.signed_in
        agent.signs_out()

    def listens(self, agent: Agent, to: Listens | None) -> None:
        """She is attached to somebody's calls; None: no more."""
        if to is None:
            agent.stops_listening()
        else:
            agent.begins_to_listen(to)
        self.indexes.listens(agent)

    def move(self, fact: AgentStateChanged) -> list[Lane]:
        """Through the agent's gate, with the indexes; the lanes that this fills, or empties."""
        agent = self.enlist(fact.agent)
        self.indexes.retire(agent.id)
        before, wrapping, signed_in = agent.state, agent.call, agent.signed_in
        occupied = occupied_at(agent, fact.at)
        try:
            agent.changes(fact)
            agent.occupied = occupied
        finally:
            self.indexes.ready(agent)
        self.indexes.taken[agent.taken] -= signed_in - agent.signed_in
        if before is AgentState.WRAP_UP and wrapping is not None:
            self.indexes.wrapping.pop(wrapping, None)
        if agent.state is AgentState.WRAP_UP and agent.call is not None:
            self.indexes.wrapping[agent.call] = agent.id
        return self.indexes.moved(agent, before)

    def hold_out(self, offer: Offer, at: datetime) -> None:
        """The call and the agent are taken by an offer, and in no line any more."""
        call, agent = self.calls[offer.call], self.enlist(offer.agent)
        self.indexes.retire(agent.id)
        self.indexes.leave(call)
        self.offers[offer.id] = offer
        agent.offer, agent.queue = offer.id, offer.queue
        agent.is_offered(offer.queue, at)
        if call.offer is None:
            call.agent, call.offer = offer.agent, offer.id
        call.phase = Phase.OFFERED
        call.offers += 1
        self.indexes.ring(offer)
        self.indexes.place(call)

    def accept(self, offer_id: OfferId, auto: bool) -> None:
        """It is taken; it stays current until caller and agent hear each other."""
        offer = msgspec.structs.replace(self.offers[offer_id], accepted=True, auto=auto)
        self.offers[offer_id] = offer
        call = self.calls[offer.call]
        self.indexes.leave(call)
        self.indexes.unring(offer)
        call.phase, call.agent, call.offer = Phase.CONNECTING, offer.agent, offer.id

    def take_back(self, offer: Offer) -> None:
        """The offer is over; the call is in no line until it is put into one, unless it rings on
        elsewhere or somebody has taken it.
        """
        del self.offers[offer.id]
        self.agent(offer.agent).offer = None
        call = self.calls[offer.call]
        self.indexes.leave(call)
        self.indexes.unring(offer)
        ringing = self.indexes.rings.get(call.call)
        if call.phase is Phase.OFFERED and ringing:
            call.offer = ringing[0]
            call.agent = self.offers[ringing[0]].agent
            self.indexes.place(call)
        elif call.phase is Phase.OFFERED or call.offer == offer.id:
            call.goes_back()
            if call.is_callback:
                over = call.gone or self._ends_with(call, offer)
            else:
                over = call.gone and call.was_connected
            if over:
                self.forget(call)

    def _ends_with(self, call: WaitingCall, offer: Offer) -> bool:
        """Whether nobody else is asked after this offer: of a call without a caller."""
        if call.kind is Kind.CONSULT:
            return call.asked is not None
        return offer.takes_a_line or call.is_hers_alone

    # -- calls -----------------------------------------------------------------------------------

    def enter(self, call: WaitingCall) -> None:
        """Into the line of its queue, where somebody works who can serve it."""
        self.calls[call.call] = call
        call.phase = Phase.WAITING
        call.hard = not is_easy(call, self.queue(call.queue).profile)
        call.width = self.indexes.staffed_width(call, call.width)
        self.past.pop(call.call, None)
        self.indexes.place(call)

    def connect(self, offer: Offer, at: datetime) -> None:
        """Caller and agent hear each other; the offer has done its work."""
        call, agent = self.calls[offer.call], self.agent(offer.agent)
        self.queue(call.queue).hears(call)
        self.indexes.leave(call)
        self.indexes.unring(offer)
        call.kind = call.kind if call.kind is Kind.CONSULT else Kind.CALLER
        call.phase, call.was_connected = Phase.CONNECTED, True
        call.agent, call.offer = offer.agent, None
        agent.offer, agent.connected_at, agent.queue = None, at, call.queue
        self.indexes.taken[agent.taken] -= agent.signed_in
        agent.taken += 1
        self.indexes.taken[agent.taken] += agent.signed_in
        del self.offers[offer.id]

    def give_back(self, call: WaitingCall) -> None:
        """Its agent is lost; it is in no line until it is put into one."""
        call.goes_back()
        self.indexes.place(call)

    def requeue(self, call: WaitingCall, queue: QueueId) -> None:
        """Back into a line, with the key it had; it waits for nobody in particular any more."""
        self.indexes.leave(call)
        call.preferred = None
        call.width = call.width if queue == call.queue else 0
        self.queue(call.queue).hears(call)
        call.queue = queue
        self.enter(call)

    def widen(self, call: WaitingCall, width: int) -> None:
        """More agents may serve it from now on."""
        self.indexes.leave(call)
        call.width = min(width, len(self.queue(call.queue).profile.widening))
        self.indexes.place(call)

    def wait_for(self, call: WaitingCall, agent: AgentId | None) -> None:
        """It waits for one agent alone from now on; None: for her no more."""
        self.indexes.leave(call)
        call.preferred = agent
        self.indexes.place(call)

    def set_priority(self, call: WaitingCall, priority: int) -> None:
        """It goes before or behind others from now on."""
        self.indexes.leave(call)
        call.priority = priority
        self.indexes.place(call)

    def stand_in_for(self, call: WaitingCall, entered_at: datetime) -> None:
        """Take over another's place, if it is the better one."""
        before = call.stands_since
        self.indexes.leave(call)
        call.place_of = min(before, entered_at)
        if call.due_at is not None:
            call.due_at -= before - call.place_of
        self.indexes.place(call)

    def is_due(self, call: WaitingCall) -> None:
        """The customer of a callback is being called: it is in no line meanwhile."""
        self.wait_no_more(call)
        self.indexes.leave(call)
        call.phase = Phase.CALLED
        self.indexes.place(call)

    def answers(self, call: WaitingCall) -> None:
        """The customer of a callback is on the line: a caller from here on."""
        self.queue(call.queue).hears(call)
        self.indexes.leave(call)
        call.kind = Kind.CALLER
        if call.phase is Phase.CALLED:
            self.enter(call)
        else:
            self.indexes.place(call)

    def adopt(self, call: WaitingCall, offer: Offer | None) -> None:
        """A call from its card. What waited or rang is no more in any line: it has to go back."""
        agent = self.enlist(call.agent) if call.agent else None
        with_agent = call.phase in (Phase.CONNECTING, Phase.CONNECTED)
        if agent is None or not with_agent or agent.is_occupied or agent.offer is not None:
            if call.phase is not Phase.CALLED:
                call.goes_back()
        else:
            self.indexes.retire(agent.id)
            agent.call, agent.queue = call.call, call.queue
            if offer is not None:
                agent.offer = offer.id
                self.offers[offer.id] = offer
        self.calls[call.call] = call
        self.indexes.place(call)
        self.deadlines.arm(DeadlineId(f"adopted:{call.call}"), self.thought_at(call.entered_at))

    def remember(self, call: CallId, past: CallPast) -> None:
        """Keep a little of a call that is in no queue."""
        while call not in self.past and len(self.past) >= _MOST_PAST:
            del self.past[next(iter(self.past))]
        self.past[call] = past

    def forget(self, call: WaitingCall) -> None:
        """The call is over for routing."""
        self.indexes.leave(call)
        self.queue(call.queue).hears(call)
        self.deadlines.disarm(DeadlineId(f"adopted:{call.call}"))
        self.wait_no_more(call)
        del self.calls[call.call]

    def wait_no_more(self, call: WaitingCall) -> None:
        """Nothing that would happen to it in line is waited for."""
        for kind in IN_LINE:
            self.deadlines.disarm(DeadlineId(f"{kind}:{call.call}"))

    def _indexed(self) -> Indexes:
        """Every index, built from what is so."""
        indexes = Indexes(self.configuration, self.seed, self.agents, self.opening, self.today)
        for offer in self.offers.values():
            if not offer.accepted:
                indexes.ring(offer)
        for call in self.calls.values():
            indexes.place(call)
        return indexes
