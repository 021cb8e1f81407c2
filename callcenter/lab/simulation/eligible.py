"""A plain look at who could serve whom: what the promises are checked against.

It says again, slowly and in a few lines, what the distributor knows by its indexes. A rule of
routing that forbids a pair of call and agent has to be said here too.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from acd.agent import Agent
from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.facts import AgentState
from acd.ids import AgentId, QueueId, SkillName
from acd.waiting_call import WaitingCall


class Eligible:
    """By one configuration, on one day: an instant of it says which."""

    def __init__(self, configuration: Configuration, at: datetime | None = None) -> None:
        self._zone = ZoneInfo(configuration.time_zone)
        self._today = at.astimezone(self._zone).date() if at is not None else None
        self._queues = {queue.id: queue for queue in configuration.queues}
        self._agents = {agent.id: agent for agent in configuration.agents}

    def rules(self, queue: QueueId) -> QueueProfile | None:
        """Of a queue that the configuration has."""
        return self._queues.get(queue)

    def serves(self, agent: AgentId, call: WaitingCall) -> bool:
        """She is in the queue, or in one that its search has widened to, and has the skills and
        the language; while a call waits for one agent alone, nobody else does.
        """
        if call.preferred is not None:
            return agent == call.preferred
        if call.hard and self.learns(agent, call):
            return False
        return self.could(agent, call.queue, call.language, call.width)

    def learns(self, agent: AgentId, call: WaitingCall) -> bool:
        """She is still learning something that it asks for."""
        profile, rules = self._agents.get(agent), self._queues.get(call.queue)
        if profile is None or rules is None:
            return False
        asked = rules.widening[call.width - 1].needs if call.width else rules.needs
        skills = {call.language, *(need.skill for need in asked)}
        return not skills.isdisjoint(profile.in_training)

    def could(
        self, agent: AgentId, queue: QueueId, language: SkillName | None, width: int = 0
    ) -> bool:
        """By her profile alone."""
        profile, rules = self._agents.get(agent), self._queues.get(queue)
        if profile is None or rules is None:
            return False
        wider = rules.widening[width - 1] if width else None
        queues = self._queues.keys() & {queue, *(wider.also if wider else ())}
        needs = wider.needs if wider else rules.needs
        spoken = language is None or self._level(profile, language) >= 1
        skilled = all(self._level(profile, need.skill) >= need.at_least for need in needs)
        return spoken and skilled and not queues.isdisjoint(profile.queues)

    def _level(self, profile: AgentProfile, skill: SkillName) -> int:
        """Her proficiency; 0 for a skill that has run out."""
        ends = profile.expires.get(skill)
        over = ends is not None and self._today is not None and self._today >= ends
        return 0 if over else profile.skills.get(skill, 0)


def is_free(agent: Agent) -> bool:
    """Nothing has her."""
    return agent.state is AgentState.IDLE and agent.call is None and agent.offer is None
