"""The order in which a queue's free agents take its calls.

A strategy gives each free agent a rank in a lane; the lowest rank takes the next call, and among
equals whoever is idle longest. A rank is fixed while she is idle, so that the lane can keep her in
order. Who may serve a call at all is none of a strategy's business; that is `acd.skills`.
"""

from acd.agent import Agent
from acd.configuration import AgentProfile, SkillNeed, Strategy
from acd.ids import QueueId

SHORTER_IDLE = "shorter_idle"
LESS_SKILLED = "less_skilled"
OFFERED_LATER = "offered_later"

LOST_BY: dict[Strategy, str] = {
    Strategy.LONGEST_IDLE: SHORTER_IDLE,
    Strategy.BEST_SKILLED: LESS_SKILLED,
    Strategy.ROUND_ROBIN: OFFERED_LATER,
}
"""What a free agent of a higher rank lost by."""


def rank(
    strategy: Strategy,
    agent: Agent,
    profile: AgentProfile,
    queue: QueueId,
    needs: tuple[SkillNeed, ...],
) -> float:
    """Where she stands among a lane's free agents; lower is first."""
    if strategy is Strategy.BEST_SKILLED:
        return -float(sum(profile.skills.get(need.skill, 0) for need in needs))
    if strategy is Strategy.ROUND_ROBIN:
        # Whoever was offered nothing yet comes first: the round starts with her.
        offered_at = agent.offered_at.get(queue)
        return 0.0 if offered_at is None else offered_at.timestamp()
    return 0.0
