"""Silent listening as a desk sees it: the replica's listeners, with names added.

It decides nothing and must not know HTTP.
"""

from acd.agent import Agent
from acd.configuration import AgentProfile
from acd.facts import AgentState
from acd.ids import AgentId
from agent_desktop.listening_views import ListenView
from agent_desktop.view import NAMELESS, Words
from callcenter.web.naming import Naming
from callcenter.web.replica import Replica


class Ears:
    """Looks into one replica."""

    def __init__(self, replica: Replica, naming: Naming) -> None:
        self._replica = replica
        self._naming = naming

    def seen(self, agent: Agent, profile: AgentProfile | None) -> ListenView:
        """Whom she may hear, whom she hears, and who hears her."""
        calls = self._replica.house.calls.state
        mentor = (profile.mentor if profile is not None else None) or ""
        listener, ear = calls.listeners.get(agent.id), calls.ears.get(agent.id)
        heard = ear.heard_since if ear is not None and not ear.dropped else None
        to = agent.listens.agent if agent.listens is not None else ""
        return ListenView(
            mentor=mentor,
            mentor_name=self._name(mentor),
            mentor_is_there=self._is_there(mentor),
            agent=to,
            agent_name=self._name(to),
            hears_since=heard if to else None,
            trouble=listener.trouble if listener is not None else "",
            refused=agent.listen_no.value if agent.listen_no is not None else "",
            heard_by=self._heard_by(agent.id),
        )

    def _name(self, agent: str) -> Words:
        return self._naming.person_name(agent) if agent else NAMELESS

    def _is_there(self, agent: str) -> bool:
        known = self._replica.house.acd.agent(AgentId(agent)) if agent else None
        return known is not None and known.state is not AgentState.LOGGED_OUT

    def _heard_by(self, agent: AgentId) -> tuple[Words, ...]:
        configuration = self._replica.configuration
        if configuration is None or not configuration.listening_is_shown:
            return ()
        ears = sorted(self._replica.house.calls.state.ears.items())
        return tuple(
            self._naming.person_name(listener)
            for listener, ear in ears
            if ear.agent == agent and ear.heard_since is not None and not ear.dropped
        )
