"""What the distributor is told about queues and agents, as immutable versions.

No names and no numbers of persons are in here: it travels inside a fact.
"""

from enum import StrEnum

import msgspec

from acd.ids import AgentId, QueueId, SkillName


class SkillNeed(msgspec.Struct, frozen=True):
    """A skill a call needs, with the least proficiency (1-5) that will do."""

    skill: SkillName
    at_least: int = 1


class Strategy(StrEnum):
    """Which of a queue's free agents takes the next call; among equals the longest idle."""

    LONGEST_IDLE = "longest_idle"
    """Since she came free."""
    BEST_SKILLED = "best_skilled"
    """The highest proficiency, summed over the skills the call needs."""
    ROUND_ROBIN = "round_robin"
    """Whoever was offered a call of this queue longest ago, taken or not; a newcomer first."""


class QueueProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One queue's rules. Times are whole seconds."""

    id: QueueId
    needs: tuple[SkillNeed, ...] = ()
    strategy: Strategy = Strategy.LONGEST_IDLE
    priority: int = 0
    """Added to a call's own priority; higher is served first."""
    answer_within: int = 20
    """The promise T of the service level."""
    handle_within: int = 180
    service_target: float = 0.9
    ring_for: int = 10
    short_abandon_under: int = 5
    wrap_up_for: int = 30
    wrap_up_extension: int = 15
    announce_every: int = 30
    """Pause between position announcements; the first comes on entry."""


class AgentProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One agent as routing sees her."""

    id: AgentId
    queues: tuple[QueueId, ...] = ()
    skills: dict[SkillName, int] = {}
    """Skill to proficiency 1-5; languages are skills."""
    device: str = "browser"
    """`browser`, or the SIP URI of a desk phone."""
    team: str = ""
    site: str = ""
    employer: str = "own"


class Refusals(msgspec.Struct, frozen=True, kw_only=True):
    """How long an agent gets no offer after one that was not taken. Whole seconds."""

    rejected: int = 15
    unreachable: int = 5


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """One published version of everything the distributor needs to know."""

    version: int
    queues: tuple[QueueProfile, ...]
    agents: tuple[AgentProfile, ...]
    default_queue: QueueId
    """Where a call goes that was found without a card, or whose flow failed."""
    refusals: Refusals = Refusals()
