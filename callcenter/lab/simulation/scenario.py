"""What is played: queues with their callers, agents with their days and habits.

It is plain data, checked in `scenario_file`. Times are seconds, but for `hours` and the stretches
of an agent's day, which are hours from the beginning.
"""

from typing import Any

import msgspec

from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.ids import AgentId, QueueId, SkillName
from callcenter.lab.simulation.draws import NO_TIME, Draw

Stretch = tuple[float, float]
"""From and to, in hours from the beginning."""


class Callers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One queue, who calls it, and its rules."""

    id: QueueId
    calls_per_half_hour: float | tuple[float, ...] = 0.0
    """Poisson; several numbers are one half hour each, and begin anew after the last."""
    arrivals: tuple[float, ...] | str = ()
    """Recorded instead: seconds from the beginning, or a file with one in each line."""
    talk: Draw = Draw(exponential=180.0)
    patience: Draw | None = None
    """After which a waiting caller hangs up; without it, never."""
    languages: dict[SkillName, float] = {}
    """Shares of the callers who ask for a language; the rest ask for none."""
    rules: dict[str, Any] = {}
    """Any rule of `acd.configuration.QueueProfile`."""


class Habits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How agents are. Shares are from 0 to 1."""

    answer: Draw = NO_TIME
    """From offer to accept or reject."""
    connect: Draw = NO_TIME
    """From accept to the joined voices."""
    wrap_up: Draw = NO_TIME
    """From the end of the conversation to the outcome; the queue's own limit ends it earlier."""
    no_answer: float = 0.0
    """Share of offers that she does not see."""
    rejects: float = 0.0
    connect_fails: float = 0.0
    """Share of accepted offers whose voices are not joined."""
    returns: Draw = Draw(constant=30.0)
    """Until she chooses ready again after an offer she did not see, or after her audio was lost."""
    lost_desk: float = 0.0
    """Share of sessions in which her page is lost once."""
    lost_audio: float = 0.0
    """Share of sessions in which her audio is lost once."""
    lost_for: Draw = Draw(exponential=10.0)


class Sessions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Coming and going at random within her stretches: signed in, then signed out."""

    works: Draw
    rests: Draw


class Staff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Agents who are alike."""

    name: str = "agent"
    count: int = 1
    queues: tuple[QueueId, ...] = ()
    skills: dict[SkillName, int] = {}
    shifts: tuple[Stretch, ...] = ()
    """When they are signed in; without any, all the time."""
    breaks: tuple[Stretch, ...] = ()
    """When they are not ready."""
    sessions: Sessions | None = None
    habits: Habits = Habits()

    def agents(self) -> tuple[AgentId, ...]:
        """Their names."""
        return tuple(AgentId(f"{self.name}-{number}") for number in range(1, self.count + 1))


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One simulated stretch of time."""

    hours: float = 40.0
    """In which callers come; those who are there at the end are served to the end."""
    warm_up: float = 0.5
    """Hours at the beginning whose calls do not count."""
    queues: tuple[Callers, ...]
    agents: tuple[Staff, ...]

    def configuration(self) -> Configuration:
        """As the distributor gets it; raises msgspec.ValidationError for a rule of a wrong kind."""
        queues = tuple(
            msgspec.convert({**callers.rules, "id": callers.id}, QueueProfile, strict=False)
            for callers in self.queues
        )
        agents = tuple(
            AgentProfile(id=agent, queues=staff.queues, skills=staff.skills)
            for staff in self.agents
            for agent in staff.agents()
        )
        return Configuration(
            version=1, queues=queues, agents=agents, default_queue=self.queues[0].id
        )


ONE_QUEUE = QueueId("calls")


class Simple(msgspec.Struct, frozen=True, kw_only=True):
    """One queue, agents who are all alike and answer at once: the case that theory knows."""

    calls_per_half_hour: float
    agents: int
    handle: float
    patience: float | None
    answer_within: int
    hours: float = 40.0
    warm_up: float = 0.5

    def scenario(self) -> Scenario:
        """As a scenario."""
        callers = Callers(
            id=ONE_QUEUE,
            calls_per_half_hour=self.calls_per_half_hour,
            talk=Draw(exponential=self.handle),
            patience=Draw(exponential=self.patience) if self.patience else None,
            rules={"answer_within": self.answer_within, "announce_every": 0},
        )
        staff = Staff(count=self.agents, queues=(ONE_QUEUE,))
        return Scenario(hours=self.hours, warm_up=self.warm_up, queues=(callers,), agents=(staff,))
