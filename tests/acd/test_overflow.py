"""Callers who need not wait, or must not: by length, by time, by who is there, and by a key."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import Intent
from acd.ids import AgentId, CallId, DeskId, OfferId, PartyId
from acd.overflow import ABSENT, Overflow, Presence, When, WhenEmpty
from acd.targets import Target
from tests.acd.telling import C1, C2, connected, published, queued
from tests.bench.people import FLIGHTS, HOTELS, MARIA, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

AWAY = Target(hang_up={})
CALLBACK = Target(callback=True)
INTO_HOTELS = Target(queue=HOTELS)
SOMEBODY = tuple(sorted(ABSENT))


def house(**rules: Mapping[str, Any]) -> Configuration:
    """The usual floor with rules of its queues."""
    before = floor()
    queues = tuple(msgspec.structs.replace(one, **rules.get(one.id, {})) for one in before.queues)
    return msgspec.structs.replace(before, queues=queues)


def over(when: When, over: int, to: Target = AWAY) -> Overflow:
    return Overflow(when=when, over=over, to=to)


def with_rules(
    *overflow: Overflow, carrying: Carrying = Carrying.TOGETHER, **rules: Any
) -> tuple[Distributor, Bench]:
    """Flights have these rules."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(house(flights={"overflow": overflow, **rules})))
    return room, bench


def diverted(bench: Bench) -> list[tuple[str, float, str, str]]:
    """Call, second, reason and way of each."""
    facts = [one for one in bench.journal if isinstance(one, f.CallDiverted)]
    return [
        (one.call, (one.at - at(0)).total_seconds(), one.because.value, one.target.way)
        for one in facts
    ]


def not_ready(bench: Bench, agent: AgentId, seconds: float, reason: str = "") -> None:
    bench.told(f.IntentChosen(at=at(seconds), agent=agent, intent=Intent.NOT_READY, reason=reason))


def comes(bench: Bench, agent: AgentId, seconds: float) -> None:
    bench.told(f.AgentSignedIn(at=at(seconds), agent=agent, desk=DeskId("d")))
    bench.told(f.AudioReady(at=at(seconds), agent=agent, uri=f"sip:{agent}"))
    bench.told(f.IntentChosen(at=at(seconds), agent=agent, intent=Intent.AVAILABLE))


# -- length and estimated wait ---------------------------------------------------------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_a_full_line_takes_no_more_callers(carrying: Carrying) -> None:
    room, bench = with_rules(over(When.LENGTH, 2), carrying=carrying)
    for number in range(1, 5):
        bench.told(queued(CallId(f"c{number}"), number))
    assert diverted(bench) == [("c3", 3, "full", "hang_up"), ("c4", 4, "full", "hang_up")]
    bench.told(f.CallerLeft(at=at(5), call=C1))
    later = msgspec.structs.replace(queued(CallId("c5"), 6), party=PartyId("q"))
    bench.told(later)
    assert room.in_line(FLIGHTS) == (C2, CallId("c5"))


def test_no_line_is_too_long_for_whom_somebody_is_free() -> None:
    room, bench = with_rules(over(When.LENGTH, 0))
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    assert room.offer_of(MARIA) is not None
    bench.told(queued(C2, 2))
    assert diverted(bench) == [("c2", 2, "full", "hang_up")]


def test_a_long_estimated_wait_is_not_waited_for() -> None:
    """Nobody who works: nothing can be said, so nobody is sent away."""
    room, bench = with_rules(over(When.EXPECTED_WAIT, 300))
    bench.told(queued(C1, 1))
    assert diverted(bench) == []
    bench.told(f.CallerLeft(at=at(2), call=C1))
    ready(bench, "maria")
    for number in range(2, 9):
        bench.told(queued(CallId(f"c{number}"), number))
    sent = diverted(bench)
    assert sent
    assert {one[2] for one in sent} == {"long_wait"}
    assert len(room.in_line(FLIGHTS)) == 7 - len(sent) - 1


# -- time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_who_has_waited_goes_elsewhere_and_keeps_the_place(carrying: Carrying) -> None:
    room, bench = with_rules(over(When.WAITED, 90, INTO_HOTELS), carrying=carrying)
    bench.told(queued(C1, 0))
    bench.told(queued(C2, 60, HOTELS))
    before = room.call(C1)
    assert before is not None
    key = before.key
    bench.passes_until(at(91))
    assert diverted(bench) == [("c1", 90, "waited", "queue")]
    after = room.call(C1)
    assert after is not None
    assert (after.key, after.entered_at) == (key, at(0))
    assert room.in_line(HOTELS) == (C1, C2)


def test_each_queue_counts_its_own_wait_and_nobody_flows_back() -> None:
    room = Distributor()
    bench = Bench(room)
    back = over(When.WAITED, 20, Target(queue=FLIGHTS))
    bench.told(
        published(
            house(
                flights={"overflow": (over(When.WAITED, 30, INTO_HOTELS),)},
                hotels={"overflow": (back, over(When.WAITED, 50, CALLBACK))},
            )
        )
    )
    bench.told(queued(C1, 0))
    bench.passes_until(at(200))
    assert diverted(bench) == [("c1", 30, "waited", "queue"), ("c1", 80, "waited", "callback")]
    [asked] = [one for one in bench.journal if isinstance(one, f.CallbackRequested)]
    assert (asked.entered_at, asked.by) == (at(0), "waited")


def test_the_first_rule_that_holds_is_carried_out() -> None:
    _, bench = with_rules(over(When.WAITED, 40, AWAY), over(When.UNSTAFFED, 40, CALLBACK))
    bench.told(queued(C1, 0))
    bench.passes_until(at(41))
    assert diverted(bench) == [("c1", 40, "waited", "hang_up")]


@pytest.mark.parametrize("first", ["rule", "offer"])
def test_a_call_that_rings_is_sent_nowhere_until_it_is_back_in_line(first: str) -> None:
    room, bench = with_rules(over(When.WAITED, 10))
    bench.told(queued(C1, 0))
    if first == "rule":
        bench.passes_until(at(10))
        comes(bench, MARIA, 10)
        assert room.offer_of(MARIA) is None
        assert diverted(bench) == [("c1", 10, "waited", "hang_up")]
        return
    comes(bench, MARIA, 9)
    bench.passes_until(at(15))
    assert diverted(bench) == []
    bench.told(f.RejectPressed(at=at(15), offer=OfferId("c1/1"), agent=MARIA))
    bench.passes_until(at(16))
    assert diverted(bench) == [("c1", 15, "waited", "hang_up")]


def test_whom_an_agent_has_spoken_with_is_never_sent_away() -> None:
    room, bench = with_rules(over(When.WAITED, 10))
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(f.AgentReleased(at=at(30), call=C1, agent=MARIA, lost=True))
    bench.passes_until(at(300))
    assert diverted(bench) == []
    assert room.in_line(FLIGHTS) == (C1,)


def test_a_callback_waits_for_as_long_as_it_takes() -> None:
    room, bench = with_rules(over(When.WAITED, 10), over(When.LENGTH, 0))
    attempt = f.CallbackQueued(
        at=at(1),
        call=CallId("c0b1"),
        callback=CallId("c0"),
        number=1,
        party=PartyId("p"),
        queue=FLIGHTS,
        entered_at=at(0),
        asked_at=at(0),
        promised_until=at(1800),
    )
    bench.told(attempt)
    bench.passes_until(at(300))
    assert room.in_line(FLIGHTS) == (CallId("c0b1"),)


# -- who is there ----------------------------------------------------------------------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_without_staff_a_call_waits_no_longer_than_it_may(carrying: Carrying) -> None:
    room, bench = with_rules(over(When.UNSTAFFED, 60), carrying=carrying)
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(queued(C2, 3))
    bench.passes_until(at(200))
    assert diverted(bench) == []
    not_ready(bench, MARIA, 200)
    bench.told(f.CallerLeft(at=at(210), call=C1))
    bench.told(f.AgentReleased(at=at(210), call=C1, agent=MARIA))
    bench.told(f.OutcomeGiven(at=at(220), call=C1, agent=MARIA, outcome="answered"))
    bench.passes_until(at(279))
    assert diverted(bench) == []
    bench.passes_until(at(280))
    assert diverted(bench) == [("c2", 280, "unstaffed", "hang_up")]
    assert room.call(C2) is None


def test_who_comes_back_in_time_keeps_the_line() -> None:
    room, bench = with_rules(over(When.UNSTAFFED, 60))
    bench.told(queued(C1, 1))
    comes(bench, MARIA, 50)
    assert room.offer_of(MARIA) is not None
    bench.passes_until(at(300))
    assert [one[1] for one in diverted(bench)] == [120]


@pytest.mark.parametrize(
    ("counting", "does", "may_enter"),
    [
        (SOMEBODY, "signed_out", False),
        (SOMEBODY, "break", False),
        (SOMEBODY, "meeting", False),
        (SOMEBODY, "unreachable", False),
        ((Presence.SIGNED_OUT, Presence.ON_BREAK), "break", False),
        ((Presence.SIGNED_OUT, Presence.ON_BREAK), "meeting", True),
        ((Presence.SIGNED_OUT,), "signed_out", False),
        ((Presence.SIGNED_OUT,), "unreachable", True),
        ((Presence.WRAP_UP, Presence.SIGNED_OUT), "wrap_up", False),
        (SOMEBODY, "wrap_up", True),
    ],
)
def test_what_counts_as_nobody_is_the_queues_to_say(
    counting: tuple[Presence, ...], does: str, may_enter: bool
) -> None:
    """Of flights only Maria is here; Omar is signed out."""
    told = house(flights={"join_empty": WhenEmpty(counting=counting, to=AWAY)})
    room = Distributor()
    bench = Bench(room)
    bench.told(published(told))
    if does != "signed_out":
        ready(bench, "maria")
    if does == "unreachable":
        bench.told(f.AudioLost(at=at(5), agent=MARIA))
    elif does == "wrap_up":
        bench.told(queued(CallId("c0"), 1))
        connected(bench, CallId("c0"), MARIA, 2)
        bench.told(f.CallerLeft(at=at(5), call=CallId("c0")))
        bench.told(f.AgentReleased(at=at(5), call=CallId("c0"), agent=MARIA))
    elif does != "signed_out":
        not_ready(bench, MARIA, 5, does)
    bench.told(queued(C1, 6))
    assert (diverted(bench) == []) is may_enter
    assert (room.call(C1) is not None) is may_enter


@pytest.mark.parametrize("carrying", Carrying)
def test_a_line_is_left_when_it_has_been_empty_for_long_enough(carrying: Carrying) -> None:
    rule = WhenEmpty(counting=SOMEBODY, to=INTO_HOTELS, empty_for=20)
    room, bench = with_rules(leave_when_empty=rule, carrying=carrying)
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(queued(C2, 3))
    bench.told(f.AgentReleased(at=at(30), call=C1, agent=MARIA))
    not_ready(bench, MARIA, 31)
    bench.told(f.OutcomeGiven(at=at(32), call=C1, agent=MARIA, outcome="answered"))
    bench.told(queued(CallId("c3"), 40))
    bench.passes_until(at(51.9))
    assert diverted(bench) == []
    bench.passes_until(at(60))
    assert diverted(bench) == [
        ("c2", 52, "nobody_there", "queue"),
        ("c3", 60, "nobody_there", "queue"),
    ]
    assert room.in_line(HOTELS) == (C2, CallId("c3"))


def test_only_agents_who_could_serve_the_call_count() -> None:
    """Omar speaks no Mandarin: for her nobody is there."""
    rule = WhenEmpty(counting=SOMEBODY, to=AWAY)
    room, bench = with_rules(join_empty=rule)
    ready(bench, "omar")
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2, language="mandarin"))
    assert diverted(bench) == [("c2", 2, "nobody_there", "hang_up")]
    assert room.call(C1) is not None


# -- keys ------------------------------------------------------------------------------------------


def pressed(seconds: float, key: str, call: CallId = C1) -> f.ExitKeyPressed:
    return f.ExitKeyPressed(at=at(seconds), call=call, key=key)


@pytest.mark.parametrize("carrying", Carrying)
def test_a_key_leads_out_of_the_line(carrying: Carrying) -> None:
    keys = {"1": CALLBACK, "2": INTO_HOTELS, "9": Target(flow="main/menu"), "0": AWAY}
    room, bench = with_rules(exit_keys=keys, carrying=carrying)
    for number, key in enumerate(("1", "2", "9", "0", "5")):
        bench.told(queued(CallId(f"c{number}"), number))
        bench.told(pressed(number + 0.5, key, CallId(f"c{number}")))
    ways = [(call, because, way) for call, _, because, way in diverted(bench)]
    assert ways == [
        ("c0", "key", "callback"),
        ("c1", "key", "queue"),
        ("c2", "key", "flow"),
        ("c3", "key", "hang_up"),
    ]
    assert room.in_line(FLIGHTS) == (CallId("c4"),)
    assert room.in_line(HOTELS) == (CallId("c1"),)


def test_who_comes_back_from_the_menu_is_no_worse_off() -> None:
    """The menu's other choice is less urgent; the class of before stays."""
    room, bench = with_rules(exit_keys={"9": Target(flow="main/menu")})
    bench.told(msgspec.structs.replace(queued(C1, 0), priority=4))
    before = room.call(C1)
    assert before is not None
    bench.told(pressed(9, "9"))
    assert room.call(C1) is None
    bench.told(msgspec.structs.replace(queued(C1, 20), priority=0))
    after = room.call(C1)
    assert after is not None
    assert after.key == before.key


def test_who_withholds_the_number_or_is_being_connected_stays() -> None:
    room, bench = with_rules(exit_keys={"1": CALLBACK, "2": AWAY})
    bench.told(msgspec.structs.replace(queued(C1, 1), party=PartyId("")))
    bench.told(pressed(2, "1"))
    assert room.in_line(FLIGHTS) == (C1,)
    comes(bench, MARIA, 3)
    bench.told(pressed(4, "2"))
    assert diverted(bench) == []
    assert room.offer_of(MARIA) is not None
