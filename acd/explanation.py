"""Why a call waits, and which agents a call would meet: asked at a desk, and nothing is changed.

It looks at everybody whom a call's search asks, so it costs as much as there are agents; it is for
people, and no decision asks it. What an offer says of itself is in `acd.choice`.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from math import isfinite
from typing import Annotated

import msgspec

from acd.agent import STAFFED, Agent
from acd.choice import lost_by
from acd.configuration import AgentProfile, QueueProfile, SkillNeed
from acd.facts import AgentState
from acd.floor import Floor
from acd.ids import AgentId, CallId, DeadlineId, QueueId, SkillName
from acd.neighbour import idle_for
from acd.priority import Known, enters, is_easy
from acd.queue import Ask, Lane
from acd.strategy import idle_from
from acd.waiting_call import TOP_PRIORITY, Phase, WaitingCall

MOST_AHEAD = 10
"""Calls ahead that are named."""
MOST_CHANCES = 100
"""Agents named by a dry run."""
_Standing = tuple[str, float, float, AgentId]
"""What she loses by (nothing comes first), her rank, since when she is idle, who she is."""
NOT_HERS = "waits_for_another"
"""What an agent loses by while a call waits for another one alone."""


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """Agents of the queues that a call asks, by what keeps each from it; each counts once."""

    signed_in: int = 0
    """All of these together."""
    free: int = 0
    busy: int = 0
    """Offered, in a call or in wrap-up."""
    not_ready: int = 0
    """On a break, not responding or unreachable."""
    short: dict[SkillName, int] = {}
    """Whom a skill is missing, by the first that is."""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a call asks."""

    width: int
    """0 is what the queue asks for; from 1 on the queue's widenings."""
    queues: tuple[QueueId, ...]
    needs: tuple[SkillNeed, ...]
    """Its language is one of them."""


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """A call that is served first."""

    call: CallId
    priority: int
    due_at: datetime
    """The end of its promise: of equals in priority the earliest is served first."""


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """Why a call still waits."""

    call: CallId
    queue: QueueId
    entered_at: datetime
    priority: int
    due_at: datetime
    ahead: int
    first: tuple[Ahead, ...]
    """The first ten of those ahead, in order of service."""
    search: Search
    staff: Staff
    widens_at: datetime | None = None
    then: Search | None = None
    """Whom it asks next."""
    goes_first_at: datetime | None = None
    """When it has waited so long that it is served before every priority."""
    preferred: AgentId | None = None
    """It waits for her alone."""
    preferred_until: datetime | None = None
    rests: bool = False
    """A callback of a queue that is closed."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A call that is not there."""

    language: SkillName | None = None
    tier: str = ""
    travels_soon: bool = False
    priority: int = 0
    """What the number and the flow give."""
    preferred: AgentId | None = None
    waited: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 0
    """Seconds since it entered the queue."""


class Chance(msgspec.Struct, frozen=True, kw_only=True):
    """An agent, as a call would see her."""

    agent: AgentId
    lost: str = ""
    """Why she would not get it: `skill:<name>`, her state, or `waits_for_another`."""
    rank: float | None = None
    """By the queue's strategy, lower first; None: she would not get it, or never had a call."""
    idle_for: float = 0.0


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """Which agents a call would get: the first of them, while no call is ahead of it."""

    queue: QueueId
    strategy: str
    """The queue's; `preferred` for a call that waits for one agent alone."""
    priority: int
    ahead: int
    """Calls in line that are served before it."""
    search: Search
    staff: Staff
    shut: str = ""
    """Why the queue is closed: the call would not enter it."""
    chances: tuple[Chance, ...] = ()
    """Who would get it, in order; then who would not."""
    more: int = 0
    """Agents who are not named."""


class Explanation:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def waits(self, name: CallId) -> Waits | None:
        """Why this call still waits; None for one that does not."""
        floor, call = self._floor, self._floor.calls.get(name)
        if call is None or call.phase is not Phase.WAITING:
            return None
        line, rules = floor.queue(call.queue).waiting, floor.queue(call.queue).profile
        ask = floor.indexes.ask(call)
        lane = self._lane(rules, ask)
        before = (floor.calls[one] for _, _, one in islice(line, MOST_AHEAD))
        last = call.width >= len(rules.widening)
        return Waits(
            call=call.call,
            queue=call.queue,
            entered_at=call.entered_at,
            priority=call.priority,
            due_at=call.key[1],
            ahead=line.place(call.key),
            first=tuple(_ahead(one) for one in before if one.key < call.key),
            search=_search(lane, call.width),
            staff=self._staff(lane),
            widens_at=None if last else self._due("wider", call),
            then=None
            if last
            else _search(self._lane(rules, ask._replace(width=call.width + 1)), call.width + 1),
            goes_first_at=self._due("starve", call) if call.priority < TOP_PRIORITY else None,
            preferred=call.preferred,
            preferred_until=self._due("prefer", call),
            rests=floor.indexes.rests(call),
        )

    def dry_run(self, queue: QueueId, wanted: Wanted, at: datetime) -> DryRun | None:
        """Whom such a call would meet at this instant; None for a queue that there is not."""
        floor = self._floor
        if queue not in floor.indexes.named:
            return None
        rules = floor.queue(queue).profile
        call = WaitingCall(
            call=CallId("~"),  # behind its equals
            queue=queue,
            entered_at=at - timedelta(seconds=wanted.waited),
            language=wanted.language,
        )
        known = Known(wanted.tier, wanted.travels_soon)
        enters(call, rules, floor.configuration, wanted.priority, known)
        if rules.starves_after and wanted.waited >= rules.starves_after:
            call.priority = TOP_PRIORITY
        call.hard = not is_easy(call, rules)
        call.width = self._width(rules, floor.indexes.ask(call), wanted.waited)
        lane = self._lane(rules, floor.indexes.ask(call))
        alone = self._waits_for(lane, wanted)
        chances = sorted(self._chances(lane, alone, at), key=lambda one: one[0])
        shut = floor.opening.shut(queue)
        return DryRun(
            queue=queue,
            strategy="preferred" if alone else rules.strategy.value,
            priority=call.priority,
            ahead=floor.queue(queue).waiting.place(call.key),
            search=_search(lane, call.width),
            staff=self._staff(lane),
            shut=shut.because.value if shut else "",
            chances=tuple(chance for _, chance in chances[:MOST_CHANCES]),
            more=max(0, len(chances) - MOST_CHANCES),
        )

    # -- parts -----------------------------------------------------------------------------------

    def _lane(self, rules: QueueProfile, ask: Ask) -> Lane:
        """One of its own: the floor's lanes stay as they are."""
        return Lane(rules, ask, self._floor.seed)

    def _asked(self, lane: Lane) -> Iterator[tuple[Agent, AgentProfile]]:
        names = {one: None for queue in lane.queues for one in self._members(queue)}
        for name in names:
            yield self._floor.agents[name], self._floor.profile(name)

    def _members(self, queue: QueueId) -> list[AgentId]:
        indexes = self._floor.indexes
        return indexes.queue(queue).members if queue in indexes.named else []

    def _staff(self, lane: Lane) -> Staff:
        states, short = Counter[str](), Counter[SkillName]()
        for agent, profile in self._asked(lane):
            lacks = lane.short(profile) or lane.too_hard(profile)
            if agent.state is AgentState.LOGGED_OUT:
                continue
            if lacks is not None:
                short[lacks] += 1
            elif agent.is_free:
                states["free"] += 1
            else:
                states["busy" if agent.state in STAFFED else "not_ready"] += 1
        return Staff(
            signed_in=states.total() + short.total(),
            free=states["free"],
            busy=states["busy"],
            not_ready=states["not_ready"],
            short=dict(sorted(short.items())),
        )

    def _due(self, kind: str, call: WaitingCall) -> datetime | None:
        return self._floor.deadlines.at(DeadlineId(f"{kind}:{call.call}"))

    def _width(self, rules: QueueProfile, ask: Ask, waited: float) -> int:
        """How far the search of a call that has waited so long has widened."""
        width = self._staffed_width(rules, ask, 0)
        while width < len(rules.widening) and rules.widening[width].after <= waited:
            width = self._staffed_width(rules, ask, width + 1)
        return width

    def _staffed_width(self, rules: QueueProfile, ask: Ask, least: int) -> int:
        for width in range(least, len(rules.widening) + 1):
            lane = self._lane(rules, ask._replace(width=width))
            if any(one.state in STAFFED and lane.serves(its) for one, its in self._asked(lane)):
                return width
        return least

    def _waits_for(self, lane: Lane, wanted: Wanted) -> AgentId | None:
        """The agent it would wait for alone."""
        if wanted.preferred is None or wanted.waited >= lane.profile.preferred_for:
            return None
        works = self._floor.agent(wanted.preferred).state in STAFFED
        serves = lane.serves(self._floor.profile(wanted.preferred))
        return wanted.preferred if works and serves else None

    def _chances(
        self, lane: Lane, alone: AgentId | None, at: datetime
    ) -> Iterator[tuple[_Standing, Chance]]:
        for agent, profile in self._asked(lane):
            lost = lost_by(agent, profile, lane)
            if not lost and alone not in (None, agent.id):
                lost = NOT_HERS
            if lost:
                yield (lost, 0.0, 0.0, agent.id), Chance(agent=agent.id, lost=lost)
                continue
            rank, since = lane.rank(agent, profile), idle_from(agent, lane.profile)
            told = rank if isfinite(rank) else None
            chance = Chance(agent=agent.id, rank=told, idle_for=idle_for(agent, at))
            yield ("", rank, since.timestamp() if since else 0.0, agent.id), chance


def _ahead(call: WaitingCall) -> Ahead:
    return Ahead(call=call.call, priority=call.priority, due_at=call.key[1])


def _search(lane: Lane, width: int) -> Search:
    return Search(width=width, queues=lane.queues, needs=lane.needs)
