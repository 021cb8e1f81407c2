"""Transfers: a caller is handed over to a queue or to an agent, and is at no moment without one."""

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.agent_rules import WrapUp
from acd.configuration import AgentProfile
from acd.distributor import Distributor
from acd.facts import TRANSFERRED, Act, AgentState, Refused
from acd.ids import AgentId, OfferId, QueueId
from acd.overflow import Overflow, When
from acd.step import Fact
from acd.targets import Target
from acd.waiting_call import Phase
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking


def talking(carrying: Carrying = Carrying.TOGETHER, **rules: object) -> tuple[Distributor, Bench]:
    """Maria speaks with C1, of flights; the rules are those of hotels."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    told = floor()
    queues = tuple(replace(one, **rules) if one.id == HOTELS else one for one in told.queues)
    bench.told(published(replace(told, queues=queues)))
    ready(bench, "maria")
    bench.told(queued(C1, 1, FLIGHTS))
    connected(bench, C1, MARIA, 2)
    return room, bench


def hands_over(
    bench: Bench,
    seconds: float = 60,
    *,
    queue: QueueId | None = None,
    agent: AgentId | None = None,
    press: str = "p1",
    by: AgentId = MARIA,
) -> list[Fact]:
    return bench.told(
        f.TransferPressed(at=at(seconds), press=press, call=C1, by=by, queue=queue, agent=agent)
    )


def kinds(facts: list[Fact]) -> list[str]:
    return [type(one).__name__ for one in facts]


@pytest.mark.parametrize("carrying", Carrying)
def test_to_a_queue_where_somebody_is_free(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    ready(bench, "omar")
    told = hands_over(bench, queue=HOTELS)
    [handed] = [one for one in told if isinstance(one, f.CallTransferred)]
    assert (handed.by, handed.queue, handed.left, handed.agent) == (MARIA, HOTELS, FLIGHTS, None)
    [made] = [one for one in told if isinstance(one, f.OfferMade)]
    assert (made.agent, made.queue, made.offer) == (OMAR, HOTELS, OfferId("c1/2"))
    assert made.entered_at == at(60), "she waits for Omar since then"
    [released] = [one for one in told if isinstance(one, f.AgentReleased)]
    assert released.transferred
    assert state_of(room, MARIA) is AgentState.WRAP_UP
    assert state_of(room, OMAR) is AgentState.OFFERED
    answer = room.act("p1")
    assert answer is not None
    assert (answer.act, answer.reason) == (Act.TRANSFER, None)


@pytest.mark.parametrize("carrying", Carrying)
def test_to_a_queue_where_nobody_is_free_it_waits_before_those_who_came_later(
    carrying: Carrying,
) -> None:
    room, bench = talking(carrying)
    bench.told(queued(C2, 30, HOTELS))
    told = hands_over(bench, queue=HOTELS)
    assert "OfferMade" not in kinds(told)
    assert room.in_line(HOTELS) == (C1, C2)
    assert state_of(room, MARIA) is AgentState.WRAP_UP
    ready(bench, "omar")
    call = room.call(C1)
    assert call is not None
    assert call.agent == OMAR


def test_she_wraps_up_as_after_any_conversation_and_the_call_goes_its_way() -> None:
    room, bench = talking()
    ready(bench, "omar")
    hands_over(bench, queue=HOTELS)
    bench.told(f.OutcomeGiven(at=at(63), agent=MARIA, call=C1, outcome="transferred"))
    assert state_of(room, MARIA) is AgentState.IDLE
    bench.told(f.AcceptPressed(at=at(64), offer=OfferId("c1/2"), agent=OMAR))
    bench.told(f.CallConnected(at=at(64), call=C1, agent=OMAR, offer=OfferId("c1/2")))
    call = room.call(C1)
    assert call is not None
    assert (call.phase, call.agent) == (Phase.CONNECTED, OMAR)
    bench.told(f.AgentReleased(at=at(90), call=C1, agent=OMAR))
    assert room.call(C1) is None
    assert state_of(room, OMAR) is AgentState.WRAP_UP


@pytest.mark.parametrize("carrying", Carrying)
def test_she_is_not_offered_her_own_caller_before_another(carrying: Carrying) -> None:
    """Her queue wants no wrap-up: she is free in the same step."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    told = floor()
    queues = tuple(replace(one, wrap_up=WrapUp.OPTIONAL) for one in told.queues)
    agents = tuple(_both(one) if one.id == MARIA else one for one in told.agents)
    bench.told(published(replace(told, queues=queues, agents=agents)))
    ready(bench, "maria")
    bench.told(queued(C1, 1, FLIGHTS))
    connected(bench, C1, MARIA, 2)
    ready(bench, "omar")
    told_of = hands_over(bench, queue=HOTELS)
    [made] = [one for one in told_of if isinstance(one, f.OfferMade)]
    assert made.agent == OMAR
    assert state_of(room, MARIA) is AgentState.IDLE


def _both(profile: AgentProfile) -> AgentProfile:
    return replace(profile, queues=(FLIGHTS, HOTELS), skills={**profile.skills, "hotel": 5})


@pytest.mark.parametrize("carrying", Carrying)
def test_to_an_agent_it_is_held_out_to_her_alone(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    ready(bench, "lin")
    ready(bench, "omar")
    told = hands_over(bench, agent=LIN)
    [made] = [one for one in told if isinstance(one, f.OfferMade)]
    assert (made.agent, made.strategy, made.queue) == (LIN, TRANSFERRED, FLIGHTS)
    assert len(made.candidates) == 1
    assert state_of(room, OMAR) is AgentState.IDLE


def test_an_agent_who_does_not_take_it_leaves_it_to_the_queue() -> None:
    room, bench = talking()
    ready(bench, "lin")
    ready(bench, "omar")
    hands_over(bench, agent=LIN)
    told = bench.told(f.RejectPressed(at=at(63), offer=OfferId("c1/2"), agent=LIN))
    [made] = [one for one in told if isinstance(one, f.OfferMade)]
    assert (made.agent, made.queue) == (OMAR, FLIGHTS), "its own queue serves it then"
    assert state_of(room, OMAR) is AgentState.OFFERED


def test_a_caller_who_leaves_after_it_is_not_abandoned() -> None:
    room, bench = talking()
    hands_over(bench, queue=HOTELS)
    told = bench.told(f.CallerLeft(at=at(70), call=C1))
    assert "CallAbandoned" not in kinds(told)
    assert room.call(C1) is None
    assert state_of(room, MARIA) is AgentState.WRAP_UP


FULL = (Overflow(when=When.LENGTH, over=1, to=Target(queue=COMPLAINTS)),)


@pytest.mark.parametrize(
    ("to", "reason", "detail"),
    [
        ({"queue": FLIGHTS}, Refused.SAME_QUEUE, ""),
        ({"queue": QueueId("nowhere")}, Refused.QUEUE_UNKNOWN, ""),
        ({}, Refused.QUEUE_UNKNOWN, ""),
        ({"agent": AgentId("nobody")}, Refused.AGENT_UNKNOWN, ""),
        ({"agent": LIN}, Refused.AGENT_NOT_FREE, "logged_out"),
        ({"agent": MARIA}, Refused.AGENT_NOT_FREE, "on_call"),
        ({"queue": HOTELS, "by": OMAR}, Refused.NOT_HER_CALL, ""),
    ],
)
def test_what_cannot_be_is_refused_and_she_speaks_on(
    to: dict[str, object], reason: Refused, detail: str
) -> None:
    room, bench = talking()
    bench.passes_until(at(59))
    before = room.dump()
    told = hands_over(bench, **to)  # type: ignore[arg-type]  # one table of keywords
    [no] = told
    assert isinstance(no, f.ActRefused)
    assert (no.act, no.reason, no.detail) == (Act.TRANSFER, reason, detail)
    assert state_of(room, MARIA) is AgentState.ON_CALL
    fresh = Distributor()
    fresh.load(before)
    fresh.apply(no)
    assert fresh.dump() == room.dump(), "the answer is remembered, and nothing else"


def test_a_queue_that_would_send_the_caller_away_refuses() -> None:
    room, bench = talking(overflow=FULL)
    bench.told(queued(C2, 30, HOTELS))
    [no] = hands_over(bench, queue=HOTELS)
    assert isinstance(no, f.ActRefused)
    assert no.reason is Refused.QUEUE_REFUSES
    assert state_of(room, MARIA) is AgentState.ON_CALL


def test_a_closed_queue_refuses() -> None:
    room, bench = talking()
    bench.told(f.EmergencyPressed(at=at(50), on=True, queue=HOTELS))
    [no] = hands_over(bench, queue=HOTELS)
    assert isinstance(no, f.ActRefused)
    assert (no.reason, no.detail) == (Refused.QUEUE_CLOSED, "emergency")
    assert state_of(room, MARIA) is AgentState.ON_CALL


def test_a_press_is_answered_once() -> None:
    _, bench = talking()
    assert hands_over(bench, queue=HOTELS)
    assert not hands_over(bench, 61, queue=COMPLAINTS)
    [no] = hands_over(bench, 62, queue=COMPLAINTS, press="p2")
    assert isinstance(no, f.ActRefused), "it is hers no more"


def test_both_orders_of_handing_over_and_hanging_up() -> None:
    _, bench = talking()
    bench.told(f.AgentReleased(at=at(60), call=C1, agent=MARIA))
    [no] = hands_over(bench, queue=HOTELS)
    assert isinstance(no, f.ActRefused)
    assert no.reason is Refused.CALL_GONE
    room, bench = talking()
    hands_over(bench, queue=HOTELS)
    assert not bench.told(f.AgentReleased(at=at(60), call=C1, agent=MARIA))
    assert room.in_line(HOTELS) == (C1,)
