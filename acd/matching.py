"""Pairs calls in line with agents who are free, and makes the offer that explains itself.

`Decisions` asks when a call enters a line, when an agent comes free, and when the configuration
changed. Each question costs the same on a large floor as on a small one, the last one excepted.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice

from acd.agent import Agent
from acd.choice import MOST_EXPLAINED, explain
from acd.configuration import AgentProfile
from acd.facts import OfferMade
from acd.floor import Floor
from acd.ids import AgentId, CallId
from acd.offer import offer_id
from acd.queue import Lane
from acd.waiting_call import WaitingCall


class Matching:
    """Reads one floor; the offers it makes take effect when they come back as facts."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def lane(self, call: WaitingCall, at: datetime) -> Iterator[OfferMade]:
        """A call came into line: serve its lane while there is somebody to serve and to be served.

        That is one offer, unless several calls came in at the same instant.
        """
        lane = self._floor.lane(call.queue, call.language)
        taken: set[CallId] = set()
        for agent in self._floor.idle(lane):
            if all(key[2] in taken for key in islice(lane.waiting, len(taken) + 1)):
                return
            yield from self._serve(agent, taken, at)

    def agent(self, agent: Agent, at: datetime) -> Iterator[OfferMade]:
        """An agent came free."""
        return self._serve(agent, set(), at)

    def all_free(self, at: datetime) -> Iterator[OfferMade]:
        """The configuration changed: whoever is free may serve what she could not before.

        Calls choose, in order of service over all queues: each takes the first free agent of its
        lane, as if she had been there when it came.
        """
        floor = self._floor
        free = {agent.id for agent in floor.agents.values() if agent.is_free}
        for _, _, name in merge(*(queue.waiting for queue in floor.queues.values())):
            if not free:
                return
            call = floor.calls[name]
            lane = floor.lane(call.queue, call.language)
            agent = next((one for one in floor.idle(lane) if one.id in free), None)
            if agent is not None:
                free.discard(agent.id)
                yield self._offer(call, agent, lane, at)

    def _serve(self, agent: Agent, taken: set[CallId], at: datetime) -> Iterator[OfferMade]:
        """Give her the call she should take: across her lanes, priority, then who came first."""
        heads = (
            (key, lane)
            for lane in self._floor.lanes_of.get(agent.id, ())
            for key in islice((key for key in lane.waiting if key[2] not in taken), 1)
        )
        best = min(heads, key=lambda head: head[0], default=None)
        if best is not None:
            (_, _, call), lane = best
            taken.add(call)
            yield self._offer(self._floor.calls[call], agent, lane, at)

    def _offer(self, call: WaitingCall, agent: Agent, lane: Lane, at: datetime) -> OfferMade:
        """Held out from now on: not from an older fact that was thought about late."""
        floor = self._floor
        made_at = floor.thought_at(at)
        ring_for = floor.queue(call.queue).profile.ring_for
        return OfferMade(
            at=made_at,
            offer=offer_id(call.call, call.offers + 1),
            call=call.call,
            agent=agent.id,
            queue=call.queue,
            device=agent.device,
            until=made_at + timedelta(seconds=ring_for),
            entered_at=call.entered_at,
            strategy=lane.strategy.value,
            candidates=explain(
                agent, floor.profile(agent.id), self._beside(call, lane), lane, made_at
            ),
        )

    def _beside(self, call: WaitingCall, lane: Lane) -> Iterable[tuple[Agent, AgentProfile]]:
        """Some who were free too, then some of the queue who were not; a bounded number."""
        seen: set[AgentId] = set()
        for agent in islice(self._floor.idle(lane), MOST_EXPLAINED):
            seen.add(agent.id)
            yield agent, self._floor.profile(agent.id)
        for agent, profile in islice(self._floor.members(call.queue), 2 * MOST_EXPLAINED):
            if agent.id not in seen:
                yield agent, profile
