"""Whether an agent may call somebody of her own accord: no call has her, and her device is there.

Asked by the decisions, and by whoever shows her the button. The floor is read only. Which numbers
she may call is nobody's business in here.
"""

from acd.acts import No
from acd.agent import Agent
from acd.facts import AgentState, Refused
from acd.floor import Floor
from acd.ids import QueueId

FROM = frozenset({AgentState.IDLE, AgentState.NOT_READY})
"""States in which she may: also on a break of her choice, where no call comes to her."""


def against_dialling(floor: Floor, agent: Agent, queue: QueueId) -> No | None:
    """Why not, if anything is against it."""
    if queue not in floor.indexes.named:
        return No(Refused.QUEUE_UNKNOWN)
    if queue not in floor.profile(agent.id).queues:
        return No(Refused.NOT_HER_QUEUE)
    if agent.state not in FROM or agent.offer is not None or agent.call is not None:
        busy = AgentState.OFFERED if agent.state is AgentState.IDLE else agent.state
        return No(Refused.AGENT_NOT_FREE, busy.value)
    if agent.listens is not None or agent.hears is not None:
        return No(Refused.AGENT_NOT_FREE, "listening")
    return None if agent.is_reachable else No(Refused.AGENT_NOT_FREE, AgentState.UNREACHABLE.value)
