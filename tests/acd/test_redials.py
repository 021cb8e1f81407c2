"""A redial: the agent whose conversation broke calls back from its wrap-up, once, and alone."""

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.agent_rules import WrapUp
from acd.distributor import Distributor
from acd.facts import REDIALLED, AgentState, OfferEnd
from acd.ids import AgentId, CallId, OfferId
from acd.step import Fact
from acd.waiting_call import Kind, Phase
from tests.acd.telling import C1, C2, published, queued, state_of
from tests.acd.test_broken_calls import WANG, broken, calls, finishes, offered, with_rules
from tests.bench.people import COMPLAINTS, LIN, MARIA, OMAR
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

REDIAL, BACK = CallId("c1r"), CallId("back")
OFFER = OfferId("c1r/1")


def presses(bench: Bench, seconds: float = 12, agent: AgentId = MARIA) -> list[Fact]:
    return bench.told(f.RedialPressed(at=at(seconds), agent=agent, call=C1))


def kinds(facts: list[Fact]) -> list[str]:
    return [type(one).__name__ for one in facts]


def answers(bench: Bench, seconds: float = 15) -> list[Fact]:
    return bench.told(f.RedialAnswered(at=at(seconds), call=REDIAL, broken=C1))


@pytest.mark.parametrize("carrying", Carrying)
def test_one_press_and_her_browser_is_being_connected(carrying: Carrying) -> None:
    room, bench = broken(carrying)
    told = presses(bench)
    assert offered(told) == [(REDIAL, MARIA)]
    [accepted] = [one for one in told if isinstance(one, f.OfferAccepted)]
    assert (accepted.auto, accepted.agent) == (True, MARIA)
    [over] = [one for one in told if isinstance(one, f.WrapUpEnded)]
    assert (over.call, over.how) == (C1, REDIALLED)
    [made] = [one for one in told if isinstance(one, f.OfferMade)]
    assert made.strategy == REDIALLED
    assert state_of(room, MARIA) is AgentState.CONNECTING
    states = [one.state for one in told if isinstance(one, f.AgentStateChanged)]
    assert states == [AgentState.OFFERED, AgentState.CONNECTING]
    answers(bench)
    bench.told(f.CallConnected(at=at(16), call=REDIAL, agent=MARIA, offer=OFFER))
    assert state_of(room, MARIA) is AgentState.ON_CALL
    bench.told(f.AgentReleased(at=at(60), call=REDIAL, agent=MARIA))
    assert state_of(room, MARIA) is AgentState.WRAP_UP
    assert room.call(REDIAL) is None
    assert not room.may_redial(MARIA)


def test_a_desk_phone_rings_first() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(with_rules()))
    ready(bench, "lin")
    bench.told(replace(queued(C1, 1, COMPLAINTS), party=WANG))
    offer = OfferId("c1/1")
    bench.told(f.AcceptPressed(at=at(2), offer=offer, agent=LIN))
    bench.told(f.CallConnected(at=at(2), call=C1, agent=LIN, offer=offer))
    bench.told(f.AgentReleased(at=at(9), call=C1, agent=LIN, dropped=True))
    told = presses(bench, agent=LIN)
    assert "OfferAccepted" not in kinds(told)
    assert state_of(room, LIN) is AgentState.OFFERED
    bench.told(f.AcceptPressed(at=at(14), offer=OFFER, agent=LIN))
    assert state_of(room, LIN) is AgentState.CONNECTING


@pytest.mark.parametrize("wrap_up", list(WrapUp))
def test_pressed_twice_it_is_one_redial(wrap_up: WrapUp) -> None:
    _, bench = broken(wrap_up=wrap_up)
    assert offered(presses(bench, 12)) == [(REDIAL, MARIA)]
    assert presses(bench, 12) == []
    assert presses(bench, 12.5) == []


def test_too_late_another_agent_another_call_or_nobody_reached_is_no_redial() -> None:
    room, bench = broken()
    assert room.may_redial(MARIA)
    assert not room.may_redial(OMAR)
    assert presses(bench, 11, OMAR) == []
    assert bench.told(f.RedialPressed(at=at(11), agent=MARIA, call=C2)) == []
    bench.told(f.AudioLost(at=at(11.5), agent=MARIA))
    assert presses(bench, 11.6) == []
    bench.told(f.AudioReady(at=at(11.7), agent=MARIA, uri="sip:m"))
    finishes(bench, MARIA, C1, 12)
    assert not room.may_redial(MARIA)
    assert presses(bench, 12.1) == []


def test_the_wrap_up_ends_at_its_deadline_before_the_press_or_goes_over_into_the_redial() -> None:
    room, bench = broken(wrap_up_for=30)
    bench.passes_until(at(40))
    assert presses(bench, 40) == []
    room, bench = broken(wrap_up_for=30)
    assert offered(presses(bench, 39.9)) == [(REDIAL, MARIA)]
    over = bench.passes_until(at(45))
    assert "WrapUpEnded" not in kinds(over)
    assert state_of(room, MARIA) is AgentState.CONNECTING


def test_who_hung_up_is_not_redialled() -> None:
    room, bench = broken()
    bench.told(f.AgentReleased(at=at(11), call=C2, agent=OMAR))
    assert not room.may_redial(OMAR)


def test_a_customer_who_is_not_reached_leaves_her_free_and_may_still_come_back_first() -> None:
    room, bench = broken()
    presses(bench)
    told = bench.told(f.CallerLeft(at=at(30), call=REDIAL))
    [ended] = [one for one in told if isinstance(one, f.OfferEnded)]
    assert ended.how is OfferEnd.WITHDRAWN
    assert room.call(REDIAL) is None
    assert offered(told) == [(CallId("c3"), MARIA)]
    assert "CallerReturned" in kinds(bench.told(calls(BACK, 40, WANG)))


@pytest.mark.parametrize(
    "end",
    [
        f.ConnectFailed(at=at(14), call=REDIAL, agent=MARIA, offer=OFFER, because="not_joined"),
        f.CallerLeft(at=at(14), call=REDIAL),
    ],
)
def test_a_redial_that_fails_is_never_offered_to_anybody_else(end: Fact) -> None:
    room, bench = broken()
    presses(bench)
    told = bench.told(end)
    assert room.call(REDIAL) is None
    assert not [one for one in told if isinstance(one, f.CallRequeued)]
    bench.told(f.AgentReleased(at=at(15), call=C2, agent=OMAR))
    assert REDIAL not in [call for call, _ in offered(finishes(bench, OMAR, C2, 16))]


# -- both orders of the race: she calls the customer, the customer calls her -----------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_the_caller_is_back_while_the_redial_is_under_way(carrying: Carrying) -> None:
    room, bench = broken(carrying)
    presses(bench)
    told = bench.told(calls(BACK, 14, WANG))
    [withdrawn] = [one for one in told if isinstance(one, f.RedialWithdrawn)]
    assert (withdrawn.call, withdrawn.broken, withdrawn.instead) == (REDIAL, C1, BACK)
    assert room.call(REDIAL) is None
    assert offered(told) == [(BACK, MARIA)]
    assert answers(bench) == []
    assert state_of(room, MARIA) is AgentState.OFFERED


def test_the_caller_is_back_before_she_presses() -> None:
    room, bench = broken()
    bench.told(calls(BACK, 11, WANG))
    assert not room.may_redial(MARIA)
    assert presses(bench, 12) == []
    assert offered(finishes(bench, MARIA, C1, 13)) == [(BACK, MARIA)]


def test_a_redial_that_was_answered_is_not_withdrawn() -> None:
    room, bench = broken()
    presses(bench)
    answers(bench, 13)
    told = bench.told(calls(BACK, 14, WANG))
    assert not {"CallerReturned", "RedialWithdrawn"} & set(kinds(told))
    call = room.call(REDIAL)
    assert call is not None
    assert (call.kind, call.phase) == (Kind.CALLER, Phase.CONNECTING)


def test_her_leg_is_lost_with_the_customer_on_the_line_and_he_goes_back_to_the_head() -> None:
    room, bench = broken()
    presses(bench)
    answers(bench, 13)
    bench.told(
        f.ConnectFailed(at=at(14), call=REDIAL, agent=MARIA, offer=OFFER, because="not_joined")
    )
    assert room.in_line(room.queues()[0])[0] == REDIAL


def test_a_redial_that_breaks_too_may_be_redialled_again() -> None:
    room, bench = broken()
    presses(bench)
    answers(bench, 13)
    bench.told(f.CallConnected(at=at(14), call=REDIAL, agent=MARIA, offer=OFFER))
    bench.told(f.AgentReleased(at=at(20), call=REDIAL, agent=MARIA, dropped=True))
    assert room.may_redial(MARIA)
    told = bench.told(f.RedialPressed(at=at(21), agent=MARIA, call=REDIAL))
    assert offered(told) == [(CallId("c1rr"), MARIA)]


def test_a_room_loaded_in_between_goes_on_with_the_redial() -> None:
    room, bench = broken()
    presses(bench)
    again = Distributor()
    again.load(room.dump())
    assert again.dump() == room.dump()
    after = Bench(again)
    assert presses(after, 13) == []
    assert "RedialWithdrawn" in kinds(after.told(calls(BACK, 14, WANG)))
