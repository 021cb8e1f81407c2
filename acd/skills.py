"""Whether an agent can serve a call: skills and proficiency.

The distributor asks when it sorts agents into lanes and when it explains an offer. It knows nothing
of states or of time.
"""

from acd.configuration import AgentProfile, SkillNeed
from acd.ids import SkillName


def needs_of(needs: tuple[SkillNeed, ...], language: SkillName | None) -> tuple[SkillNeed, ...]:
    """What a call asks for beside a queue's needs; its language is a skill like any other."""
    spoken = () if language is None else (SkillNeed(language, at_least=1),)
    return needs + spoken


def learning(profile: AgentProfile, needs: tuple[SkillNeed, ...]) -> SkillName | None:
    """The first skill of these that she is still learning."""
    if not profile.in_training:
        return None
    return next((need.skill for need in needs if need.skill in profile.in_training), None)


def missing(profile: AgentProfile, needs: tuple[SkillNeed, ...]) -> SkillName | None:
    """The first skill in which she falls short; None when she can serve it."""
    for need in needs:
        if profile.skills.get(need.skill, 0) < need.at_least:
            return need.skill
    return None
