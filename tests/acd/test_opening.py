"""Queues that open and close by their calendars, and by the emergency switch."""

from datetime import timedelta

import msgspec
import pytest

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState
from acd.hours import WEEK, Calendar, SpecialDay
from acd.ids import CallId
from acd.targets import Because, Target
from tests.acd.telling import C1, C2, published, queued, state_of
from tests.acd.test_callbacks import in_line
from tests.acd.test_targets import diverted, house, pressed, told
from tests.bench.people import FLIGHTS, HOTELS, MARIA
from tests.bench.rooms import START, Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

MINUTE = 60.0
SPANS = ("07:00-08:01", "08:10-08:30")
"""Stories begin at 08:00 UTC: it closes after a minute, and opens again nine minutes later."""


def with_hours(
    configuration: Configuration, spans: tuple[str, ...] = SPANS, **days: SpecialDay
) -> Configuration:
    """Flights open and close."""
    calendar = Calendar(
        week=dict.fromkeys(WEEK, spans),
        days={START.date(): day for day in days.values()},
        time_zone="UTC",
    )
    queues = tuple(
        msgspec.structs.replace(one, calendar="office") if one.id == FLIGHTS else one
        for one in configuration.queues
    )
    return msgspec.structs.replace(configuration, queues=queues, calendars={"office": calendar})


def doors(bench: Bench) -> list[tuple[str, float]]:
    """What was said of queues, and after how many seconds."""
    facts = (one for one in bench.journal if isinstance(one, f.QueueOpened | f.QueueClosed))
    return [(type(one).__name__, (one.at - START).total_seconds()) for one in facts]


@pytest.mark.parametrize("carrying", Carrying)
def test_a_queue_opens_and_closes_by_its_calendar(carrying: Carrying) -> None:
    room, bench = told(with_hours(house()), carrying)
    assert room.is_open(FLIGHTS)
    assert room.changes_at(FLIGHTS) == at(MINUTE)
    bench.passes_until(at(MINUTE))
    shut = room.shut(FLIGHTS)
    assert shut is not None
    assert (shut.because, shut.since, shut.until) == (Because.CLOSED, at(MINUTE), at(10 * MINUTE))
    bench.passes_until(at(10 * MINUTE))
    assert room.is_open(FLIGHTS)
    assert room.is_open(HOTELS)
    assert room.changes_at(HOTELS) is None
    bench.passes_until(at(31 * MINUTE))
    assert doors(bench) == [
        ("QueueOpened", 0),
        ("QueueClosed", MINUTE),
        ("QueueOpened", 10 * MINUTE),
        ("QueueClosed", 30 * MINUTE),
    ]


def test_on_a_holiday_the_caller_is_told_so() -> None:
    room, bench = told(with_hours(house(), today=SpecialDay(name="国庆节")))
    bench.told(queued(C1, 5))
    assert diverted(bench) == [(C1, FLIGHTS, "holiday", "hang_up")]
    tomorrow = START + timedelta(hours=23)
    assert room.changes_at(FLIGHTS) == tomorrow


@pytest.mark.parametrize("carrying", Carrying)
def test_at_closing_time_who_is_in_line_is_served_and_who_comes_is_not(carrying: Carrying) -> None:
    room, bench = told(with_hours(house()), carrying)
    bench.told(queued(C1, 50))
    bench.told(queued(C2, 61))
    assert room.in_line(FLIGHTS) == (C1,)
    assert diverted(bench) == [(C2, FLIGHTS, "closed", "hang_up")]
    ready(bench, "maria")
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert offer.call == C1


def test_at_the_very_instant_of_closing_the_call_that_came_first_is_in() -> None:
    """Both orders of the race between a caller and the clock."""
    room, bench = told(with_hours(house()))
    bench.told(queued(C1, MINUTE))
    assert room.in_line(FLIGHTS) == (C1,)
    room, bench = told(with_hours(house()))
    bench.passes_until(at(MINUTE))
    bench.told(queued(C1, MINUTE))
    assert room.in_line(FLIGHTS) == ()


@pytest.mark.parametrize("carrying", Carrying)
def test_closing_sends_who_waits_to_its_target_in_order(carrying: Carrying) -> None:
    rules = house(flights={"closing": Target(queue=HOTELS)})
    room, bench = told(with_hours(rules), carrying)
    bench.told(queued(C1, 10))
    bench.told(queued(C2, 20))
    bench.passes_until(at(MINUTE))
    assert room.in_line(HOTELS) == (C1, C2)
    assert diverted(bench) == [
        (C1, FLIGHTS, "closed", "queue"),
        (C2, FLIGHTS, "closed", "queue"),
    ]


def test_a_call_that_comes_back_to_a_closed_line_goes_where_the_others_went() -> None:
    rules = house(flights={"closing": Target(queue=HOTELS)})
    room, bench = told(with_hours(rules))
    ready(bench, "maria")
    bench.told(queued(C1, 55))
    bench.passes_until(at(64))
    assert diverted(bench) == []
    bench.passes_until(at(66))
    assert diverted(bench) == [(C1, FLIGHTS, "closed", "queue")]
    assert room.in_line(HOTELS) == (C1,)


@pytest.mark.parametrize("carrying", Carrying)
def test_a_new_configuration_closes_the_door_and_drops_nobody(carrying: Carrying) -> None:
    rules = house(flights={"closing": Target(hang_up={})})
    room, bench = told(rules, carrying)
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
    before = room.in_line(FLIGHTS)
    bench.told(published(with_hours(rules, ("20:00-21:00",)), 5))
    assert not room.is_open(FLIGHTS)
    assert room.in_line(FLIGHTS) == before
    bench.told(queued(CallId("c3"), 6))
    assert diverted(bench) == [("c3", FLIGHTS, "closed", "hang_up")]
    assert room.in_line(FLIGHTS) == before
    bench.told(published(rules, 7))
    assert room.is_open(FLIGHTS)
    assert room.changes_at(FLIGHTS) is None


def test_the_same_calendar_again_is_no_news() -> None:
    _, bench = told(with_hours(house()))
    bench.told(published(with_hours(house()), 5))
    assert doors(bench) == [("QueueOpened", 0)]


@pytest.mark.parametrize("carrying", Carrying)
def test_nobody_is_called_back_while_the_queue_is_closed(carrying: Carrying) -> None:
    room, bench = told(with_hours(house()), carrying)
    bench.told(in_line(90))
    ready(bench, "maria")
    bench.passes_until(at(9 * MINUTE))
    assert room.offer_of(MARIA) is None
    assert room.in_line(FLIGHTS) == (CallId("c0b1"),)
    bench.passes_until(at(10 * MINUTE))
    assert state_of(room, MARIA) is AgentState.OFFERED


def test_a_callback_that_rings_at_closing_time_and_is_declined_rests() -> None:
    room, bench = told(with_hours(house()))
    ready(bench, "maria")
    bench.told(in_line(55))
    bench.passes_until(at(66))
    assert room.in_line(FLIGHTS) == (CallId("c0b1"),)
    bench.told(f.IntentChosen(at=at(70), agent=MARIA, intent=f.Intent.AVAILABLE))
    assert room.offer_of(MARIA) is None
    bench.passes_until(at(10 * MINUTE))
    assert room.offer_of(MARIA) is not None


def test_an_emergency_is_over_only_when_both_switches_are_released() -> None:
    room, bench = told(with_hours(house()))
    bench.told(pressed(1))
    bench.told(pressed(2, None))
    bench.passes_until(at(MINUTE))
    shut = room.shut(FLIGHTS)
    assert shut is not None
    assert (shut.because, shut.since) == (Because.EMERGENCY, at(1))
    assert not room.is_open(HOTELS)
    bench.told(pressed(70, on=False))
    assert not room.is_open(FLIGHTS)
    bench.told(pressed(71, None, on=False))
    shut = room.shut(FLIGHTS)
    assert shut is not None
    assert shut.because is Because.CLOSED
    assert room.is_open(HOTELS)


def test_an_emergency_outlives_a_restart_and_a_new_configuration() -> None:
    room, bench = told(house())
    bench.told(pressed(1, None))
    again = Distributor()
    again.load(room.dump())
    bench = Bench(again)
    bench.told(published(with_hours(house()), 5))
    emergency = again.emergency()
    assert emergency is not None
    assert emergency.since == at(1)
    bench.told(queued(C1, 6))
    assert diverted(bench) == [(C1, FLIGHTS, "emergency", "hang_up")]


def test_a_queue_that_is_no_more_leaves_no_emergency_behind() -> None:
    room, bench = told(house())
    bench.told(pressed(1, HOTELS))
    without = tuple(one for one in house().queues if one.id != HOTELS)
    bench.told(published(msgspec.structs.replace(house(), queues=without), 2))
    bench.told(published(house(), 3))
    assert room.is_open(HOTELS)
