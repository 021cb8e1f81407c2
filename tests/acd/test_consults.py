"""Consultations: a colleague is asked while the caller hears music, and may take over."""

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.consults import consult_id, consulted_in, is_consult
from acd.distributor import Distributor
from acd.facts import CONSULTED, Act, AgentState, Intent, Refused
from acd.ids import AgentId, CallId, OfferId, QueueId
from acd.step import Fact
from acd.waiting_call import Phase
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.bench.people import FLIGHTS, HOTELS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

ASKED = consult_id(C1, 1)
OFFER = OfferId(f"{ASKED}/1")


def talking(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    """Maria speaks with C1, of flights."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(floor()))
    ready(bench, "maria")
    bench.told(queued(C1, 1, FLIGHTS))
    connected(bench, C1, MARIA, 2)
    return room, bench


def asks(
    bench: Bench,
    seconds: float = 60,
    *,
    queue: QueueId | None = None,
    agent: AgentId | None = None,
    press: str = "p1",
) -> list[Fact]:
    return bench.told(
        f.ConsultPressed(at=at(seconds), press=press, call=C1, by=MARIA, queue=queue, agent=agent)
    )


def speaks(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    """Maria asks Lin, who answers at her phone."""
    room, bench = talking(carrying)
    ready(bench, "lin")
    asks(bench, agent=LIN)
    bench.told(f.AcceptPressed(at=at(63), offer=OFFER, agent=LIN))
    bench.told(f.CallConnected(at=at(64), call=ASKED, agent=LIN, offer=OFFER))
    return room, bench


def ends(bench: Bench, seconds: float = 70, agent: AgentId | None = LIN) -> list[Fact]:
    return bench.told(
        f.ConsultEnded(at=at(seconds), call=ASKED, of=C1, because="returned", agent=agent)
    )


def completes(bench: Bench, seconds: float = 70) -> list[Fact]:
    return bench.told(f.ConsultCompleted(at=at(seconds), call=ASKED, of=C1, by=MARIA, agent=LIN))


def kinds(facts: list[Fact]) -> list[str]:
    return [type(one).__name__ for one in facts]


def test_its_name_says_whose_it_is() -> None:
    assert is_consult(ASKED)
    assert not is_consult(C1)
    assert consulted_in(ASKED) == C1


@pytest.mark.parametrize("carrying", Carrying)
def test_one_agent_is_asked_and_the_caller_stays_hers(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    ready(bench, "lin")
    ready(bench, "omar")
    told = asks(bench, agent=LIN)
    [made] = [one for one in told if isinstance(one, f.OfferMade)]
    assert (made.agent, made.call, made.strategy) == (LIN, ASKED, CONSULTED)
    assert state_of(room, MARIA) is AgentState.ON_CALL
    assert state_of(room, OMAR) is AgentState.IDLE
    answer = room.act("p1")
    assert answer is not None
    assert (answer.act, answer.reason) == (Act.CONSULT, None)


@pytest.mark.parametrize("carrying", Carrying)
def test_a_queue_is_asked_before_callers_who_came_later(carrying: Carrying) -> None:
    room, bench = talking(carrying)
    bench.told(queued(C2, 30, HOTELS))
    asks(bench, queue=HOTELS)
    told = ready_told(bench, "omar")
    [made] = [one for one in told if isinstance(one, f.OfferMade)]
    assert (made.call, made.agent) == (ASKED, OMAR)
    told = bench.told(f.RejectPressed(at=made.at, offer=OFFER, agent=OMAR))
    assert "ConsultEnded" not in kinds(told), "another one of the queue may come"
    assert "CallRequeued" in kinds(told)
    call = room.call(ASKED)
    assert call is not None
    assert call.phase is Phase.WAITING


def ready_told(bench: Bench, who: str) -> list[Fact]:
    before = len(bench.journal)
    ready(bench, who)
    return bench.journal[before:]


@pytest.mark.parametrize("carrying", Carrying)
def test_the_colleague_is_occupied_and_free_again_without_wrap_up(carrying: Carrying) -> None:
    room, bench = speaks(carrying)
    assert state_of(room, LIN) is AgentState.ON_CALL
    ends(bench)
    assert state_of(room, LIN) is AgentState.IDLE
    assert state_of(room, MARIA) is AgentState.ON_CALL
    assert room.call(ASKED) is None
    call = room.call(C1)
    assert call is not None
    assert call.agent == MARIA


def test_the_colleague_stands_where_she_chose_meanwhile() -> None:
    room, bench = speaks()
    chosen = f.IntentChosen(at=at(66), agent=LIN, intent=Intent.NOT_READY, reason="break")
    bench.told(chosen)
    ends(bench)
    assert state_of(room, LIN) is AgentState.NOT_READY


@pytest.mark.parametrize("carrying", Carrying)
def test_the_colleague_takes_the_caller_over(carrying: Carrying) -> None:
    room, bench = speaks(carrying)
    told = completes(bench)
    assert state_of(room, MARIA) is AgentState.WRAP_UP
    her = room.agent(LIN)
    assert her is not None
    assert (her.state, her.call) == (AgentState.ON_CALL, C1)
    call = room.call(C1)
    assert call is not None
    assert (call.agent, call.phase) == (LIN, Phase.CONNECTED)
    assert room.call(ASKED) is None
    [released] = [one for one in told if isinstance(one, f.AgentReleased)]
    assert released.transferred
    bench.told(f.AgentReleased(at=at(99), call=C1, agent=LIN))
    assert state_of(room, LIN) is AgentState.WRAP_UP
    assert room.call(C1) is None


def test_the_colleague_may_ask_another_one_then() -> None:
    room, bench = speaks()
    completes(bench)
    ready(bench, "omar")
    [queued_, *_] = bench.told(f.ConsultPressed(at=at(80), press="p9", call=C1, by=LIN, agent=OMAR))
    assert isinstance(queued_, f.ConsultQueued)
    assert queued_.call == consult_id(C1, 2)
    assert state_of(room, OMAR) is AgentState.OFFERED


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("how", ["rejects", "does not answer", "does not connect"])
def test_who_was_asked_alone_does_not_come(carrying: Carrying, how: str) -> None:
    room, bench = talking(carrying)
    ready(bench, "lin")
    asks(bench, agent=LIN)
    if how == "rejects":
        told = bench.told(f.RejectPressed(at=at(63), offer=OFFER, agent=LIN))
    elif how == "does not answer":
        told = bench.passes_until(at(99))
    else:
        bench.told(f.AcceptPressed(at=at(63), offer=OFFER, agent=LIN))
        told = bench.told(
            f.ConnectFailed(at=at(64), call=ASKED, agent=LIN, offer=OFFER, because="x")
        )
    [over] = [one for one in told if isinstance(one, f.ConsultEnded)]
    assert (over.call, over.of, over.agent) == (ASKED, C1, None)
    assert room.call(ASKED) is None
    assert state_of(room, MARIA) is AgentState.ON_CALL


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("accepted", [False, True])
def test_she_goes_back_before_anybody_came(carrying: Carrying, accepted: bool) -> None:
    room, bench = talking(carrying)
    ready(bench, "lin")
    asks(bench, agent=LIN)
    if accepted:
        bench.told(f.AcceptPressed(at=at(63), offer=OFFER, agent=LIN))
    told = ends(bench, agent=None)
    [over] = [one for one in told if isinstance(one, f.OfferEnded)]
    assert over.how is f.OfferEnd.WITHDRAWN
    assert "ConsultEnded" not in kinds(told)
    assert state_of(room, LIN) is AgentState.IDLE
    assert room.call(ASKED) is None


def test_one_at_a_time_and_no_transfer_beside_it() -> None:
    _, bench = talking()
    asks(bench, queue=HOTELS)
    [no] = asks(bench, 61, queue=HOTELS, press="p2")
    assert isinstance(no, f.ActRefused)
    assert (no.act, no.reason) == (Act.CONSULT, Refused.CONSULTS_ALREADY)
    [no] = bench.told(f.TransferPressed(at=at(62), press="p3", call=C1, by=MARIA, queue=HOTELS))
    assert isinstance(no, f.ActRefused)
    assert no.reason is Refused.CONSULTS_ALREADY
    assert not asks(bench, 63, queue=HOTELS), "answered once"


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ({"agent": OMAR}, Refused.AGENT_NOT_FREE),
        ({"agent": AgentId("nobody")}, Refused.AGENT_UNKNOWN),
        ({"queue": FLIGHTS}, Refused.SAME_QUEUE),
        ({"queue": QueueId("nowhere")}, Refused.QUEUE_UNKNOWN),
        ({}, Refused.QUEUE_UNKNOWN),
    ],
)
def test_refused_as_a_transfer_is(to: dict[str, object], reason: Refused) -> None:
    room, bench = talking()
    [no] = asks(bench, **to)  # type: ignore[arg-type]  # one table of keywords
    assert isinstance(no, f.ActRefused)
    assert no.reason is reason
    assert state_of(room, MARIA) is AgentState.ON_CALL


def test_both_orders_of_completing_and_ending() -> None:
    room, bench = speaks()
    ends(bench)
    assert not completes(bench, 71)
    assert state_of(room, MARIA) is AgentState.ON_CALL
    room, bench = speaks()
    completes(bench)
    assert not ends(bench, 71)
    assert state_of(room, LIN) is AgentState.ON_CALL


def test_a_supervisor_cannot_act_upon_it() -> None:
    _, bench = talking()
    asks(bench, queue=HOTELS)
    [no] = bench.told(
        f.MovePressed(at=at(61), press="s1", call=CallId(ASKED), by=OMAR, queue=FLIGHTS)
    )
    assert isinstance(no, f.ActRefused)
    assert no.reason is Refused.CALL_GONE


def test_without_overflow_it_waits_where_a_caller_would_be_sent_away() -> None:
    room = Distributor()
    bench = Bench(room)
    told = floor()
    queues = tuple(
        replace(one, announce_every=1) if one.id == HOTELS else one for one in told.queues
    )
    bench.told(published(replace(told, queues=queues)))
    ready(bench, "maria")
    bench.told(queued(C1, 1, FLIGHTS))
    connected(bench, C1, MARIA, 2)
    asks(bench, queue=HOTELS)
    passed = bench.passes_until(at(90))
    assert "PlaceTold" not in kinds(passed), "nobody is there to be told"
