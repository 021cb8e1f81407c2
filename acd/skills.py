"""Whether an agent can serve a call: skills and proficiency.

The distributor asks when it sorts agents into lanes and when it explains an offer. It knows nothing
of states or of time.
"""

from acd.configuration import AgentProfile, QueueProfile, SkillNeed
from acd.ids import SkillName


def needs_of(queue: QueueProfile, language: SkillName | None) -> tuple[SkillNeed, ...]:
    """What a call in this queue asks for; its language is a skill like any other."""
    spoken = () if language is None else (SkillNeed(language, at_least=1),)
    return queue.needs + spoken


def missing(profile: AgentProfile, needs: tuple[SkillNeed, ...]) -> SkillName | None:
    """The first skill in which she falls short; None when she can serve it."""
    for need in needs:
        if profile.skills.get(need.skill, 0) < need.at_least:
            return need.skill
    return None
