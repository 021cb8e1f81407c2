"""Whether the rules of an agent's life make sense: a part of `acd.sense`.

Each fault is its path, what is wrong, and the cure.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from acd.agent_rules import After, AfterOffer, Then
from acd.configuration import AgentProfile, Configuration
from acd.days import is_time_zone
from acd.facts.listening import LISTENING
from acd.ids import AgentId

_Found = Iterator[tuple[str, str, str]]

_TAKEN = frozenset(
    {"declined", "busy", "no_answer", "lost", LISTENING, *AfterOffer.__struct_fields__}
)
"""Reason codes that the distributor gives by itself."""


def agent_faults(configuration: Configuration) -> _Found:
    """Everything that makes no sense in rules about agents."""
    yield from _after_offer("after_offer", configuration.after_offer)
    for queue in configuration.queues:
        yield from _after_offer(f"queues.{queue.id}.after_offer", queue.after_offer)
    for agent in configuration.agents:
        if agent.capacity.voice != 1:
            yield f"agents.{agent.id}.capacity.voice", "nobody has two calls at once", "set 1"
        if agent.mentor == agent.id:
            yield f"agents.{agent.id}.mentor", "she is her own mentor", "name another agent"
        yield from _expires(agent)
        yield from _training(agent, {one.id: one for one in configuration.agents})
    yield from _reasons(configuration)
    for team, quota in configuration.breaks.items():
        if quota.most < 0:
            yield f"breaks.{team}.most", f"{quota.most} is no number of people", "set 0 or more"
    if not is_time_zone(configuration.time_zone):
        name = configuration.time_zone
        yield "time_zone", f"{name!r} is no time zone", "use one such as Asia/Shanghai"


def _expires(agent: AgentProfile) -> _Found:
    for skill in sorted(agent.expires.keys() - agent.skills.keys()):
        path = f"agents.{agent.id}.expires.{skill}"
        yield path, "she has no such skill", "add it to her skills, or leave this out"


def _training(agent: AgentProfile, others: Mapping[AgentId, AgentProfile]) -> _Found:
    path = f"agents.{agent.id}"
    mentor = others.get(agent.mentor) if agent.mentor is not None else None
    if agent.in_training and mentor is None:
        cure = "name one of the agents as her mentor"
        yield f"{path}.mentor", "she learns a skill, and nobody teaches her", cure
    for number, skill in enumerate(agent.in_training):
        place = f"{path}.in_training[{number}]"
        if skill not in agent.skills:
            yield place, f"she has no skill {skill!r}", "add it to her skills, or leave this out"
        if mentor is not None and (skill not in mentor.skills or skill in mentor.in_training):
            cure = "name another mentor, or leave this out"
            yield place, f"her mentor has not learnt {skill!r} herself", cure


def _reasons(configuration: Configuration) -> _Found:
    if not configuration.reasons:
        yield "reasons", "without a reason nobody may be not ready", "name one, or leave them out"
    codes = Counter(reason.code for reason in configuration.reasons)
    for number, reason in enumerate(configuration.reasons):
        path = f"reasons[{number}]"
        if not reason.code or reason.code in _TAKEN:
            yield f"{path}.code", f"{reason.code!r} has a meaning of its own", "choose another"
        elif codes[reason.code] > 1:
            yield f"{path}.code", f"there are two of {reason.code}", "rename one of them"
        if min(reason.once, reason.a_day) < 0:
            yield path, "a limit below 0 minutes", "set 0 for none, or more"


def _after_offer(place: str, rules: AfterOffer) -> _Found:
    for cause in rules.__struct_fields__:
        rule: After | None = getattr(rules, cause)
        if rule is None:
            continue
        path = f"{place}.{cause}.seconds"
        if rule.then is Then.PAUSE and rule.seconds < 1:
            yield path, "a pause of no length offers the same call again at once", "set 1 or more"
        elif rule.seconds < 0:
            yield path, f"{rule.seconds} is no length", "set 0 or more"
