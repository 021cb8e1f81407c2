"""What follows for breaks: who may go, and who is out for too long.

A request is granted at once where there is a place, else when somebody of the team comes back, in
the order of asking; what is for a leader to decide is left alone.
"""

from acd import facts as f
from acd.breaks import Breaks, WaitsFor
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import AgentState
from acd.floor import Floor
from acd.ids import AgentId
from acd.step import DeadlineReached, Fact


class BreakDecisions:
    """Of breaks."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._breaks = Breaks(floor)
        self.facts: FactTable = {f.BreakRequested: self._requested}
        self.deadlines: DeadlineTable = {"overrun": self._out_too_long}

    def next_out(self, fact: f.IntentChosen | f.AgentSignedOut) -> Facts:
        """Her choice may have freed a place of her team."""
        return self.place_freed(fact, fact.agent)

    def place_freed(self, fact: Fact, agent: AgentId) -> Facts:
        """The next of her team may go, if there is a place."""
        team = self._floor.profile(agent).team
        return self._grants(team, fact) if self._breaks.has_quota(team) else ()

    def all_out(self, fact: f.ConfigurationPublished) -> Facts:
        """There may be more places than before, or nobody has to ask any more."""
        return tuple(one for team in self._breaks.asking() for one in self._grants(team, fact))

    def _requested(self, fact: f.BreakRequested) -> Facts:
        agent = self._floor.agent(fact.agent)
        if agent.asked is None or agent.asked.reason != fact.reason:
            return ()
        if self._breaks.waits_for(agent, fact.reason, fact.at) is not WaitsFor.NOTHING:
            return ()
        return (f.BreakGranted(at=fact.at, agent=agent.id, reason=fact.reason),)

    def _grants(self, team: str, fact: Fact) -> Facts:
        return tuple(
            f.BreakGranted(at=fact.at, agent=one.id, reason=one.asked.reason)
            for one in self._breaks.due(team, fact.at)
            if one.asked is not None
        )

    def _out_too_long(self, name: str, fact: DeadlineReached) -> Facts:
        agent = self._floor.agents.get(AgentId(name))
        if agent is None or agent.state is not AgentState.NOT_READY or agent.since is None:
            return ()
        since = agent.since
        return (f.NotReadyOverrun(at=fact.at, agent=agent.id, reason=agent.reason, since=since),)
