"""A conversation that broke: wrap-up in any case, and its caller is first in line when back."""

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.agent_rules import WrapUp
from acd.broken_calls import BrokenCalls
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, PartyId, QueueId
from acd.step import Fact
from acd.waiting_call import TOP_PRIORITY, WaitingCall
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import FLIGHTS, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

WANG, LI = PartyId("wang"), PartyId("li")


def with_rules(**rules: object) -> Configuration:
    told = floor()
    return replace(told, queues=tuple(replace(one, **rules) for one in told.queues))


def broken(carrying: Carrying = Carrying.TOGETHER, **rules: object) -> tuple[Distributor, Bench]:
    """Wang spoke with Maria until second 10; Omar has a call, two others wait."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(with_rules(**rules)))
    ready(bench, "maria")
    bench.told(calls(C1, 1, WANG))
    connected(bench, C1, MARIA, 2)
    ready(bench, "omar")
    bench.told(calls(C2, 3, LI))
    connected(bench, C2, OMAR, 4)
    for number in (3, 4):
        bench.told(calls(CallId(f"c{number}"), number + 2, PartyId(f"p{number}")))
    bench.told(f.AgentReleased(at=at(10), call=C1, agent=MARIA, dropped=True))
    return room, bench


def calls(call: CallId, seconds: float, party: PartyId, queue: QueueId = FLIGHTS) -> f.CallQueued:
    return replace(queued(call, seconds, queue), party=party)


def finishes(bench: Bench, agent: AgentId, call: CallId, seconds: float) -> list[Fact]:
    return bench.told(f.OutcomeGiven(at=at(seconds), agent=agent, call=call, outcome="answered"))


def offered(facts: list[Fact]) -> list[tuple[CallId, AgentId]]:
    return [(one.call, one.agent) for one in facts if isinstance(one, f.OfferMade)]


@pytest.mark.parametrize("wrap_up", list(WrapUp))
def test_wrap_up_comes_even_where_it_has_to_be_asked_for(wrap_up: WrapUp) -> None:
    room, _ = broken(wrap_up=wrap_up)
    assert state_of(room, MARIA) is AgentState.WRAP_UP


@pytest.mark.parametrize("carrying", Carrying)
def test_the_caller_comes_back_before_all_others_and_to_the_same_agent(carrying: Carrying) -> None:
    room, bench = broken(carrying)
    back = CallId("back")
    told = bench.told(calls(back, 20, WANG))
    [returned] = [one for one in told if isinstance(one, f.CallerReturned)]
    assert (returned.broken, returned.agent, returned.since) == (C1, MARIA, at(1))
    [place] = [one for one in told if isinstance(one, f.PlaceTold)]
    assert place.ahead == 0
    call = room.call(back)
    assert call is not None
    assert (call.priority, call.preferred, call.entered_at) == (TOP_PRIORITY, MARIA, at(20))
    assert offered(finishes(bench, MARIA, C1, 25)) == [(back, MARIA)]


def test_after_a_while_anybody_may_have_the_returned_caller_first() -> None:
    _, bench = broken(wrap_up_for=300)
    back = CallId("back")
    bench.told(calls(back, 20, WANG))
    bench.told(f.AgentReleased(at=at(21), call=C2, agent=OMAR))
    assert offered(finishes(bench, OMAR, C2, 22)) == [(CallId("c3"), OMAR)]
    connected(bench, CallId("c3"), OMAR, 23)
    bench.told(f.AgentReleased(at=at(30), call=CallId("c3"), agent=OMAR))
    over = bench.passes_until(at(35))
    assert any(isinstance(one, f.PreferenceEnded) for one in over)
    assert offered(finishes(bench, OMAR, CallId("c3"), 40)) == [(back, OMAR)]


def test_an_agent_who_does_not_work_any_more_is_not_waited_for() -> None:
    room, bench = broken()
    bench.told(f.IntentChosen(at=at(11), agent=MARIA, intent=Intent.LOGGED_OUT))
    finishes(bench, MARIA, C1, 12)
    bench.told(calls(CallId("back"), 20, WANG))
    call = room.call(CallId("back"))
    assert call is not None
    assert (call.preferred, call.priority) == (None, TOP_PRIORITY)


def test_coming_back_counts_once_in_time_and_for_the_same_party_only() -> None:
    room, bench = broken(dropped_back_within=60)
    back, again = CallId("back"), CallId("again")
    assert not returns(bench.told(calls(CallId("other"), 20, PartyId("zhao"))))
    assert returns(bench.told(calls(back, 69.9, WANG)))
    assert not returns(bench.told(calls(again, 69.95, WANG)))
    assert [room.in_line(FLIGHTS)[one] for one in (0, -1)] == [back, again]


@pytest.mark.parametrize(("within", "comes"), [(0, 11), (60, 70)])
def test_too_late_is_too_late(within: int, comes: float) -> None:
    _, bench = broken(dropped_back_within=within)
    assert not returns(bench.told(calls(CallId("back"), comes, WANG)))


def test_who_hung_up_or_withholds_the_number_is_not_waited_for() -> None:
    _, bench = broken()
    bench.told(f.AgentReleased(at=at(11), call=C2, agent=OMAR))
    assert not returns(bench.told(calls(CallId("back"), 12, LI)))
    finishes(bench, OMAR, C2, 12.5)
    nobody = CallId("nobody")
    bench.told(calls(nobody, 13, PartyId("")))
    assert not returns(bench.told(calls(CallId("n2"), 14, PartyId(""))))


def returns(facts: list[Fact]) -> bool:
    return any(isinstance(one, f.CallerReturned) for one in facts)


def test_what_is_kept_is_the_newest_of_a_party_and_survives_a_restart() -> None:
    room, bench = broken()
    again = Distributor()
    again.load(room.dump())
    assert again.dump() == room.dump()
    after = Bench(again)
    assert returns(after.told(calls(CallId("back"), 20, WANG)))
    assert returns(bench.told(calls(CallId("back"), 20, WANG)))


def test_few_are_kept_and_none_for_ever() -> None:
    kept = BrokenCalls()
    for number in range(2_100):
        kept.broke(call_of(number), MARIA, 600, at(number))
    assert len(kept.state()) == 2_000
    assert kept.of(CallId("b99")) is None
    kept.broke(call_of(3_000), MARIA, 600, at(5 * 3600))
    assert [one.call for one in kept.state()] == ["b3000"]


def call_of(number: int) -> WaitingCall:
    return WaitingCall(
        call=CallId(f"b{number}"),
        queue=FLIGHTS,
        entered_at=at(number),
        party=PartyId(f"p{number}"),
    )
