"""How far a call's search goes: one agent it prefers, wider by time, several who ring at once."""

import msgspec
import pytest

from acd import facts as f
from acd.configuration import AgentProfile, Configuration, QueueProfile, SkillNeed, Widening
from acd.distributor import Distributor
from acd.facts import AgentState, OfferEnd
from acd.ids import AgentId, CallId, OfferId, SkillName
from tests.acd.telling import published, queued, state_of
from tests.acd.test_strategy import ANNA, BELA, CLIO, comes, offers
from tests.bench.people import FLIGHTS
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

C1 = CallId("c1")
VISA = SkillName("visa")


def house(queue: QueueProfile) -> Configuration:
    return Configuration(
        version=1,
        queues=(queue,),
        agents=tuple(
            AgentProfile(id=who, queues=(FLIGHTS,), skills={VISA: level}, device=f"sip:{who}")
            for who, level in {ANNA: 1, BELA: 3, CLIO: 5}.items()
        ),
        default_queue=FLIGHTS,
    )


def staffed(queue: QueueProfile, *agents: AgentId, carrying: Carrying) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(house(queue)))
    for second, agent in enumerate(agents):
        comes(bench, agent, second)
    return room, bench


@pytest.mark.parametrize("carrying", Carrying)
def test_the_search_widens_while_the_call_waits(carrying: Carrying) -> None:
    queue = QueueProfile(
        id=FLIGHTS,
        needs=(SkillNeed(VISA, 5),),
        widening=(Widening(after=8, needs=(SkillNeed(VISA, 3),)), Widening(after=15)),
    )
    _, bench = staffed(queue, CLIO, BELA, ANNA, carrying=carrying)
    assert [one.agent for one in offers(bench.told(queued(C1, 10)))] == [CLIO]
    assert offers(bench.told(queued(CallId("c2"), 11))) == []
    derived = bench.passes_until(at(19))
    assert [(one.at, one.agent) for one in offers(derived)] == [(at(19), BELA)]


@pytest.mark.parametrize("carrying", Carrying)
def test_a_call_waits_for_whom_it_prefers_while_she_works(carrying: Carrying) -> None:
    room, bench = staffed(QueueProfile(id=FLIGHTS), ANNA, BELA, carrying=carrying)
    assert [one.agent for one in offers(bench.told(queued(C1, 10)))] == [ANNA]
    second = msgspec.structs.replace(queued(CallId("c2"), 11), preferred=ANNA)
    assert offers(bench.told(second)) == []
    derived = bench.passes_until(at(20))
    assert state_of(room, ANNA) is AgentState.NOT_RESPONDING
    over = [one.because for one in derived if isinstance(one, f.PreferenceEnded)]
    assert over == ["not_responding"]


@pytest.mark.parametrize("carrying", Carrying)
def test_the_first_of_several_who_ring_has_the_call_and_the_others_missed_nothing(
    carrying: Carrying,
) -> None:
    queue = QueueProfile(id=FLIGHTS, ring_at_once=3)
    room, bench = staffed(queue, ANNA, BELA, CLIO, carrying=carrying)
    assert [one.agent for one in offers(bench.told(queued(C1, 10)))] == [ANNA, BELA, CLIO]
    derived = bench.told(f.AcceptPressed(at=at(12), offer=OfferId("c1/2"), agent=BELA))
    ends = {one.agent: one.how for one in derived if isinstance(one, f.OfferEnded)}
    assert ends == {ANNA: OfferEnd.TAKEN, CLIO: OfferEnd.TAKEN}
    assert state_of(room, ANNA) is state_of(room, CLIO) is AgentState.IDLE
    late = bench.told(f.AcceptPressed(at=at(12), offer=OfferId("c1/1"), agent=ANNA))
    assert late == []
    assert [one.agent for one in offers(bench.told(queued(CallId("c2"), 13)))] == [ANNA, CLIO]


@pytest.mark.parametrize("carrying", Carrying)
def test_a_call_whose_caller_has_left_rings_for_nobody_more(carrying: Carrying) -> None:
    queue = QueueProfile(id=FLIGHTS, ring_at_once=3)
    room, bench = staffed(queue, ANNA, BELA, carrying=carrying)
    bench.told(queued(C1, 10))
    derived = bench.told(f.CallerLeft(at=at(12), call=C1))
    assert offers(derived) == []
    assert state_of(room, ANNA) is state_of(room, BELA) is AgentState.IDLE
    assert offers(bench.told(queued(CallId("c2"), 13)))


def test_one_more_is_asked_after_each_pause() -> None:
    queue = QueueProfile(id=FLIGHTS, ring_at_once=2, ring_next_after=4)
    _, bench = staffed(queue, ANNA, BELA, CLIO, carrying=Carrying.TOGETHER)
    assert [one.agent for one in offers(bench.told(queued(C1, 10)))] == [ANNA]
    later = offers(bench.passes_until(at(19)))
    assert [(one.at, one.agent) for one in later] == [(at(14), BELA)]


def test_who_has_waited_long_goes_before_every_priority() -> None:
    _, bench = staffed(QueueProfile(id=FLIGHTS, starves_after=60), carrying=Carrying.TOGETHER)
    bench.told(queued(C1, 0))
    bench.told(msgspec.structs.replace(queued(CallId("c2"), 30), priority=5))
    bench.passes_until(at(61))
    comes(bench, ANNA, 62)
    made = [fact for fact in bench.journal if isinstance(fact, f.OfferMade)]
    assert [one.call for one in made] == [C1]
