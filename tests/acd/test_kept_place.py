"""Who hangs up in line and calls again in time stands where she stood; all else begins anew."""

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.ids import CallId, PartyId, QueueId
from acd.step import Fact
from tests.acd.telling import published, queued, with_floor
from tests.bench.people import FLIGHTS, HOTELS, MARIA, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

FIRST, OTHER, AGAIN = CallId("c1"), CallId("c2"), CallId("c3")


def comes(
    call: CallId, seconds: float, party: str = "anna", queue: QueueId = FLIGHTS
) -> f.CallQueued:
    return msgspec.structs.replace(queued(call, seconds, queue), party=PartyId(party))


def leaves(call: CallId, seconds: float) -> f.CallerLeft:
    return f.CallerLeft(at=at(seconds), call=call)


def gave_up(carrying: Carrying = Carrying.TOGETHER) -> tuple[Distributor, Bench]:
    """She came first, another second; she hangs up after 40 s."""
    room, bench = with_floor(carrying)
    bench.told(comes(FIRST, 0))
    bench.told(comes(OTHER, 10, "other"))
    bench.told(leaves(FIRST, 40))
    return room, bench


def regained(derived: list[Fact]) -> list[f.PlaceRegained]:
    return [fact for fact in derived if isinstance(fact, f.PlaceRegained)]


@pytest.mark.parametrize("carrying", Carrying)
def test_she_stands_where_she_stood_and_her_clock_starts_anew(carrying: Carrying) -> None:
    room, bench = gave_up(carrying)
    derived = bench.told(comes(AGAIN, 160))
    assert [(one.given_up, one.since) for one in regained(derived)] == [(FIRST, at(0))]
    assert [one.ahead for one in derived if isinstance(one, f.PlaceTold)] == [0]
    assert room.in_line(FLIGHTS) == (AGAIN, OTHER)
    ready(bench, "maria")
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert (offer.call, offer.entered_at) == (AGAIN, at(160))
    again = bench.told(leaves(AGAIN, 163))
    waited = [(one.waited, one.short) for one in again if isinstance(one, f.CallAbandoned)]
    assert waited == [(3.0, True)]


@pytest.mark.parametrize(
    "again",
    [
        comes(AGAIN, 160.001),
        comes(AGAIN, 60, "another"),
        comes(AGAIN, 60, queue=HOTELS),
    ],
    ids=["too late", "somebody else", "elsewhere"],
)
def test_otherwise_she_stands_at_the_end(again: f.CallQueued) -> None:
    room, bench = gave_up()
    assert regained(bench.told(again)) == []
    assert room.in_line(again.queue)[-1] == AGAIN


def test_who_withholds_the_number_has_no_place_kept() -> None:
    _, bench = with_floor()
    bench.told(comes(FIRST, 0, ""))
    bench.told(leaves(FIRST, 9))
    assert regained(bench.told(comes(AGAIN, 10, ""))) == []


def test_a_place_is_taken_up_once_and_may_be_left_and_taken_up_again() -> None:
    room, bench = gave_up()
    bench.told(comes(AGAIN, 50))
    assert regained(bench.told(comes(CallId("c4"), 51))) == []
    bench.told(leaves(AGAIN, 60))
    derived = bench.told(comes(CallId("c5"), 170))
    assert [(one.given_up, one.since) for one in regained(derived)] == [(AGAIN, at(0))]
    assert room.in_line(FLIGHTS) == (CallId("c5"), OTHER, CallId("c4"))


def test_a_queue_may_keep_no_place() -> None:
    room = Distributor()
    bench = Bench(room)
    told = floor()
    queues = tuple(msgspec.structs.replace(one, keep_place_for=0) for one in told.queues)
    bench.told(published(msgspec.structs.replace(told, queues=queues)))
    bench.told(comes(FIRST, 0))
    bench.told(leaves(FIRST, 9))
    assert regained(bench.told(comes(AGAIN, 10))) == []


def test_who_has_been_served_has_no_place_any_more() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(comes(FIRST, 1))
    offer = room.offer_of(MARIA)
    assert offer is not None
    bench.told(f.AcceptPressed(at=at(2), offer=offer.id, agent=MARIA))
    bench.told(f.CallConnected(at=at(3), call=FIRST, agent=MARIA, offer=offer.id))
    bench.told(leaves(FIRST, 9))
    assert regained(bench.told(comes(AGAIN, 10))) == []


def test_waiting_for_long_counts_from_the_old_place() -> None:
    """The distributor lets whoever has waited 600 s go before all others."""
    room, bench = gave_up()
    bench.told(comes(AGAIN, 50))
    bench.passes_until(at(600))
    raised = [one.call for one in bench.journal if isinstance(one, f.PriorityRaised)]
    assert raised == [AGAIN]
    assert room.in_line(FLIGHTS) == (AGAIN, OTHER)


def test_only_the_newest_places_are_kept() -> None:
    room, bench = with_floor()
    for number in range(2_100):
        call = CallId(f"x{number}")
        bench.told(comes(call, 1 + number / 100, f"p{number}"))
        bench.told(leaves(call, 1 + number / 100))
    assert regained(bench.told(comes(AGAIN, 30, "p99"))) == []
    assert len(regained(bench.told(comes(CallId("c4"), 31, "p2099")))) == 1
    assert len(room.dump()) < 400_000
