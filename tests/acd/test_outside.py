"""Somebody outside: asked about a caller, or given him; he is at no moment without a place."""

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.consults import consult_id
from acd.distributor import Distributor
from acd.facts import Act, AgentState, Refused
from acd.ids import AgentId, CallId, PartyId
from acd.step import Fact
from acd.waiting_call import Phase
from tests.acd.telling import C1, C2, connected, published, queued
from tests.bench.people import FLIGHTS, LIN, MARIA, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

ASKED = consult_id(C1, 1)
HOTEL = PartyId("hotel")


def talking(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    """Maria speaks with C1, of flights; what is shown outside is the queue's number."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    told = floor()
    queues = tuple(
        replace(one, outbound_numbers=("4001", "4002"), outbound_ring_for=30) for one in told.queues
    )
    bench.told(published(replace(told, queues=queues)))
    ready(bench, "maria")
    bench.told(queued(C1, 1, FLIGHTS))
    connected(bench, C1, MARIA, 2)
    return room, bench


def calls_out(
    bench: Bench, seconds: float = 60, *, press: str = "p1", by: AgentId = MARIA, over: bool = False
) -> list[Fact]:
    pressed = f.OutsidePressed(
        at=at(seconds), press=press, call=C1, by=by, party=HOTEL, hand_over=over, zone="local"
    )
    return bench.told(pressed)


def handed(bench: Bench, seconds: float = 70, *, answered: bool) -> list[Fact]:
    return bench.told(f.HandedOutside(at=at(seconds), call=C1, by=MARIA, answered=answered))


def kinds(facts: list[Fact]) -> list[str]:
    return [type(one).__name__ for one in facts]


@pytest.mark.parametrize("carrying", Carrying)
def test_they_are_called_by_the_rules_of_the_queue(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    [called] = calls_out(bench, over=True)
    assert isinstance(called, f.OutsideCalled)
    assert (called.call, called.of, called.by, called.party) == (ASKED, C1, MARIA, HOTEL)
    assert (called.shown, called.ring_for, called.zone) == ("4001", 30.0, "local")
    assert called.hand_over
    answer = room.act("p1")
    assert answer is not None
    assert (answer.act, answer.reason) == (Act.OUTSIDE, None)
    assert room.call(ASKED) is None, "nobody of the house is occupied by it but her"
    her = room.agent(MARIA)
    assert her is not None
    assert her.state is AgentState.ON_CALL


def test_a_press_that_is_told_twice_is_done_once() -> None:
    _, bench = talking()
    calls_out(bench)
    assert calls_out(bench, 61) == []


@pytest.mark.parametrize("second", ["outside", "consult", "transfer"])
def test_one_question_at_a_time(second: str) -> None:
    _, bench = talking()
    calls_out(bench)
    presses: dict[str, Fact] = {
        "outside": f.OutsidePressed(at=at(65), press="p2", call=C1, by=MARIA, party=HOTEL),
        "consult": f.ConsultPressed(at=at(65), press="p2", call=C1, by=MARIA, agent=LIN),
        "transfer": f.TransferPressed(at=at(65), press="p2", call=C1, by=MARIA, agent=LIN),
    }
    [refused] = bench.told(presses[second])
    assert isinstance(refused, f.ActRefused)
    assert refused.reason is Refused.CONSULTS_ALREADY


def test_not_while_a_colleague_is_asked() -> None:
    _, bench = talking()
    ready(bench, "lin")
    bench.told(f.ConsultPressed(at=at(50), press="p0", call=C1, by=MARIA, agent=LIN))
    [refused] = calls_out(bench)
    assert isinstance(refused, f.ActRefused)
    assert refused.reason is Refused.CONSULTS_ALREADY


def test_by_nobody_but_her_who_speaks_with_the_caller() -> None:
    _, bench = talking()
    ready(bench, "lin")
    [refused] = calls_out(bench, by=LIN)
    assert isinstance(refused, f.ActRefused)
    assert (refused.act, refused.reason) == (Act.OUTSIDE, Refused.NOT_HER_CALL)


def test_when_it_is_over_the_next_has_a_name_of_its_own() -> None:
    _, bench = talking()
    calls_out(bench)
    bench.told(f.ConsultEnded(at=at(65), call=ASKED, of=C1, because="busy"))
    [called] = calls_out(bench, 66, press="p2")
    assert isinstance(called, f.OutsideCalled)
    assert called.call == consult_id(C1, 2)


def test_the_end_of_an_old_question_ends_no_new_one() -> None:
    _, bench = talking()
    calls_out(bench)
    bench.told(f.ConsultEnded(at=at(65), call=ASKED, of=C1, because="busy"))
    calls_out(bench, 66, press="p2")
    bench.told(f.ConsultEnded(at=at(67), call=ASKED, of=C1, because="busy"))
    [refused] = calls_out(bench, 68, press="p3")
    assert isinstance(refused, f.ActRefused)


@pytest.mark.parametrize("carrying", Carrying)
def test_handed_over_to_them_who_are_there(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    calls_out(bench)
    told = handed(bench, answered=True)
    assert kinds(told) == ["AgentReleased", "AgentStateChanged"]
    her = room.agent(MARIA)
    assert her is not None
    assert her.state is AgentState.WRAP_UP
    assert room.call(C1) is None
    assert bench.told(f.CallerLeft(at=at(90), call=C1)) == [], "no abandon"


@pytest.mark.parametrize("carrying", Carrying)
def test_handed_over_while_it_rings_and_answered(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    calls_out(bench, over=True)
    handed(bench, answered=False)
    call = room.call(C1)
    assert call is not None
    assert (call.phase, call.agent) == (Phase.OUTSIDE, None)
    assert room.in_line(FLIGHTS) == ()
    bench.told(f.OutsideAnswered(at=at(75), call=C1))
    assert room.call(C1) is None


@pytest.mark.parametrize("carrying", Carrying)
def test_handed_over_and_not_answered_it_stands_where_it_stood(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    bench.told(queued(C2, 30, FLIGHTS))
    calls_out(bench, over=True)
    handed(bench, answered=False)
    told = bench.told(f.OutsideNotReached(at=at(90), call=C1, because="no_answer"))
    [back] = [one for one in told if isinstance(one, f.CallRequeued)]
    assert (back.queue, back.because) == (FLIGHTS, "outside_no_answer")
    assert room.in_line(FLIGHTS) == (C1, C2), "before whoever came later"


def test_not_answered_and_somebody_is_free() -> None:
    room, bench = talking()
    calls_out(bench, over=True)
    handed(bench, answered=False)
    bench.told(f.OutcomeGiven(at=at(75), agent=MARIA, call=C1, outcome="answered"))
    told = bench.told(f.OutsideNotReached(at=at(90), call=C1, because="busy"))
    [offer] = [one for one in told if isinstance(one, f.OfferMade)]
    assert (offer.call, offer.agent) == (C1, MARIA)


def test_the_caller_goes_while_it_rings() -> None:
    room, bench = talking()
    calls_out(bench, over=True)
    handed(bench, answered=False)
    assert bench.told(f.CallerLeft(at=at(80), call=C1)) == []
    assert room.call(C1) is None
    assert bench.told(f.OutsideNotReached(at=at(81), call=C1, because="cancelled")) == []


@pytest.mark.parametrize("late", ["answered", "not_reached", "handed"])
def test_what_comes_for_a_call_that_is_gone_changes_nothing(late: str) -> None:
    room, bench = talking()
    bench.told(f.AgentReleased(at=at(50), call=C1, agent=MARIA))
    gone = CallId(C1)
    facts: dict[str, Fact] = {
        "answered": f.OutsideAnswered(at=at(60), call=gone),
        "not_reached": f.OutsideNotReached(at=at(60), call=gone, because="busy"),
        "handed": f.HandedOutside(at=at(60), call=gone, by=MARIA, answered=True),
    }
    told = bench.told(facts[late])
    assert not [one for one in told if isinstance(one, f.AgentStateChanged | f.CallRequeued)]
    assert room.call(C1) is None
