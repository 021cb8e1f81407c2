"""Whether work is left lying: an agent idle beside a call she could take, and calls out of order.

It counts, by a plain look at facts and profiles, at each instant at which the distributor has said
everything that follows. Nothing is rounded off: an instant is a microsecond, so a violation that
lasts for any time at all is one. It knows what every agent and call of a scenario may do; it asks
the room nothing. For scenarios whose queues do not widen, prefer, or ring for several.
"""

from collections import Counter
from heapq import heappop, heappush
from itertools import chain

from acd import facts as f
from acd.facts import AgentState
from acd.ids import AgentId, CallId, QueueId, SkillName
from acd.step import Fact
from callcenter.lab.simulation.eligible import Eligible

Kind = frozenset["Ask"]
"""What an agent can take: agents of one kind are alike."""
Ask = tuple[QueueId, SkillName | None]
"""What a call asks for."""
_Key = tuple[int, int, CallId]


class Conservation:
    """Watches one run from its first fact on."""

    def __init__(self) -> None:
        self.idle_beside_waiting = 0
        """Steps after which somebody was idle beside a call that she could take."""
        self.overtaken = 0
        """Offers of a call while one that goes before it waited for the same agent."""
        self.offers = 0
        self._eligible: Eligible | None = None
        self._priorities: dict[QueueId, int] = {}
        self._promises: dict[QueueId, int] = {}
        self._asks: set[Ask] = set()
        self._kinds: dict[AgentId, Kind] = {}
        self._idle: Counter[Kind] = Counter()
        self._is_idle: set[AgentId] = set()
        self._lines: dict[Ask, list[_Key]] = {}
        self._calls: dict[CallId, tuple[Ask, _Key]] = {}
        self._waiting: Counter[Ask] = Counter()
        self._in_line: set[CallId] = set()
        self._changed = False

    def sees(self, fact: Fact) -> None:
        """Keep the two lists: who is idle, who waits."""
        match fact:
            case f.AgentStateChanged():
                self._becomes(fact.agent, fact.state is AgentState.IDLE)
            case f.OfferMade():
                self._offered(fact)
            case f.CallQueued():
                self._queued(fact)
            case f.CallRequeued():
                self._waits(fact.call)
            case f.CallAbandoned() | f.CallerLeft():
                self._waits_no_more(fact.call)
            case f.ConfigurationPublished():
                self._eligible = Eligible(fact.configuration)
                for queue in fact.configuration.queues:
                    self._priorities[queue.id] = queue.priority
                    self._promises[queue.id] = queue.answer_within - queue.head_start
            case _:
                pass

    def settles(self) -> None:
        """Nobody who is idle can take anything that waits."""
        if not self._changed:
            return
        self._changed = False
        idle = [kind for kind, count in self._idle.items() if count]
        waits = [ask for ask, count in self._waiting.items() if count]
        self.idle_beside_waiting += any(ask in kind for kind in idle for ask in waits)

    # -- agents ----------------------------------------------------------------------------------

    def _becomes(self, agent: AgentId, idle: bool) -> None:
        if idle == (agent in self._is_idle):
            return
        self._changed = True
        self._idle[self._kind(agent)] += 1 if idle else -1
        (self._is_idle.add if idle else self._is_idle.discard)(agent)

    def _kind(self, agent: AgentId) -> Kind:
        kind = self._kinds.get(agent)
        if kind is None:
            kind = self._kinds[agent] = frozenset(
                ask for ask in self._asks if self._eligible and self._eligible.could(agent, *ask)
            )
        return kind

    def _knows(self, ask: Ask) -> None:
        """A call of its own sort: what each agent can take is found anew."""
        if ask not in self._asks:
            self._asks.add(ask)
            self._kinds.clear()
            self._idle = Counter(map(self._kind, self._is_idle))

    # -- calls -----------------------------------------------------------------------------------

    def _queued(self, fact: f.CallQueued) -> None:
        ask = (fact.queue, fact.language)
        self._knows(ask)
        within = self._promises[fact.queue] - fact.head_start
        due = round(fact.at.timestamp() * 1e6) + within * 1_000_000
        key = (-fact.priority - self._priorities[fact.queue], due, fact.call)
        self._calls[fact.call] = (ask, key)
        self._waits(fact.call)

    def _waits(self, call: CallId) -> None:
        found = self._calls.get(call)
        if found is not None and call not in self._in_line:
            self._in_line.add(call)
            self._waiting[found[0]] += 1
            heappush(self._lines.setdefault(found[0], []), found[1])
            self._changed = True

    def _waits_no_more(self, call: CallId) -> None:
        if call in self._in_line:
            self._in_line.discard(call)
            self._waiting[self._calls[call][0]] -= 1

    def _offered(self, fact: f.OfferMade) -> None:
        self.offers += 1
        hers = self._kind(fact.agent)
        firsts = (self._first(ask) for ask in hers)
        first = min(chain.from_iterable(firsts), default=None)
        self.overtaken += first is not None and first[2] != fact.call
        self._waits_no_more(fact.call)
        self._becomes(fact.agent, idle=False)

    def _first(self, ask: Ask) -> list[_Key]:
        """The first of a line, if there is one; who is there no more is let go."""
        line = self._lines.get(ask, [])
        while line and line[0][2] not in self._in_line:
            heappop(line)
        return line[:1]
