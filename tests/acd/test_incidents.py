"""Incidents: from the press to what callers of which queue are told, and until when."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import Heard, IncidentNo
from acd.ids import AgentId, CallId, IncidentId, QueueId, SkillName
from acd.incidents import LONGEST, MOST_CHARACTERS, MOST_OPEN, MOST_OVER, faults_of
from acd.targets import Target
from tests.acd.telling import C1, C2, published, queued
from tests.acd.test_targets import house, told
from tests.bench.people import FLIGHTS, HOTELS, MARIA
from tests.bench.rooms import START, Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

TYPHOON, STRIKE = IncidentId("01TYPHOON"), IncidentId("01STRIKE")
ENGLISH = SkillName("english")
MIRA = AgentId("9001")
TEXTS = {ENGLISH: "Because of the typhoon flights are cancelled."}


def pressed(
    seconds: float,
    incident: IncidentId = TYPHOON,
    *,
    queues: tuple[QueueId, ...] = (),
    span: tuple[float, float] = (0.0, 3600.0),
    seen: int = 0,
) -> f.IncidentPressed:
    return f.IncidentPressed(
        at=at(seconds),
        press=f"{incident}@{seconds}",
        incident=incident,
        seen=seen,
        what="weather",
        texts=TEXTS,
        queues=queues,
        begins=at(span[0]),
        ends=at(span[1]),
        by=MIRA,
    )


def spoken(
    seconds: float, incident: IncidentId = TYPHOON, version: int = 1, *, ok: bool = True
) -> f.IncidentSpoken:
    return f.IncidentSpoken(at=at(seconds), incident=incident, version=version, ok=ok)


def end(seconds: float, incident: IncidentId = TYPHOON) -> f.IncidentEndPressed:
    return f.IncidentEndPressed(at=at(seconds), press=f"end@{seconds}", incident=incident, by=MIRA)


def heard(call: CallId, seconds: float, how: Heard = Heard.WHOLE) -> f.IncidentHeard:
    return f.IncidentHeard(
        at=at(seconds), call=call, incident=TYPHOON, version=1, how=how, seconds=12.0
    )


def happened(bench: Bench) -> list[tuple[str, float]]:
    """What was said of incidents themselves, and after how many seconds."""
    kinds = f.IncidentSet | f.IncidentBegan | f.IncidentEnded | f.IncidentRefused
    facts = (one for one in bench.journal if isinstance(one, kinds))
    return [(type(one).__name__, (one.at - START).total_seconds()) for one in facts]


def met(bench: Bench) -> list[tuple[CallId, IncidentId, int]]:
    """Which callers were told of which, in which version."""
    facts = (one for one in bench.journal if isinstance(one, f.IncidentMet))
    return [(one.call, one.incident, one.version) for one in facts]


def running(*facts: f.IncidentPressed, carrying: Carrying = Carrying.TOGETHER) -> Bench:
    """Pressed, and spoken a moment later."""
    _, bench = told(house(), carrying)
    for fact in facts:
        bench.told(fact)
        seconds = (fact.at - START).total_seconds() + 0.5
        bench.told(spoken(seconds, fact.incident, fact.seen + 1))
    return bench


def room_of(bench: Bench) -> Distributor:
    [room] = bench.rooms
    assert isinstance(room, Distributor)
    return room


def no(facts: Sequence[object]) -> IncidentNo:
    [refused] = facts
    assert isinstance(refused, f.IncidentRefused)
    return refused.because


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("begins", "spoken_at", "expected"),
    [
        (0.0, 2.0, [("IncidentSet", 1), ("IncidentBegan", 2), ("IncidentEnded", 600)]),
        (60.0, 2.0, [("IncidentSet", 1), ("IncidentBegan", 60), ("IncidentEnded", 600)]),
        (60.0, 75.0, [("IncidentSet", 1), ("IncidentBegan", 75), ("IncidentEnded", 600)]),
        (60.0, 700.0, [("IncidentSet", 1), ("IncidentEnded", 600)]),
    ],
    ids=["at once", "planned", "spoken late", "spoken too late"],
)
def test_it_begins_when_its_hour_has_come_and_it_is_spoken_and_ends_by_itself(
    begins: float,
    spoken_at: float,
    expected: list[tuple[str, float]],
    carrying: Carrying,
) -> None:
    _, bench = told(house(), carrying)
    bench.told(pressed(1, span=(begins, 600)))
    bench.told(spoken(spoken_at))
    bench.passes_until(at(900))
    assert happened(bench) == expected
    assert room_of(bench).incidents.of(FLIGHTS) is None
    assert [one.ended_by for one in room_of(bench).incidents.over()] == [None]


def test_who_cannot_be_spoken_is_not_heard_and_says_so() -> None:
    _, bench = told(house())
    bench.told(pressed(1))
    bench.told(spoken(2, ok=False))
    bench.told(queued(C1, 3))
    assert met(bench) == []
    known = room_of(bench).incidents.known(TYPHOON)
    assert known is not None
    assert (known.spoken, known.runs) == (False, False)


@pytest.mark.parametrize("carrying", Carrying)
def test_a_caller_hears_it_once_in_line_and_then_her_place(carrying: Carrying) -> None:
    bench = running(pressed(1), carrying=carrying)
    facts = bench.told(queued(C1, 5))
    assert [type(one) for one in facts] == [f.IncidentMet]
    call = room_of(bench).call(C1)
    assert call is not None
    assert call.entered_at == at(5)
    after = bench.told(heard(C1, 17))
    assert [type(one) for one in after] == [f.PlaceTold]
    assert met(bench) == [(C1, TYPHOON, 1)]


@pytest.mark.parametrize(
    ("how", "follows"),
    [(Heard.WHOLE, True), (Heard.KEY, True), (Heard.UNSAID, True), (Heard.CUT, False)],
)
def test_her_place_follows_unless_somebody_came_between(how: Heard, follows: bool) -> None:
    bench = running(pressed(1))
    bench.told(queued(C1, 5))
    assert bool(bench.told(heard(C1, 9, how))) is follows


def test_an_agent_who_is_free_is_offered_her_while_she_hears_it() -> None:
    bench = running(pressed(1))
    ready(bench, MARIA)
    offered, is_told, *_ = [
        one for one in bench.told(queued(C1, 5)) if isinstance(one, f.OfferMade | f.IncidentMet)
    ]
    assert isinstance(offered, f.OfferMade)
    assert isinstance(is_told, f.IncidentMet)
    assert bench.told(heard(C1, 9)) == [], "no place is told to one who is offered"


def test_an_offer_that_is_missed_meanwhile_takes_nothing_from_her_place() -> None:
    bench = running(pressed(1))
    ready(bench, MARIA)
    bench.told(queued(C1, 5))
    bench.told(queued(C2, 6))
    bench.passes_until(at(17))
    assert [one for one in bench.journal if isinstance(one, f.CallRequeued)]
    assert room_of(bench).in_line(FLIGHTS) == (C1, C2)
    bench.told(heard(C1, 18))
    assert [one for one in met(bench) if one[0] == C1] == [(C1, TYPHOON, 1)]


def test_a_caller_who_leaves_while_she_hears_it_has_abandoned() -> None:
    bench = running(pressed(1))
    bench.told(queued(C1, 5))
    facts = bench.told(f.CallerLeft(at=at(9), call=C1))
    assert [type(one) for one in facts] == [f.CallAbandoned]
    assert bench.told(heard(C1, 9.1, Heard.CUT)) == []


def test_the_end_of_it_while_she_hears_it_changes_nothing_for_her() -> None:
    bench = running(pressed(1))
    bench.told(queued(C1, 5))
    bench.told(end(6))
    bench.told(queued(C2, 7))
    assert [type(one) for one in bench.told(heard(C1, 17))] == [f.PlaceTold]
    assert met(bench) == [(C1, TYPHOON, 1)]


def test_who_comes_again_from_another_queue_or_a_flow_hears_no_second_one() -> None:
    away = Target(flow="main/sorry")
    _, bench = told(house(flights={"emergency": away}))
    bench.told(pressed(1))
    bench.told(spoken(2))
    bench.told(queued(C1, 5))
    bench.told(f.EmergencyPressed(at=at(6), on=True, queue=FLIGHTS))
    bench.told(f.EmergencyPressed(at=at(7), on=False, queue=FLIGHTS))
    bench.told(queued(C1, 9))
    assert met(bench) == [(C1, TYPHOON, 1)]


def test_who_is_let_go_at_the_door_hears_none() -> None:
    bench = running(pressed(1))
    bench.told(f.EmergencyPressed(at=at(3), on=True, queue=FLIGHTS))
    bench.told(queued(C1, 5))
    assert met(bench) == []


@pytest.mark.parametrize(
    ("presses", "queue", "hears"),
    [
        ([pressed(1)], HOTELS, TYPHOON),
        ([pressed(1, queues=(FLIGHTS,))], HOTELS, None),
        ([pressed(1, queues=(FLIGHTS,))], FLIGHTS, TYPHOON),
        ([pressed(1, queues=(FLIGHTS,)), pressed(2, STRIKE)], FLIGHTS, TYPHOON),
        ([pressed(1), pressed(2, STRIKE)], FLIGHTS, STRIKE),
    ],
    ids=["house", "other queue", "own queue", "own before house", "later before earlier"],
)
def test_of_several_a_caller_hears_the_one_that_is_closest(
    presses: list[f.IncidentPressed], queue: QueueId, hears: IncidentId | None
) -> None:
    bench = running(*presses)
    bench.told(queued(C1, 5, queue))
    assert [incident for _, incident, _ in met(bench)] == ([hears] if hears else [])


def test_other_words_are_said_once_they_are_spoken_and_the_old_ones_no_more() -> None:
    bench = running(pressed(1))
    other = {ENGLISH: "Trains run again."}
    bench.told(msgspec.structs.replace(pressed(10, seen=1), texts=other))
    bench.told(queued(C1, 11))
    bench.told(spoken(11.5, version=1))
    bench.told(queued(CallId("c3"), 11.7))
    bench.told(spoken(12, version=2))
    bench.told(queued(C2, 13))
    assert met(bench) == [(C2, TYPHOON, 2)]


def test_another_end_or_scope_with_the_same_words_is_heard_on() -> None:
    bench = running(pressed(1))
    bench.told(pressed(10, seen=1, queues=(HOTELS,), span=(0, 20)))
    bench.told(queued(C1, 11, HOTELS))
    bench.told(queued(C2, 12, FLIGHTS))
    bench.passes_until(at(21))
    assert met(bench) == [(C1, TYPHOON, 2)]
    assert happened(bench)[-1] == ("IncidentEnded", 20)


def test_put_off_it_is_heard_no_more_until_then() -> None:
    bench = running(pressed(1))
    bench.told(pressed(10, seen=1, span=(100, 3600)))
    bench.told(spoken(10.5, version=2))
    bench.told(queued(C1, 50))
    bench.told(queued(C2, 101))
    assert met(bench) == [(C2, TYPHOON, 2)]


@pytest.mark.parametrize(
    ("press", "because"),
    [
        (pressed(10, seen=0), IncidentNo.CHANGED_MEANWHILE),
        (pressed(10, seen=7), IncidentNo.CHANGED_MEANWHILE),
        (pressed(10, STRIKE, seen=1), IncidentNo.OVER),
        (pressed(10, STRIKE, queues=(QueueId("nowhere"),)), IncidentNo.QUEUE_UNKNOWN),
        (pressed(10, STRIKE, span=(0, 9)), IncidentNo.TOO_LATE),
        (pressed(10, STRIKE, span=(50, 50)), IncidentNo.TOO_LATE),
        (end(10, STRIKE), IncidentNo.OVER),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    press: f.IncidentPressed | f.IncidentEndPressed, because: IncidentNo
) -> None:
    bench = running(pressed(1))
    before = list(room_of(bench).incidents.open())
    assert no(bench.told(press)) is because
    assert list(room_of(bench).incidents.open()) == before
    answer = room_of(bench).incidents.answer(press.press)
    assert answer is not None
    assert answer.because is because


def test_the_same_press_is_done_once() -> None:
    bench = running(pressed(1))
    assert bench.told(pressed(1)) == []
    bench.told(end(9))
    assert bench.told(end(9)) == []
    assert [name for name, _ in happened(bench)] == [
        "IncidentSet",
        "IncidentBegan",
        "IncidentEnded",
    ]


@pytest.mark.parametrize("end_first", [True, False])
def test_an_end_and_a_new_version_at_once_are_done_in_the_order_in_which_they_came(
    end_first: bool,
) -> None:
    bench = running(pressed(1))
    presses: list[f.IncidentEndPressed | f.IncidentPressed] = [end(10)]
    presses.append(pressed(10, seen=1, span=(0, 50)))
    for press in presses if end_first else presses[::-1]:
        bench.told(press)
    names = [name for name, _ in happened(bench)]
    assert names.count("IncidentEnded") == 1
    assert names[-1] == ("IncidentRefused" if end_first else "IncidentEnded")
    bench.passes_until(at(60))
    assert [name for name, _ in happened(bench)] == names, "it does not end twice"


def test_the_last_ones_that_ended_are_remembered() -> None:
    _, bench = told(house())
    for number in range(MOST_OVER + 5):
        bench.told(pressed(number, IncidentId(f"i{number:02}")))
        bench.told(end(number + 0.5, IncidentId(f"i{number:02}")))
    over = list(room_of(bench).incidents.over())
    assert (len(over), over[0].id) == (MOST_OVER, f"i{MOST_OVER + 4:02}")
    assert {one.ended_by for one in over} == {MIRA}


def test_no_more_than_there_is_room_for() -> None:
    _, bench = told(house())
    for number in range(MOST_OPEN):
        bench.told(pressed(number, IncidentId(f"i{number:02}")))
    assert no(bench.told(pressed(90, STRIKE))) is IncidentNo.TOO_MANY
    bench.told(end(91, IncidentId("i03")))
    assert isinstance(bench.told(pressed(92, STRIKE))[0], f.IncidentSet)


def test_it_outlives_a_restart_and_a_new_configuration() -> None:
    bench = running(pressed(1, queues=(HOTELS,), span=(0, 600)))
    again = Distributor()
    again.load(room_of(bench).dump())
    assert again.dump() == room_of(bench).dump()
    bench = Bench(again)
    without = tuple(one for one in house().queues if one.id != HOTELS)
    bench.told(published(msgspec.structs.replace(house(), queues=without), 5))
    bench.told(published(house(), 6))
    bench.told(queued(C1, 7, HOTELS))
    assert met(bench) == [(C1, TYPHOON, 1)]
    bench.passes_until(at(601))
    assert happened(bench) == [("IncidentEnded", 600)]


LANGUAGES = ("mandarin", "english")


@pytest.mark.parametrize(
    ("texts", "begins", "ends", "expected"),
    [
        ({"english": "Closed."}, 0, 60, []),
        ({"mandarin": "航班取消。"}, 0, 60, []),
        ({}, 0, 60, [("texts", "empty")]),
        ({"english": "  …  "}, 0, 60, [("texts.english", "empty")]),
        ({"english": "a" * MOST_CHARACTERS}, 0, 60, []),
        ({"english": "a" * (MOST_CHARACTERS + 1)}, 0, 60, [("texts.english", "too_long")]),
        ({"french": "Annulé."}, 0, 60, [("texts.french", "language_unknown")]),
        ({"english": "Closed."}, 60, 60, [("ends", "before_begin")]),
        ({"english": "Closed."}, -90, -60, [("ends", "past")]),
        ({"english": "Closed."}, 0, LONGEST.total_seconds() + 1, [("ends", "too_far")]),
        ({}, 60, 0, [("texts", "empty"), ("ends", "past")]),
    ],
)
def test_everything_that_is_wrong_with_one_is_named(
    texts: dict[str, str], begins: float, ends: float, expected: list[tuple[str, str]]
) -> None:
    found = faults_of(texts, at(begins), at(ends), LANGUAGES, at(0))
    assert [(one.place, one.code) for one in found] == expected
    assert all(one.message for one in found)


def test_one_cannot_be_planned_for_next_year() -> None:
    begins = START + timedelta(days=200)
    [fault] = faults_of(
        {"english": "Closed."}, begins, begins + timedelta(hours=1), LANGUAGES, START
    )
    assert (fault.place, fault.code) == ("begins", "too_far")
