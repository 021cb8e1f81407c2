"""Certified skills run out at midnight of the house, and from then on count as missing."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.expiry import next_at, soon
from acd.ids import SkillName
from acd.sense import faults
from acd.step import Fact
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import MARIA, OMAR, floor
from tests.bench.rooms import START, Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

FLIGHT, MANDARIN = SkillName("flight"), SkillName("mandarin")
MIDNIGHT = (datetime(2026, 3, 2, 16, 0, tzinfo=UTC) - START).total_seconds()
"""In Shanghai; stories begin at four in the afternoon there."""


def house(day: date, skill: SkillName = FLIGHT, version: int = 1) -> Configuration:
    """Maria's skill runs out."""
    before = floor(version)
    agents = tuple(
        msgspec.structs.replace(one, expires={skill: day}) if one.id == MARIA else one
        for one in before.agents
    )
    return msgspec.structs.replace(before, agents=agents)


def started(day: date, carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(house(day)))
    ready(bench, "maria")
    return room, bench


def offered(told: list[Fact]) -> list[str]:
    return [fact.agent for fact in told if isinstance(fact, f.OfferMade)]


def test_on_its_last_day_it_counts_and_the_day_after_it_does_not() -> None:
    room, bench = started(date(2026, 3, 3))
    assert offered(bench.told(queued(C1, MIDNIGHT - 60))) == [MARIA]
    bench.told(f.CallerLeft(at=at(MIDNIGHT - 59), call=C1))
    assert offered(bench.told(queued(C2, MIDNIGHT + 1))) == []
    told = room.explanation.waits(C2)
    assert told is not None
    assert told.staff.short == {FLIGHT: 1}


def test_one_that_has_run_out_is_missing_from_the_beginning() -> None:
    _, bench = started(date(2026, 3, 2))
    assert offered(bench.told(queued(C1, 5))) == []


def test_a_call_that_came_before_midnight_is_not_offered_behind_it() -> None:
    room, bench = started(date(2026, 3, 3))
    bench.told(queued(C1, MIDNIGHT - 60))
    connected(bench, C1, MARIA, MIDNIGHT - 50)
    bench.told(queued(C2, MIDNIGHT - 40))
    bench.told(f.AgentReleased(at=at(MIDNIGHT - 10), call=C1, agent=MARIA))
    free = bench.told(f.OutcomeGiven(at=at(MIDNIGHT + 5), call=C1, agent=MARIA, outcome="done"))
    assert offered(free) == []
    assert state_of(room, MARIA) == "idle"
    ready_now = f.ConfigurationPublished(at=at(MIDNIGHT + 9), configuration=floor(2))
    assert offered(bench.told(ready_now)) == [MARIA]


def test_a_conversation_goes_on_over_midnight() -> None:
    room, bench = started(date(2026, 3, 3))
    bench.told(queued(C1, MIDNIGHT - 20))
    connected(bench, C1, MARIA, MIDNIGHT - 10)
    bench.passes_until(at(MIDNIGHT + 60))
    assert state_of(room, MARIA) == "on_call"
    assert room.alarms() == ()


@pytest.mark.parametrize("carrying", Carrying)
def test_a_replica_and_a_snapshot_know_the_day(carrying: Carrying) -> None:
    room, bench = started(date(2026, 3, 3), carrying)
    bench.passes_until(at(MIDNIGHT + 1))
    replica = Distributor()
    for fact in bench.journal:
        replica.apply(fact)
    assert replica.dump() == room.dump()
    again = Distributor()
    again.load(room.dump())
    again.apply(queued(C1, MIDNIGHT + 2))
    made = again.handle(queued(C1, MIDNIGHT + 2)).facts
    assert offered(list(made)) == []


def test_the_next_midnight_is_the_houses() -> None:
    shanghai = house(date(2026, 3, 10))
    assert next_at(shanghai, date(2026, 3, 2)) == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    berlin = msgspec.structs.replace(shanghai, time_zone="Europe/Berlin")
    assert next_at(berlin, date(2026, 3, 2)) == datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
    assert next_at(shanghai, date(2026, 3, 10)) is None


@pytest.mark.parametrize(("day", "shown"), [(16, True), (17, False), (1, True)])
def test_it_is_shown_for_fourteen_days(day: int, shown: bool) -> None:
    [maria] = [one for one in house(date(2026, 3, day)).agents if one.id == MARIA]
    assert bool(list(soon(maria, date(2026, 3, 2)))) is shown


def test_what_makes_no_sense_is_named() -> None:
    skills = frozenset(SkillName(one) for one in ("flight", "hotel", "mandarin", "english"))
    [fault] = faults(house(date(2026, 3, 3), SkillName("hotel")), skills)
    assert fault.path == "agents.maria.expires.hotel"
    assert not faults(house(date(2026, 3, 3)), skills)


def test_others_are_served_by_others() -> None:
    room, bench = started(date(2026, 3, 2))
    ready(bench, "omar")
    assert offered(bench.told(queued(C1, 5, language="english"))) == [OMAR]
    assert state_of(room, MARIA) == "idle"
