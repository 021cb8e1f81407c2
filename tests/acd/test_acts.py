"""Acts by hand upon a waiting call: each does what it says, once, or says why not."""

import msgspec
import pytest

from acd import facts as f
from acd.acts import No
from acd.configuration import AgentProfile, Widening
from acd.distributor import Distributor
from acd.facts import AgentState, Refused
from acd.ids import AgentId, CallId, PartyId
from acd.step import Fact
from tests.acd.acts_by_hand import LEADER
from tests.acd.pressing import (
    assign,
    changed,
    key,
    move,
    on_the_floor,
    prioritise,
    pull,
    refusal,
    withdraw,
)
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

C3 = CallId("c3")


def queued_callback(call: CallId, seconds: float) -> f.CallbackQueued:
    """In line since the beginning."""
    return f.CallbackQueued(
        at=at(seconds),
        call=call,
        callback=CallId("c0"),
        number=1,
        party=PartyId("p"),
        queue=FLIGHTS,
        entered_at=at(0),
        asked_at=at(0),
        promised_until=at(1800),
    )


# -- move ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_a_moved_call_stands_in_its_new_queue_where_its_first_entry_puts_it(
    carrying: Carrying,
) -> None:
    room, bench = on_the_floor(carrying)
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 5, HOTELS))
    before = key(room, C1)
    [moved] = bench.told(move(9))
    assert isinstance(moved, f.CallMoved)
    assert (moved.queue, moved.left, moved.own, moved.by) == (HOTELS, FLIGHTS, 0, LEADER)
    assert room.in_line(FLIGHTS) == ()
    assert room.in_line(HOTELS) == (C1, C2)
    assert key(room, C1) == before
    figures = room.queue_figures(HOTELS)
    assert figures is not None
    assert (figures.waiting, figures.oldest_entry) == (2, at(1))


def test_a_moved_call_is_offered_at_once_to_who_is_free_there() -> None:
    room, bench = on_the_floor()
    ready(bench, "lin")
    bench.told(queued(C1, 1))
    assert state_of(room, LIN) is AgentState.IDLE
    _, offer, _ = bench.told(move(2))
    assert isinstance(offer, f.OfferMade)
    assert (offer.agent, offer.queue, offer.entered_at) == (LIN, HOTELS, at(1))


def test_a_moved_call_lives_by_the_rules_of_its_new_queue() -> None:
    room, bench = on_the_floor()
    wide = floor()
    hotels = msgspec.structs.replace(
        wide.queues[1], widening=(Widening(after=20),), announce_every=15, starves_after=60
    )
    queues = (wide.queues[0], hotels, wide.queues[2])
    bench.told(published(msgspec.structs.replace(wide, version=2, queues=queues)))
    bench.told(queued(C1, 1))
    bench.told(move(10))
    told = [(one.at, type(one)) for one in bench.passes_until(at(62)) if not _is_due(one)]
    places = [(at(25), f.PlaceTold), (at(40), f.PlaceTold), (at(55), f.PlaceTold)]
    assert told == [(at(21), f.SearchWidened), *places, (at(61), f.PriorityRaised)]
    found = room.call(C1)
    assert found is not None
    assert found.priority == 10


def _is_due(fact: Fact) -> bool:
    return type(fact).__name__ == "DeadlineReached"


def test_a_call_that_waits_for_one_agent_alone_waits_for_her_no_more_once_it_is_moved() -> None:
    room, bench = on_the_floor()
    ready(bench, "maria")
    bench.told(queued(C2, 0.5))
    connected(bench, C2, MARIA, 1)
    bench.told(msgspec.structs.replace(queued(C1, 2), preferred=MARIA))
    bench.told(move(3))
    found = room.call(C1)
    assert found is not None
    assert found.preferred is None
    assert not [one for one in bench.passes_until(at(60)) if isinstance(one, f.PreferenceEnded)]


def test_a_caller_is_not_moved_to_a_closed_queue_but_a_callback_may_wait_there() -> None:
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    bench.told(queued_callback(C2, 2))
    bench.told(f.EmergencyPressed(at=at(3), on=True, queue=HOTELS))
    assert refusal(bench.told(move(4))) == No(Refused.QUEUE_CLOSED, "emergency")
    assert room.in_line(FLIGHTS) == (C2, C1)
    bench.told(msgspec.structs.replace(move(5), press="back", call=C2))
    assert room.in_line(HOTELS) == (C2,)
    bench.told(f.EmergencyPressed(at=at(6), on=False, queue=HOTELS))
    bench.told(move(7, press="later"))
    assert room.in_line(HOTELS) == (C2, C1)


# -- priority ------------------------------------------------------------------------------------


def test_a_priority_is_what_was_set_and_orders_the_line() -> None:
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
    bench.told(queued(C3, 3))
    [done] = bench.told(prioritise(4, 7, call=C3))
    assert isinstance(done, f.CallPrioritised)
    assert (done.priority, done.own) == (7, 7)
    assert room.in_line(FLIGHTS) == (C3, C1, C2)
    bench.told(f.CustomerIdentified(at=at(5), call=C3, party=PartyId("p"), tier="gold"))
    assert key(room, C3)[0] == -7, "it is what the supervisor has set"
    bench.told(prioritise(6, 0, "again", C3))
    assert room.in_line(FLIGHTS) == (C1, C2, C3)


def test_a_call_that_a_supervisor_has_put_back_is_not_raised_a_second_time() -> None:
    room, bench = on_the_floor(starves_after=30)
    bench.told(queued(C1, 1))
    bench.passes_until(at(31))
    assert key(room, C1)[0] == -10
    bench.told(prioritise(40, 2))
    bench.told(published(changed(floor(2), starves_after=30), 50))
    bench.passes_until(at(200))
    assert key(room, C1)[0] == -2
    bench.told(queued(C2, 201))
    bench.told(prioritise(202, 0, "other", C2))
    bench.passes_until(at(240))
    assert key(room, C2)[0] == -10, "a low one is not forgotten"


# -- withdraw ------------------------------------------------------------------------------------


def test_a_withdrawn_call_is_in_no_line_and_not_abandoned() -> None:
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    [done] = bench.told(withdraw(9))
    assert isinstance(done, f.CallWithdrawn)
    assert (done.queue, done.waited, done.because) == (FLIGHTS, 8, "handled")
    assert room.call(C1) is None
    assert bench.told(f.CallerLeft(at=at(12), call=C1)) == []
    assert bench.passes_until(at(900)) == []
    figures = room.queue_figures(FLIGHTS)
    assert figures is not None
    assert figures.waiting == 0


# -- assign --------------------------------------------------------------------------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_an_assigned_call_rings_at_her_alone_whatever_the_lanes_say(carrying: Carrying) -> None:
    room, bench = on_the_floor(carrying, ring_at_once=3)
    ready(bench, "lin")
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
    assert refusal(bench.told(assign(3, LIN))) == No(Refused.SKILL_MISSING, "flight")
    offer, _ = bench.told(assign(4, LIN, "sure", sure=True))
    assert isinstance(offer, f.OfferMade)
    assert (offer.agent, offer.strategy, offer.by) == (LIN, "assigned", LEADER)
    assert [one.agent for one in offer.candidates] == [LIN]
    ready(bench, "maria")
    maria = room.offer_of(MARIA)
    assert maria is not None
    assert maria.call == C2, "who comes free does not ring for it too"


def test_an_assigned_offer_that_is_not_taken_puts_the_call_back_at_its_place() -> None:
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
    ready(bench, "lin")
    bench.told(assign(4, LIN, sure=True))
    assert room.in_line(FLIGHTS) == (C2,)
    bench.passes_until(at(14))
    assert room.in_line(FLIGHTS) == (C1, C2)
    found = room.call(C1)
    assert found is not None
    assert found.preferred is None
    ready(bench, "maria")
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert offer.call == C1


def test_an_assigned_call_is_answered_and_ends_like_any_other() -> None:
    room, bench = on_the_floor()
    ready(bench, "lin")
    bench.told(queued(C1, 1))
    bench.told(assign(2, LIN, sure=True))
    connected(bench, C1, LIN, 3)
    assert state_of(room, LIN) is AgentState.ON_CALL
    bench.told(f.AgentReleased(at=at(30), call=C1, agent=LIN))
    assert state_of(room, LIN) is AgentState.WRAP_UP
    assert room.call(C1) is None


def test_only_who_is_free_can_be_given_a_call() -> None:
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    assert refusal(bench.told(assign(2, AgentId("nobody")))) == No(Refused.AGENT_UNKNOWN)
    no = refusal(bench.told(assign(2, LIN, "b", sure=True)))
    assert no == No(Refused.AGENT_NOT_FREE, "logged_out")
    ready(bench, "omar")
    offered = room.offer_of(OMAR)
    assert offered is not None
    bench.told(queued(C2, 4))
    no = refusal(bench.told(assign(5, OMAR, "c", call=C2)))
    assert no == No(Refused.AGENT_NOT_FREE, "offered")


# -- pull ----------------------------------------------------------------------------------------


def test_an_agent_pulls_a_call_of_her_own_queue_where_that_is_allowed() -> None:
    room, bench = on_the_floor(agents_may_pull=True)
    ready(bench, "omar")
    bench.told(queued(C1, 1, language="mandarin"))
    assert refusal(bench.told(pull(2, LIN, press="stranger"))) == No(Refused.NOT_HER_QUEUE)
    assert refusal(bench.told(pull(3, OMAR, press="unsure"))) == No(
        Refused.SKILL_MISSING, "mandarin"
    )
    offer, _ = bench.told(pull(4, OMAR, sure=True))
    assert isinstance(offer, f.OfferMade)
    assert (offer.agent, offer.strategy, offer.by) == (OMAR, "pulled", OMAR)


def test_a_queue_lets_nobody_pull_unless_it_says_so() -> None:
    _, bench = on_the_floor()
    bench.told(queued(C1, 1, language="mandarin"))
    ready(bench, "omar")
    assert refusal(bench.told(pull(3, OMAR))) == No(Refused.PULL_NOT_ALLOWED)


# -- callbacks -----------------------------------------------------------------------------------


def test_a_callback_in_line_is_moved_set_and_withdrawn_like_a_call() -> None:
    room, bench = on_the_floor()
    bench.told(queued_callback(C1, 1))
    [moved] = bench.told(move(2, COMPLAINTS))
    assert isinstance(moved, f.CallMoved)
    assert moved.own == -1, "its priority stays what it was, in a queue that adds one"
    [done] = bench.told(prioritise(3, 4))
    assert isinstance(done, f.CallPrioritised)
    assert (done.priority, done.own) == (4, 3)
    figures = room.queue_figures(COMPLAINTS)
    assert figures is not None
    assert (figures.waiting, figures.callbacks) == (0, 1)
    bench.told(withdraw(4))
    assert room.call(C1) is None


def test_what_became_of_her_queue_does_not_matter_to_who_is_assigned() -> None:
    """She serves nothing at all, and is free."""
    room = Distributor()
    bench = Bench(room)
    stranger = AgentProfile(id=AgentId("eve"))
    before = floor()
    bench.told(published(msgspec.structs.replace(before, agents=(*before.agents, stranger))))
    ready(bench, "eve")
    bench.told(queued(C1, 1, COMPLAINTS))
    bench.told(assign(2, AgentId("eve")))
    assert state_of(room, AgentId("eve")) is AgentState.OFFERED
