"""Whether a configuration makes sense: asked before it is published, never after.

Each fault names its place as a path into the configuration, and the cure. A configuration with a
fault is not published; the version before stays in force.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import starmap
from typing import NamedTuple

from acd.agent_sense import agent_faults
from acd.configuration import Configuration, QueueProfile, SkillNeed
from acd.days import is_time_zone
from acd.hours import calendar_faults
from acd.ids import QueueId, SkillName
from acd.overflow_sense import overflow_faults
from acd.target_sense import target_faults


class Fault(NamedTuple):
    """What makes no sense, where, and what to do about it."""

    path: str
    """Such as `queues.flights.needs[0].skill`."""
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}; {self.cure}"


def faults(configuration: Configuration, skills: frozenset[SkillName]) -> tuple[Fault, ...]:
    """Everything that makes no sense; `skills` are all there are. Empty: it may be published."""
    return tuple(_faults(configuration, skills))


def _faults(configuration: Configuration, skills: frozenset[SkillName]) -> Iterator[Fault]:
    names = Counter(queue.id for queue in configuration.queues)
    for name in (one for one, count in names.items() if count > 1):
        yield Fault(f"queues.{name}", "there are two of this name", "rename one of them")
    if configuration.queues and configuration.default_queue not in names:
        yield Fault("default_queue", "no queue has this name", "choose one of the queues")
    for queue in configuration.queues:
        yield from _needs(f"queues.{queue.id}", queue.needs, skills)
        yield from _widening(queue, skills, frozenset(names))
        yield from _callbacks(queue)
    yield from starmap(Fault, agent_faults(configuration))
    yield from starmap(Fault, target_faults(configuration))
    yield from starmap(Fault, overflow_faults(configuration))
    yield from _calendars(configuration)


def _calendars(configuration: Configuration) -> Iterator[Fault]:
    """Each is open at some time, and every queue names one that there is."""
    for name, calendar in configuration.calendars.items():
        place = f"calendars.{name}"
        if not is_time_zone(calendar.time_zone):
            what = f"no time zone is called {calendar.time_zone}"
            yield Fault(f"{place}.time_zone", what, "write one such as Asia/Shanghai")
        yield from starmap(Fault, calendar_faults(place, calendar))
    for queue in configuration.queues:
        if queue.calendar and queue.calendar not in configuration.calendars:
            path = f"queues.{queue.id}.calendar"
            what = f"no calendar is called {queue.calendar}"
            yield Fault(path, what, f"one of: {sorted(configuration.calendars)}")


def _needs(
    place: str, needs: tuple[SkillNeed, ...], skills: frozenset[SkillName]
) -> Iterator[Fault]:
    for number, need in enumerate(needs):
        if need.skill not in skills:
            path = f"{place}.needs[{number}].skill"
            yield Fault(path, f"no skill is called {need.skill}", "add it, or choose another")


def _widening(
    queue: QueueProfile, skills: frozenset[SkillName], queues: frozenset[QueueId]
) -> Iterator[Fault]:
    """Each wider search comes after the one before, and asks for what there is."""
    before = 0
    for number, wider in enumerate(queue.widening):
        place = f"queues.{queue.id}.widening[{number}]"
        if wider.after <= before:
            yield Fault(
                f"{place}.after",
                f"{wider.after} s is not later than what comes before it",
                f"use {before + 1} or more",
            )
        before = max(before, wider.after)
        yield from _needs(place, wider.needs, skills)
        for at, name in enumerate(wider.also):
            if name not in queues:
                path = f"{place}.also[{at}]"
                yield Fault(path, f"no queue is called {name}", "choose one of the queues")


def _callbacks(queue: QueueProfile) -> Iterator[Fault]:
    """What is promised to whom is called back."""
    least = {"promise_within": 1, "callback_tries": 1, "callback_retry_after": 1}
    for name, at_least in least.items():
        if getattr(queue, name) < at_least:
            yield Fault(
                f"queues.{queue.id}.{name}",
                f"{getattr(queue, name)} is too little",
                f"use {at_least} or more",
            )
