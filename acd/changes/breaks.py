"""What facts change of breaks: requests, grants, and the minutes that are used up."""

from datetime import datetime, timedelta

from acd import facts as f
from acd.agent import Agent
from acd.breaks import Breaks
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor
from acd.ids import DeadlineId


class BreakChanges:
    """Of breaks."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._breaks = Breaks(floor)
        self.facts: FactChanges = {
            f.BreakRequested: self._requested,
            f.BreakGranted: self._granted,
            f.BreakRefused: self._refused,
            f.NotReadyOverrun: self._overrun,
        }
        self.deadlines: DeadlineChanges = {}

    def out_of(self, agent: Agent) -> tuple[str, datetime] | None:
        """For what she is out, and since when; None when she is not."""
        out = agent.state is f.AgentState.NOT_READY and self._breaks.reason(agent.reason)
        return (agent.reason, agent.since) if out and agent.since is not None else None

    def moved(self, fact: f.AgentStateChanged, was_out: tuple[str, datetime] | None) -> None:
        """Her state has changed: what she was out for is counted, and a new limit waited for."""
        agent = self._floor.agent(fact.agent)
        self._floor.deadlines.disarm(DeadlineId(f"overrun:{agent.id}"))
        if was_out is not None:
            reason, since = was_out
            day = self._breaks.day_of(fact.at)
            agent.was_away(reason, max(0.0, (fact.at - max(since, day)).total_seconds()), day)
        if fact.state is not f.AgentState.NOT_READY:
            return
        left = self._breaks.left(agent, fact.reason, fact.at)
        if left is not None:
            agent.limit_at = fact.at + timedelta(seconds=max(0.0, left))
            due = self._floor.thought_at(agent.limit_at)
            self._floor.deadlines.arm(DeadlineId(f"overrun:{agent.id}"), due)

    def _requested(self, fact: f.BreakRequested) -> None:
        self._floor.agent(fact.agent).asks(fact.reason, fact.at)

    def _granted(self, fact: f.BreakGranted) -> None:
        agent = self._floor.agent(fact.agent)
        if agent.asked is not None and agent.asked.reason == fact.reason:
            agent.chooses(f.Intent.NOT_READY, fact.reason)

    def _refused(self, fact: f.BreakRefused) -> None:
        self._floor.agent(fact.agent).is_refused(fact.reason)

    def _overrun(self, fact: f.NotReadyOverrun) -> None:
        agent = self._floor.agent(fact.agent)
        if agent.state is f.AgentState.NOT_READY and agent.reason == fact.reason:
            agent.overrun = True
