"""A caller's way through the dialogue by what the other rooms of the house know."""

from datetime import date
from typing import Any

import msgspec
import pytest

import acd.facts as a
import ivr.facts as i
from acd.configuration import Configuration
from acd.hours import WEEK, Calendar, SpecialDay
from acd.ids import CallId, FlowName, PartyId, PromptId
from callcenter.house import House
from ivr.flow_file import read
from tests.bench.rooms import START, at
from tests.calls.story import CALL, CALLER, CONFIGURATION, FLIGHTS, Story

pytestmark = pytest.mark.thinking

HOURS = """\
flow: main
languages: [english]
start: hours
default_queue: flights
nodes:
  hours:
    hours: flights
    open: in_line
    closed: bye
  in_line: {queue: flights}
  bye:
    hang_up: true
    say: {english: Goodbye.}
"""


def published(file: str) -> i.FlowsPublished:
    flow = read(file)
    return i.FlowsPublished(at=at(0), version=2, flows=(flow,), numbers={"8000": flow.name})


def with_calendar(calendar: Calendar) -> Configuration:
    [flights] = CONFIGURATION.queues
    return msgspec.structs.replace(
        CONFIGURATION,
        queues=(msgspec.structs.replace(flights, calendar="day"),),
        calendars={"day": calendar},
    )


def by(story: Story) -> list[str]:
    return [one.by for one in story.all(i.BranchTaken)]


WORKDAY = Calendar(week=dict.fromkeys(WEEK, ("09:00-18:00",)), time_zone="UTC")
NIGHT_AND_DAY = Calendar(week=dict.fromkeys(WEEK, ("00:00-24:00",)), time_zone="UTC")
FEAST = msgspec.structs.replace(
    NIGHT_AND_DAY, days={date(START.year, START.month, START.day): SpecialDay(name="Feast")}
)


@pytest.mark.parametrize(
    ("calendar", "seconds", "expected"),
    [
        (WORKDAY, 3599, "closed"),
        (WORKDAY, 3600, "open"),
        (NIGHT_AND_DAY, 0, "open"),
        (FEAST, 0, "holiday"),
        (FEAST, 16 * 3600, "open"),
        (None, 0, "open"),
    ],
)
def test_a_queue_s_hours_are_those_of_the_distributor(
    calendar: Calendar | None, seconds: float, expected: str
) -> None:
    """The story begins at 8 in the morning."""
    story = Story(with_calendar(calendar) if calendar else CONFIGURATION)
    story.tell(published(HOURS))
    story.wait(seconds)
    story.arrives()
    assert by(story) == [expected]


def test_an_emergency_comes_before_the_hours_and_ends() -> None:
    story = Story()
    story.tell(published(HOURS))
    story.tell(a.EmergencyPressed(at=at(1), on=True, queue=FLIGHTS))
    story.arrives()
    assert by(story) == ["emergency"]
    later = Story()
    later.tell(published(HOURS))
    later.tell(a.EmergencyPressed(at=at(1), on=True))
    later.tell(a.EmergencyPressed(at=at(2), on=False))
    later.seconds = 3
    later.arrives()
    assert by(later) == ["open"]


def test_hours_are_known_at_once_after_a_restart_from_a_snapshot() -> None:
    before = Story(with_calendar(WORKDAY))
    before.tell(published(HOURS))
    story = Story()
    story.house = House()
    story.house.load(before.house.dump())
    story.arrives()
    assert by(story) == ["closed"]
    assert story.house.dialogues.library.flow(2, FlowName("main")) is not None


BRANCH = """\
flow: main
languages: [english]
start: hello
default_queue: flights
nodes:
  hello:
    say: {english: Hello.}
    next: who
  who:
    branch:
      - {dialled: "8001", next: bye}
      - {tier: gold, travels_soon: true, next: bye}
      - {tier: gold, next: bye}
      - {queue: flights, nobody_there: true, next: bye}
      - {queue: flights, waiting_at_least: 1, next: bye}
    otherwise: in_line
  in_line: {queue: flights}
  bye: {hang_up: true}
"""


def heard(story: Story) -> list[str]:
    """The greeting is over; which way the caller went then."""
    prompt = PromptId(f"{CALL}:p1")
    story.tell(
        i.PromptEnded(at=at(story.seconds), call=CALL, leg=CALLER, prompt=prompt, how="finished")
    )
    return by(story)


def identified(story: Story, **known: Any) -> None:
    story.tell(
        a.CustomerIdentified(
            at=at(story.seconds), call=CALL, party=PartyId("p"), customers=("k",), **known
        )
    )


def test_a_customer_counts_who_is_known_by_then() -> None:
    for known, expected in (
        ({"tier": "gold", "travels_soon": True}, "2"),
        ({"tier": "gold"}, "3"),
        ({"tier": "silver"}, "otherwise"),
        (None, "otherwise"),
    ):
        story = Story()
        story.ready()
        story.tell(published(BRANCH))
        story.arrives()
        if known is not None:
            identified(story, **known)
        assert heard(story) == [expected]
        identified(story, tier="gold")
        assert by(story) == [expected]


def test_the_number_that_was_dialled_counts() -> None:
    story = Story()
    story.ready()
    flow = published(BRANCH)
    story.tell(msgspec.structs.replace(flow, numbers={"8001": FlowName("main")}))
    story.arrives("8001")
    assert heard(story) == ["1"]


def test_who_is_there_and_who_waits_is_the_distributor_s_word() -> None:
    nobody = Story()
    nobody.tell(published(BRANCH))
    nobody.arrives()
    assert heard(nobody) == ["4"]
    waiting = Story()
    waiting.ready()
    waiting.tell(published(BRANCH))
    waiting.arrives()
    waiting.tell(a.CallQueued(at=at(0), call=CallId("other"), party=PartyId("q"), queue=FLIGHTS))
    assert heard(waiting) == ["5"]
