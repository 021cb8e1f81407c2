"""Callbacks in the distributor's line: the place kept, no caller counted, nobody held up."""

from datetime import datetime

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import AgentState, OfferEnd
from acd.ids import AgentId, CallId, OfferId, PartyId, QueueId
from tests.acd.telling import C1, C2, connected, queued, state_of, with_floor
from tests.bench.people import FLIGHTS, MARIA, OMAR
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

BACK = CallId("c0b1")


def in_line(
    seconds: float, entered_at: float = 0, call: CallId = BACK, queue: QueueId = FLIGHTS
) -> f.CallbackQueued:
    return f.CallbackQueued(
        at=at(seconds),
        call=call,
        callback=CallId("c0"),
        number=1,
        party=PartyId("p"),
        queue=queue,
        entered_at=at(entered_at),
        asked_at=at(entered_at),
        promised_until=at(1800),
    )


def withdrawn(seconds: float, instead: CallId | None = None) -> f.CallbackWithdrawn:
    return f.CallbackWithdrawn(
        at=at(seconds),
        call=BACK,
        callback=CallId("c0"),
        because="called_again" if instead else "pressed",
        entered_at=at(0),
        promised_until=at(1800),
        instead=instead,
    )


def figures(room: Distributor) -> tuple[int, datetime | None, int]:
    """Callers who wait, since when the first does, callbacks."""
    found = room.queue_figures(FLIGHTS)
    assert found is not None
    return found.waiting, found.oldest_entry, found.callbacks


@pytest.mark.parametrize("carrying", Carrying)
def test_it_stands_where_its_caller_stood_and_is_offered_first(carrying: Carrying) -> None:
    room, bench = with_floor(carrying)
    bench.told(queued(C1, 5))
    bench.told(in_line(8))
    assert room.in_line(FLIGHTS) == (BACK, C1)
    assert figures(room) == (1, at(5), 1)
    ready(bench, "maria")
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert (offer.call, offer.entered_at) == (BACK, at(0))


@pytest.mark.parametrize("carrying", Carrying)
def test_who_asked_for_it_has_it_alone_at_first_while_she_works(carrying: Carrying) -> None:
    room, bench = with_floor(carrying)
    ready(bench, "maria")
    ready(bench, "omar")
    first = msgspec.structs.replace(in_line(10), prefers=MARIA)
    bench.told(first)
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert (offer.call, room.offer_of(OMAR)) == (BACK, None)


def test_of_somebody_who_does_not_work_it_is_anybodys() -> None:
    room, bench = with_floor()
    ready(bench, "omar")
    bench.told(msgspec.structs.replace(in_line(10), prefers=MARIA))
    assert room.offer_of(OMAR) is not None


def test_nobody_is_told_a_place_for_it_and_who_stands_behind_is_told_the_truth() -> None:
    _, bench = with_floor()
    assert bench.told(in_line(1)) == []
    told = bench.told(queued(C1, 2))
    assert [fact.ahead for fact in told if isinstance(fact, f.PlaceTold)] == [1]
    bench.passes_until(at(100))
    assert {fact.call for fact in bench.journal if isinstance(fact, f.PlaceTold)} == {C1}


def test_a_caller_in_line_becomes_a_callback_with_her_own_priority() -> None:
    room, bench = with_floor()
    bench.told(f.CustomerIdentified(at=at(0), call=C1, party=PartyId("p"), tier="gold"))
    bench.told(
        f.CallQueued(
            at=at(1),
            call=C1,
            party=PartyId("p"),
            queue=FLIGHTS,
            priority=2,
            path=("menu:1",),
            recording_declined=True,
        )
    )
    before = room.call(C1)
    assert before is not None
    key = before.key
    [asked] = bench.told(f.CallbackWished(at=at(9), call=C1, by="waited"))
    assert isinstance(asked, f.CallbackRequested)
    assert (asked.entered_at, asked.priority, asked.tier, asked.by) == (at(1), 2, "gold", "waited")
    assert (asked.path, asked.recording_declined) == (("menu:1",), True)
    assert room.call(C1) is None
    bench.told(f.CallerLeft(at=at(10), call=C1))
    assert not [fact for fact in bench.journal if isinstance(fact, f.CallAbandoned)]
    back = f.CallbackQueued(
        at=at(11),
        call=BACK,
        callback=C1,
        number=1,
        party=asked.party,
        queue=asked.queue,
        entered_at=asked.entered_at,
        asked_at=at(9),
        promised_until=at(1800),
        priority=asked.priority,
        tier=asked.tier,
    )
    bench.told(back)
    after = room.call(BACK)
    assert after is not None
    assert after.key[:2] == key[:2]


@pytest.mark.parametrize("who", ["withheld", "offered", "a callback", "nobody"])
def test_who_cannot_be_called_back_goes_on_as_before(who: str) -> None:
    room, bench = with_floor()
    if who == "offered":
        ready(bench, "maria")
    if who == "a callback":
        bench.told(in_line(1, call=C1))
    elif who != "nobody":
        party = PartyId("" if who == "withheld" else "p")
        bench.told(f.CallQueued(at=at(1), call=C1, party=party, queue=FLIGHTS))
    before = room.dump()
    assert bench.told(f.CallbackWished(at=at(2), call=C1)) == []
    assert room.dump() == before


def accepted(bench: Bench, seconds: float) -> None:
    offer = OfferId(f"{BACK}/1")
    bench.told(f.AcceptPressed(at=at(seconds), offer=offer, agent=MARIA))


def test_declined_it_stays_in_line_but_a_call_begun_is_used_up() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(in_line(1))
    bench.told(f.RejectPressed(at=at(2), offer=OfferId(f"{BACK}/1"), agent=MARIA))
    assert room.in_line(FLIGHTS) == (BACK,)
    bench.passes_until(at(17))
    second = OfferId(f"{BACK}/2")
    bench.told(f.AcceptPressed(at=at(18), offer=second, agent=MARIA))
    bench.told(f.CallerLeft(at=at(19), call=BACK))
    assert room.call(BACK) is None
    assert state_of(room, MARIA) is AgentState.IDLE
    ended = [one for one in bench.journal if isinstance(one, f.OfferEnded)][-1]
    assert (ended.offer, ended.how) == (second, OfferEnd.WITHDRAWN)
    assert not [one for one in bench.journal if isinstance(one, f.CallAbandoned)]
    assert figures(room) == (0, None, 0)


def test_a_customer_who_has_answered_is_a_caller_who_goes_back_to_the_head() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(in_line(1))
    accepted(bench, 2)
    bench.told(f.CallbackAnswered(at=at(3), call=BACK, callback=CallId("c0")))
    assert figures(room) == (1, at(0), 0)
    bench.told(queued(C1, 4))
    bench.told(
        f.ConnectFailed(
            at=at(5), call=BACK, agent=MARIA, offer=OfferId(f"{BACK}/1"), because="not_joined"
        )
    )
    assert room.in_line(FLIGHTS) == (BACK, C1)


def test_withdrawn_it_leaves_the_line_or_the_agent_who_rang() -> None:
    room, bench = with_floor()
    bench.told(in_line(1))
    bench.told(withdrawn(2))
    assert room.call(BACK) is None
    ready(bench, "maria")
    bench.told(in_line(3, call=CallId("c0b2")))
    [ended, _] = bench.told(
        f.CallbackWithdrawn(
            at=at(4),
            call=CallId("c0b2"),
            callback=CallId("c0"),
            because="pressed",
            entered_at=at(0),
            promised_until=at(1800),
        )
    )
    assert isinstance(ended, f.OfferEnded)
    assert state_of(room, MARIA) is AgentState.IDLE
    assert room.call(CallId("c0b2")) is None


def test_the_caller_who_calls_again_stands_at_the_kept_place() -> None:
    room, bench = with_floor()
    bench.told(in_line(1, entered_at=-60))
    bench.told(queued(C1, 2))
    bench.told(queued(C2, 3))
    bench.told(
        f.CallbackWithdrawn(
            at=at(3),
            call=BACK,
            callback=CallId("c0"),
            because="called_again",
            entered_at=at(-60),
            promised_until=at(1800),
            instead=C2,
        )
    )
    assert room.in_line(FLIGHTS) == (C2, C1)
    assert figures(room) == (2, at(2), 0)
    loaded = Distributor()
    loaded.load(room.dump())
    assert loaded.dump() == room.dump()
    assert loaded.in_line(FLIGHTS) == (C2, C1)


def test_a_conversation_that_came_of_it_is_like_any_other() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(in_line(1))
    accepted(bench, 2)
    bench.told(f.CallbackAnswered(at=at(3), call=BACK, callback=CallId("c0")))
    connected(bench, BACK, AgentId(MARIA), 4)
    assert state_of(room, MARIA) is AgentState.ON_CALL
    bench.told(f.AgentReleased(at=at(60), call=BACK, agent=MARIA))
    assert state_of(room, MARIA) is AgentState.WRAP_UP
    assert figures(room) == (0, None, 0)
