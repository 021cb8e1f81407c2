"""Who is served first: the class as a sum, waiting given in advance, and nothing ever worse."""

from collections.abc import Sequence

import msgspec
import pytest

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.ids import CallId, PartyId
from acd.step import Fact
from acd.waiting_call import TOP_PRIORITY
from tests.acd.telling import C1, C2, published, queued, with_floor
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

TIERS = {"gold": 3, "silver": 1}


def house(**rules: object) -> Configuration:
    return msgspec.structs.replace(floor(), **{"tiers": TIERS, "trip_within_priority": 2, **rules})


def with_queue(head_start: int, before: Configuration | None = None) -> Configuration:
    """Complaints count as having waited before they come."""
    told = before or house()
    queues = tuple(
        msgspec.structs.replace(one, head_start=head_start, priority=0)
        if one.id == COMPLAINTS
        else one
        for one in told.queues
    )
    return msgspec.structs.replace(told, queues=queues)


def known(seconds: float, tier: str = "", *, soon: bool = False, call: CallId = C1) -> Fact:
    return f.CustomerIdentified(
        at=at(seconds), call=call, party=PartyId("p"), tier=tier, travels_soon=soon
    )


def priority(room: Distributor, call: CallId = C1) -> int:
    found = room.call(call)
    assert found is not None
    return found.priority


@pytest.mark.parametrize(
    ("who", "own", "added_up"),
    [
        ([known(0)], 0, 1),
        ([known(0, "gold")], 0, 4),
        ([known(0, "silver")], 2, 4),
        ([known(0, "regular")], -2, -1),
        ([known(0, soon=True)], 0, 3),
        ([known(0, "gold", soon=True)], 1, 7),
        ([known(0, "gold", soon=True)], 9, TOP_PRIORITY),
        ([known(0), known(0.5, "gold"), known(0.6, "silver", soon=True)], 0, 6),
    ],
)
@pytest.mark.parametrize("when", ["before", "after", "both"])
def test_the_class_is_a_sum_whenever_the_caller_is_recognised(
    who: Sequence[Fact], own: int, added_up: int, when: str
) -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(house()))
    for fact in who if when != "after" else ():
        bench.told(fact)
    bench.told(msgspec.structs.replace(queued(C1, 1, COMPLAINTS), priority=own))
    for number, fact in enumerate(who if when != "before" else ()):
        bench.told(msgspec.structs.replace(fact, at=at(2 + number)))
    assert priority(room) == added_up


def test_without_a_table_gold_adds_three_and_a_journey_nothing() -> None:
    room, bench = with_floor()
    bench.told(queued(C1, 1))
    bench.told(known(2, "gold", soon=True))
    assert priority(room) == 3


def test_a_house_may_leave_tiers_out() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(house(tiers={}, trip_within_priority=0)))
    bench.told(known(0, "gold", soon=True))
    bench.told(queued(C1, 1))
    assert priority(room) == 0


def test_a_new_table_leaves_calls_in_line_as_they_are() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(house()))
    bench.told(known(0, "gold"))
    bench.told(queued(C1, 1))
    bench.told(published(house(version=2, tiers={"gold": 0, "silver": 9}), 2))
    bench.told(known(3, "silver"))
    assert priority(room) == 3


@pytest.mark.parametrize("carrying", Carrying)
def test_waiting_given_in_advance_counts_across_queues(carrying: Carrying) -> None:
    """Both queues promise 20 s; Lin serves both."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(with_queue(head_start=30)))
    bench.told(queued(C1, 0, HOTELS))
    bench.told(queued(C2, 29, COMPLAINTS))
    ready(bench, "lin")
    offer = room.offer_of(LIN)
    assert offer is not None
    assert (offer.call, offer.entered_at) == (C2, at(29))


def test_the_number_gives_waiting_in_advance_too_and_a_callback_keeps_it() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(with_queue(head_start=10)))
    first = queued(C1, 0, COMPLAINTS)
    second = queued(C2, 20, COMPLAINTS)
    bench.told(first)
    bench.told(msgspec.structs.replace(second, head_start=25, priority=0))
    assert room.in_line(COMPLAINTS) == (C2, C1)
    [asked] = bench.told(f.CallbackWished(at=at(30), call=C2))
    assert isinstance(asked, f.CallbackRequested)
    assert (asked.head_start, asked.priority) == (25, 0)
    attempt = f.CallbackQueued(
        at=at(31),
        call=CallId("c2b1"),
        callback=C2,
        number=1,
        party=asked.party,
        queue=asked.queue,
        entered_at=asked.entered_at,
        asked_at=at(30),
        promised_until=at(1800),
        head_start=asked.head_start,
    )
    bench.told(attempt)
    assert room.in_line(COMPLAINTS) == (CallId("c2b1"), C1)


def test_a_journey_counts_once_for_a_call_and_the_callback_it_becomes() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(house()))
    bench.told(known(0, "gold", soon=True))
    bench.told(queued(C1, 1))
    [asked] = bench.told(f.CallbackWished(at=at(9), call=C1))
    assert isinstance(asked, f.CallbackRequested)
    assert (asked.priority, asked.tier, asked.travels_soon) == (0, "gold", True)
    attempt = CallId("c1b1")
    bench.told(
        f.CallbackQueued(
            at=at(10),
            call=attempt,
            callback=C1,
            number=1,
            party=asked.party,
            queue=asked.queue,
            entered_at=asked.entered_at,
            asked_at=at(9),
            promised_until=at(1800),
            tier=asked.tier,
            travels_soon=asked.travels_soon,
        )
    )
    bench.told(known(11, "gold", soon=True, call=attempt))
    assert priority(room, attempt) == 5
    assert room.in_line(FLIGHTS) == (attempt,)
