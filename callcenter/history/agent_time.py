"""How agents spent their time: periods of one state each, and the sums a report needs.

The worker and the reports fold `AgentStateChanged` with it. It must not know how a state came
about; that is the distributor's. Lengths are seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from acd.facts import AgentState, AgentStateChanged
from acd.ids import AgentId, CallId
from acd.step import Fact


class StatePeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch in which an agent was in one state; `until` is None while it lasts."""

    agent: AgentId
    state: AgentState
    since: datetime
    until: datetime | None = None
    reason: str = ""
    call: CallId | None = None

    def seconds_in(self, since: datetime, until: datetime) -> float:
        """How much of it lies between two instants."""
        ends = until if self.until is None else min(self.until, until)
        return max(0.0, (ends - max(self.since, since)).total_seconds())


class AgentDay(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's time between two instants, and the shares made of it."""

    agent: AgentId
    by_state: dict[AgentState, float] = {}
    by_reason: dict[str, float] = {}
    """Not-ready time by reason code."""
    misses: int = 0
    """Offers she did not react to."""

    @property
    def signed_in(self) -> float:
        """Seconds at work, in whatever state."""
        return sum(self.by_state.values())

    @property
    def busy(self) -> float:
        """Seconds given to calls: offers, connecting, conversation and wrap-up."""
        return sum(self.by_state.get(state, 0.0) for state in _BUSY)

    @property
    def occupancy(self) -> float | None:
        """Busy / (busy + idle), 0 to 1; None while she was neither.

        Time not ready is not in it: a break is no idleness.
        """
        whole = self.busy + self.by_state.get(AgentState.IDLE, 0.0)
        return self.busy / whole if whole > 0 else None


_BUSY: Final = (
    AgentState.OFFERED,
    AgentState.CONNECTING,
    AgentState.ON_CALL,
    AgentState.WRAP_UP,
)


def state_periods(facts: Iterable[Fact]) -> dict[AgentId, tuple[StatePeriod, ...]]:
    """Each agent's periods in order, without those of no length; signed out is no period."""
    changes: dict[AgentId, list[AgentStateChanged]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, AgentStateChanged):
            changes[fact.agent].append(fact)
    return {agent: _periods(each) for agent, each in changes.items()}


def agent_day(
    agent: AgentId, periods: Sequence[StatePeriod], since: datetime, until: datetime
) -> AgentDay:
    """The sums of an agent's periods between two instants."""
    by_state: dict[AgentState, float] = defaultdict(float)
    by_reason: dict[str, float] = defaultdict(float)
    misses = 0
    for period in periods:
        seconds = period.seconds_in(since, until)
        if seconds > 0:
            by_state[period.state] += seconds
            if period.state is AgentState.NOT_READY:
                by_reason[period.reason] += seconds
        missed = period.state is AgentState.NOT_RESPONDING and since <= period.since < until
        misses += missed
    return AgentDay(agent=agent, by_state=dict(by_state), by_reason=dict(by_reason), misses=misses)


def _periods(changes: list[AgentStateChanged]) -> tuple[StatePeriod, ...]:
    ordered = sorted(changes, key=lambda change: change.at)
    ends: list[datetime | None] = [change.at for change in ordered[1:]]
    ends.append(None)
    return tuple(
        StatePeriod(
            agent=change.agent,
            state=change.state,
            since=change.at,
            until=until,
            reason=change.reason,
            call=change.call,
        )
        for change, until in zip(ordered, ends, strict=True)
        if change.state is not AgentState.LOGGED_OUT and until != change.at
    )
