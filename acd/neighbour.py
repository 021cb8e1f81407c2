"""One agent of a lane's queue, as an offer names her beside those who were free.

Most of what there is to say of her stays the same from offer to offer, and is kept; that makes an
offer on a busy floor cheap to explain.
"""

from datetime import datetime

from acd.agent import Agent
from acd.facts import AgentState, Candidate

_IDLE = AgentState.IDLE


class Neighbour:
    """She is one for as long as her lane is."""

    __slots__ = ("_said", "_state", "agent", "shut_out")

    def __init__(self, agent: Agent, shut_out: str) -> None:
        self.agent = agent
        self.shut_out = shut_out
        """What keeps the lane's calls from her, whatever she does; empty: nothing does."""
        self._state = agent.state
        self._said = Candidate(agent.id, self._lost)

    def candidate(self, at: datetime) -> Candidate:
        """What she lost by: what shuts her out, or the state in which she could take no call."""
        agent = self.agent
        if agent.state is _IDLE and agent.is_free:
            return Candidate(agent.id, self._lost, idle_for(agent, at))
        if agent.state is not self._state:
            self._state, self._said = agent.state, Candidate(agent.id, self._lost)
        return self._said

    @property
    def _lost(self) -> str:
        return self.shut_out or str(self.agent.state)


def idle_for(agent: Agent, at: datetime) -> float:
    """Seconds since a free agent came free."""
    if agent.since is None:
        return 0.0
    return max(0.0, (at - (agent.free_since or agent.since)).total_seconds())
