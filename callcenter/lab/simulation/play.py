"""Plays a scenario: the real distributor, its callers and its agents, from a seed.

The same seed and scenario give the same facts. Each run of a seed has random numbers of its own,
and each queue and each agent within it too: one more agent does not change who calls.
"""

from collections.abc import Callable, Iterator
from random import Random

from acd import facts as f
from acd.distributor import Distributor
from acd.ids import QueueId
from callcenter.lab.simulation.agents import Day
from callcenter.lab.simulation.callers import Caller, callers
from callcenter.lab.simulation.conversations import Conversations
from callcenter.lab.simulation.course import SECOND, Course, Witness
from callcenter.lab.simulation.scenario import Scenario
from callcenter.lab.simulation.tally import Tally

_HOUR = 3600.0
_TAIL = 0.25
"""Hours between two looks whether everybody has been served."""


def play(
    scenario: Scenario,
    seed: str,
    *witnesses: Witness,
    make_room: Callable[[], Distributor] = Distributor,
) -> Tally:
    """One run."""
    room = make_room()
    course = Course(room)
    configuration = scenario.configuration()
    days = {
        agent: Day(agent, staff, room, course, Random(f"{seed}/{agent}"))
        for staff in scenario.agents
        for agent in staff.agents()
    }
    conversations = Conversations(days, course)
    within = {queue.id: queue.answer_within for queue in configuration.queues}
    tally = Tally(within, scenario.warm_up * _HOUR, scenario.hours * _HOUR)
    course.watched_by(conversations, tally, *witnesses)
    course.tell(f.ConfigurationPublished(at=course.instant, configuration=configuration))
    for day in days.values():
        day.plan(scenario.hours)
    for wanted in scenario.queues:
        stream = callers(wanted, scenario.hours * _HOUR, Random(f"{seed}/{wanted.id}"))
        _next(stream, wanted.id, conversations, course)
    _to_the_end(scenario.hours, conversations, course)
    tally.closes()
    return tally


def _next(
    stream: Iterator[Caller], queue: QueueId, conversations: Conversations, course: Course
) -> None:
    """Plan the next caller of a queue; he brings the one after him."""
    caller = next(stream, None)
    if caller is None:
        return

    def enters() -> None:
        _next(stream, queue, conversations, course)
        conversations.enters(caller, queue)

    course.plan_at(round(caller.comes * SECOND), enters)


def _to_the_end(hours: float, conversations: Conversations, course: Course) -> None:
    """Until the last caller has gone; where nobody serves them, as long again as they came."""
    end = round(hours * _HOUR * SECOND)
    course.runs(end)
    while not conversations.is_over and course.now < 2 * end:
        course.runs(course.now + round(_TAIL * _HOUR * SECOND))
