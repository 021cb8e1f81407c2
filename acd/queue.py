"""A queue: its waiting calls in order of service, and its idle agents in order of its strategy.

A queue is divided into lanes, one for everything its calls can ask for: in a lane every idle agent
can serve every waiting call, so the best pair is the first of each. These are indexes: they hold
keys only, and are built again from the calls and agents after a load. `Indexes` alone changes them.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from acd.agent import STAFFED, Agent
from acd.configuration import AgentProfile, CallbackFirst, QueueProfile, Strategy
from acd.facts import AgentState
from acd.ids import AgentId, CallId, QueueId, SkillName
from acd.neighbour import Neighbour
from acd.order import Order
from acd.overflow import ABSENT, Presence, When
from acd.presence import There, nobody
from acd.skills import learning, missing, needs_of
from acd.strategy import BEHIND, Seen, idle_from, rank
from acd.waiting_call import CallKey, WaitingCall

IdleKey = tuple[float, datetime, AgentId]
"""The strategy's rank, then longest idle first."""


class Ask(NamedTuple):
    """What a call asks for: its language, how far its search has widened, and whether those who
    still learn are left out.
    """

    language: SkillName | None
    width: int = 0
    hard: bool = False


class QueueFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A queue at this moment, for a board."""

    queue: QueueId
    waiting: int
    """Calls whose caller is not connected yet, those being offered included."""
    oldest_entry: datetime | None
    """First entry of the call that has waited longest."""
    idle: int
    offered: int
    on_call: int
    wrap_up: int
    staffed: int
    """Agents of the queue who work: idle, offered, in a call or in wrap-up."""
    callbacks: int = 0
    """Callbacks in line, offered or called; no caller waits, so `waiting` leaves them out."""


class Lane:
    """The calls of one queue that ask for the same, and the agents who can serve them."""

    def __init__(self, queue: QueueProfile, ask: Ask, seed: int) -> None:
        wider = queue.widening[ask.width - 1] if ask.width else None
        self.profile = queue
        self.queue = queue.id
        self.strategy = queue.strategy
        self.ring_for = timedelta(seconds=queue.ring_for)
        self.queues = (queue.id, *wider.also) if wider else (queue.id,)
        """Whose agents may serve it."""
        self.needs = needs_of(wider.needs if wider else queue.needs, ask.language)
        self.hard = ask.hard
        self.waiting: Order[CallKey] = Order()
        self.to_call: Order[CallKey] = Order()
        """Callbacks in line whose customer is called before an agent is asked."""
        self.called: set[CallId] = set()
        """Callbacks whose customer is being called: each will want one of these agents."""
        self.ringing: Order[CallKey] = Order()
        """Calls that are held out to fewer agents than they may be."""
        self.idle: Order[IdleKey] = Order()
        self.staffed = 0
        """Agents who work and can serve it, now or when they are done."""
        self.beside: Counter[Lane] = Counter()
        """How many of those can serve another lane too; itself is one of them."""
        self.there: There = Counter()
        """What all agents do who can serve it; counted only where it matters."""
        self.watches = bool(queue.join_empty or queue.leave_when_empty) or any(
            rule.when is When.UNSTAFFED for rule in queue.overflow
        )
        self._all_equal = queue.strategy is Strategy.LONGEST_IDLE
        self._seed = seed
        self.neighbours: tuple[Neighbour, ...] | None = None
        """The same for as long as the lane is; None: nobody has asked yet."""
        self._keys: dict[AgentId, IdleKey] = {}

    def serves(self, profile: AgentProfile) -> bool:
        """She is in one of the queues and has the skills."""
        here = any(queue in profile.queues for queue in self.queues)
        if not here or missing(profile, self.needs) is not None:
            return False
        return not self.hard or learning(profile, self.needs) is None

    def too_hard(self, profile: AgentProfile) -> SkillName | None:
        """The skill that she is still learning, where that keeps its calls from her."""
        return learning(profile, self.needs) if self.hard else None

    def short(self, profile: AgentProfile) -> SkillName | None:
        """The first skill that she lacks for its calls; None: she has them all."""
        return missing(profile, self.needs)

    @property
    def is_empty(self) -> bool:
        """Nobody is there, as the queue counts it for calls that wait."""
        rule = self.profile.leave_when_empty
        return rule is not None and nobody(self.there, rule.counting)

    def moves(self, before: Presence, after: Presence) -> bool:
        """An agent does something else now; whether that fills or empties it."""
        was = self.is_empty, nobody(self.there, ABSENT)
        self.there[before] -= 1
        self.there[after] += 1
        return was != (self.is_empty, nobody(self.there, ABSENT))

    def rank(self, agent: Agent, profile: AgentProfile) -> float:
        """A free agent's place, by the queue's strategy; lower is first."""
        key = self._keys.get(agent.id)
        if key is not None:
            return key[0]
        if learning(profile, self.needs) is not None:
            return BEHIND
        if self._all_equal:
            return 0.0
        return rank(Seen(agent, profile, self.profile, self.needs, self._seed))

    def stands(self, agent: AgentId) -> float | None:
        """Her rank among its free agents; None: she is not one of them."""
        key = self._keys.get(agent)
        return None if key is None else key[0]

    def has(self, agent: AgentId) -> bool:
        """She is among its free agents."""
        key = self._keys.get(agent)
        return key is not None and key in self.idle

    def admit(self, agent: Agent, profile: AgentProfile) -> None:
        """She is free."""
        since = idle_from(agent, self.profile)
        if since is not None:
            key = (self.rank(agent, profile), since, agent.id)
            self._keys[agent.id] = key
            self.idle.add(key)

    def dismiss(self, agent: AgentId) -> None:
        """She is free no more."""
        key = self._keys.pop(agent, None)
        if key is not None:
            self.idle.discard(key)


class Queue:
    """One queue's indexes."""

    def __init__(self, profile: QueueProfile) -> None:
        self.profile = profile
        self.lanes: dict[Ask, Lane] = {}
        self.members: list[AgentId] = []
        self.waiting: Order[CallKey] = Order()
        """Waiting calls of all lanes: the place in line."""
        self.resting: Order[CallKey] = Order()
        """Callbacks in line while the queue is closed."""
        self.unanswered: Order[tuple[datetime, CallId]] = Order()
        """Every caller who is not connected yet, by first entry."""
        self.callbacks: set[CallId] = set()
        """Callbacks whose customer has not answered yet."""
        self.states: Counter[AgentState] = Counter()

    def hears(self, call: WaitingCall) -> None:
        """Nobody waits there any more, be it a caller or a callback."""
        self.unanswered.discard((call.entered_at, call.call))
        self.callbacks.discard(call.call)

    @property
    def staffed(self) -> int:
        """Agents who work for it."""
        return sum(self.states[state] for state in STAFFED)

    def figures(self) -> QueueFigures:
        """What a board shows."""
        first = self.unanswered.first()
        return QueueFigures(
            queue=self.profile.id,
            waiting=len(self.unanswered),
            oldest_entry=first[0] if first else None,
            idle=self.states[AgentState.IDLE],
            offered=self.states[AgentState.OFFERED],
            on_call=self.states[AgentState.ON_CALL] + self.states[AgentState.CONNECTING],
            wrap_up=self.states[AgentState.WRAP_UP],
            staffed=self.staffed,
            callbacks=len(self.callbacks),
        )


class CustomersFirst(NamedTuple):
    """Queues whose customers are called back before an agent is asked."""

    queues: tuple[Queue, ...]
    calling: dict[Lane, None]
    """Lanes of which a customer is being called."""

    @staticmethod
    def of(queues: Mapping[QueueId, Queue]) -> "CustomersFirst":
        """By the rules of the queues; nobody is being called."""
        first = CallbackFirst.CUSTOMER
        chosen = (one for one in queues.values() if one.profile.callback_first is first)
        return CustomersFirst(tuple(chosen), {})
