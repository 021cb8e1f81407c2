"""The room as others use it: questions, configurations, cards, and what it leaves alone."""

import msgspec
import pytest

from acd import facts as f
from acd.agent import Setback
from acd.choice import MOST_EXPLAINED
from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.distributor import Distributor
from acd.facts import AgentState, Candidate, Intent
from acd.forecast import Place
from acd.ids import AgentId, CallId, DeadlineId, DeskId, OfferId, PartyId, QueueId, SkillName
from acd.offer import Offer
from acd.queue import QueueFigures
from acd.step import NOTHING, DeadlineReached, Fact
from acd.waiting_call import Phase
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

C1, C2 = CallId("c1"), CallId("c2")


def _published(configuration: Configuration, seconds: float = 0) -> f.ConfigurationPublished:
    return f.ConfigurationPublished(at=at(seconds), configuration=configuration)


def _queued(
    call: CallId, seconds: float, queue: QueueId = FLIGHTS, language: str | None = None
) -> f.CallQueued:
    spoken = SkillName(language) if language else None
    return f.CallQueued(at=at(seconds), call=call, party=PartyId("p"), queue=queue, language=spoken)


def _connected(bench: Bench, call: CallId, agent: AgentId, seconds: float) -> None:
    offer = OfferId(f"{call}/1")
    bench.told(f.AcceptPressed(at=at(seconds), offer=offer, agent=agent))
    bench.told(f.CallConnected(at=at(seconds), call=call, agent=agent, offer=offer))


def _floor(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(_published(floor()))
    return room, bench


def _state(room: Distributor, agent: AgentId) -> AgentState:
    found = room.agent(agent)
    assert found is not None
    return found.state


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
    assert room.next_deadline() is None


def test_questions_about_a_busy_room() -> None:
    room, bench = _floor()
    ready(bench, "maria")
    ready(bench, "omar")
    bench.told(_queued(C1, 1))
    _connected(bench, C1, MARIA, 2)
    bench.told(_queued(C2, 3))
    for number in (3, 4, 5):
        bench.told(_queued(CallId(f"c{number}"), number))
    assert room.queues() == (FLIGHTS, HOTELS, COMPLAINTS)
    assert {agent.id for agent in room.agents()} == {MARIA, OMAR, LIN}
    offer = room.offer_of(OMAR)
    assert offer is not None
    assert (offer.id, offer.call, offer.accepted, offer.until) == ("c2/1", C2, False, at(13))
    assert room.offer_of(MARIA) is None
    assert room.in_line(FLIGHTS) == ("c3", "c4", "c5")
    assert room.waiting(CallId("c5")) == Place(queue=FLIGHTS, ahead=2, entered_at=at(5))
    assert room.waiting(C2) is None
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
    room, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    _connected(bench, C1, MARIA, 2)
    bench.told(f.AgentReleased(at=at(12), call=C1, agent=MARIA))
    bench.told(f.OutcomeGiven(at=at(22), agent=MARIA, call=C1, outcome="answered"))
    bench.told(_queued(C2, 23))
    [told] = bench.told(_queued(CallId("c3"), 24))
    assert isinstance(told, f.PlaceTold)
    assert told.wait == 180 - (180 - 20) / 8
    assert room.agent(MARIA) is not None


# -- offers explain themselves -------------------------------------------------------------------


def test_offer_says_who_was_looked_at_and_why_each_lost() -> None:
    _, bench = _floor()
    ready(bench, "maria")
    ready(bench, "omar")
    made = next(fact for fact in bench.told(_queued(C1, 5)) if isinstance(fact, f.OfferMade))
    assert made.candidates == (
        Candidate(MARIA, "", 5.0),
        Candidate(OMAR, "shorter_idle", 5.0),
    )
    made = next(
        fact
        for fact in bench.told(_queued(C2, 6, language="english"))
        if isinstance(fact, f.OfferMade)
    )
    assert made.candidates == (Candidate(OMAR, "", 6.0), Candidate(MARIA, "offered", 0.0))


def test_offer_says_which_skill_was_missing() -> None:
    _, bench = _floor()
    ready(bench, "maria")
    ready(bench, "omar")
    made = next(
        fact
        for fact in bench.told(_queued(C1, 5, language="mandarin"))
        if isinstance(fact, f.OfferMade)
    )
    assert made.candidates[1] == Candidate(OMAR, "skill:mandarin", 5.0)


def test_offer_on_a_large_floor_explains_only_some() -> None:
    agents = tuple(
        AgentProfile(id=AgentId(f"a{n:03}"), queues=(FLIGHTS,), device="sip:x") for n in range(100)
    )
    bench = Bench(Distributor())
    bench.told(
        _published(
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
    made = bench.told(_queued(C1, 1))[0]
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
    room, bench = _floor(carrying)
    ready(bench, "lin")
    bench.told(_queued(CallId("c0"), 0, COMPLAINTS))
    bench.told(_queued(C1, 1))
    bench.told(_queued(C2, 2))
    bench.told(f.RejectPressed(at=at(3), offer=OfferId("c0/1"), agent=LIN))
    followed = bench.told(_published(_without(FLIGHTS), 4))
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
    room, bench = _floor(carrying)
    ready(bench, "lin")
    bench.told(_queued(C1, 1))
    bench.told(_queued(C2, 2))
    followed = bench.told(_published(_without(FLIGHTS), 4))
    assert [fact.call for fact in followed if isinstance(fact, f.OfferMade)] == [C1]
    assert room.in_line(COMPLAINTS) == (C2,)


def test_default_queue_that_does_not_exist_keeps_its_calls() -> None:
    room, bench = _floor()
    bench.told(_queued(C1, 1))
    nowhere = QueueId("nowhere")
    bench.told(_published(_without(FLIGHTS, default=nowhere), 4))
    assert room.in_line(nowhere) == (C1,)
    bench.told(_queued(C2, 5, QueueId("elsewhere")))
    assert room.in_line(nowhere) == (C1, C2)


def test_calls_that_came_before_any_configuration_are_served_after_it() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(_queued(C1, 1, HOTELS))
    ready(bench, "omar")
    assert room.in_line(HOTELS) == (C1,)
    followed = bench.told(_published(floor(), 2))
    assert [fact.call for fact in followed if isinstance(fact, f.OfferMade)] == [C1]


def test_agent_who_is_no_more_keeps_her_call_and_gets_no_other() -> None:
    room, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    _connected(bench, C1, MARIA, 2)
    alone = msgspec.structs.replace(floor(2), agents=())
    bench.told(_published(alone, 3))
    assert room.agent(OMAR) is None
    assert _state(room, MARIA) is AgentState.ON_CALL
    bench.told(_queued(C2, 4))
    bench.told(f.AgentReleased(at=at(9), call=C1, agent=MARIA))
    bench.passes_until(at(100))
    assert _state(room, MARIA) is AgentState.IDLE
    assert room.in_line(FLIGHTS) == (C2,)
    bench.told(f.AgentSignedOut(at=at(101), agent=MARIA, desk=DeskId("d")))
    bench.told(_published(msgspec.structs.replace(alone, version=3), 102))
    assert room.agent(MARIA) is None


def test_agent_who_learns_a_skill_gets_the_call_that_waited_for_it() -> None:
    room, bench = _floor()
    ready(bench, "omar")
    bench.told(_queued(C1, 1, language="mandarin"))
    before = floor(2)
    taught = tuple(
        msgspec.structs.replace(agent, skills={**agent.skills, SkillName("mandarin"): 1})
        for agent in before.agents
    )
    followed = bench.told(_published(msgspec.structs.replace(before, agents=taught), 2))
    assert [type(fact).__name__ for fact in followed] == ["OfferMade", "AgentStateChanged"]
    assert room.call(C1) is not None


# -- cards ---------------------------------------------------------------------------------------


def _adopted(bench: Bench, calls: tuple[CallId, ...]) -> Bench:
    """Another control, which knows nothing but the cards."""
    found = Distributor()
    again = Bench(found)
    again.told(_published(floor(), 50))
    again.told(f.ThinkingResumed(at=at(50)))
    for call in calls:
        card = bench.rooms[0].card(call)
        assert card
        assert len(card) < 1_000
        found.adopt(call, card)
    return again


def test_waiting_and_ringing_calls_are_back_in_line_with_their_keys() -> None:
    room, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    bench.told(_queued(C2, 2))
    again = _adopted(bench, (C2, C1))
    followed = again.passes_until(at(50))
    assert [type(fact).__name__ for fact in followed] == ["CallRequeued", "CallRequeued"]
    found = again.rooms[0]
    assert isinstance(found, Distributor)
    assert found.in_line(FLIGHTS) == (C1, C2)
    ready(again, "maria")
    assert found.offer_of(MARIA) == msgspec.structs.replace(
        _offer(room, MARIA), id=OfferId("c1/2"), until=at(60)
    )


def _offer(room: Distributor, agent: AgentId) -> Offer:
    offer = room.offer_of(agent)
    assert offer is not None
    return offer


def test_connected_call_keeps_its_agent() -> None:
    _, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    _connected(bench, C1, MARIA, 2)
    again = _adopted(bench, (C1,))
    found = again.rooms[0]
    assert isinstance(found, Distributor)
    again.passes_until(at(50))
    maria = found.agent(MARIA)
    assert maria is not None
    assert (maria.state, maria.call) == (AgentState.ON_CALL, C1)
    again.told(f.AgentSignedIn(at=at(51), agent=MARIA, desk=DeskId("d")))
    again.told(f.AgentReleased(at=at(60), call=C1, agent=MARIA))
    assert maria.until == at(90)
    again.passes_until(at(90))
    assert maria.state is AgentState.NOT_READY


def test_agent_who_is_free_is_not_offered_another_call_beside_the_adopted_one() -> None:
    _, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    _connected(bench, C1, MARIA, 2)
    card = bench.rooms[0].card(C1)
    found, again = _floor()
    ready(again, "maria")
    found.adopt(C1, card)
    assert [type(fact).__name__ for fact in again.told(_queued(C2, 0))] == ["PlaceTold"]
    again.passes_until(at(3))
    maria = found.agent(MARIA)
    assert maria is not None
    assert maria.state is AgentState.ON_CALL


def test_connecting_call_goes_on_connecting() -> None:
    _, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    bench.told(f.AcceptPressed(at=at(2), offer=OfferId("c1/1"), agent=MARIA))
    again = _adopted(bench, (C1,))
    found = again.rooms[0]
    assert isinstance(found, Distributor)
    again.passes_until(at(50))
    assert _state(found, MARIA) is AgentState.CONNECTING
    again.told(f.CallConnected(at=at(51), call=C1, agent=MARIA, offer=OfferId("c1/1")))
    assert _state(found, MARIA) is AgentState.ON_CALL


def test_call_of_an_agent_who_has_another_goes_back_in_line() -> None:
    _, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    _connected(bench, C1, MARIA, 2)
    card = bench.rooms[0].card(C1)
    found, again = _floor()
    ready(again, "maria")
    again.told(_queued(C2, 1))
    found.adopt(C1, card)
    again.passes_until(at(3))
    assert found.in_line(FLIGHTS) == (C1,)
    again.told(f.CallerLeft(at=at(4), call=C1))
    assert found.call(C1) is None
    assert not any(isinstance(fact, f.CallAbandoned) for fact in again.journal)


def test_agent_who_got_a_call_before_the_adoption_was_thought_about_keeps_that() -> None:
    _, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    _connected(bench, C1, MARIA, 2)
    again = _adopted(bench, (C1,))
    found = again.rooms[0]
    assert isinstance(found, Distributor)
    elsewhere = f.AgentStateChanged(
        at=at(50), agent=MARIA, state=AgentState.ON_CALL, call=CallId("c9")
    )
    found.apply(elsewhere)
    due = DeadlineReached(at=at(50), deadline=DeadlineId("adopted:c1"))
    found.apply(due)
    assert found.handle(due) == NOTHING
    found.apply(left := f.CallerLeft(at=at(51), call=C1))
    assert found.handle(left) == NOTHING
    assert found.call(C1) is None


def test_what_is_known_is_not_taken_from_a_card() -> None:
    room, bench = _floor()
    bench.told(_queued(C1, 1))
    before = room.dump()
    room.adopt(C1, room.card(C1))
    room.adopt(C2, b"")
    assert room.dump() == before


# -- what is left alone --------------------------------------------------------------------------


def test_facts_about_nobody_lead_to_nothing() -> None:
    room, _ = _floor()
    nobody, none = AgentId("nobody"), OfferId("c9/1")
    c9 = CallId("c9")
    strangers: list[Fact] = [
        Fact(at=at(1)),
        f.CallRequeued(at=at(1), call=c9, queue=FLIGHTS, because="expired"),
        f.CallerLeft(at=at(1), call=c9),
        f.CallAbandoned(at=at(1), call=c9, queue=FLIGHTS, waited=1, short=True),
        f.PlaceTold(at=at(1), call=c9, ahead=1),
        f.CustomerIdentified(at=at(1), call=c9, party=PartyId("p"), tier="silver"),
        f.AgentSignedOut(at=at(1), agent=nobody, desk=DeskId("d")),
        f.IntentChosen(at=at(1), agent=nobody, intent=Intent.AVAILABLE),
        f.AudioLost(at=at(1), agent=nobody),
        f.DeskLost(at=at(1), agent=nobody),
        f.AcceptPressed(at=at(1), offer=none, agent=nobody),
        f.RejectPressed(at=at(1), offer=none, agent=nobody),
        f.OfferAccepted(at=at(1), offer=none, call=c9, agent=nobody, uri=""),
        f.OfferEnded(at=at(1), offer=none, call=c9, agent=nobody, how=f.OfferEnd.EXPIRED),
        f.OfferMade(
            at=at(1),
            offer=none,
            call=c9,
            agent=nobody,
            queue=FLIGHTS,
            device="browser",
            until=at(2),
            entered_at=at(0),
        ),
        f.ConnectFailed(at=at(1), call=c9, agent=nobody, offer=none, because=""),
        f.CallConnected(at=at(1), call=c9, agent=nobody, offer=none),
        f.AgentReleased(at=at(1), call=c9, agent=nobody),
        f.WrapUpExtended(at=at(1), agent=nobody, call=c9),
        f.OutcomeGiven(at=at(1), agent=nobody, call=c9, outcome="answered"),
        f.WrapUpEnded(at=at(1), agent=nobody, call=c9, how="outcome"),
        *(
            DeadlineReached(at=at(1), deadline=DeadlineId(f"{kind}:x"))
            for kind in ("offer", "place", "wrap", "back", "adopted", "key")
        ),
    ]
    before = room.dump()
    for fact in strangers:
        room.apply(fact)
        assert room.handle(fact) == NOTHING, fact
        assert room.dump() == before, fact


def test_back_from_a_delay_while_a_call_has_her() -> None:
    """Her delay can end in a call she was found with at recovery."""
    room, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    bench.told(f.RejectPressed(at=at(2), offer=OfferId("c1/1"), agent=MARIA))
    maria = room.agent(MARIA)
    assert maria is not None
    assert maria.setback is Setback.DECLINED
    room.apply(
        f.AgentStateChanged(at=at(3), agent=MARIA, state=AgentState.ON_CALL, call=CallId("c9"))
    )
    assert bench.passes_until(at(17)) == []
    assert maria.state is AgentState.ON_CALL
    assert maria.setback is None


def test_agent_is_released_from_a_call_that_is_no_more() -> None:
    room, bench = _floor()
    ready(bench, "maria")
    c9 = CallId("c9")
    room.apply(f.AgentStateChanged(at=at(1), agent=MARIA, state=AgentState.ON_CALL, call=c9))
    bench.told(f.AgentReleased(at=at(2), call=c9, agent=MARIA, lost=True))
    assert _state(room, MARIA) is AgentState.NOT_READY
    assert room.call(c9) is None


def test_tier_that_is_known_while_ringing_counts_when_the_call_comes_back() -> None:
    room, bench = _floor()
    ready(bench, "maria")
    bench.told(_queued(C1, 1))
    bench.told(_queued(C2, 2))
    for one in (C1, C2):
        bench.told(f.CustomerIdentified(at=at(3), call=one, party=PartyId("p"), tier="gold"))
    bench.told(f.RejectPressed(at=at(4), offer=OfferId("c1/1"), agent=MARIA))
    assert room.in_line(FLIGHTS) == (C1, C2)
    call = room.call(C1)
    assert call is not None
    assert call.priority == 3


def test_call_without_any_configuration_goes_back_to_its_queue() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(_queued(C1, 1))
    bench.told(f.CallRequeued(at=at(2), call=C1, queue=HOTELS, because="moved"))
    assert room.in_line(HOTELS) == (C1,)


def test_only_the_newest_calls_out_of_line_are_remembered() -> None:
    room = Distributor()
    for number in range(2_100):
        room.apply(
            f.CustomerIdentified(
                at=at(1), call=CallId(f"x{number}"), party=PartyId("p"), tier="gold"
            )
        )
    assert len(room.dump()) < 100_000
    bench = Bench(room)
    bench.told(_published(floor()))
    for call in ("x0", "x2099"):
        bench.told(_queued(CallId(call), 2))
    assert room.in_line(FLIGHTS) == ("x2099", "x0")


def test_dump_of_the_release_before_is_taken() -> None:
    """Fields that did not exist then have their defaults, fields that are gone are ignored."""
    room = Distributor()
    room.load(
        msgspec.msgpack.encode(
            {
                "agents": [{"id": MARIA, "state": "idle", "since": at(0), "mood": "good"}],
                "calls": [{"call": C1, "queue": FLIGHTS, "entered_at": at(1)}],
                "weather": "fair",
            }
        )
    )
    maria, call = room.agent(MARIA), room.call(C1)
    assert maria is not None
    assert maria.is_free
    assert call is not None
    assert call.phase is Phase.WAITING
    with pytest.raises(msgspec.ValidationError):
        room.load(msgspec.msgpack.encode({"agents": [{"state": "idle"}]}))
