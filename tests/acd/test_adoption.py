"""Calls found at recovery: what their cards bring back."""

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import AgentState
from acd.ids import AgentId, CallId, DeadlineId, DeskId, OfferId
from acd.offer import Offer
from acd.step import NOTHING, DeadlineReached
from tests.acd.telling import C1, C2, connected, published, queued, state_of, with_floor
from tests.bench.people import FLIGHTS, MARIA, floor
from tests.bench.rooms import Bench, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking


def _adopted(bench: Bench, calls: tuple[CallId, ...]) -> Bench:
    """Another control, which knows nothing but the cards."""
    found = Distributor()
    again = Bench(found)
    again.told(published(floor(), 50))
    again.told(f.ThinkingResumed(at=at(50)))
    for call in calls:
        card = bench.rooms[0].card(call)
        assert card
        assert len(card) < 1_000
        found.adopt(call, card)
    return again


def test_waiting_and_ringing_calls_are_back_in_line_with_their_keys() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
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
    _, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
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
    _, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    card = bench.rooms[0].card(C1)
    found, again = with_floor()
    ready(again, "maria")
    found.adopt(C1, card)
    assert [type(fact).__name__ for fact in again.told(queued(C2, 0))] == ["PlaceTold"]
    again.passes_until(at(3))
    maria = found.agent(MARIA)
    assert maria is not None
    assert maria.state is AgentState.ON_CALL


def test_connecting_call_goes_on_connecting() -> None:
    _, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    bench.told(f.AcceptPressed(at=at(2), offer=OfferId("c1/1"), agent=MARIA))
    again = _adopted(bench, (C1,))
    found = again.rooms[0]
    assert isinstance(found, Distributor)
    again.passes_until(at(50))
    assert state_of(found, MARIA) is AgentState.CONNECTING
    again.told(f.CallConnected(at=at(51), call=C1, agent=MARIA, offer=OfferId("c1/1")))
    assert state_of(found, MARIA) is AgentState.ON_CALL


def test_call_of_an_agent_who_has_another_goes_back_in_line() -> None:
    _, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    card = bench.rooms[0].card(C1)
    found, again = with_floor()
    ready(again, "maria")
    again.told(queued(C2, 1))
    found.adopt(C1, card)
    again.passes_until(at(3))
    assert found.in_line(FLIGHTS) == (C1,)
    again.told(f.CallerLeft(at=at(4), call=C1))
    assert found.call(C1) is None
    assert not any(isinstance(fact, f.CallAbandoned) for fact in again.journal)


def test_agent_who_got_a_call_before_the_adoption_was_thought_about_keeps_that() -> None:
    _, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
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
    room, bench = with_floor()
    bench.told(queued(C1, 1))
    before = room.dump()
    room.adopt(C1, room.card(C1))
    room.adopt(C2, b"")
    assert room.dump() == before
