"""An outbound call: an agent whom no call has calls somebody, and nobody else has it."""

import pytest
from msgspec.structs import replace

from acd import facts as f
from acd.agent_rules import WrapUp
from acd.distributor import Distributor
from acd.facts import DIALLED, Act, AgentState, OfferEnd, Refused
from acd.ids import AgentId, CallId, OfferId, PartyId, QueueId
from acd.step import Fact
from acd.zones import Zone, zone_of
from tests.acd.telling import C1, published, queued, state_of
from tests.bench.people import COMPLAINTS, FLIGHTS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

OUT, OFFER = CallId("out"), OfferId("out/1")


def with_rules(**rules: object) -> f.ConfigurationPublished:
    told = floor()
    queues = tuple(replace(one, **rules) for one in told.queues)
    return published(replace(told, queues=queues))


def her(
    agent: str = "maria", carrying: Carrying = Carrying.TOGETHER, **rules: object
) -> tuple[Distributor, Bench]:
    """She is free."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(with_rules(**rules))
    ready(bench, agent)
    return room, bench


def dials(bench: Bench, seconds: float = 2, agent: AgentId = MARIA, **told: object) -> list[Fact]:
    pressed = f.DialPressed(
        at=at(seconds), press="one", call=OUT, by=agent, party=PartyId("wang"), queue=FLIGHTS
    )
    return bench.told(replace(pressed, **told))


def refused(told: list[Fact]) -> tuple[Refused, str]:
    [no] = told
    assert isinstance(no, f.ActRefused)
    assert no.act is Act.DIAL
    return no.reason, no.detail


def states(told: list[Fact]) -> list[AgentState]:
    return [one.state for one in told if isinstance(one, f.AgentStateChanged)]


@pytest.mark.parametrize("carrying", Carrying)
def test_one_press_and_her_browser_is_being_connected(carrying: Carrying) -> None:
    room, bench = her(carrying=carrying)
    told = dials(bench)
    [made] = [one for one in told if isinstance(one, f.OfferMade)]
    assert (made.call, made.agent, made.strategy) == (OUT, MARIA, DIALLED)
    assert states(told) == [AgentState.OFFERED, AgentState.CONNECTING]
    bench.told(f.OutboundAnswered(at=at(9), call=OUT))
    bench.told(f.CallConnected(at=at(9), call=OUT, agent=MARIA, offer=OFFER))
    assert state_of(room, MARIA) is AgentState.ON_CALL
    bench.told(f.AgentReleased(at=at(60), call=OUT, agent=MARIA))
    assert state_of(room, MARIA) is AgentState.WRAP_UP
    assert room.call(OUT) is None


def test_on_a_break_she_may_call_and_is_on_her_break_again() -> None:
    room, bench = her()
    bench.told(f.IntentChosen(at=at(1), agent=MARIA, intent=f.Intent.NOT_READY, reason="meeting"))
    assert states(dials(bench)) == [AgentState.OFFERED, AgentState.CONNECTING]
    bench.told(f.CallerLeft(at=at(30), call=OUT))
    bench.told(f.OutcomeGiven(at=at(40), agent=MARIA, call=OUT, outcome="no_answer"))
    agent = room.agent(MARIA)
    assert agent is not None
    assert (agent.state, agent.reason) == (AgentState.NOT_READY, "meeting")


@pytest.mark.parametrize(
    ("wrap_up", "stands"),
    [
        (WrapUp.REQUIRED, AgentState.WRAP_UP),
        (WrapUp.TIMED, AgentState.WRAP_UP),
        (WrapUp.ON_REQUEST, AgentState.IDLE),
    ],
)
def test_nobody_answers_and_she_says_what_became_of_it(wrap_up: WrapUp, stands: AgentState) -> None:
    room, bench = her(wrap_up=wrap_up)
    dials(bench)
    told = bench.told(f.CallerLeft(at=at(30), call=OUT))
    [over] = [one for one in told if isinstance(one, f.OfferEnded)]
    assert over.how is OfferEnd.NOT_REACHED
    assert AgentState.WRAP_UP in states(told)
    assert state_of(room, MARIA) is stands
    assert not [one for one in told if isinstance(one, f.CallAbandoned)]
    assert room.call(OUT) is None
    assert room.offer_of(MARIA) is None


def test_while_a_call_has_her_she_may_not() -> None:
    _, bench = her()
    bench.told(queued(C1, 1, FLIGHTS))
    assert refused(dials(bench)) == (Refused.AGENT_NOT_FREE, "offered")
    bench.told(f.AcceptPressed(at=at(3), offer=OfferId("c1/1"), agent=MARIA))
    assert refused(dials(bench, 3, press="two")) == (Refused.AGENT_NOT_FREE, "connecting")
    bench.told(f.CallConnected(at=at(4), call=C1, agent=MARIA, offer=OfferId("c1/1")))
    assert refused(dials(bench, 5, press="three")) == (Refused.AGENT_NOT_FREE, "on_call")
    bench.told(f.AgentReleased(at=at(6), call=C1, agent=MARIA))
    assert refused(dials(bench, 7, press="four")) == (Refused.AGENT_NOT_FREE, "wrap_up")


def test_on_behalf_of_a_queue_of_hers_and_with_her_audio() -> None:
    _, bench = her()
    assert refused(dials(bench, queue=QueueId("none"))) == (Refused.QUEUE_UNKNOWN, "")
    assert refused(dials(bench, press="two", queue=COMPLAINTS)) == (Refused.NOT_HER_QUEUE, "")
    assert refused(dials(bench, agent=OMAR, press="three"))[0] is Refused.AGENT_NOT_FREE
    bench.told(f.AudioLost(at=at(2), agent=MARIA))
    assert refused(dials(bench, press="four")) == (Refused.AGENT_NOT_FREE, "unreachable")


def test_a_press_told_twice_is_one_call_and_a_refused_one_stays_refused() -> None:
    _, bench = her()
    assert dials(bench)
    assert dials(bench) == []
    assert dials(bench, call=CallId("other")) == []
    assert refused(dials(bench, press="two", call=CallId("third")))[0] is Refused.AGENT_NOT_FREE
    bench.told(f.CallerLeft(at=at(3), call=OUT))
    assert dials(bench, 4, press="two", call=CallId("third")) == []


def test_a_call_in_line_comes_before_the_press_or_waits_for_the_next() -> None:
    """Both orders: whoever was first has her."""
    _, bench = her()
    bench.told(queued(C1, 1.9, FLIGHTS))
    assert refused(dials(bench)) == (Refused.AGENT_NOT_FREE, "offered")
    room, bench = her()
    assert states(dials(bench)) == [AgentState.OFFERED, AgentState.CONNECTING]
    told = bench.told(queued(C1, 2, FLIGHTS))
    assert not [one for one in told if isinstance(one, f.OfferMade)]
    bench.told(f.CallerLeft(at=at(3), call=OUT))
    offers = bench.told(f.OutcomeGiven(at=at(4), agent=MARIA, call=OUT, outcome="no_answer"))
    assert [one.call for one in offers if isinstance(one, f.OfferMade)] == [C1]
    assert state_of(room, MARIA) is AgentState.OFFERED


def test_a_desk_phone_rings_first_and_nobody_is_called_who_does_not_lift_it() -> None:
    room, bench = her("lin")
    dials(bench, agent=LIN, queue=COMPLAINTS)
    assert state_of(room, LIN) is AgentState.OFFERED
    bench.passes_until(at(60))
    assert state_of(room, LIN) is AgentState.NOT_RESPONDING
    assert room.call(OUT) is None


@pytest.mark.parametrize(
    ("asked", "shown"), [("", "95010"), ("4008", "4008"), ("13800138000", "95010")]
)
def test_only_a_number_of_the_queue_is_shown(asked: str, shown: str) -> None:
    _, bench = her(outbound_numbers=("95010", "4008"), outbound_ring_for=30)
    told = dials(bench, shown=asked)
    [queued_one] = [one for one in told if isinstance(one, f.OutboundQueued)]
    assert (queued_one.shown, queued_one.ring_for) == (shown, 30.0)


def test_the_longest_beginning_names_the_zone() -> None:
    zones = (
        Zone(code="china", begins=("+86",)),
        Zone(code="mobile", begins=("+861",)),
        Zone(code="service", begins=("95", "400")),
        Zone(code="else", begins=("+",), roles=()),
    )
    found = {
        number: zone.code if (zone := zone_of(number, zones)) else ""
        for number in (
            "+8613800138000",
            "+861084400000",
            "+862128900000",
            "95010",
            "+15550100",
            "7",
        )
    }
    assert found == {
        "+8613800138000": "mobile",
        "+861084400000": "mobile",
        "+862128900000": "china",
        "95010": "service",
        "+15550100": "else",
        "7": "",
    }
    assert zones[0].is_open_to("agent")
    assert not zones[3].is_open_to("admin")
