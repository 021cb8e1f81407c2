"""Callbacks whose customer is called before an agent is asked: whose turn it is, and how many at
once.

Spoken to by `acd.matching`. Nobody is called for whom no agent would be left: each customer who is
being called has a claim to one of the free agents of its lane, whichever it will be.
"""

from collections.abc import Iterator
from datetime import datetime

from acd.agent import Agent
from acd.facts import CallbackDue
from acd.floor import Floor
from acd.ids import AgentId, CallId
from acd.order import Order
from acd.queue import Lane
from acd.waiting_call import CallKey


class Taken:
    """What one step has given away already, before it comes back as facts."""

    __slots__ = ("agents", "calls", "lanes")

    def __init__(self, but: CallId | None = None) -> None:
        self.calls: set[CallId] = set() if but is None else {but}
        self.agents: set[AgentId] = set()
        self.lanes: dict[Lane, int] = {}
        """Of which so many customers will be called."""


class Calling:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def due(
        self, agent: Agent, best: CallKey | None, taken: Taken, at: datetime
    ) -> Iterator[CallbackDue]:
        """She is free: whoever would be called back by her before the call that she gets is called
        now, and she takes that call nonetheless.
        """
        lanes = self._floor.indexes.lanes_of.get(agent.id, ())
        while True:
            heads = ((first(lane.to_call, taken), lane) for lane in lanes)
            known = ((head, lane) for head, lane in heads if head is not None)
            turn = min(
                ((head, lane) for head, lane in known if self.free(lane, taken)),
                key=lambda one: one[0],
                default=None,
            )
            if turn is None or (best is not None and best < turn[0]):
                return
            yield self.call(turn[0][2], turn[1], taken, at)

    def call(self, name: CallId, lane: Lane, taken: Taken, at: datetime) -> CallbackDue:
        """This one is called now."""
        due = CallbackDue(
            at=self._floor.thought_at(at),
            call=name,
            queue=lane.queue,
            free=self.free(lane, taken),
        )
        taken.calls.add(name)
        taken.lanes[lane] = taken.lanes.get(lane, 0) + 1
        return due

    def may_call(self, lane: Lane, taken: Taken) -> bool:
        """Somebody of this lane is to be called back, and an agent is left for him."""
        return first(lane.to_call, taken) is not None and self.free(lane, taken) > 0

    def free(self, lane: Lane, taken: Taken) -> int:
        """Free agents of the lane who are left when every customer who is being called has taken
        one: of those whom another lane shares with this one, as many as it may come to.
        """
        indexes = self._floor.indexes
        indexes.settle()
        left = len(lane.idle) - sum(lane.has(one) for one in taken.agents)
        for other in {**indexes.customers_first.calling, **taken.lanes}:
            called = len(other.called) + taken.lanes.get(other, 0)
            left -= min(called, lane.beside[other])
        return max(0, left)


def first(line: Order[CallKey], taken: Taken) -> CallKey | None:
    """The first call of a line that nobody has taken in this step."""
    if not taken.calls:
        return line.first()
    return next((key for key in line if key[2] not in taken.calls), None)
