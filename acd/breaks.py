"""Breaks: how much of a reason she has had today, who has a place, and who waits for one.

Asked by changes, decisions and desks; the floor is read only. A place is held from the grant on,
during the call before the break too. Only teams with a quota are looked at.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from acd.agent import Agent
from acd.agent_rules import USUAL_REASONS, BreakQuota, NotReadyReason, OverQuota
from acd.days import midnight
from acd.facts import AgentState, Intent
from acd.floor import Floor


class WaitsFor(StrEnum):
    """What a request still needs."""

    NOTHING = "nothing"
    """It may be granted now."""
    PLACE = "place"
    """Somebody of her team has to come back."""
    LEADER = "leader"
    """Her team's leader has to decide."""


class Breaks:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    # -- reasons ---------------------------------------------------------------------------------

    def reason(self, code: str) -> NotReadyReason | None:
        """The rules of a reason; None for one that is not the house's."""
        configured = self._floor.configuration
        every = configured.reasons if configured else USUAL_REASONS
        return next((one for one in every if one.code == code), None)

    def had_today(self, agent: Agent, code: str, at: datetime) -> float:
        """Seconds of the local day that she was out for this reason, up to now."""
        since = self.day_of(at)
        had = agent.away.get(code, 0.0) if agent.away_day == since else 0.0
        if agent.state is AgentState.NOT_READY and agent.reason == code and agent.since:
            had += max(0.0, (at - max(agent.since, since)).total_seconds())
        return had

    def left(self, agent: Agent, code: str, at: datetime) -> float | None:
        """Seconds she may now be out for it; below 0 when it was too much; None: no limit.

        When the day's minutes are used up and her leader lets her go all the same, only the limit
        at a stretch counts.
        """
        rules = self.reason(code)
        if rules is None:
            return None
        limits = [rules.once * 60.0] if rules.once else []
        today = rules.a_day * 60.0 - self.had_today(agent, code, at)
        if rules.a_day and (today > 0 or not rules.once):
            limits.append(today)
        return min(limits, default=None)

    def day_of(self, at: datetime) -> datetime:
        """The beginning of the house's day."""
        configured = self._floor.configuration
        return midnight(configured.time_zone, at) if configured else at

    # -- places ----------------------------------------------------------------------------------

    def must_ask(self, agent: Agent, code: str) -> bool:
        """Whether this reason of hers is asked for; else she simply is out."""
        rules = self.reason(code)
        limited = rules is not None and (rules.takes_place or rules.a_day > 0)
        return limited and self._quota(self._team(agent)) is not None

    def waits_for(self, agent: Agent, code: str, at: datetime) -> WaitsFor:
        """What a request of hers needs now."""
        rules, quota = self.reason(code), self._quota(self._team(agent))
        if rules is None or quota is None:
            return WaitsFor.NOTHING
        if rules.a_day and self.had_today(agent, code, at) >= rules.a_day * 60:
            return WaitsFor.LEADER
        if not rules.takes_place or self.holds_place(agent) or self._places(self._team(agent)) > 0:
            return WaitsFor.NOTHING
        return WaitsFor.LEADER if quota.over is OverQuota.LEADER else WaitsFor.PLACE

    def holds_place(self, agent: Agent) -> bool:
        """She is out on a break, or will be after her call."""
        rules = self.reason(agent.intent_reason)
        out = agent.signed_in and agent.intent is Intent.NOT_READY
        return out and rules is not None and rules.takes_place

    def in_line(self, team: str) -> list[Agent]:
        """Those of a team who asked and have no answer, who asked first comes first."""
        waiting = [one for one in self._members(team) if one.asked is not None]
        return sorted(waiting, key=lambda one: (one.asked.at, one.id) if one.asked else ())

    def due(self, team: str, at: datetime) -> Iterator[Agent]:
        """Those whose request may be granted now, as many as there are places."""
        quota = self._quota(team)
        places = self._places(team) if quota else len(self._floor.agents)
        for one in self.in_line(team) if places > 0 else ():
            if one.asked and self.waits_for(one, one.asked.reason, at) is WaitsFor.NOTHING:
                places -= 1
                yield one
            if places <= 0:
                return

    def has_quota(self, team: str) -> bool:
        """Whether anybody of this team has to ask."""
        return self._quota(team) is not None

    def asking(self) -> tuple[str, ...]:
        """Every team of which somebody asks."""
        asked = {self._team(one) for one in self._floor.agents.values() if one.asked is not None}
        return tuple(sorted(asked))

    def _team(self, agent: Agent) -> str:
        return self._floor.profile(agent.id).team

    def _members(self, team: str) -> Iterator[Agent]:
        return (self._floor.agents[one] for one in self._floor.indexes.teams.get(team, ()))

    def _quota(self, team: str) -> BreakQuota | None:
        configured = self._floor.configuration
        return configured.breaks.get(team) if configured else None

    def _places(self, team: str) -> int:
        """How many more may go; below 0 when a leader granted more."""
        quota = self._quota(team)
        if quota is None:
            return 0
        return quota.most - sum(self.holds_place(one) for one in self._members(team))
