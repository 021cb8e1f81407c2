"""To whom a caller may be handed over: the queues, and the agents one looks for.

It reads the replica and gives REST shapes. It must not know who may look.
"""

from acd.agent import Agent
from acd.facts import AgentState
from acd.ids import QueueId
from callcenter.web.naming import Naming
from callcenter.web.replica import Replica
from callcenter.web.told import pair
from callcenter.web.transfer_shapes import AgentTarget, QueueTarget, TransferTargets

MOST_AGENTS = 20
"""More than these nobody reads: one types a further letter instead."""

_ORDER = {
    AgentState.IDLE: 0,
    AgentState.OFFERED: 1,
    AgentState.CONNECTING: 1,
    AgentState.WRAP_UP: 1,
    AgentState.ON_CALL: 2,
}
"""Who can take a call now first, then who can soon."""


class HandingOver:
    """Looks at one process's replica."""

    def __init__(self, replica: Replica, naming: Naming) -> None:
        self._replica = replica
        self._naming = naming

    def targets(self, sought: str, but: str) -> TransferTargets:
        """Queues and signed-in agents whose name or number has this in it; not oneself."""
        sought = sought.strip().casefold()
        acd = self._replica.house.acd
        queues = [self._queue(one) for one in acd.queues()]
        agents = [
            one
            for one in acd.agents()
            if one.state is not AgentState.LOGGED_OUT and one.id != but and self._is(one, sought)
        ]
        agents.sort(key=lambda one: (_ORDER.get(one.state, 3), one.id))
        return TransferTargets(
            queues=[one for one in queues if _has(sought, one.queue, one.name.zh, one.name.en)],
            agents=[self._agent(one) for one in agents[:MOST_AGENTS]],
            more=max(0, len(agents) - MOST_AGENTS),
        )

    def _is(self, agent: Agent, sought: str) -> bool:
        name = self._naming.person_name(agent.id)
        return _has(sought, agent.id, name.zh, name.en)

    def _queue(self, queue: QueueId) -> QueueTarget:
        acd = self._replica.house.acd
        figures = acd.queue_figures(queue)
        return QueueTarget(
            queue=queue,
            name=pair(self._naming.queue(queue)),
            open=acd.is_open(queue),
            waiting=figures.waiting if figures is not None else 0,
            idle=figures.idle if figures is not None else 0,
        )

    def _agent(self, agent: Agent) -> AgentTarget:
        return AgentTarget(
            agent=agent.id,
            name=pair(self._naming.person_name(agent.id)),
            team_name=pair(self._naming.team(self._naming.person(agent.id).team)),
            state=agent.state.value,
            since=agent.since,
            free=agent.is_free,
        )


def _has(sought: str, *names: str) -> bool:
    return any(sought in name.casefold() for name in names)
