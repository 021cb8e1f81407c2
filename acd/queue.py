"""A queue: its waiting calls in order of service, and its idle agents in order of its strategy.

A queue is divided into lanes, one for each language asked for: in a lane every idle agent can serve
every waiting call, so the best pair is the first of each. These are indexes: they hold keys only,
and are built again from the calls and agents after a load. `Floor` alone changes them.
"""

from collections import Counter
from datetime import datetime

import msgspec

from acd.agent import STAFFED, Agent
from acd.configuration import AgentProfile, QueueProfile
from acd.facts import AgentState
from acd.ids import AgentId, CallId, QueueId, SkillName
from acd.order import Order
from acd.skills import missing, needs_of
from acd.strategy import rank
from acd.waiting_call import CallKey

IdleKey = tuple[float, datetime, AgentId]
"""The strategy's rank, then longest idle first."""


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


class Lane:
    """The calls of one queue that ask for the same, and the agents who can serve them."""

    def __init__(self, queue: QueueProfile, language: SkillName | None) -> None:
        self.queue = queue.id
        self.strategy = queue.strategy
        self.needs = needs_of(queue, language)
        self.waiting: Order[CallKey] = Order()
        self.idle: Order[IdleKey] = Order()

    def serves(self, profile: AgentProfile) -> bool:
        """She is in the queue and has the skills."""
        return self.queue in profile.queues and missing(profile, self.needs) is None

    def rank(self, agent: Agent, profile: AgentProfile) -> float:
        """Her place among its free agents, by the queue's strategy; lower is first."""
        return rank(self.strategy, agent, profile, self.queue, self.needs)


class Queue:
    """One queue's indexes."""

    def __init__(self, profile: QueueProfile) -> None:
        self.profile = profile
        self.lanes: dict[SkillName | None, Lane] = {}
        self.members: list[AgentId] = []
        self.waiting: Order[CallKey] = Order()
        """Waiting calls of all lanes: the place in line."""
        self.unanswered: Order[tuple[datetime, CallId]] = Order()
        """Every call that is not connected yet, by first entry."""
        self.states: Counter[AgentState] = Counter()

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
        )
