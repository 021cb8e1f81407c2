"""Rules that change while calls wait: nobody is dropped, and nobody loses a place."""

import pytest
from msgspec.structs import replace

from acd.configuration import Configuration, Strategy
from acd.distributor import Distributor
from acd.ids import CallId, QueueId
from tests.acd.telling import published, queued
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, MARIA, floor
from tests.bench.rooms import Bench, Carrying
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

QUEUES = (FLIGHTS, HOTELS, COMPLAINTS)
WAITING = {queue: tuple(CallId(f"{queue}{number}") for number in range(4)) for queue in QUEUES}


def waiting(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    """Four calls in each queue, the last of each more urgent than the others; nobody works."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(floor()))
    for number in range(4):
        for place, queue in enumerate(QUEUES):
            came = queued(WAITING[queue][number], 1 + number * 3 + place, queue)
            bench.told(replace(came, priority=2 if number == 3 else 0))
    return room, bench


def order(room: Distributor) -> dict[QueueId, tuple[CallId, ...]]:
    return {queue: room.in_line(queue) for queue in QUEUES}


def with_rules(**rules: object) -> Configuration:
    told = floor(version=2)
    return replace(told, queues=tuple(replace(one, **rules) for one in told.queues))


CHANGES = [
    with_rules(),
    with_rules(priority=5),
    with_rules(priority=-5),
    with_rules(answer_within=60, head_start=30),
    with_rules(strategy=Strategy.BEST_SKILLED),
    with_rules(needs=()),
    with_rules(ring_at_once=3, starves_after=0),
    replace(floor(version=2), tiers={"gold": 9}, trip_within_priority=9),
    replace(floor(version=2), agents=()),
    replace(floor(version=2), queues=tuple(reversed(floor().queues))),
]


@pytest.mark.parametrize("carrying", list(Carrying))
@pytest.mark.parametrize("change", CHANGES)
def test_everybody_keeps_the_place(change: Configuration, carrying: Carrying) -> None:
    room, bench = waiting(carrying)
    before, entries = order(room), {one.call: one.entered_at for one in room.calls()}
    assert [len(calls) for calls in before.values()] == [4, 4, 4]
    assert before[FLIGHTS] == tuple(WAITING[FLIGHTS][one] for one in (3, 0, 1, 2))
    bench.told(published(change, 20))
    assert order(room) == before
    assert {one.call: one.entered_at for one in room.calls()} == entries


def test_calls_of_a_queue_that_is_no_more_stand_in_the_default_queue_by_their_entry() -> None:
    room, bench = waiting()
    queues = tuple(one for one in floor().queues if one.id != HOTELS)
    bench.told(published(replace(floor(version=2), queues=queues), 20))
    urgent = [WAITING[queue][3] for queue in (FLIGHTS, HOTELS)]
    others = [WAITING[queue][number] for number in range(3) for queue in (FLIGHTS, HOTELS)]
    assert room.in_line(FLIGHTS) == (*urgent, *others)
    assert room.in_line(HOTELS) == ()


def test_after_the_change_the_first_in_line_is_served_first() -> None:
    room, bench = waiting()
    bench.told(published(with_rules(priority=5), 20))
    ready(bench, "maria")
    held = room.offer_of(MARIA)
    assert held is not None
    assert held.call == WAITING[FLIGHTS][3]
