"""The gate of a queue and the five ways on: who may not enter or stay goes where the rule says."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from acd import facts as f
from acd.configuration import Configuration
from acd.decisions.diverting import MOST_DIVERTED
from acd.distributor import Distributor
from acd.ids import CallId, PartyId, QueueId
from acd.sense import faults
from acd.targets import Because, Target
from tests.acd.telling import C1, C2, published, queued
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

WORDS = {"mandarin": "再见", "english": "Goodbye"}
AWAY = Target(hang_up=WORDS)  # type: ignore[arg-type]


def house(**rules: Mapping[str, Any]) -> Configuration:
    """The usual floor with rules of its queues."""
    before = floor()
    queues = tuple(msgspec.structs.replace(one, **rules.get(one.id, {})) for one in before.queues)
    return msgspec.structs.replace(before, queues=queues)


def pressed(
    seconds: float, queue: QueueId | None = FLIGHTS, *, on: bool = True, announcement: str = ""
) -> f.EmergencyPressed:
    return f.EmergencyPressed(at=at(seconds), on=on, queue=queue, announcement=announcement)


def told(
    configuration: Configuration, carrying: Carrying = Carrying.TOGETHER
) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(configuration))
    return room, bench


def diverted(bench: Bench) -> list[tuple[str, str, str, str]]:
    """Call, queue, reason and way of each."""
    facts = [one for one in bench.journal if isinstance(one, f.CallDiverted)]
    return [(one.call, one.queue, one.because.value, one.target.way) for one in facts]


@pytest.mark.parametrize("carrying", Carrying)
def test_a_call_goes_to_another_queue_and_keeps_its_place(carrying: Carrying) -> None:
    room, bench = told(house(flights={"emergency": Target(queue=HOTELS)}), carrying)
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2, HOTELS))
    before = room.call(C1)
    assert before is not None
    key = before.key
    bench.told(pressed(9))
    after = room.call(C1)
    assert after is not None
    assert (after.queue, after.key, after.entered_at) == (HOTELS, key, at(1))
    assert room.in_line(HOTELS) == (C1, C2)
    assert room.in_line(FLIGHTS) == ()
    ready(bench, "lin")
    assert next(one for one in bench.journal if isinstance(one, f.OfferMade)).call == C1


@pytest.mark.parametrize("carrying", Carrying)
def test_at_entry_it_is_offered_by_the_queue_it_comes_to(carrying: Carrying) -> None:
    _, bench = told(house(flights={"emergency": Target(queue=HOTELS)}), carrying)
    ready(bench, "maria")
    ready(bench, "lin")
    bench.told(pressed(1))
    bench.told(queued(C1, 2))
    [offer] = [one for one in bench.journal if isinstance(one, f.OfferMade)]
    assert (offer.agent, offer.queue, offer.entered_at) == ("lin", HOTELS, at(2))


def test_from_queue_to_queue_until_one_takes_it() -> None:
    rules = house(
        flights={"emergency": Target(queue=HOTELS)},
        hotels={"emergency": Target(queue=COMPLAINTS)},
    )
    room, bench = told(rules)
    bench.told(pressed(1, None))
    bench.told(pressed(2, COMPLAINTS))
    bench.told(queued(C1, 3))
    assert [one[1] for one in diverted(bench)] == [FLIGHTS, HOTELS, COMPLAINTS]
    assert room.call(C1) is None


def test_the_first_end_of_an_announcement_leaves_nobody_in_line() -> None:
    room, bench = told(house(flights={"emergency": AWAY}))
    for number in range(1, 4):
        bench.told(queued(CallId(f"c{number}"), number))
    bench.told(pressed(5))
    assert diverted(bench) == [(f"c{n}", FLIGHTS, "emergency", "hang_up") for n in (1, 2, 3)]
    figures = room.queue_figures(FLIGHTS)
    assert figures is not None
    assert (figures.waiting, figures.oldest_entry) == (0, None)
    for number in range(1, 4):
        bench.told(f.CallerLeft(at=at(9), call=CallId(f"c{number}")))
    assert not [one for one in bench.journal if isinstance(one, f.CallAbandoned)]


def test_who_withholds_the_number_hears_words_instead_of_becoming_a_callback() -> None:
    target = Target(callback=True, hang_up=WORDS)  # type: ignore[arg-type]
    room, bench = told(house(flights={"emergency": target}))
    bench.told(pressed(1))
    bench.told(queued(C1, 2))
    bench.told(f.CallQueued(at=at(3), call=C2, party=PartyId(""), queue=FLIGHTS))
    assert [one[3] for one in diverted(bench)] == ["callback", "hang_up"]
    [asked] = [one for one in bench.journal if isinstance(one, f.CallbackRequested)]
    assert (asked.call, asked.by, asked.entered_at) == (C1, "emergency", at(2))
    assert room.call(C1) is None
    assert room.call(C2) is None


def test_back_from_the_dialogue_it_has_the_place_it_left() -> None:
    room, bench = told(house(flights={"emergency": Target(flow="main/sorry")}))
    bench.told(queued(C1, 1))
    bench.told(pressed(30))
    assert room.call(C1) is None
    bench.told(pressed(40, on=False))
    bench.told(queued(C2, 41))
    bench.told(queued(C1, 42))
    assert room.in_line(FLIGHTS) == (C1, C2)
    call = room.call(C1)
    assert call is not None
    assert (call.entered_at, call.due_at) == (at(1), at(21))


def test_a_flow_that_leads_back_does_not_keep_a_call_for_ever() -> None:
    room, bench = told(house(flights={"emergency": Target(flow="main/sorry")}))
    bench.told(pressed(0))
    for number in range(MOST_DIVERTED + 1):
        bench.told(queued(C1, 1 + number))
    assert [one[3] for one in diverted(bench)] == ["flow"] * MOST_DIVERTED + ["hang_up"]
    assert room.call(C1) is None


def test_a_call_that_rings_goes_on_and_goes_away_only_when_nobody_takes_it() -> None:
    room, bench = told(floor())
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    bench.told(pressed(2))
    assert diverted(bench) == []
    bench.passes_until(at(11))
    assert diverted(bench) == [(C1, FLIGHTS, "emergency", "hang_up")]
    assert room.call(C1) is None


@pytest.mark.parametrize("carrying", Carrying)
def test_to_leave_a_message_a_call_leaves_the_line_and_who_declined_hears_words(
    carrying: Carrying,
) -> None:
    room, bench = told(house(flights={"emergency": Target(voicemail=True)}), carrying)
    bench.told(queued(C1, 1))
    bench.told(msgspec.structs.replace(queued(C2, 2), recording_declined=True))
    bench.told(pressed(9))
    assert [(call, way) for call, _, _, way in diverted(bench)] == [
        (C1, "voicemail"),
        (C2, "hang_up"),
    ]
    assert room.call(C1) is room.call(C2) is None
    assert bench.told(f.CallerLeft(at=at(12), call=C1)) == []


def test_an_announcement_chosen_at_the_switch_comes_before_the_queues_target() -> None:
    rules = house(flights={"emergency": Target(queue=HOTELS)})
    rules = msgspec.structs.replace(rules, announcements={"fire": WORDS})
    _, bench = told(rules)
    bench.told(pressed(1, announcement="fire"))
    bench.told(queued(C1, 2))
    bench.told(pressed(3, announcement="unheard of"))
    bench.told(queued(C2, 4))
    facts = [one for one in bench.journal if isinstance(one, f.CallDiverted)]
    assert [one.target for one in facts] == [AWAY, Target(queue=HOTELS)]
    assert {one.because for one in facts} == {Because.EMERGENCY}


# -- what makes no sense ---------------------------------------------------------------------------


def wrong(configuration: Configuration) -> list[str]:
    return [fault.path for fault in faults(configuration, frozenset({"flight", "hotel"}))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "path"),
    [
        (Target(), "queues.flights.closed"),
        (Target(queue=HOTELS, callback=True), "queues.flights.closed"),
        (Target(queue=HOTELS, hang_up={}), "queues.flights.closed"),
        (Target(voicemail=True, callback=True), "queues.flights.closed"),
        (Target(queue=QueueId("nowhere")), "queues.flights.closed.queue"),
        (Target(queue=FLIGHTS), "queues.flights.closed.queue"),
        (Target(flow="main"), "queues.flights.closed.flow"),
        (Target(flow="/menu"), "queues.flights.closed.flow"),
    ],
)
def test_a_target_that_says_nothing_useful_is_refused_with_its_path(
    target: Target, path: str
) -> None:
    assert wrong(house(flights={"closed": target})) == [path]


@pytest.mark.parametrize(
    "target",
    [
        Target(queue=HOTELS),
        Target(callback=True),
        Target(callback=True, hang_up={}),
        Target(voicemail=True),
        Target(voicemail=True, hang_up={}),
        Target(flow="main/menu"),
        Target(hang_up={}),
    ],
)
def test_each_of_the_five_ways_is_fine(target: Target) -> None:
    assert wrong(house(flights={"closed": target, "closing": target, "emergency": target})) == []


def test_a_circle_of_targets_is_refused_and_told() -> None:
    configuration = house(
        flights={"closed": Target(queue=HOTELS)},
        hotels={"closing": Target(queue=COMPLAINTS)},
        complaints={"emergency": Target(queue=FLIGHTS)},
    )
    [fault] = faults(configuration, frozenset({"flight", "hotel"}))  # type: ignore[arg-type]
    assert fault.path == "queues.complaints.emergency.queue"
    assert "flights > hotels > complaints > flights" in fault.what


def test_two_ways_to_the_same_queue_are_no_circle() -> None:
    both = Target(queue=COMPLAINTS)
    configuration = house(flights={"closed": both, "emergency": Target(queue=HOTELS)})
    assert wrong(msgspec.structs.replace(configuration)) == []
    assert wrong(house(flights={"closed": both}, hotels={"closed": both})) == []
