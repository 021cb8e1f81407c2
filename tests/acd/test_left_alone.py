"""What the distributor leaves alone, forgets, or takes from another release."""

import msgspec
import pytest

from acd import facts as f
from acd.agent import Setback
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, DeadlineId, DeskId, OfferId, PartyId
from acd.step import NOTHING, DeadlineReached, Fact
from acd.waiting_call import Phase
from tests.acd.telling import C1, C2, connected, published, queued, state_of, with_floor
from tests.bench.people import FLIGHTS, HOTELS, MARIA, floor
from tests.bench.rooms import Bench, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking


def test_facts_about_nobody_lead_to_nothing() -> None:
    room, _ = with_floor()
    nobody, none = AgentId("nobody"), OfferId("c9/1")
    c9 = CallId("c9")
    strangers: list[Fact] = [
        Fact(at=at(1)),
        f.CallRequeued(at=at(1), call=c9, queue=FLIGHTS, because="expired"),
        f.CallerLeft(at=at(1), call=c9),
        f.CallAbandoned(at=at(1), call=c9, queue=FLIGHTS, waited=1, short=True),
        f.PlaceTold(at=at(1), call=c9, ahead=1),
        f.CustomerIdentified(at=at(1), call=c9, party=PartyId("p"), tier="silver"),
        f.AgentSignedOut(at=at(1), agent=nobody, desk=DeskId("d")),
        f.IntentChosen(at=at(1), agent=nobody, intent=Intent.AVAILABLE),
        f.AudioLost(at=at(1), agent=nobody),
        f.DeskLost(at=at(1), agent=nobody),
        f.AcceptPressed(at=at(1), offer=none, agent=nobody),
        f.RejectPressed(at=at(1), offer=none, agent=nobody),
        f.OfferAccepted(at=at(1), offer=none, call=c9, agent=nobody, uri=""),
        f.OfferEnded(at=at(1), offer=none, call=c9, agent=nobody, how=f.OfferEnd.EXPIRED),
        f.OfferMade(
            at=at(1),
            offer=none,
            call=c9,
            agent=nobody,
            queue=FLIGHTS,
            device="browser",
            until=at(2),
            entered_at=at(0),
        ),
        f.ConnectFailed(at=at(1), call=c9, agent=nobody, offer=none, because=""),
        f.CallConnected(at=at(1), call=c9, agent=nobody, offer=none),
        f.AgentReleased(at=at(1), call=c9, agent=nobody),
        f.WrapUpExtended(at=at(1), agent=nobody, call=c9),
        f.OutcomeGiven(at=at(1), agent=nobody, call=c9, outcome="answered"),
        f.WrapUpEnded(at=at(1), agent=nobody, call=c9, how="outcome"),
        *(
            DeadlineReached(at=at(1), deadline=DeadlineId(f"{kind}:x"))
            for kind in ("offer", "place", "wrap", "back", "adopted", "key")
        ),
    ]
    before = room.dump()
    for fact in strangers:
        room.apply(fact)
        assert room.handle(fact) == NOTHING, fact
        assert room.dump() == before, fact


def test_back_from_a_delay_while_a_call_has_her() -> None:
    """Her delay can end in a call she was found with at recovery."""
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    bench.told(f.RejectPressed(at=at(2), offer=OfferId("c1/1"), agent=MARIA))
    maria = room.agent(MARIA)
    assert maria is not None
    assert maria.setback is Setback.DECLINED
    room.apply(
        f.AgentStateChanged(at=at(3), agent=MARIA, state=AgentState.ON_CALL, call=CallId("c9"))
    )
    [alarm] = bench.passes_until(at(17))
    assert isinstance(alarm, f.HealthAlarmRaised)  # nobody knows of c9
    assert maria.state is AgentState.ON_CALL
    assert maria.setback is None


def test_agent_is_released_from_a_call_that_is_no_more() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    c9 = CallId("c9")
    room.apply(f.AgentStateChanged(at=at(1), agent=MARIA, state=AgentState.ON_CALL, call=c9))
    bench.told(f.AgentReleased(at=at(2), call=c9, agent=MARIA, lost=True))
    assert state_of(room, MARIA) is AgentState.NOT_READY
    assert room.call(c9) is None


def test_tier_that_is_known_while_ringing_counts_when_the_call_comes_back() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    bench.told(queued(C2, 2))
    for one in (C1, C2):
        bench.told(f.CustomerIdentified(at=at(3), call=one, party=PartyId("p"), tier="gold"))
    bench.told(f.RejectPressed(at=at(4), offer=OfferId("c1/1"), agent=MARIA))
    assert room.in_line(FLIGHTS) == (C1, C2)
    call = room.call(C1)
    assert call is not None
    assert call.priority == 3


def test_call_without_any_configuration_goes_back_to_its_queue() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(queued(C1, 1))
    bench.told(f.CallRequeued(at=at(2), call=C1, queue=HOTELS, because="moved"))
    assert room.in_line(HOTELS) == (C1,)


def test_only_the_newest_calls_out_of_line_are_remembered() -> None:
    room = Distributor()
    for number in range(2_100):
        room.apply(
            f.CustomerIdentified(
                at=at(1), call=CallId(f"x{number}"), party=PartyId("p"), tier="gold"
            )
        )
    assert len(room.dump()) < 100_000
    bench = Bench(room)
    bench.told(published(floor()))
    for call in ("x0", "x2099"):
        bench.told(queued(CallId(call), 2))
    assert room.in_line(FLIGHTS) == ("x2099", "x0")


def test_dump_of_the_release_before_is_taken() -> None:
    """Fields that did not exist then have their defaults, fields that are gone are ignored."""
    room = Distributor()
    room.load(
        msgspec.msgpack.encode(
            {
                "agents": [{"id": MARIA, "state": "idle", "since": at(0), "mood": "good"}],
                "calls": [{"call": C1, "queue": FLIGHTS, "entered_at": at(1)}],
                "weather": "fair",
            }
        )
    )
    maria, call = room.agent(MARIA), room.call(C1)
    assert maria is not None
    assert maria.is_free
    assert call is not None
    assert call.phase is Phase.WAITING
    with pytest.raises(msgspec.ValidationError):
        room.load(msgspec.msgpack.encode({"agents": [{"state": "idle"}]}))


def test_a_tier_that_is_known_after_the_conversation_does_not_start_the_offers_anew() -> None:
    room, bench = with_floor()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(f.AgentReleased(at=at(3), call=C1, agent=MARIA))
    bench.told(f.CustomerIdentified(at=at(4), call=C1, party=PartyId("p"), tier="gold"))
    bench.told(f.OutcomeGiven(at=at(5), agent=MARIA, call=C1, outcome="answered"))
    bench.told(queued(C1, 6))
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert offer.id == "c1/2"
