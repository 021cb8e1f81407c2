"""A caller who asks for one agent gets her, if she works, and the queue if she does not."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId
from acd.overflow import ABSENT, Overflow, When, WhenEmpty
from acd.step import Fact
from acd.targets import Target
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

AWAY = Target(hang_up={})


def house(
    *agents: str, configuration: Configuration | None = None, carrying: Carrying = Carrying.TOGETHER
) -> tuple[Distributor, Bench]:
    """Of flights Maria and Omar take calls, and Lin of none of it."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(configuration or floor()))
    for agent in agents:
        ready(bench, agent)
    return room, bench


def asks_for(agent: AgentId, seconds: float = 3, wait: int = 20) -> f.CallQueued:
    return replace(queued(C1, seconds), preferred=agent, preferred_for=wait)


def with_lin_busy(
    *others: str, configuration: Configuration | None = None
) -> tuple[Distributor, Bench]:
    room, bench = house("lin", *others, configuration=configuration)
    bench.told(replace(queued(C2, 1), preferred=LIN, preferred_for=20))
    connected(bench, C2, LIN, 1)
    return room, bench


def made(facts: Iterable[Fact]) -> list[tuple[AgentId, str]]:
    return [(one.agent, one.strategy) for one in facts if isinstance(one, f.OfferMade)]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("agent", [LIN, OMAR])
def test_whoever_is_asked_for_is_offered_whichever_queue_she_serves(
    agent: AgentId, carrying: Carrying
) -> None:
    _, bench = house("maria", "omar", "lin", carrying=carrying)
    assert made(bench.told(asks_for(agent))) == [(agent, "preferred")]


@pytest.mark.parametrize(
    ("agent", "wait"),
    [(LIN, 20), (AgentId("gone"), 20), (OMAR, 0)],
    ids=["does not work", "is nobody", "no wait"],
)
def test_nobody_waits_for_one_who_does_not_work(agent: AgentId, wait: int) -> None:
    _, bench = house("maria", "omar")
    assert made(bench.told(asks_for(agent, wait=wait))) == [(MARIA, "longest_idle")]


def test_the_flow_says_for_how_long_one_who_is_busy_is_waited_for() -> None:
    room, bench = with_lin_busy("maria")
    assert made(bench.told(asks_for(LIN, 3, wait=40))) == []
    told = room.explanation.waits(C1)
    assert told is not None
    assert (told.preferred, told.preferred_until) == (LIN, at(43))
    assert made(bench.passes_until(at(42))) == []
    assert made(bench.passes_until(at(43))) == [(MARIA, "longest_idle")]


def test_once_she_is_free_the_call_is_hers() -> None:
    room, bench = with_lin_busy("maria")
    bench.told(asks_for(LIN, 3, wait=600))
    bench.told(f.AgentReleased(at=at(10), call=C2, agent=LIN))
    assert made(bench.told(f.OutcomeGiven(at=at(12), agent=LIN, call=C2, outcome="done"))) == [
        (LIN, "reserved")
    ]
    assert state_of(room, MARIA) is AgentState.IDLE


def test_she_goes_and_the_queue_has_it_at_once() -> None:
    _, bench = with_lin_busy("maria")
    bench.told(asks_for(LIN, 3, wait=600))
    bench.told(f.IntentChosen(at=at(4), agent=LIN, intent=Intent.NOT_READY))
    bench.told(f.AgentReleased(at=at(10), call=C2, agent=LIN))
    gone = bench.told(f.OutcomeGiven(at=at(12), agent=LIN, call=C2, outcome="done"))
    told = (*gone, *bench.passes_until(at(12.1)))
    assert [one.because for one in told if isinstance(one, f.PreferenceEnded)] == ["not_ready"]
    assert made(told) == [(MARIA, "longest_idle")]


def test_who_does_not_answer_has_had_her_chance() -> None:
    _, bench = house("maria", "lin")
    bench.told(asks_for(LIN))
    assert made(bench.passes_until(at(14))) == [(MARIA, "longest_idle")]


def test_no_rule_about_the_line_sends_away_who_has_asked_for_one_who_works() -> None:
    told = floor()
    strict = replace(
        told,
        queues=tuple(
            replace(
                one,
                join_empty=WhenEmpty(counting=tuple(ABSENT), to=AWAY),
                overflow=(Overflow(when=When.LENGTH, over=0, to=AWAY),),
            )
            for one in told.queues
        ),
    )
    for agent, sent in ((LIN, False), (OMAR, True)):
        _, bench = with_lin_busy(configuration=strict)
        facts = bench.told(asks_for(agent, 3))
        assert any(isinstance(one, f.CallDiverted) for one in facts) is sent


def test_it_is_kept_over_a_dump() -> None:
    room, bench = with_lin_busy()
    bench.told(asks_for(LIN, 3))
    again = Distributor()
    again.load(room.dump())
    assert again.dump() == room.dump()
