"""Whether the distributor keeps its promises: a plain look at a share of the floor, every 5 s.

The share moves on from look to look, so that each costs the same on a floor of any size; a floor of
10,000 agents is seen whole in a quarter of an hour, its lanes at each look. It must not use what it
checks: where an index is looked at, what it should say is found from the agents and calls. Nothing
is mended here; an alarm is for people.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from acd.agent import STAFFED, Agent
from acd.alarm import Alarm
from acd.facts import AgentState, Trouble
from acd.floor import Floor
from acd.ids import AgentId, CallId, DeadlineId, OfferId, QueueId
from acd.queue import Lane
from acd.waiting_call import Phase, WaitingCall

EVERY = timedelta(seconds=5)
LOOKS = (DeadlineId("health:0"), DeadlineId("health:1"))
"""One follows the other: a deadline that has come must not be armed any more."""
LATE = timedelta(seconds=2)
"""An offer or a deadline may be this late."""
STALE = timedelta(seconds=10)
"""An agent may wait this long for the voices, or for the end of a call whose caller is gone."""
UNHEARD = timedelta(seconds=10)
"""Facts may come this much before a deadline that they are later than."""
MOST = 20
"""Alarms that stand at once: many more are one fault, and need no more facts."""

_AGENTS = 60
_CALLS = 60
_OTHERS = 300
"""Looked at each time."""
_MEMBERS = 2_000
"""A queue with more agents than this is not counted."""

_AS_HER_CALL = {
    AgentState.OFFERED: Phase.OFFERED,
    AgentState.CONNECTING: Phase.CONNECTING,
    AgentState.ON_CALL: Phase.CONNECTED,
}
Thing = TypeVar("Thing")


class Health:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._checks: dict[Trouble, Callable[[str, datetime], datetime | None]] = {
            Trouble.IDLE_BESIDE_CALL: self._idle_beside,
            Trouble.OFFER_OVERDUE: self._offer_overdue,
            Trouble.STATE_OUTDATED: self._state_outdated,
            Trouble.DEADLINE_OVERDUE: self._deadline_overdue,
            Trouble.INDEX_ASTRAY: self._index_astray,
        }

    @property
    def is_due(self) -> bool:
        """There is something that could go wrong, and no look is planned."""
        armed = self._floor.deadlines
        return not any(map(armed.is_armed, LOOKS)) and self.is_wanted

    @property
    def is_wanted(self) -> bool:
        """A call is here or has somebody, or an alarm stands."""
        floor = self._floor
        return bool(floor.calls or floor.alarms or floor.indexes.with_call)

    def over(self, at: datetime) -> Iterator[Alarm]:
        """Alarms that stand and need not any more."""
        for alarm in self._floor.alarms:
            if self._checks[alarm.trouble](alarm.about, at) is None:
                yield alarm

    def new(self, at: datetime) -> Iterator[Alarm]:
        """What is wrong in the share that is looked at now, and was not known."""
        known = {(alarm.trouble, alarm.about) for alarm in self._floor.alarms}
        found = (
            Alarm(trouble=trouble, about=about, since=since)
            for trouble, things in self._share(at)
            for about in things
            if (trouble, about) not in known
            and (since := self._checks[trouble](about, at)) is not None
        )
        yield from islice(found, max(0, MOST - len(known)))

    def unheard(self, at: datetime) -> Alarm | None:
        """The first deadline, if what came in now is much later: nobody says that it has come.

        The one thing that a look, which is a deadline itself, cannot see.
        """
        floor, first = self._floor, self._floor.deadlines.first()
        if first is None or at - floor.thought_at(first[0]) <= UNHEARD:
            return None
        if any(alarm.trouble is Trouble.DEADLINE_OVERDUE for alarm in floor.alarms):
            return None
        return Alarm(trouble=Trouble.DEADLINE_OVERDUE, about=first[1], since=first[0])

    # -- what is looked at -----------------------------------------------------------------------

    def _share(self, at: datetime) -> Iterator[tuple[Trouble, Iterable[str]]]:
        floor, look = self._floor, int(at.timestamp() / EVERY.total_seconds())
        known = floor.configuration.agents if floor.configuration else ()
        agents = (one.id for one in _turn(known, look, _AGENTS))
        calls, queues = _turn(floor.calls, look, _CALLS), _turn(floor.queues, look, 1)
        yield Trouble.IDLE_BESIDE_CALL, sorted(self._heads())
        yield Trouble.OFFER_OVERDUE, sorted(_turn(floor.offers, look, _OTHERS))
        yield Trouble.STATE_OUTDATED, sorted(_turn(floor.indexes.with_call, look, _OTHERS))
        yield Trouble.DEADLINE_OVERDUE, sorted(_turn(floor.deadlines.ids(), look, _OTHERS))
        yield Trouble.INDEX_ASTRAY, sorted((*agents, *calls, *queues))

    def _heads(self) -> Iterator[CallId]:
        """The first call of every lane, and of those who wait for one agent alone."""
        floor = self._floor
        floor.indexes.settle()
        for queue in floor.queues.values():
            for lane in queue.lanes.values():
                first = lane.waiting.first() if lane.idle.first() else None
                if first is not None:
                    yield first[2]
        for name, calls in floor.indexes.reserved.items():
            first = calls.first() if floor.agent(name).is_free else None
            if first is not None:
                yield first[2]

    # -- since when something is wrong; None: it is not ------------------------------------------

    def _idle_beside(self, about: str, _: datetime) -> datetime | None:
        call = self._floor.calls.get(CallId(about))
        waits = call is not None and call.phase is Phase.WAITING
        indexes = self._floor.indexes
        if call is None or not waits or indexes.rests(call) or indexes.calls_first(call):
            return None
        if call.preferred is not None:
            return _both(call, self._floor.agent(call.preferred))
        lane = self._lane(call)
        first = next(self._floor.idle(lane), None) if lane is not None else None
        return None if first is None else _both(call, first)

    def _lane(self, call: WaitingCall) -> Lane | None:
        """Where it stands; a look makes no lane."""
        return self._floor.queue(call.queue).lanes.get(self._floor.indexes.ask(call))

    def _offer_overdue(self, about: str, at: datetime) -> datetime | None:
        offer = self._floor.offers.get(OfferId(about))
        if offer is None or offer.accepted or at - offer.until <= LATE:
            return None
        return offer.until

    def _state_outdated(self, about: str, at: datetime) -> datetime | None:
        agent = self._floor.agents.get(AgentId(about))
        if agent is None or agent.since is None or agent.state not in _AS_HER_CALL:
            return None
        call = self._floor.calls.get(agent.call) if agent.call else None
        since = agent.since
        if call is not None and call.phase is _AS_HER_CALL[agent.state]:
            if agent.state is AgentState.ON_CALL and call.gone_at is None:
                return None
            if agent.state is AgentState.OFFERED:
                return None
            since = max(since, call.gone_at or since)
        return since if at - since > STALE else None

    def _deadline_overdue(self, about: str, at: datetime) -> datetime | None:
        due = self._floor.deadlines.at(DeadlineId(about))
        if due is None or at - self._floor.thought_at(due) <= LATE:
            return None
        return due

    def _index_astray(self, about: str, at: datetime) -> datetime | None:
        agent = self._floor.agents.get(AgentId(about))
        call = self._floor.calls.get(CallId(about))
        queue = self._floor.queues.get(QueueId(about))
        astray = (
            (agent is not None and not self._agent_is_filed(agent))
            or (call is not None and not self._call_is_filed(call))
            or (queue is not None and not self._queue_is_counted(queue.profile.id))
        )
        return at if astray else None

    # -- what the indexes should say -------------------------------------------------------------

    def _agent_is_filed(self, agent: Agent) -> bool:
        """She is in the lanes that she can serve, and among the idle if she is free."""
        floor, profile = self._floor, self._floor.profile(agent.id)
        floor.indexes.settle()
        hers = floor.indexes.lanes_of.get(agent.id, [])
        for name in floor.indexes.named.intersection(profile.queues):
            for lane in floor.queue(name).lanes.values():
                if lane.serves(profile) != any(one is lane for one in hers):
                    return False
        return all(lane.has(agent.id) is agent.is_free for lane in hers)

    def _call_is_filed(self, call: WaitingCall) -> bool:
        """It stands in line if it waits, and nowhere if it does not."""
        home = self._floor.queue(call.queue)
        waits = call.phase is Phase.WAITING
        unheard = not call.is_with_somebody and not call.is_callback
        here = (call.entered_at, call.call) in home.unanswered
        if (call.key in home.waiting) is not waits or here is not unheard:
            return False
        if self._floor.indexes.rests(call):
            return (call.key in home.resting) is waits
        if call.preferred is not None:
            hers = self._floor.indexes.reserved.get(call.preferred)
            return (hers is not None and call.key in hers) is waits
        lane = self._lane(call)
        if lane is None:
            return not waits
        line, other = lane.waiting, lane.to_call
        if self._floor.indexes.calls_first(call):
            line, other = other, line
        is_called = call.phase is Phase.CALLED
        found = (call.key in line, call.key in other, call.call in lane.called)
        return found == (waits, False, is_called)

    def _queue_is_counted(self, name: QueueId) -> bool:
        """Its agents are counted by their states, and those who work in each lane."""
        queue, floor = self._floor.queue(name), self._floor
        if len(queue.members) > _MEMBERS:
            return True
        members = [floor.agents[one] for one in queue.members if one in floor.agents]
        states = Counter(one.state for one in members)
        if any(queue.states[one] != states[one] for one in AgentState):
            return False
        own = [lane for lane in queue.lanes.values() if lane.queues == (name,)]
        return all(self._lane_is_counted(lane, members) for lane in own[:2])

    def _lane_is_counted(self, lane: Lane, members: list[Agent]) -> bool:
        works = (one.id for one in members if one.state in STAFFED)
        return lane.staffed == sum(lane.serves(self._floor.profile(one)) for one in works)


def _both(call: WaitingCall, agent: Agent) -> datetime | None:
    """Since when the one waits and the other is free."""
    if not agent.is_free or agent.since is None:
        return None
    return max(call.entered_at, agent.since)


def _turn(things: Collection[Thing], look: int, most: int) -> Iterator[Thing]:
    """The share of this look; one look after the other it is everything."""
    shares = -(-len(things) // most) or 1
    first = look % shares * most
    return islice(things, first, first + most)
