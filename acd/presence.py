"""Whether anybody is there for a call: what each of the agents who could serve it does.

A queue's rules name the presences in which an agent counts as nobody; a line is empty when every
agent who could serve it is in one of these.
"""

from collections import Counter
from collections.abc import Collection

from acd.agent import Agent
from acd.facts import AgentState
from acd.overflow import Presence

There = Counter[Presence]
"""How many of some agents are in each."""

_BY_STATE = {
    AgentState.LOGGED_OUT: Presence.SIGNED_OUT,
    AgentState.NOT_READY: Presence.NOT_READY,
    AgentState.IDLE: Presence.FREE,
    AgentState.OFFERED: Presence.BUSY,
    AgentState.CONNECTING: Presence.BUSY,
    AgentState.ON_CALL: Presence.BUSY,
    AgentState.WRAP_UP: Presence.WRAP_UP,
    AgentState.NOT_RESPONDING: Presence.NOT_RESPONDING,
    AgentState.UNREACHABLE: Presence.UNREACHABLE,
}


def presence_of(agent: Agent, breaks: Collection[str]) -> Presence:
    """Of one agent; `breaks` are the reasons that take a place."""
    if agent.state is AgentState.NOT_READY and agent.reason in breaks:
        return Presence.ON_BREAK
    return _BY_STATE[agent.state]


def nobody(there: There, counting: Collection[Presence]) -> bool:
    """Each of them counts as nobody; so it is where there is no agent at all."""
    return all(one in counting for one, how_many in there.items() if how_many)
