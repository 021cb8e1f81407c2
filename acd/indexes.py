"""What finds a call's agent and an agent's call at once, however large the floor is.

Lanes with their waiting calls and idle agents, and calls that wait for one agent alone. Everything
in here follows from the floor's state and is built again from it after a load and for a new
configuration; `Floor` alone changes it.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from acd.agent import STAFFED, Agent
from acd.configuration import AgentProfile, CallbackFirst, Configuration, QueueProfile
from acd.expiry import able
from acd.facts import AgentState
from acd.ids import AgentId, CallId, OfferId, QueueId
from acd.offer import Offer, number_of
from acd.opening import Opening
from acd.order import Order
from acd.overflow import Presence
from acd.presence import presence_of
from acd.queue import Ask, CustomersFirst, Lane, Queue
from acd.waiting_call import CallKey, Kind, Phase, WaitingCall


class Indexes:
    """Of one configuration, one seed, and the agents, calls and offers of the moment."""

    def __init__(
        self,
        configuration: Configuration | None,
        seed: int,
        agents: Mapping[AgentId, Agent],
        opening: Opening,
        today: date | None,
    ) -> None:
        queues = configuration.queues if configuration else ()
        self.queues = {one.id: Queue(one) for one in queues}
        self.named = frozenset(self.queues)
        self.customers_first = CustomersFirst.of(self.queues)
        self.profiles = _profiles(configuration, today)
        self.lanes_of: dict[AgentId, list[Lane]] = {}
        self.reserved: dict[AgentId, Order[CallKey]] = {}
        """Calls that wait for the one agent they prefer."""
        self.rings: dict[CallId, list[OfferId]] = {}
        """Offers of a call that nobody has taken yet, the oldest first."""
        self.wrapping: dict[CallId, AgentId] = {}
        self.taken: Counter[int] = Counter()
        """How many agents who are signed in have taken so many calls."""
        self.with_call: dict[AgentId, None] = {}
        """Agents whom a call has."""
        self.listeners: dict[AgentId, Agent] = {}
        self.teams: dict[str, list[AgentId]] = {}
        self._fresh: dict[AgentId, Agent] = {}
        """Came free, and stand in no lane before somebody looks: a call may take them at once."""
        self._standing: set[AgentId] = set()
        """Free agents who stand in their lanes."""
        self._homes: dict[AgentId, tuple[Queue, ...]] = {}
        self._presences: dict[AgentId, Presence] = {}
        self._watching: dict[AgentId, list[Lane]] = {}
        """Her lanes for whose calls it matters whether anybody is there."""
        self._breaks = _breaks(configuration)
        self._seed = seed
        self._agents = agents
        self._opening = opening
        for name in sorted(agents):
            self._seat(agents[name])

    @cached_property
    def _anybody_learns(self) -> bool:
        """Only then hard calls stand apart."""
        return any(one.in_training for one in self.profiles.values())

    def _seat(self, agent: Agent) -> None:
        if agent.state is AgentState.WRAP_UP and agent.call is not None:
            self.wrapping[agent.call] = agent.id
        self.teams.setdefault(self.profile(agent.id).team, []).append(agent.id)
        if agent.signed_in:
            self.taken[agent.taken] += 1
        if agent.is_occupied:
            self.with_call[agent.id] = None
        self.listens(agent)
        for queue in self._homes_of(agent.id):
            queue.members.append(agent.id)
            queue.states[agent.state] += 1

    def profile(self, agent: AgentId) -> AgentProfile:
        """Her profile; one that serves nothing when the configuration does not name her."""
        return self.profiles.get(agent) or AgentProfile(id=agent)

    def queue(self, queue: QueueId) -> Queue:
        """Its indexes; made on the spot for a queue no configuration has named yet."""
        found = self.queues.get(queue)
        if found is None:
            found = self.queues[queue] = Queue(QueueProfile(id=queue))
        return found

    def lane(self, queue: QueueId, ask: Ask) -> Lane:
        """The lane of what a call asks for; its first call sorts the agents into it."""
        home = self.queue(queue)
        lane = home.lanes.get(ask)
        if lane is None:
            lane = home.lanes[ask] = Lane(home.profile, ask, self._seed)
            members = {agent: None for one in lane.queues for agent in self.queue(one).members}
            for agent in members:
                self._admit(self._agents[agent], lane)
        return lane

    def lane_of(self, call: WaitingCall) -> Lane:
        """Where a call stands."""
        return self.lane(call.queue, self.ask(call))

    def ask(self, call: WaitingCall) -> Ask:
        """What it asks for; where nobody learns, a hard call is like any other."""
        return Ask(call.language, call.width, call.hard and self._anybody_learns)

    def staffed_width(self, call: WaitingCall, least: int) -> int:
        """The narrowest search, from a width on, for which somebody works; `least` for nobody."""
        most = len(self.queue(call.queue).profile.widening)
        for width in range(least, most + 1):
            if self.lane(call.queue, self.ask(call)._replace(width=width)).staffed:
                return width
        return min(least, most)

    def can_wait_for(self, agent: AgentId, call: WaitingCall) -> bool:
        """She works and can serve it: a call may wait for her alone."""
        lane = self.lane_of(call)
        waits = lane.profile.preferred_for > 0
        return waits and self.works(agent) and lane.serves(self.profile(agent))

    def works(self, agent: AgentId) -> bool:
        """She takes calls now, or when she is done with one."""
        known = self._agents.get(agent)
        return known is not None and known.state in STAFFED

    def median_taken(self) -> int:
        """The calls that the middle one of those signed in has taken: where a newcomer starts."""
        middle = (self.taken.total() + 1) // 2
        for taken in sorted(self.taken):
            middle -= self.taken[taken]
            if middle <= 0 and self.taken[taken]:
                return taken
        return 0

    def ring_limit(self, call: WaitingCall) -> int:
        """To how many agents it may be held out at once."""
        return self.queue(call.queue).profile.ring_at_once

    # -- calls -----------------------------------------------------------------------------------

    def place(self, call: WaitingCall) -> None:
        """Into every order it belongs to."""
        home = self.queue(call.queue)
        if call.is_callback:
            home.callbacks.add(call.call)
        elif not call.is_with_somebody:
            home.unanswered.add((call.entered_at, call.call))
        if call.phase is Phase.WAITING:
            home.waiting.add(call.key)
            self._among(call).add(call.key)
        elif call.phase is Phase.CALLED:
            lane = self.lane_of(call)
            lane.called.add(call.call)
            self.customers_first.calling[lane] = None
        elif self.has_room(call):
            self.lane_of(call).ringing.add(call.key)

    def leave(self, call: WaitingCall) -> None:
        """Out of the order of service; before its key changes, and before it stands elsewhere."""
        if call.phase is Phase.WAITING:
            self.queue(call.queue).waiting.discard(call.key)
            self._among(call).discard(call.key)
        elif call.phase is Phase.CALLED:
            lane = self.lane_of(call)
            lane.called.discard(call.call)
            if not lane.called:
                self.customers_first.calling.pop(lane, None)
        elif call.phase is Phase.OFFERED and self.ring_limit(call) > 1:
            self.lane_of(call).ringing.discard(call.key)

    def rests(self, call: WaitingCall) -> bool:
        """A callback whose queue is closed: it keeps its place, and nobody is called."""
        return call.is_callback and not self._opening.is_open(call.queue)

    def calls_first(self, call: WaitingCall) -> bool:
        """A callback whose customer is called before an agent is asked."""
        rule = self.queue(call.queue).profile.callback_first
        return call.kind is Kind.CALLBACK and rule is CallbackFirst.CUSTOMER

    def _among(self, call: WaitingCall) -> Order[CallKey]:
        if self.rests(call):
            return self.queue(call.queue).resting
        if call.preferred is not None:
            return self.reserved.setdefault(call.preferred, Order())
        lane = self.lane_of(call)
        return lane.to_call if self.calls_first(call) else lane.waiting

    def ring(self, offer: Offer) -> None:
        """An offer nobody has taken yet."""
        insort(self.rings.setdefault(offer.call, []), offer.id, key=number_of)

    def unring(self, offer: Offer) -> None:
        """It is taken, or over."""
        ringing = self.rings.get(offer.call, [])
        if offer.id in ringing:
            ringing.remove(offer.id)
        if not ringing:
            self.rings.pop(offer.call, None)

    def has_room(self, call: WaitingCall) -> bool:
        """It is held out, and may be to one more agent, while its caller is there; a callback would
        take a line for each.
        """
        if call.preferred is not None or call.is_callback or call.gone:
            return False
        ringing = len(self.rings.get(call.call, ()))
        return call.phase is Phase.OFFERED and 0 < ringing < self.ring_limit(call)

    # -- agents ----------------------------------------------------------------------------------

    def ready(self, agent: Agent) -> None:
        """Into her lanes, if she is free."""
        if agent.is_free:
            self._fresh[agent.id] = agent

    def retire(self, agent: AgentId) -> None:
        """Out of her lanes."""
        self._fresh.pop(agent, None)
        if agent in self._standing:
            self._standing.discard(agent)
            for lane in self.lanes_of[agent]:
                lane.dismiss(agent)

    def idle(self, lane: Lane, but: AgentId | None = None) -> Iterator[AgentId]:
        """The lane's free agents in the order of its strategy; one may be left out."""
        self.settle(but)
        if lane.idle.first() is None:
            return iter(())
        return (agent for _, _, agent in lane.idle if agent != but)

    def settle(self, but: AgentId | None = None) -> None:
        """Whoever came free stands in her lanes; one may be left out."""
        if not self._fresh or (but in self._fresh and len(self._fresh) == 1):
            return
        # A new dictionary: one that was emptied is looked through as far as it was ever filled.
        fresh, self._fresh = self._fresh, {}
        for name, agent in fresh.items():
            if name == but:
                self._fresh[name] = agent
            else:
                self._stand(agent)

    def _stand(self, agent: Agent) -> None:
        profile = self.profile(agent.id)
        for lane in self.lanes_of.get(agent.id, ()):
            lane.admit(agent, profile)
            self._standing.add(agent.id)

    def moved(self, agent: Agent, before: AgentState) -> list[Lane]:
        """Her state is another one; the lanes that this fills, or empties."""
        after = agent.state
        for queue in self._homes_of(agent.id):
            states = queue.states
            states[before] -= 1
            states[after] += 1
        if agent.is_occupied:
            self.with_call[agent.id] = None
        else:
            self.with_call.pop(agent.id, None)
        works = (agent.state in STAFFED) - (before in STAFFED)
        if works:
            lanes = self.lanes_of.get(agent.id, ())
            for lane in lanes:
                lane.staffed += works
                for other in lanes:
                    lane.beside[other] += works
        watching = self._watching.get(agent.id)
        if watching is None:
            return []
        was, now = self._presences[agent.id], presence_of(agent, self._breaks)
        self._presences[agent.id] = now
        return [lane for lane in watching if was is not now and lane.moves(was, now)]

    def listens(self, agent: Agent) -> None:
        """She is attached to somebody's calls, or no more."""
        if agent.listens is not None:
            self.listeners[agent.id] = agent
        else:
            self.listeners.pop(agent.id, None)

    def _homes_of(self, agent: AgentId) -> tuple[Queue, ...]:
        found = self._homes.get(agent)
        if found is None:
            queues = self.profile(agent).queues
            found = tuple(self.queues[one] for one in queues if one in self.named)
            self._homes[agent] = found
        return found

    def _admit(self, agent: Agent, lane: Lane) -> None:
        profile = self.profile(agent.id)
        if lane.serves(profile):
            lanes = self.lanes_of.setdefault(agent.id, [])
            if agent.state in STAFFED:
                lane.staffed += 1
                lane.beside[lane] += 1
                for other in lanes:
                    lane.beside[other] += 1
                    other.beside[lane] += 1
            lanes.append(lane)
            if lane.watches:
                presence = presence_of(agent, self._breaks)
                lane.there[presence] += 1
                self._presences[agent.id] = presence
                self._watching.setdefault(agent.id, []).append(lane)
            if agent.is_free and agent.id not in self._fresh:
                lane.admit(agent, profile)
                self._standing.add(agent.id)


def _breaks(configuration: Configuration | None) -> frozenset[str]:
    """The reasons that take one of a team's places."""
    reasons = configuration.reasons if configuration else ()
    return frozenset(one.code for one in reasons if one.takes_place)


def _profiles(
    configuration: Configuration | None, today: date | None
) -> dict[AgentId, AgentProfile]:
    """With the skills that count today."""
    known = configuration.agents if configuration else ()
    return {one.id: able(one, today) for one in known}
