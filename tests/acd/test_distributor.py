"""The room as others use it: questions, explanations, configurations."""

import msgspec
import pytest

from acd import facts as f
from acd.choice import MOST_EXPLAINED
from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.distributor import Distributor
from acd.facts import AgentState, Candidate, Intent
from acd.forecast import Before, Place, wait_behind
from acd.handle_time import WEIGHT
from acd.ids import AgentId, CallId, DeskId, OfferId, PartyId, QueueId, SkillName
from acd.queue import QueueFigures
from tests.acd.telling import C1, C2, connected, published, queued, state_of, with_floor
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking


# -- questions -----------------------------------------------------------------------------------


def test_questions_about_an_empty_room() -> None:
    room = Distributor()
    assert room.agent(MARIA) is None
    assert room.offer_of(MARIA) is None
    assert room.call(C1) is None
    assert room.waiting(C1) is None
    assert room.queue_figures(FLIGHTS) is None
    assert room.in_line(FLIGHTS) == ()
    assert room.queues() == ()
    assert room.card(C1) == b""
    assert room.expected_wait(FLIGHTS, at(0)) is None
    assert room.next_deadline() is None


def test_questions_about_a_busy_room() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    ready(bench, "omar")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(queued(C2, 3))
    for number in (3, 4, 5):
        bench.told(queued(CallId(f"c{number}"), number))
    assert room.queues() == (FLIGHTS, HOTELS, COMPLAINTS)
    assert {agent.id for agent in room.agents()} == {MARIA, OMAR, LIN}
    offer = room.offer_of(OMAR)
    assert offer is not None
    assert (offer.id, offer.call, offer.accepted, offer.until) == ("c2/1", C2, False, at(13))
    assert room.offer_of(MARIA) is None
    assert room.in_line(FLIGHTS) == ("c3", "c4", "c5")
    assert room.waiting(CallId("c5")) == Place(queue=FLIGHTS, ahead=2, entered_at=at(5))
    assert room.waiting(C2) is None
    assert room.expected_wait(FLIGHTS, at(5)) == wait_behind(Before(3, 2, 180))
    assert room.expected_wait(COMPLAINTS, at(5)) is None
    assert room.queue_figures(FLIGHTS) == QueueFigures(
        queue=FLIGHTS,
        waiting=4,
        oldest_entry=at(3),
        idle=0,
        offered=1,
        on_call=1,
        wrap_up=0,
        staffed=2,
    )
    bench.told(f.AgentReleased(at=at(9), call=C1, agent=MARIA))
    figures = room.queue_figures(FLIGHTS)
    assert figures is not None
    assert (figures.on_call, figures.wrap_up) == (0, 1)


def test_expected_wait_learns_from_the_calls_handled() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(f.AgentReleased(at=at(12), call=C1, agent=MARIA))
    bench.told(f.OutcomeGiven(at=at(22), agent=MARIA, call=C1, outcome="answered"))
    bench.told(queued(C2, 23))
    [told] = bench.told(queued(CallId("c3"), 24))
    assert isinstance(told, f.PlaceTold)
    assert (told.p50, told.p80) == wait_behind(Before(0, 1, 180 - (180 - 20) * WEIGHT))
    assert room.agent(MARIA) is not None


# -- offers explain themselves -------------------------------------------------------------------


def test_offer_says_who_was_looked_at_and_why_each_lost() -> None:
    _, bench = with_floor()
    ready(bench, "maria")
    ready(bench, "omar")
    made = next(fact for fact in bench.told(queued(C1, 5)) if isinstance(fact, f.OfferMade))
    assert made.candidates == (
        Candidate(MARIA, "", 5.0, 0.0),
        Candidate(OMAR, "shorter_idle", 5.0, 0.0),
    )
    made = next(
        fact
        for fact in bench.told(queued(C2, 6, language="english"))
        if isinstance(fact, f.OfferMade)
    )
    assert made.candidates == (Candidate(OMAR, "", 6.0, 0.0), Candidate(MARIA, "offered", 0.0))


def test_offer_says_which_skill_was_missing() -> None:
    _, bench = with_floor()
    ready(bench, "maria")
    ready(bench, "omar")
    made = next(
        fact
        for fact in bench.told(queued(C1, 5, language="mandarin"))
        if isinstance(fact, f.OfferMade)
    )
    assert made.candidates[1] == Candidate(OMAR, "skill:mandarin", 5.0)


def test_offer_on_a_large_floor_explains_only_some() -> None:
    agents = tuple(
        AgentProfile(id=AgentId(f"a{n:03}"), queues=(FLIGHTS,), device="sip:x") for n in range(100)
    )
    bench = Bench(Distributor())
    bench.told(
        published(
            Configuration(
                version=1,
                queues=(QueueProfile(id=FLIGHTS),),
                agents=agents,
                default_queue=FLIGHTS,
            )
        )
    )
    for agent in agents:
        bench.told(f.AgentSignedIn(at=at(0), agent=agent.id, desk=DeskId("d"), device=agent.device))
        bench.told(f.IntentChosen(at=at(0), agent=agent.id, intent=Intent.AVAILABLE))
    made = bench.told(queued(C1, 1))[0]
    assert isinstance(made, f.OfferMade)
    assert [one.agent for one in made.candidates] == [f"a{n:03}" for n in range(MOST_EXPLAINED)]


# -- configurations ------------------------------------------------------------------------------


def _without(queue: QueueId, default: QueueId = COMPLAINTS) -> Configuration:
    before = floor(2)
    return msgspec.structs.replace(
        before,
        default_queue=default,
        queues=tuple(one for one in before.queues if one.id != queue),
    )


@pytest.mark.parametrize("carrying", Carrying)
def test_calls_of_a_removed_queue_go_to_the_default_queue(carrying: Carrying) -> None:
    room, bench = with_floor(carrying)
    ready(bench, "lin")
    bench.told(queued(CallId("c0"), 0, COMPLAINTS))
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
    bench.told(f.RejectPressed(at=at(3), offer=OfferId("c0/1"), agent=LIN))
    followed = bench.told(published(_without(FLIGHTS), 4))
    moved = [fact for fact in followed if isinstance(fact, f.CallRequeued)]
    assert [(fact.call, fact.queue, fact.because) for fact in moved] == [
        (C1, COMPLAINTS, "queue_removed"),
        (C2, COMPLAINTS, "queue_removed"),
    ]
    assert room.in_line(COMPLAINTS) == ("c0", C1, C2)
    followed = bench.passes_until(at(18))
    assert [fact.call for fact in followed if isinstance(fact, f.OfferMade)] == ["c0"]


@pytest.mark.parametrize("carrying", Carrying)
def test_free_agents_of_the_default_queue_take_what_comes_from_a_removed_one(
    carrying: Carrying,
) -> None:
    room, bench = with_floor(carrying)
    ready(bench, "lin")
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
    followed = bench.told(published(_without(FLIGHTS), 4))
    assert [fact.call for fact in followed if isinstance(fact, f.OfferMade)] == [C1]
    assert room.in_line(COMPLAINTS) == (C2,)


def test_default_queue_that_does_not_exist_keeps_its_calls() -> None:
    room, bench = with_floor()
    bench.told(queued(C1, 1))
    nowhere = QueueId("nowhere")
    bench.told(published(_without(FLIGHTS, default=nowhere), 4))
    assert room.in_line(nowhere) == (C1,)
    bench.told(queued(C2, 5, QueueId("elsewhere")))
    assert room.in_line(nowhere) == (C1, C2)


def test_calls_that_came_before_any_configuration_are_served_after_it() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(queued(C1, 1, HOTELS))
    ready(bench, "omar")
    assert room.in_line(HOTELS) == (C1,)
    followed = bench.told(published(floor(), 2))
    assert [fact.call for fact in followed if isinstance(fact, f.OfferMade)] == [C1]


def test_agent_who_is_no_more_keeps_her_call_and_gets_no_other() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    alone = msgspec.structs.replace(floor(2), agents=())
    bench.told(published(alone, 3))
    assert room.agent(OMAR) is None
    assert state_of(room, MARIA) is AgentState.ON_CALL
    bench.told(queued(C2, 4))
    bench.told(f.AgentReleased(at=at(9), call=C1, agent=MARIA))
    bench.passes_until(at(100))
    assert state_of(room, MARIA) is AgentState.IDLE
    assert room.in_line(FLIGHTS) == (C2,)
    bench.told(f.AgentSignedOut(at=at(101), agent=MARIA, desk=DeskId("d")))
    bench.told(published(msgspec.structs.replace(alone, version=3), 102))
    assert room.agent(MARIA) is None


def test_agent_who_learns_a_skill_gets_the_call_that_waited_for_it() -> None:
    room, bench = with_floor()
    ready(bench, "omar")
    bench.told(queued(C1, 1, language="mandarin"))
    before = floor(2)
    taught = tuple(
        msgspec.structs.replace(agent, skills={**agent.skills, SkillName("mandarin"): 1})
        for agent in before.agents
    )
    followed = bench.told(published(msgspec.structs.replace(before, agents=taught), 2))
    assert [type(fact).__name__ for fact in followed] == ["OfferMade", "AgentStateChanged"]
    assert room.call(C1) is not None


def test_a_tier_learnt_after_the_conversation_makes_no_new_call_of_it() -> None:
    _, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(f.AgentReleased(at=at(60), agent=MARIA, call=C1))
    bench.told(f.CustomerIdentified(at=at(61), call=C1, party=PartyId("p"), tier="gold"))
    bench.told(f.OutcomeGiven(at=at(70), agent=MARIA, call=C1, outcome="answered"))
    [made] = [one for one in bench.told(queued(C1, 80)) if isinstance(one, f.OfferMade)]
    assert made.offer == "c1/2"
    bench.passes_until(at(100))
    assert not [
        one
        for one in bench.told(f.CallerLeft(at=at(100), call=C1))
        if isinstance(one, f.CallAbandoned)
    ]
