"""How long a call will wait: the formula against exact sums, and what a caller is told."""

from math import exp, factorial
from typing import Any

import msgspec
import pytest

from acd import facts as f
from acd.arrivals import WINDOW, ArrivalRates
from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.distributor import Distributor
from acd.facts import Intent
from acd.forecast import Before, Wait, wait_behind
from acd.ids import AgentId, CallId, DeskId, QueueId, SkillName
from tests.acd.telling import published, queued
from tests.bench.people import FLIGHTS, HOTELS, skills
from tests.bench.rooms import Bench, at

pytestmark = pytest.mark.thinking


# -- the formula ---------------------------------------------------------------------------------


def served_by(seconds: float, before: Before) -> float:
    """The exact chance that the agents have come free often enough: Erlang's sum."""
    frees = before.agents / before.handle_for * seconds
    calls = round(before.ahead) + 1
    return 1 - exp(-frees) * sum(frees**k / factorial(k) for k in range(calls))


@pytest.mark.parametrize("ahead", [0, 1, 2, 5, 12, 40])
@pytest.mark.parametrize("agents", [1, 3, 10, 120])
def test_half_and_four_of_five_of_erlangs_waits_are_no_longer(ahead: int, agents: int) -> None:
    before = Before(ahead=ahead, agents=agents, handle_for=18_000)
    wait = wait_behind(before)
    assert wait is not None
    assert served_by(wait.p50, before) == pytest.approx(0.5, abs=0.01)
    assert served_by(wait.p80, before) == pytest.approx(0.8, abs=0.01)


def test_nothing_is_said_where_nobody_works() -> None:
    assert wait_behind(Before(ahead=3, agents=0, handle_for=180)) is None


# Median and 80 % of the busy period of an M/M/1 queue that begins with `ahead + 1` calls of one
# second each, by simulation (20,000 each; within 2 %).
@pytest.mark.parametrize(
    ("pressed", "ahead", "p50", "p80"),
    [
        (0.3, 0, 0.77, 2.10),
        (0.3, 9, 13.2, 18.8),
        (0.5, 2, 4.13, 8.83),
        (0.7, 0, 0.96, 3.79),
        (0.7, 9, 26.2, 47.6),
        (0.9, 0, 1.01, 5.74),
        (0.9, 2, 7.73, 31.8),
        (0.9, 9, 52.8, 140.1),
    ],
)
def test_calls_of_higher_priority_lengthen_the_wait_as_a_busy_period(
    pressed: float, ahead: int, p50: float, p80: float
) -> None:
    wait = wait_behind(Before(ahead=ahead, agents=2, handle_for=20_000, pressed=pressed))
    assert wait is not None
    assert wait.p50 / 10_000 == pytest.approx(p50, rel=0.05)
    assert wait.p80 / 10_000 == pytest.approx(p80, rel=0.05)


def test_no_wait_is_for_ever_and_a_long_line_has_no_steps() -> None:
    endless, most = (wait_behind(Before(5, 3, 180, pressed)) for pressed in (1.5, 0.9))
    assert endless == most
    waits = [wait_behind(Before(ahead, 3, 180, 0.5)) for ahead in range(300)]
    assert waits == sorted(waits, key=lambda one: one or Wait(0, 0))


@pytest.mark.parametrize(("p80", "spoken"), [(0, 60), (59, 60), (60, 60), (61, 120), (600, 600)])
def test_a_wait_is_spoken_in_minutes_that_four_of_five_keep(p80: int, spoken: int) -> None:
    assert Wait(p50=0, p80=p80).spoken == spoken


def test_arrivals_fade_and_tell_who_goes_first() -> None:
    rates = ArrivalRates()
    for second in range(0, 36_000, 10):
        rates.came((FLIGHTS, None), second % 20 and 2, at(second))
    every, higher = rates.rates((FLIGHTS, None), 0, at(36_000))
    assert every == pytest.approx(1 / 10, rel=0.01)
    assert higher == pytest.approx(1 / 20, rel=0.01)
    assert rates.rates((FLIGHTS, None), 2, at(36_000))[1] == 0
    faded, _ = rates.rates((FLIGHTS, None), 0, at(36_000 + WINDOW))
    assert faded == pytest.approx(every * exp(-1), rel=0.01)
    assert rates.rates((HOTELS, None), 0, at(36_000)) == (0, 0)
    assert ArrivalRates(rates.state()).state() == rates.state()


# -- what is told --------------------------------------------------------------------------------


def house(*staff: tuple[str, tuple[QueueId, ...], int], **rules: Any) -> Bench:
    """Queues of equal rules; agents `(name, queues, count)`, all at calls of their own."""
    agents = tuple(
        AgentProfile(
            id=AgentId(f"{name}{n}"), queues=queues, skills=skills(mandarin=5, **{name: 3})
        )
        for name, queues, count in staff
        for n in range(count)
    )
    queues = tuple(QueueProfile(id=one, **rules) for one in (FLIGHTS, HOTELS))
    bench = Bench(Distributor())
    bench.told(
        published(Configuration(version=1, queues=queues, agents=agents, default_queue=FLIGHTS))
    )
    for agent in agents:
        signs_in(bench, agent.id)
    for number, agent in enumerate(agents):
        name = CallId(f"busy{number}")
        bench.told(queued(name, 0, agent.queues[0]))
        [offer] = [
            one for one in bench.journal if isinstance(one, f.OfferMade) and one.call == name
        ]
        bench.told(f.AcceptPressed(at=at(0), offer=offer.offer, agent=offer.agent))
        bench.told(f.CallConnected(at=at(0), call=name, agent=offer.agent, offer=offer.offer))
    return bench


def signs_in(bench: Bench, agent: AgentId) -> None:
    bench.told(f.AgentSignedIn(at=at(0), agent=agent, desk=DeskId("d"), device="browser"))
    bench.told(f.AudioReady(at=at(0), agent=agent, uri="sip:a"))
    bench.told(f.DeskFound(at=at(0), agent=agent))
    bench.told(f.IntentChosen(at=at(0), agent=agent, intent=Intent.AVAILABLE))


def told(bench: Bench, fact: f.CallQueued) -> f.PlaceTold:
    [place] = [one for one in bench.told(fact) if isinstance(one, f.PlaceTold)]
    return place


def p50(place: f.PlaceTold) -> int:
    assert place.p50 is not None
    return place.p50


def test_place_and_wait_are_told_at_entry_with_both_forecasts() -> None:
    bench = house(("ann", (FLIGHTS,), 2))
    first = told(bench, queued(CallId("a"), 1))
    second = told(bench, queued(CallId("b"), 2))
    expected = wait_behind(Before(ahead=1, agents=2, handle_for=180))
    assert expected is not None
    assert (second.ahead, second.p50, second.p80) == (1, *expected)
    assert second.wait == expected.spoken == 300
    assert p50(first) < p50(second)


def test_a_told_wait_never_grows_whatever_happens_to_the_forecast() -> None:
    bench = house(("ann", (FLIGHTS,), 2))
    first = told(bench, queued(CallId("a"), 1))
    bench.told(f.IntentChosen(at=at(2), agent=AgentId("ann1"), intent=Intent.LOGGED_OUT))
    bench.told(f.AgentReleased(at=at(3), call=CallId("busy1"), agent=AgentId("ann1")))
    bench.told(
        f.OutcomeGiven(at=at(4), call=CallId("busy1"), agent=AgentId("ann1"), outcome="booked")
    )
    bench.told(f.IntentChosen(at=at(5), agent=AgentId("ann0"), intent=Intent.LOGGED_OUT))
    bench.passes_until(at(31))
    [again] = [one for one in bench.journal[-3:] if isinstance(one, f.PlaceTold)]
    assert p50(again) > p50(first)
    assert again.wait == first.wait
    bench.told(f.AgentReleased(at=at(32), call=CallId("busy0"), agent=AgentId("ann0")))
    bench.told(
        f.OutcomeGiven(at=at(33), call=CallId("busy0"), agent=AgentId("ann0"), outcome="booked")
    )
    bench.passes_until(at(61))
    nobody = [one for one in bench.journal if isinstance(one, f.PlaceTold)][-1]
    assert (nobody.ahead, nobody.wait, nobody.p50, nobody.p80) == (0, None, None, None)
    for name in ("ann0", "ann1"):
        bench.told(f.IntentChosen(at=at(62), agent=AgentId(name), intent=Intent.NOT_READY))
    call = bench.rooms[0].call(CallId("a"))  # type: ignore[attr-defined]
    assert call.told_wait == first.wait


def test_calls_of_another_queue_count_as_far_as_its_agents_are_shared() -> None:
    """Four work for both queues, four for hotels alone: half of the hotels' line is before us."""
    bench = house(("ann", (FLIGHTS, HOTELS), 4), ("ben", (HOTELS,), 4))
    for number in range(8):
        told(bench, queued(CallId(f"h{number}"), 1, HOTELS))
    place = told(bench, queued(CallId("a"), 2))
    expected = wait_behind(Before(ahead=4, agents=4, handle_for=180))
    assert expected is not None
    assert (place.ahead, p50(place)) == (0, expected.p50)


def test_who_speaks_another_language_is_not_before_us_unless_an_agent_speaks_both() -> None:
    bench = house(("english", (FLIGHTS,), 1), ("ann", (FLIGHTS,), 3))
    for number in range(6):
        told(bench, queued(CallId(f"m{number}"), 1, language="mandarin"))
    place = told(bench, queued(CallId("a"), 2, language="english"))
    expected = wait_behind(Before(ahead=6 / 4, agents=1, handle_for=180))
    assert expected is not None
    assert p50(place) == expected.p50


def test_frequent_calls_of_higher_priority_are_foreseen() -> None:
    def usual(pressing: int) -> int:
        bench = house(("ann", (FLIGHTS,), 10))
        for number in range(pressing):
            name = CallId(f"gold{number}")
            bench.told(msgspec.structs.replace(queued(name, 1 + number), priority=3))
            bench.told(f.CallerLeft(at=at(1 + number), call=name))
        return p50(told(bench, queued(CallId("a"), 90)))

    assert usual(80) > 1.3 * usual(0)


def test_a_newcomer_waits_not_at_all_where_somebody_is_free() -> None:
    bench = house(("ann", (FLIGHTS, HOTELS), 1))
    room = bench.rooms[0]
    assert isinstance(room, Distributor)
    assert room.expected_wait(HOTELS, at(1)) == wait_behind(Before(0, 1, 180))
    assert room.expected_wait(QueueId("nowhere"), at(1)) is None
    bench.told(f.CallerLeft(at=at(2), call=CallId("busy0")))
    bench.told(f.AgentReleased(at=at(2), call=CallId("busy0"), agent=AgentId("ann0")))
    bench.told(
        f.OutcomeGiven(at=at(3), call=CallId("busy0"), agent=AgentId("ann0"), outcome="booked")
    )
    assert room.expected_wait(HOTELS, at(4)) == Wait(0, 0)


def test_a_room_loaded_again_foresees_the_same() -> None:
    bench = house(("ann", (FLIGHTS, HOTELS), 3), ("ben", (HOTELS,), 2))
    for number in range(5):
        language = SkillName("mandarin") if number % 2 else None
        bench.told(
            queued(CallId(f"w{number}"), 1 + number, (FLIGHTS, HOTELS)[number % 2], language)
        )
    room, again = bench.rooms[0], Distributor()
    again.load(room.dump())
    for one in (room, again):
        one.apply(queued(CallId("a"), 10))
    assert room.handle(queued(CallId("a"), 10)) == again.handle(queued(CallId("a"), 10))
    assert room.dump() == again.dump()
