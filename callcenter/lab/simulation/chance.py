"""Configurations drawn at random: every rule there is, with the values that are worth trying.

A rule that is added to a profile gets a line in one of the tables; without one it keeps its
default. Strategies come from their own list, so a new one is tried at once.
"""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any, Final

import msgspec

from acd.agent_rules import After, AfterOffer, BreakQuota, OverQuota, Then, WrapUp
from acd.configuration import (
    AgentProfile,
    Configuration,
    IdleSince,
    QueueProfile,
    Refusals,
    SkillNeed,
    Strategy,
    Widening,
)
from acd.hours import WEEK, Calendar
from acd.ids import AgentId, QueueId, SkillName
from acd.overflow import MAY_COUNT, Overflow, When, WhenEmpty
from acd.targets import USUAL, Target

SKILLS: Final = tuple(map(SkillName, ("flight", "hotel", "visa")))
LANGUAGES: Final = tuple(map(SkillName, ("mandarin", "english")))
QUEUES: Final = tuple(map(QueueId, ("flights", "hotels", "visas", "complaints")))
AGENTS: Final = tuple(map(AgentId, ("ann", "bo", "cy", "di", "ed", "fay")))

Rules = Mapping[str, Callable[[Random], Any]]


def _one_of(*values: Any) -> Callable[[Random], Any]:
    return lambda random: random.choice(values)


def _needs(random: Random) -> tuple[SkillNeed, ...]:
    few = random.sample(SKILLS, random.choice((0, 0, 1, 1, 2)))
    return tuple(SkillNeed(skill, random.randint(1, 3)) for skill in few)


def _skills(random: Random) -> dict[SkillName, int]:
    return {skill: random.randint(1, 5) for skill in SKILLS + LANGUAGES if random.random() < 0.75}


def _expires(random: Random) -> dict[SkillName, date]:
    """A few run out: before the story, with its midnight, or after it."""
    ends = (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3))
    return {skill: random.choice(ends) for skill in SKILLS + LANGUAGES if random.random() < 0.1}


def _widening(random: Random) -> tuple[Widening, ...]:
    """Half of the queues widen, once or twice, a few of them to other queues."""
    return tuple(
        Widening(
            after=5 + 10 * number,
            needs=_needs(random),
            also=tuple(random.sample(QUEUES, random.choice((0, 0, 1)))),
        )
        for number in range(random.choice((0, 0, 1, 2)))
    )


def _after_offer(random: Random) -> AfterOffer:
    """Now and then another rule than the usual one."""
    return AfterOffer(
        **{
            name: After(then=random.choice(tuple(Then)), seconds=random.choice((0, 1, 20)))
            for name in AfterOffer.__struct_fields__
            if random.random() < 0.15
        }
    )


CALENDARS: Final = {
    "short": Calendar(
        week=dict.fromkeys(WEEK, ("00:00-00:04", "00:05-00:11", "00:14-24:00")), time_zone="UTC"
    ),
    "late": Calendar(week=dict.fromkeys(WEEK, ("00:06-00:16",)), time_zone="UTC"),
}
"""They open and close while a story lasts."""


def _target(random: Random) -> Target:
    """Any of the five ways; some lead in a circle or nowhere, which a call has to survive."""
    return random.choice(
        (
            USUAL,
            Target(queue=random.choice((*QUEUES, QueueId("nowhere")))),
            Target(callback=True),
            Target(voicemail=True),
            Target(flow="main/menu"),
        )
    )


def _overflow(random: Random) -> tuple[Overflow, ...]:
    """A third of the queues have such rules."""
    return tuple(
        Overflow(
            when=random.choice(tuple(When)),
            over=random.choice((1, 3, 20, 90)),
            to=_target(random),
        )
        for _ in range(random.choice((0, 0, 0, 0, 1, 2)))
    )


def _when_empty(random: Random) -> WhenEmpty | None:
    if random.random() < 0.75:
        return None
    counting = tuple(sorted(random.sample(sorted(MAY_COUNT), random.randint(1, len(MAY_COUNT)))))
    return WhenEmpty(counting=counting, empty_for=random.choice((0, 1, 20)), to=_target(random))


def _exit_keys(random: Random) -> dict[str, Target]:
    return {key: _target(random) for key in random.sample("0123456789*#", random.choice((0, 2)))}


def _closing(random: Random) -> str | Target:
    return "serve" if random.random() < 0.5 else _target(random)


TEAMS: Final = ("", "early", "late")

QUEUE_RULES: Final[Rules] = {
    "needs": _needs,
    "strategy": _one_of(*Strategy),
    "idle_since": _one_of(*IdleSince),
    "widening": _widening,
    "preferred_for": _one_of(0, 3, 15),
    "last_agent_within": _one_of(0, 1, 720),
    "ring_at_once": _one_of(1, 1, 1, 2, 5),
    "ring_next_after": _one_of(0, 0, 3),
    "starves_after": _one_of(0, 20, 600),
    "priority": _one_of(0, 0, 0, 1, 2),
    "easy_up_to": _one_of(0, 0, 3),
    "dropped_back_within": _one_of(0, 30, 600),
    "keep_place_for": _one_of(0, 20, 120),
    "head_start": _one_of(0, 0, 5, 60),
    "answer_within": _one_of(0, 20),
    "handle_within": _one_of(1, 180),
    "service_target": _one_of(0.8, 0.9),
    "answer_target": _one_of(0.8, 0.9),
    "ring_for": _one_of(1, 10, 20),
    "short_abandon_under": _one_of(0, 5),
    "wrap_up": _one_of(*WrapUp, WrapUp.TIMED),
    "wrap_up_early": _one_of(True, True, False),
    "wrap_up_for": _one_of(0, 1, 30),
    "wrap_up_extension": _one_of(0, 15),
    "announce_every": _one_of(0, 0, 7, 30),
    "after_offer": _after_offer,
    "auto_answer": _one_of(False, False, False, True),
    "agents_may_pull": _one_of(False, True),
    "calendar": _one_of("", "", "", *CALENDARS),
    "overflow": _overflow,
    "join_empty": _when_empty,
    "leave_when_empty": _when_empty,
    "exit_keys": _exit_keys,
    "closed": _target,
    "closing": _closing,
    "emergency": _target,
}
AGENT_RULES: Final[Rules] = {
    "queues": lambda random: tuple(one for one in QUEUES if random.random() < 0.6),
    "places": lambda random: {one: random.randint(0, 3) for one in random.sample(QUEUES, 2)},
    "weights": lambda random: {one: random.randint(1, 9) for one in random.sample(QUEUES, 2)},
    "skills": _skills,
    "expires": _expires,
    "team": _one_of(*TEAMS),
    "auto_answer": _one_of(None, None, True, False),
    "device": _one_of("browser", "browser", "browser", "sip:phone@127.0.0.1"),
    "mentor": _one_of(None, *AGENTS),
    "in_training": lambda random: tuple(
        skill for skill in SKILLS + LANGUAGES if random.random() < 0.15
    ),
}
HOUSE_RULES: Final[Rules] = {
    "time_zone": _one_of("Asia/Shanghai", "Etc/GMT+1"),
    "tiers": _one_of({"gold": 3}, {}, {"gold": 1, "silver": 9}),
    "trip_within_priority": _one_of(0, 0, 2),
    "after_offer": _after_offer,
    "breaks": lambda random: {
        team: BreakQuota(most=random.randint(0, 2), over=random.choice(tuple(OverQuota)))
        for team in random.sample(TEAMS[1:], random.randint(0, 2))
    },
    "refusals": lambda random: Refusals(
        rejected=random.choice((0, 1, 15)), unreachable=random.choice((0, 1, 5))
    ),
}


def drawn(rules: Rules, random: Random) -> dict[str, Any]:
    """A value for each rule."""
    return {name: draw(random) for name, draw in rules.items()}


def configuration(random: Random, version: int) -> Configuration:
    """At least one queue and one agent; the default queue is one of them."""
    queues = tuple(
        QueueProfile(id=one, **drawn(QUEUE_RULES, random))
        for one in random.sample(QUEUES, random.randint(1, len(QUEUES)))
    )
    agents = tuple(
        AgentProfile(id=one, **drawn(AGENT_RULES, random))
        for one in random.sample(AGENTS, random.randint(1, len(AGENTS)))
    )
    house = drawn(HOUSE_RULES, random)
    return Configuration(
        version=version,
        queues=queues,
        agents=agents,
        default_queue=random.choice(queues).id,
        calendars=CALENDARS,
        announcements={"fire": {LANGUAGES[0]: "再见"}},
        **house,
    )


def changed(before: Configuration, random: Random) -> Configuration:
    """The next version: all of it new, or one queue's or one agent's rules."""
    version = before.version + 1
    if random.random() < 0.3:
        return configuration(random, version)
    replace = msgspec.structs.replace
    if random.random() < 0.5:
        queue = random.choice(before.queues)
        other_queue = replace(queue, **drawn(QUEUE_RULES, random))
        queues = tuple(other_queue if one is queue else one for one in before.queues)
        return replace(before, version=version, queues=queues)
    agent = random.choice(before.agents)
    other_agent = replace(agent, **drawn(AGENT_RULES, random))
    agents = tuple(other_agent if one is agent else one for one in before.agents)
    return replace(before, version=version, agents=agents)
