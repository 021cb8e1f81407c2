"""A caller is rather for the agent with whom she spoke last, where her queue says so."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, PartyId
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking


def house(hours: int = 24) -> Configuration:
    told = floor()
    return replace(told, queues=tuple(replace(one, last_agent_within=hours) for one in told.queues))


def with_two(configuration: Configuration) -> tuple[Distributor, Bench]:
    """Maria has been idle for longer than Omar: without a rule the call is hers."""
    room = Distributor()
    bench = Bench(room)
    bench.told(published(configuration))
    for agent in ("maria", "omar"):
        ready(bench, agent)
    return room, bench


def spoke(agent: AgentId | None, hours_ago: float) -> f.CustomerIdentified:
    """Told while the caller hears the greeting."""
    return f.CustomerIdentified(
        at=at(2),
        call=C1,
        party=PartyId("p"),
        last_agent=agent,
        last_talk_at=at(2) - timedelta(hours=hours_ago),
    )


def asked(bench: Bench, seconds: float = 3) -> list[tuple[AgentId, str]]:
    told = bench.told(queued(C1, seconds))
    return [(one.agent, one.strategy) for one in told if isinstance(one, f.OfferMade)]


@pytest.mark.parametrize(
    ("within", "hours_ago", "goes_to"),
    [
        (24, 1, (OMAR, "preferred")),
        (24, 23.9, (OMAR, "preferred")),
        (24, 25, (MARIA, "longest_idle")),
        (720, 25, (OMAR, "preferred")),
        (0, 1, (MARIA, "longest_idle")),
    ],
)
def test_the_queue_says_for_how_long(
    within: int, hours_ago: float, goes_to: tuple[AgentId, str]
) -> None:
    _, bench = with_two(house(within))
    bench.told(spoke(OMAR, hours_ago))
    assert asked(bench) == [goes_to]


def test_who_spoke_with_nobody_goes_to_whoever_is_next() -> None:
    _, bench = with_two(house())
    bench.told(spoke(None, 1))
    assert asked(bench) == [(MARIA, "longest_idle")]


@pytest.mark.parametrize("agent", [LIN, AgentId("gone")])
def test_nobody_waits_for_one_who_does_not_serve_the_queue(agent: AgentId) -> None:
    _, bench = with_two(house())
    bench.told(spoke(agent, 1))
    assert asked(bench) == [(MARIA, "longest_idle")]


def test_nobody_waits_for_one_who_is_not_ready() -> None:
    _, bench = with_two(house())
    bench.told(f.IntentChosen(at=at(1), agent=OMAR, intent=Intent.NOT_READY))
    bench.told(spoke(OMAR, 1))
    assert asked(bench) == [(MARIA, "longest_idle")]


def test_a_call_waits_a_while_for_one_who_is_busy() -> None:
    room, bench = with_two(house())
    bench.told(f.IntentChosen(at=at(0.5), agent=MARIA, intent=Intent.NOT_READY))
    bench.told(queued(C2, 1))
    connected(bench, C2, OMAR, 1)
    bench.told(f.IntentChosen(at=at(1.5), agent=MARIA, intent=Intent.AVAILABLE))
    bench.told(spoke(OMAR, 1))
    assert asked(bench) == []
    told = room.explanation.waits(C1)
    assert told is not None
    assert (told.preferred, told.preferred_until) == (OMAR, at(18))
    made = bench.passes_until(at(19))
    assert [(one.agent, one.strategy) for one in made if isinstance(one, f.OfferMade)] == [
        (MARIA, "longest_idle")
    ]
    assert state_of(room, OMAR) is AgentState.ON_CALL


def test_an_agent_the_flow_has_chosen_comes_first() -> None:
    _, bench = with_two(house())
    bench.told(spoke(OMAR, 1))
    told = bench.told(replace(queued(C1, 3), preferred=MARIA))
    made = [(one.agent, one.strategy) for one in told if isinstance(one, f.OfferMade)]
    assert made == [(MARIA, "preferred")]


def test_the_first_telling_counts() -> None:
    """A late look-up tells once more; what was known in time stays."""
    _, bench = with_two(house())
    bench.told(spoke(OMAR, 1))
    bench.told(replace(spoke(None, 1), last_talk_at=None, tier="gold"))
    assert asked(bench) == [(OMAR, "preferred")]


def test_it_is_kept_over_a_dump() -> None:
    room, bench = with_two(house())
    bench.told(spoke(OMAR, 1))
    dumped = room.dump()
    room.load(dumped)
    assert room.dump() == dumped
    assert asked(bench) == [(OMAR, "preferred")]
