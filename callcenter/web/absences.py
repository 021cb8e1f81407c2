"""Who is out and why: one agent's breaks for her desk, and a team's for its leader.

It asks the replica and adds names. It decides nothing and must not know HTTP.
"""

from collections.abc import Iterator

from acd.agent import Agent
from acd.agent_rules import USUAL_REASONS, NotReadyReason
from acd.breaks import Breaks
from acd.facts import AgentState, Intent
from acd.facts.listening import LISTENING
from acd.ids import AgentId
from agent_desktop.catalogue import LISTENING_WORDS, reason_of
from agent_desktop.seen import AbsenceSeen
from agent_desktop.view import Words
from agent_desktop.views import BreakAskedView
from callcenter.clock import now
from callcenter.web.break_shapes import Absence, BreakList, TeamPlaces
from callcenter.web.naming import Naming
from callcenter.web.replica import Replica
from callcenter.web.told import pair


class Absences:
    """Looks into one replica."""

    def __init__(self, replica: Replica, naming: Naming) -> None:
        self._replica = replica
        self._naming = naming

    @property
    def _breaks(self) -> Breaks:
        return self._replica.house.acd.breaks

    def reasons(self) -> tuple[NotReadyReason, ...]:
        """For which an agent may be not ready."""
        configuration = self._replica.configuration
        return configuration.reasons if configuration is not None else USUAL_REASONS

    def words(self, code: str) -> Words:
        """What a reason is called; an unknown one is its own name."""
        if code == LISTENING:
            return LISTENING_WORDS
        rules = self._breaks.reason(code)
        return reason_of(rules, False).words if rules else Words(zh=code, en=code)

    def seen(self, agent: Agent) -> AbsenceSeen:
        """Her own breaks."""
        reasons = tuple(
            reason_of(one, self._breaks.must_ask(agent, one.code)) for one in self.reasons()
        )
        return AbsenceSeen(
            reasons=reasons,
            limit_at=agent.limit_at,
            overrun=agent.overrun,
            asked=self._asked(agent),
            refused=agent.refused,
        )

    def _asked(self, agent: Agent) -> BreakAskedView | None:
        if agent.asked is None:
            return None
        line = [one.id for one in self._breaks.in_line(self._team(agent.id))]
        return BreakAskedView(
            reason=agent.asked.reason,
            since=agent.asked.at,
            waits_for=self._breaks.waits_for(agent, agent.asked.reason, now()).value,
            ahead=line.index(agent.id) if agent.id in line else 0,
        )

    def _team(self, agent: AgentId) -> str:
        configuration = self._replica.configuration
        every = configuration.agents if configuration is not None else ()
        return next((one.team for one in every if one.id == agent), "")

    # -- for a leader ----------------------------------------------------------------------------

    def told(self, visible: frozenset[str] | None) -> BreakList:
        """Who is out or asks to be, of those whom one may see; who asked first comes first."""
        mine = [
            one
            for one in self._replica.house.acd.agents()
            if one.signed_in and (visible is None or one.id in visible)
        ]
        rows = [row for one in mine for row in self._rows(one)]
        order = {"asked": 0, "out": 1, "after_call": 2}
        rows.sort(key=lambda row: (order[row.standing], row.since, row.agent))
        return BreakList(
            at=now(), places=self._places({self._team(one.id) for one in mine}), rows=rows
        )

    def _rows(self, agent: Agent) -> Iterator[Absence]:
        if agent.asked is not None:
            yield self._row(agent, "asked", agent.asked.reason)
        if agent.state is AgentState.NOT_READY and self._breaks.reason(agent.reason):
            yield self._row(agent, "out", agent.reason)
        elif agent.is_occupied and agent.intent is Intent.NOT_READY and agent.intent_reason:
            yield self._row(agent, "after_call", agent.intent_reason)

    def _row(self, agent: Agent, standing: str, reason: str) -> Absence:
        at = now()
        asked = agent.asked if standing == "asked" else None
        return Absence(
            agent=agent.id,
            name=pair(self._naming.person_name(agent.id)),
            team=self._team(agent.id),
            standing=standing,
            reason=reason,
            reason_name=pair(self.words(reason)),
            since=(asked.at if asked else agent.since) or at,
            limit_at=agent.limit_at if standing == "out" else None,
            overrun=agent.overrun and standing == "out",
            waits_for=self._breaks.waits_for(agent, reason, at).value if asked else "",
            had_today=self._breaks.had_today(agent, reason, at),
        )

    def _places(self, teams: set[str]) -> list[TeamPlaces]:
        configuration = self._replica.configuration
        quotas = configuration.breaks if configuration is not None else {}
        out = [one for one in self._replica.house.acd.agents() if self._breaks.holds_place(one)]
        return [
            TeamPlaces(
                team=team,
                name=pair(self._naming.team(team)),
                most=quotas[team].most,
                out=sum(self._team(one.id) == team for one in out),
            )
            for team in sorted(teams & set(quotas))
        ]
