"""Who may listen to whom, and who listens: asked by the decisions and by desks."""

from acd.agent import Agent
from acd.facts import AgentState, Intent, ListenNo, ListenPressed
from acd.facts.listening import LISTENING, Why
from acd.floor import Floor
from acd.ids import AgentId


def against(floor: Floor, fact: ListenPressed) -> ListenNo | None:
    """What stands against it; None: she may."""
    listener, agent = floor.agent(fact.by), floor.agent(fact.agent)
    if fact.by == fact.agent:
        return ListenNo.HERSELF
    if fact.supervises and fact.because not in set(Why):
        return ListenNo.NO_REASON
    if not fact.supervises and floor.profile(fact.by).mentor != fact.agent:
        return ListenNo.NOT_HER_MENTOR
    if not listener.signed_in or not listener.is_reachable:
        return ListenNo.NOT_REACHABLE
    if listener.is_occupied or listener.offer is not None:
        return ListenNo.BUSY
    return ListenNo.NOT_THERE if agent.state is AgentState.LOGGED_OUT else None


def still_wants(agent: Agent) -> bool:
    """Her last choice was to listen."""
    return agent.intent is Intent.NOT_READY and agent.intent_reason == LISTENING


def listeners(floor: Floor, agent: AgentId | None = None) -> list[Agent]:
    """Who is attached to an agent's calls, or to anybody's, in the order of their numbers."""
    found = floor.indexes.listeners.values()
    mine = [one for one in found if one.listens and agent in (None, one.listens.agent)]
    return sorted(mine, key=lambda one: one.id)
