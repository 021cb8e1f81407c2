"""Callbacks whose customer is called before an agent is asked: whose turn, how many, and races."""

import msgspec
import pytest

from acd import facts as f
from acd.configuration import CallbackFirst, Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, OfferEnd
from acd.ids import CallId, OfferId
from acd.waiting_call import Phase
from tests.acd.telling import C1, C2, connected, published, queued, state_of
from tests.acd.test_callbacks import BACK, figures, in_line, withdrawn
from tests.bench.people import FLIGHTS, HOTELS, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

SECOND, THIRD = CallId("c8b1"), CallId("c9b1")

every_carrying = pytest.mark.parametrize("carrying", Carrying)


def customers_first(version: int = 1) -> Configuration:
    told = floor(version)
    queues = tuple(
        msgspec.structs.replace(one, callback_first=CallbackFirst.CUSTOMER) for one in told.queues
    )
    return msgspec.structs.replace(told, queues=queues)


def with_customers_first(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(customers_first()))
    return room, bench


def due(bench: Bench) -> list[str]:
    return [one.call for one in bench.journal if isinstance(one, f.CallbackDue)]


def offered(bench: Bench) -> list[tuple[str, str]]:
    return [(one.call, one.agent) for one in bench.journal if isinstance(one, f.OfferMade)]


def answered(seconds: float, call: CallId = BACK) -> f.CallbackAnswered:
    return f.CallbackAnswered(at=at(seconds), call=call, callback=CallId("c0"))


def phase(room: Distributor, call: CallId = BACK) -> Phase | None:
    found = room.call(call)
    return found.phase if found else None


@every_carrying
def test_the_customer_is_called_at_once_when_somebody_is_free_and_nobody_is_held(
    carrying: Carrying,
) -> None:
    room, bench = with_customers_first(carrying)
    bench.told(in_line(8))
    assert not due(bench)
    ready(bench, "maria")
    assert due(bench) == [BACK]
    assert not offered(bench)
    assert state_of(room, MARIA) is AgentState.IDLE
    assert phase(room) is Phase.CALLED
    assert room.in_line(FLIGHTS) == ()
    assert figures(room) == (0, None, 1)
    assert not bench.passes_until(at(3000))


@every_carrying
def test_who_answers_is_a_caller_at_the_kept_place_and_gets_who_is_free(carrying: Carrying) -> None:
    room, bench = with_customers_first(carrying)
    ready(bench, "maria")
    bench.told(in_line(8))
    bench.told(answered(20))
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert (offer.call, offer.entered_at) == (BACK, at(0))
    assert figures(room) == (1, at(0), 0)
    connected(bench, BACK, MARIA, 22)
    assert state_of(room, MARIA) is AgentState.ON_CALL
    assert not [one for one in bench.journal if isinstance(one, f.PlaceTold)]


@every_carrying
def test_others_are_served_while_it_rings_and_who_answers_goes_before_the_rest(
    carrying: Carrying,
) -> None:
    room, bench = with_customers_first(carrying)
    bench.told(in_line(1))
    bench.told(queued(C1, 2))
    bench.told(queued(C2, 3))
    ready(bench, "maria")
    assert (due(bench), offered(bench)) == ([BACK], [(C1, MARIA)])
    bench.told(answered(8))
    assert room.in_line(FLIGHTS) == (BACK, C2)
    assert figures(room) == (3, at(0), 0)
    bench.told(f.CallerLeft(at=at(9), call=C1))
    assert offered(bench)[-1] == (BACK, MARIA)


@every_carrying
def test_no_more_customers_are_called_than_there_are_free_agents(carrying: Carrying) -> None:
    room, bench = with_customers_first(carrying)
    ready(bench, "maria")
    for call in (BACK, SECOND, THIRD):
        bench.told(in_line(5, call=call))
    assert due(bench) == [BACK]
    ready(bench, "omar")
    assert due(bench) == [BACK, SECOND]
    bench.told(f.CallerLeft(at=at(10), call=BACK))
    assert due(bench) == [BACK, SECOND, THIRD]
    assert phase(room) is None
    assert not [one for one in bench.journal if isinstance(one, f.CallAbandoned)]


@every_carrying
def test_two_queues_do_not_call_two_customers_for_the_one_agent_they_share(
    carrying: Carrying,
) -> None:
    _, bench = with_customers_first(carrying)
    ready(bench, "omar")
    bench.told(in_line(5, call=BACK, queue=FLIGHTS))
    bench.told(in_line(6, call=SECOND, queue=HOTELS))
    assert due(bench) == [BACK]
    bench.told(withdrawn(7))
    assert due(bench) == [BACK, SECOND]


@every_carrying
def test_an_agent_who_goes_while_it_rings_leaves_the_customer_in_line(carrying: Carrying) -> None:
    room, bench = with_customers_first(carrying)
    ready(bench, "maria")
    bench.told(in_line(5))
    bench.told(f.IntentChosen(at=at(6), agent=MARIA, intent=f.Intent.NOT_READY))
    bench.told(answered(8))
    assert room.in_line(FLIGHTS) == (BACK,)
    ready(bench, "omar")
    assert offered(bench) == [(BACK, OMAR)]


@every_carrying
def test_an_agent_who_goes_after_the_answer_gives_the_customer_back(carrying: Carrying) -> None:
    room, bench = with_customers_first(carrying)
    ready(bench, "maria")
    bench.told(in_line(5))
    bench.told(answered(8))
    bench.told(f.AudioLost(at=at(9), agent=MARIA))
    assert room.in_line(FLIGHTS) == (BACK,)
    bench.told(f.CallerLeft(at=at(30), call=BACK))
    [abandoned] = [one for one in bench.journal if isinstance(one, f.CallAbandoned)]
    assert (abandoned.call, abandoned.waited) == (BACK, 30)


@every_carrying
def test_one_that_is_withdrawn_while_it_rings_makes_room_and_is_answered_by_nobody(
    carrying: Carrying,
) -> None:
    room, bench = with_customers_first(carrying)
    ready(bench, "maria")
    bench.told(in_line(5))
    bench.told(in_line(6, call=SECOND))
    bench.told(withdrawn(7))
    assert due(bench) == [BACK, SECOND]
    assert not bench.told(answered(8))
    assert phase(room) is None


@every_carrying
def test_who_calls_in_while_it_rings_takes_the_place(carrying: Carrying) -> None:
    room, bench = with_customers_first(carrying)
    ready(bench, "maria")
    bench.told(in_line(5))
    bench.told(queued(C1, 6))
    bench.told(withdrawn(6, instead=C1))
    assert offered(bench) == [(C1, MARIA)]
    assert phase(room) is None


@every_carrying
def test_the_rule_changes_while_some_wait_and_one_is_called(carrying: Carrying) -> None:
    room, bench = with_customers_first(carrying)
    ready(bench, "maria")
    bench.told(in_line(5))
    bench.told(in_line(6, call=SECOND))
    bench.told(published(floor(2), 7))
    assert offered(bench) == [(SECOND, MARIA)]
    assert phase(room) is Phase.CALLED
    bench.told(answered(8))
    assert room.in_line(FLIGHTS) == (BACK,)
    bench.told(published(customers_first(3), 9))
    ended = f.CallbackWithdrawn(
        at=at(10),
        call=SECOND,
        callback=CallId("c8"),
        because="pressed",
        entered_at=at(0),
        promised_until=at(1800),
    )
    bench.told(ended)
    assert offered(bench)[-1] == (BACK, MARIA)


def test_a_queue_that_is_gone_when_the_customer_answers_sends_him_to_the_default_queue() -> None:
    room, bench = with_customers_first()
    ready(bench, "omar")
    bench.told(in_line(5, queue=HOTELS))
    told = customers_first(2)
    left = tuple(one for one in told.queues if one.id != HOTELS)
    bench.told(published(msgspec.structs.replace(told, queues=left), 6))
    bench.told(answered(8))
    found = room.call(BACK)
    assert found is not None
    assert (found.queue, offered(bench)) == (FLIGHTS, [(BACK, OMAR)])


def test_nobody_is_called_while_the_queue_is_closed_and_all_who_may_be_when_it_opens() -> None:
    _, bench = with_customers_first()
    ready(bench, "maria")
    bench.told(f.EmergencyPressed(at=at(1), on=True))
    for call in (BACK, SECOND):
        bench.told(in_line(5, call=call))
    assert not due(bench)
    bench.told(f.EmergencyPressed(at=at(9), on=False))
    assert due(bench) == [BACK]


def test_a_snapshot_while_it_rings_and_a_card_for_another_room_keep_it_ringing() -> None:
    room, bench = with_customers_first()
    ready(bench, "maria")
    bench.told(in_line(5))
    bench.told(in_line(6, call=SECOND))
    again = Distributor()
    again.load(room.dump())
    assert again.dump() == room.dump()
    bench.rooms = (again,)
    bench.told(f.CallerLeft(at=at(8), call=BACK))
    assert due(bench) == [BACK, SECOND]

    other, its_bench = with_customers_first()
    ready(its_bench, "maria")
    other.adopt(SECOND, again.card(SECOND))
    its_bench.passes_until(at(9))
    assert phase(other, SECOND) is Phase.CALLED
    its_bench.told(in_line(10, call=THIRD))
    assert not due(its_bench)
    its_bench.told(answered(12, SECOND))
    assert offered(its_bench) == [(SECOND, MARIA)]


def test_while_it_rings_nothing_may_be_done_with_it_by_hand() -> None:
    room, bench = with_customers_first()
    bench.told(in_line(2))
    ready(bench, "maria")
    pressed = f.PrioritisePressed(at=at(3), call=BACK, priority=9, press="p1", by=OMAR)
    [refused] = bench.told(pressed)
    assert isinstance(refused, f.ActRefused)
    assert refused.reason is f.Refused.CALL_OFFERED
    assert phase(room) is Phase.CALLED


def test_an_offer_that_is_declined_leaves_the_customer_who_answered_in_line() -> None:
    room, bench = with_customers_first()
    ready(bench, "maria")
    bench.told(in_line(2))
    bench.told(answered(3))
    bench.told(f.RejectPressed(at=at(4), offer=OfferId(f"{BACK}/1"), agent=MARIA))
    [ended] = [one for one in bench.journal if isinstance(one, f.OfferEnded)]
    assert ended.how is OfferEnd.REJECTED
    assert room.in_line(FLIGHTS) == (BACK,)
