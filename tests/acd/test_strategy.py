"""Which free agent takes the call: each strategy of a queue, and how an offer explains it."""

import msgspec
import pytest

from acd import facts as f
from acd.configuration import (
    AgentProfile,
    Configuration,
    IdleSince,
    QueueProfile,
    SkillNeed,
    Strategy,
)
from acd.distributor import Distributor
from acd.facts import Candidate
from acd.ids import AgentId, CallId, DeskId, OfferId, SkillName
from tests.acd.telling import connected, published, queued
from tests.bench.people import FLIGHTS
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

FLIGHT = SkillName("flight")
ANNA, BELA, CLIO = AgentId("anna"), AgentId("bela"), AgentId("clio")
PROFICIENCY = {ANNA: 2, BELA: 5, CLIO: 5}


def house(strategy: Strategy, version: int = 1) -> Configuration:
    return Configuration(
        version=version,
        queues=(QueueProfile(id=FLIGHTS, needs=(SkillNeed(FLIGHT),), strategy=strategy),),
        agents=tuple(
            AgentProfile(id=who, queues=(FLIGHTS,), skills={FLIGHT: level}, device=f"sip:{who}")
            for who, level in PROFICIENCY.items()
        ),
        default_queue=FLIGHTS,
    )


def staffed(
    strategy: Strategy, carrying: Carrying = Carrying.TOGETHER
) -> tuple[Distributor, Bench]:
    """Anna has been idle longest, then Bela, then Clio."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(house(strategy)))
    for second, agent in enumerate(PROFICIENCY):
        comes(bench, agent, second)
    return room, bench


def comes(bench: Bench, agent: AgentId, seconds: float) -> None:
    """To her desk phone, and is ready at once."""
    desk, then = DeskId(f"desk-{agent}"), at(seconds)
    bench.told(f.AgentSignedIn(at=then, agent=agent, desk=desk, device=f"sip:{agent}"))
    bench.told(f.IntentChosen(at=then, agent=agent, intent=f.Intent.AVAILABLE))


def offers(followed: object) -> list[f.OfferMade]:
    assert isinstance(followed, list | tuple)
    return [fact for fact in followed if isinstance(fact, f.OfferMade)]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("strategy", "takers"),
    [
        (Strategy.LONGEST_IDLE, [ANNA, BELA, CLIO]),
        (Strategy.BEST_SKILLED, [BELA, CLIO, ANNA]),
        (Strategy.ROUND_ROBIN, [ANNA, BELA, CLIO]),
    ],
)
def test_calls_go_out_in_the_order_of_the_strategy(
    strategy: Strategy, takers: list[AgentId], carrying: Carrying
) -> None:
    _, bench = staffed(strategy, carrying)
    calls = [bench.told(queued(CallId(f"c{n}"), 10 + n)) for n in range(3)]
    made = [offer for followed in calls for offer in offers(followed)]
    assert [offer.agent for offer in made] == takers
    assert {offer.strategy for offer in made} == {strategy.value}


def test_the_round_goes_on_past_whoever_was_offered_a_call_and_took_none() -> None:
    """Anna is idle longest again when the first caller leaves, but her turn is over."""
    _, bench = staffed(Strategy.ROUND_ROBIN)
    bench.told(queued(CallId("c1"), 10))
    bench.told(f.CallerLeft(at=at(11), call=CallId("c1")))
    [second] = offers(bench.told(queued(CallId("c2"), 12)))
    assert second.agent == BELA


def test_the_round_survives_a_restart_and_a_change_of_staff() -> None:
    room, bench = staffed(Strategy.ROUND_ROBIN)
    bench.told(queued(CallId("c1"), 10))
    bench.told(f.CallerLeft(at=at(11), call=CallId("c1")))
    again = Distributor()
    again.load(room.dump())
    bench = Bench(again)
    fewer = house(Strategy.ROUND_ROBIN, version=2)
    left = tuple(agent for agent in fewer.agents if agent.id != BELA)
    bench.told(published(msgspec.structs.replace(fewer, agents=left), 12))
    [second] = offers(bench.told(queued(CallId("c2"), 13)))
    [third] = offers(bench.told(queued(CallId("c3"), 14)))
    assert (second.agent, third.agent) == (CLIO, ANNA)


def test_the_best_skilled_comes_first_again_after_her_call() -> None:
    _, bench = staffed(Strategy.BEST_SKILLED)
    bench.told(queued(CallId("c1"), 10))
    connected(bench, CallId("c1"), BELA, 11)
    bench.told(f.AgentReleased(at=at(12), call=CallId("c1"), agent=BELA))
    bench.told(f.OutcomeGiven(at=at(13), agent=BELA, call=CallId("c1"), outcome="answered"))
    taken = [offers(bench.told(queued(CallId(f"c{n}"), 12 + n)))[0].agent for n in (2, 3)]
    assert taken == [CLIO, BELA]


@pytest.mark.parametrize(
    ("strategy", "lost"),
    [
        (Strategy.LONGEST_IDLE, {BELA: "shorter_idle", CLIO: "shorter_idle"}),
        (Strategy.BEST_SKILLED, {CLIO: "shorter_idle", ANNA: "less_skilled"}),
    ],
)
def test_an_offer_says_what_each_lost_by(strategy: Strategy, lost: dict[AgentId, str]) -> None:
    _, bench = staffed(strategy)
    [made] = offers(bench.told(queued(CallId("c1"), 10)))
    assert {one.agent: one.lost for one in made.candidates[1:]} == lost


def test_an_offer_in_a_round_says_who_was_offered_a_call_later() -> None:
    _, bench = staffed(Strategy.ROUND_ROBIN)
    bench.told(queued(CallId("c1"), 10))
    bench.told(f.CallerLeft(at=at(11), call=CallId("c1")))
    [made] = offers(bench.told(queued(CallId("c2"), 12)))
    assert made.candidates == (
        Candidate(BELA, "", 11.0, 0.0),
        Candidate(CLIO, "shorter_idle", 10.0, 0.0),
        Candidate(ANNA, "offered_later", 12.0, at(10).timestamp()),
    )


def test_a_change_of_strategy_reaches_whoever_is_free() -> None:
    _, bench = staffed(Strategy.LONGEST_IDLE)
    bench.told(published(house(Strategy.BEST_SKILLED, version=2), 9))
    [made] = offers(bench.told(queued(CallId("c1"), 10)))
    assert made.agent == BELA


def test_when_calls_have_waited_for_a_change_the_first_in_line_chooses_first() -> None:
    """Nobody could serve them; then the need falls away, and there are fewer calls than agents."""
    _, bench = staffed(Strategy.BEST_SKILLED)
    hard = house(Strategy.BEST_SKILLED, version=2)
    needs = (SkillNeed(FLIGHT), SkillNeed(SkillName("visa")))
    queue = msgspec.structs.replace(hard.queues[0], needs=needs)
    bench.told(published(msgspec.structs.replace(hard, queues=(queue,)), 9))
    for n in (1, 2):
        assert offers(bench.told(queued(CallId(f"c{n}"), 10 + n))) == []
    followed = bench.told(published(house(Strategy.BEST_SKILLED, version=3), 20))
    made = [(offer.offer, offer.agent) for offer in offers(followed)]
    assert made == [(OfferId("c1/1"), BELA), (OfferId("c2/1"), CLIO)]


def handles(bench: Bench, call: str, agent: AgentId, seconds: tuple[float, float]) -> None:
    """From her answer to her outcome, which is given at once."""
    began, ended = seconds
    connected(bench, CallId(call), agent, began)
    bench.told(f.AgentReleased(at=at(ended), call=CallId(call), agent=agent))
    bench.told(f.OutcomeGiven(at=at(ended), agent=agent, call=CallId(call), outcome="answered"))


def taker(bench: Bench, call: str, seconds: float) -> AgentId:
    [made] = offers(bench.told(queued(CallId(call), seconds)))
    return made.agent


def with_rules(strategy: Strategy, **rules: object) -> Configuration:
    """Bela stands first in the list, and has three tickets in the lot."""
    before = house(strategy)
    places, weights = {ANNA: 2, BELA: 1, CLIO: 3}, {BELA: 3}
    agents = tuple(
        msgspec.structs.replace(
            agent,
            places={FLIGHTS: places[agent.id]},
            weights={FLIGHTS: weights.get(agent.id, 1)},
        )
        for agent in before.agents
    )
    queue = msgspec.structs.replace(before.queues[0], **rules)
    return msgspec.structs.replace(before, queues=(queue,), agents=agents)


def test_from_the_top_of_the_list_whoever_is_free() -> None:
    _, bench = staffed(Strategy.LINEAR)
    bench.told(published(with_rules(Strategy.LINEAR), 9))
    assert [taker(bench, f"c{n}", 10 + n) for n in (1, 2, 3)] == [BELA, ANNA, CLIO]


def test_a_newcomer_starts_at_the_median_of_the_calls_taken() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(house(Strategy.FEWEST_CALLS)))
    for second, agent in enumerate((ANNA, BELA)):
        comes(bench, agent, second)
    for n, agent in enumerate((ANNA, BELA, ANNA, BELA)):
        assert taker(bench, f"c{n}", 10 * n + 10) == agent
        handles(bench, f"c{n}", agent, (10 * n + 11, 10 * n + 12))
    assert taker(bench, "c5", 60) == ANNA
    handles(bench, "c5", ANNA, (61, 62))
    comes(bench, CLIO, 63)
    newcomer = room.agent(CLIO)
    assert newcomer is not None
    assert newcomer.taken == 2
    assert taker(bench, "c6", 70) == BELA


def test_the_least_occupied_is_not_who_is_idle_longest() -> None:
    """Anna, who talked for minutes, has been idle a little longer than Bela, who talked for
    seconds.
    """
    _, bench = staffed(Strategy.LEAST_OCCUPIED)
    talks = {"c1": (ANNA, 10, 300), "c2": (BELA, 301, 310), "c3": (CLIO, 311, 700)}
    for call, (agent, began, ended) in talks.items():
        assert taker(bench, call, began) == agent
        handles(bench, call, agent, (began + 1, ended))
    assert taker(bench, "c4", 701) == BELA
    assert taker(bench, "c5", 701) == ANNA


def test_by_lot_in_proportion_to_the_weights_and_the_same_again_from_the_same_seed() -> None:
    def drawn(seed: int) -> AgentId:
        room = Distributor()
        bench = Bench(room)
        drawing = with_rules(Strategy.WEIGHTED_RANDOM)
        bench.told(f.ConfigurationPublished(at=at(0), configuration=drawing, seed=seed))
        for agent in (ANNA, BELA, CLIO):
            comes(bench, agent, 1)
        return taker(bench, "c1", 5)

    first = [drawn(seed) for seed in range(1000)]
    assert first[:50] == [drawn(seed) for seed in range(50)]
    share = {agent: first.count(agent) / 1000 for agent in (ANNA, BELA, CLIO)}
    assert share == {
        ANNA: pytest.approx(1 / 5, abs=0.04),
        BELA: pytest.approx(3 / 5, abs=0.04),
        CLIO: pytest.approx(1 / 5, abs=0.04),
    }


@pytest.mark.parametrize(("since", "takes"), [(IdleSince.READY, BELA), (IdleSince.CONTACT, ANNA)])
def test_idle_since_ready_or_since_the_last_conversation(since: IdleSince, takes: AgentId) -> None:
    """Anna talked before Bela did, and was on a break until just now."""
    room = Distributor()
    bench = Bench(room)
    bench.told(published(with_rules(Strategy.LONGEST_IDLE, idle_since=since)))
    for second, agent in enumerate((ANNA, BELA)):
        comes(bench, agent, second)
    assert [taker(bench, f"c{n}", 10 + n) for n in (1, 2)] == [ANNA, BELA]
    handles(bench, "c1", ANNA, (13, 20))
    handles(bench, "c2", BELA, (21, 30))
    for second, intent in ((31, f.Intent.NOT_READY), (90, f.Intent.AVAILABLE)):
        bench.told(f.IntentChosen(at=at(second), agent=ANNA, intent=intent, reason="break"))
    assert taker(bench, "c3", 91) == takes
