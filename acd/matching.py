"""Pairs calls in line with agents who are free, and makes the offer that explains itself.

`Decisions` asks when a call enters a line, when an agent comes free, and when the configuration
changed. Each question costs the same on a large floor as on a small one, the last one excepted.
"""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from itertools import islice

import msgspec

from acd.agent import BROWSER, Agent
from acd.calling import Calling, Taken, first
from acd.choice import MOST_EXPLAINED, explain, shut_out
from acd.facts import AssignPressed, CallbackDue, Candidate, OfferMade, PullPressed
from acd.floor import Floor
from acd.ids import CallId, DeadlineId
from acd.neighbour import Neighbour
from acd.offer import offer_id
from acd.queue import Lane
from acd.waiting_call import CallKey, WaitingCall

Made = OfferMade | CallbackDue
"""A pair, or a customer who is called because somebody is free."""

MOST_PHONES = 3
"""Desk phones that can ring for one call: its line has four legs, and one is the caller's."""

_LOOKED_AT = 20
"""Free agents looked at for one more ring; so that a crowd costs no more than a few."""


class Matching:
    """Reads one floor; the offers it makes take effect when they come back as facts."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._calling = Calling(floor)

    def lane(self, call: WaitingCall, at: datetime) -> Iterator[Made]:
        """A call came into line: serve its lane while there is somebody to serve and to be served.

        That is one offer, unless several calls came in at the same instant.
        """
        if self._floor.indexes.rests(call):
            return
        taken = Taken()
        if call.preferred is not None:
            agent = self._floor.agent(call.preferred)
            if agent.is_free:
                yield from self._serve(agent, taken, at)
            return
        yield from self._fill(self._floor.indexes.lane_of(call), taken, at)

    def agent(self, agent: Agent, at: datetime) -> Iterator[Made]:
        """An agent came free: the call she should take, else one that rings and may ring for one
        more.
        """
        taken = Taken()
        yield from self._serve(agent, taken, at)
        if agent.id not in taken.agents:
            yield from self._join(agent, at)

    def answered(self, call: WaitingCall, at: datetime) -> Iterator[Made]:
        """A customer who was called stands in line; then another one may be called."""
        taken = Taken()
        yield from self._fill(self._floor.indexes.lane_of(call), taken, at)
        yield from self._next_customers(taken, at)

    def customers(self, at: datetime, but: CallId | None = None) -> Iterator[Made]:
        """A customer who was called is gone: others may be called; one call is left out."""
        yield from self._next_customers(Taken(but), at)

    def one_more(self, call: WaitingCall, at: datetime) -> Iterator[OfferMade]:
        """Hold a call that rings out to one more agent, if it may be and if there is somebody free
        whom no caller waits for.
        """
        if not self._floor.indexes.has_room(call):
            return
        lane = self._floor.indexes.lane_of(call)
        for agent in islice(self._floor.idle(lane), _LOOKED_AT):
            if self._can_ring(call, agent) and self._best(agent, Taken())[0] is None:
                yield self._offer(call, agent, lane, at)
                return

    def all_free(self, at: datetime) -> Iterator[Made]:
        """The configuration changed: whoever is free may serve what she could not before.

        Calls choose, in order of service over all queues: each takes the first free agent of its
        lane, as if she had been there when it came.
        """
        floor, taken = self._floor, Taken()
        free = {agent.id for agent in floor.agents.values() if agent.is_free}
        for _, _, name in merge(*(queue.waiting for queue in floor.queues.values())):
            if not free:
                return
            call = floor.calls[name]
            if floor.indexes.rests(call):
                continue
            lane = floor.indexes.lane_of(call)
            if floor.indexes.calls_first(call):
                if self._calling.free(lane, taken):
                    yield self._calling.call(name, lane, taken, at)
                continue
            idle = floor.idle(lane) if call.preferred is None else (floor.agent(call.preferred),)
            agent = next((one for one in idle if one.id in free), None)
            if agent is not None:
                free.discard(agent.id)
                taken.agents.add(agent.id)
                yield self._offer(call, agent, lane, at)

    def by_hand(
        self, call: WaitingCall, agent: Agent, fact: AssignPressed | PullPressed, how: str
    ) -> OfferMade:
        """To her alone, because somebody pressed for it: whatever the lanes say."""
        made = self.to_her(call, agent, fact.at, how)
        return msgspec.structs.replace(made, press=fact.press, by=fact.by)

    def to_her(self, call: WaitingCall, agent: Agent, at: datetime, how: str) -> OfferMade:
        """To her alone, for another reason than a strategy's."""
        made = self._offer(call, agent, self._floor.indexes.lane_of(call), at)
        return msgspec.structs.replace(made, strategy=how, candidates=made.candidates[:1])

    def _fill(self, lane: Lane, taken: Taken, at: datetime) -> Iterator[Made]:
        """Its free agents serve, while there is somebody to serve in it."""
        for agent in self._floor.idle(lane):
            waits = any(
                key[2] not in taken.calls for key in islice(lane.waiting, len(taken.calls) + 1)
            )
            if not waits and not self._calling.may_call(lane, taken):
                return
            if agent.id not in taken.agents:
                yield from self._serve(agent, taken, at)

    def _next_customers(self, taken: Taken, at: datetime) -> Iterator[Made]:
        """Of every lane in which one may be called, in order of service."""
        lanes = (
            one
            for queue in self._floor.indexes.customers_first.queues
            for one in queue.lanes.values()
        )
        heads = ((head, one) for one in lanes if (head := one.to_call.first()) is not None)
        for _, lane in sorted(heads, key=lambda one: one[0]):
            yield from self._fill(lane, taken, at)

    def _serve(self, agent: Agent, taken: Taken, at: datetime) -> Iterator[Made]:
        """Give her the call she should take; customers whose turn is before that are called."""
        best, lane = self._best(agent, taken)
        if self._floor.indexes.customers_first.queues:
            yield from self._calling.due(agent, best, taken, at)
        if best is not None:
            call = self._floor.calls[best[2]]
            taken.calls.add(call.call)
            taken.agents.add(agent.id)
            yield self._offer(call, agent, lane or self._floor.indexes.lane_of(call), at)

    def _best(self, agent: Agent, taken: Taken) -> tuple[CallKey | None, Lane | None]:
        """Across her lanes, by priority and by whose promise ends first; a call that waits for her
        alone before its equals in priority, and in no lane.
        """
        indexes = self._floor.indexes
        best: CallKey | None = None
        where: Lane | None = None
        for lane in indexes.lanes_of.get(agent.id, ()):
            head = first(lane.waiting, taken) if taken.calls else lane.waiting.first()
            if head is not None and (best is None or head < best):
                best, where = head, lane
        hers = indexes.reserved.get(agent.id)
        mine = first(hers, taken) if hers else None
        if mine is not None and (best is None or mine[0] <= best[0]):
            return mine, None
        return best, where

    def _join(self, agent: Agent, at: datetime) -> Iterator[OfferMade]:
        """A call that rings for others may ring for her as well."""
        heads = (
            (head, lane)
            for lane in self._floor.indexes.lanes_of.get(agent.id, ())
            for head in islice(filter(self._has_room, lane.ringing), 1)
            if not self._floor.deadlines.is_armed(DeadlineId(f"ring:{head[2]}"))
        )
        best = min(heads, key=lambda one: one[0], default=None)
        if best is not None and self._can_ring(self._floor.calls[best[0][2]], agent):
            yield self._offer(self._floor.calls[best[0][2]], agent, best[1], at)

    def _has_room(self, key: CallKey) -> bool:
        return self._floor.indexes.has_room(self._floor.calls[key[2]])

    def _can_ring(self, call: WaitingCall, agent: Agent) -> bool:
        """The line has a leg left for her phone; a browser needs none before she accepts."""
        if agent.device == BROWSER:
            return True
        offers = (self._floor.offers[one] for one in self._floor.indexes.rings.get(call.call, ()))
        return sum(offer.device != BROWSER for offer in offers) < MOST_PHONES

    def _offer(self, call: WaitingCall, agent: Agent, lane: Lane, at: datetime) -> OfferMade:
        """Held out from now on: not from an older fact that was thought about late."""
        floor = self._floor
        made_at = floor.thought_at(at)
        return OfferMade(
            at=made_at,
            offer=offer_id(call.call, call.offers + 1),
            call=call.call,
            agent=agent.id,
            queue=call.queue,
            device=agent.device,
            until=made_at + lane.ring_for,
            entered_at=call.handed_over_at or call.entered_at,
            strategy=_because(call, agent, lane),
            candidates=self._explained(call, lane, agent, made_at),
            width=call.width,
            priority=call.priority,
        )

    def _explained(
        self, call: WaitingCall, lane: Lane, winner: Agent, at: datetime
    ) -> tuple[Candidate, ...]:
        """Nobody is beside her for whom alone the call waits."""
        rank = lane.rank(winner, self._floor.profile(winner.id))
        if call.preferred == winner.id:
            return explain(winner, rank, (), (), lane, at)
        free = islice(self._floor.idle(lane, but=winner.id), MOST_EXPLAINED - 1)
        return explain(winner, rank, free, self._neighbours(lane), lane, at)

    def _neighbours(self, lane: Lane) -> tuple[Neighbour, ...]:
        """Some of its queue; most of them will not be free."""
        if lane.neighbours is None:
            floor = self._floor
            some = floor.queue(lane.queue).members[: 2 * MOST_EXPLAINED]
            lane.neighbours = tuple(
                Neighbour(floor.agents[one], shut_out(floor.profile(one), lane)) for one in some
            )
        return lane.neighbours


def _because(call: WaitingCall, agent: Agent, lane: Lane) -> str:
    """What chose her."""
    if call.preferred != agent.id:
        return str(lane.strategy)
    came_free = agent.free_since
    return "reserved" if came_free is not None and came_free > call.entered_at else "preferred"
