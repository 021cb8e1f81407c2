"""What a simulated stretch comes to, told from its facts alone, as every report is.

Calls count by their first entry into a queue, agents' time by the clock; both only after the
warm-up. The service level is `callcenter.history`'s own.
"""

from array import array
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from acd import facts as f
from acd.agent import OCCUPIED, STAFFED
from acd.ids import AgentId, CallId, QueueId
from acd.step import Fact
from callcenter.history.service_level import Counts, service_level
from callcenter.lab.simulation.course import START


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Of one run. Shares from 0 to 1, waits in seconds; None where there was nothing to measure."""

    offered: int
    service_level: float | None
    answer_rate: float | None
    abandons: float | None
    """Share of the offered."""
    waits: float | None
    """Share that was not answered at the instant it came."""
    asa: float | None
    """Mean wait of the answered."""
    mean_wait: float | None
    """Mean wait of all, those abandoned included."""
    p50: float | None
    """Of the answered."""
    p90: float | None
    occupancy: float | None
    """Offered, connecting, in a call or in wrap-up, of the time signed in for calls."""
    offers_per_answer: float | None
    foreseen_p50: float | None
    """Share of those who were told a wait at their entry, and answered, who waited no longer than
    its median.
    """
    foreseen_p80: float | None
    """No longer than what four of five were to wait."""
    foreseen_error: float | None
    """Median of how far their waits were from the median foreseen."""


class Foreseen:
    """How the waits told at entry came true."""

    def __init__(self) -> None:
        self.errors = array("d")
        self.within_p50 = self.within_p80 = 0

    def came_true(self, told: f.PlaceTold, at: datetime) -> None:
        """One call was answered."""
        if told.p50 is None or told.p80 is None:
            return
        waited = (at - told.at).total_seconds()
        self.errors.append(abs(waited - told.p50))
        self.within_p50 += waited <= told.p50
        self.within_p80 += waited <= told.p80


class Group:
    """The calls of one queue, or of all."""

    def __init__(self) -> None:
        self.answered = array("d")
        self.abandoned = array("d")
        self.answered_within = 0
        self.abandoned_within = 0
        self.unfinished = 0
        self.offers = 0
        self.foreseen = Foreseen()

    def counts(self) -> Counts:
        """For the formulas; a call that is not over at the end has crossed T."""
        return Counts(
            answered=len(self.answered),
            answered_within=self.answered_within,
            abandoned=len(self.abandoned),
            abandoned_within=self.abandoned_within,
            crossed=self.unfinished,
        )

    def outcome(self, occupancy: float | None) -> Outcome:
        """All figures."""
        answered, abandoned = self.answered, self.abandoned
        offered = len(answered) + len(abandoned) + self.unfinished
        ordered = sorted(answered)
        at_once = sum(1 for waited in answered if waited == 0)
        return Outcome(
            offered=offered,
            service_level=service_level(self.counts()),
            answer_rate=_share(len(answered), offered),
            abandons=_share(len(abandoned), offered),
            waits=_share(offered - at_once, offered),
            asa=_share(sum(answered), len(answered)),
            mean_wait=_share(sum(answered) + sum(abandoned), len(answered) + len(abandoned)),
            p50=_part(ordered, 0.5),
            p90=_part(ordered, 0.9),
            occupancy=occupancy,
            offers_per_answer=_share(self.offers, len(answered)),
            foreseen_p50=_share(self.foreseen.within_p50, len(self.foreseen.errors)),
            foreseen_p80=_share(self.foreseen.within_p80, len(self.foreseen.errors)),
            foreseen_error=_part(sorted(self.foreseen.errors), 0.5),
        )


class Tally:
    """Folds the facts of one run."""

    def __init__(self, answer_within: Mapping[QueueId, int], warm_up: float, end: float) -> None:
        self.queues = {queue: Group() for queue in answer_within}
        self.all = Group()
        self._within = answer_within
        self._from = START + timedelta(seconds=warm_up)
        self._end = START + timedelta(seconds=end)
        self._waiting: dict[CallId, tuple[QueueId, datetime]] = {}
        self._told: dict[CallId, f.PlaceTold] = {}
        self._states: dict[AgentId, tuple[f.AgentState, datetime]] = {}
        self._busy = self._staffed = 0.0
        self._table: dict[type[Fact], Callable[[Any], None]] = {
            f.CallQueued: self._queued,
            f.PlaceTold: self._place_told,
            f.OfferMade: self._offered,
            f.CallConnected: self._answered,
            f.CallAbandoned: self._abandoned,
            f.AgentStateChanged: self._agent_changed,
        }

    def sees(self, fact: Fact) -> None:
        """One more."""
        fold = self._table.get(type(fact))
        if fold is not None:
            fold(fact)

    def settles(self) -> None:
        """Nothing is kept from one step to the next."""

    def closes(self) -> None:
        """The run is over: whoever waits is unfinished, and agents' time ends."""
        for call in list(self._waiting):
            for group in self._groups(call):
                group.unfinished += 1
        for agent, (state, _) in list(self._states.items()):
            self._changes(agent, state, self._end)

    def outcome(self) -> Outcome:
        """Of all calls."""
        return self.all.outcome(self._busy / self._staffed if self._staffed else None)

    def _groups(self, call: CallId) -> tuple[Group, Group]:
        return self.all, self.queues[self._waiting[call][0]]

    def _queued(self, fact: f.CallQueued) -> None:
        if fact.at >= self._from:
            self._waiting.setdefault(fact.call, (fact.queue, fact.at))

    def _place_told(self, fact: f.PlaceTold) -> None:
        if fact.call in self._waiting:
            self._told.setdefault(fact.call, fact)

    def _offered(self, fact: f.OfferMade) -> None:
        if fact.call in self._waiting:
            for group in self._groups(fact.call):
                group.offers += 1

    def _answered(self, fact: f.CallConnected) -> None:
        if fact.call not in self._waiting:
            return
        groups, (queue, entered) = self._groups(fact.call), self._waiting.pop(fact.call)
        waited = (fact.at - entered).total_seconds()
        told = self._told.pop(fact.call, None)
        for group in groups:
            if told is not None:
                group.foreseen.came_true(told, fact.at)
            group.answered.append(waited)
            group.answered_within += waited <= self._within[queue]

    def _abandoned(self, fact: f.CallAbandoned) -> None:
        if fact.call not in self._waiting:
            return
        self._told.pop(fact.call, None)
        groups, (queue, _) = self._groups(fact.call), self._waiting.pop(fact.call)
        for group in groups:
            group.abandoned.append(fact.waited)
            group.abandoned_within += fact.waited <= self._within[queue]

    def _agent_changed(self, fact: f.AgentStateChanged) -> None:
        self._changes(fact.agent, fact.state, fact.at)

    def _changes(self, agent: AgentId, state: f.AgentState, at: datetime) -> None:
        before, since = self._states.get(agent, (f.AgentState.LOGGED_OUT, at))
        self._states[agent] = (state, at)
        seconds = (min(at, self._end) - max(since, self._from)).total_seconds()
        if seconds > 0:
            self._staffed += seconds * (before in STAFFED)
            self._busy += seconds * (before in OCCUPIED)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _part(ordered: list[float], share: float) -> float | None:
    """The smallest value that this share does not exceed."""
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else None
