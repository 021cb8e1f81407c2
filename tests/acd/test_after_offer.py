"""Where an agent stands after an offer that came to nothing: each cause has a rule of its own."""

import msgspec
import pytest

from acd import facts as f
from acd.agent_rules import After, AfterOffer, Then
from acd.configuration import Configuration, Refusals
from acd.distributor import Distributor
from acd.facts import MISSED_BY_DEVICE, OfferEnd
from acd.ids import AgentId, OfferId, QueueId
from acd.sense import faults
from acd.step import Fact
from tests.acd.telling import C1, published, queued
from tests.bench.people import COMPLAINTS, FLIGHTS, LIN, MARIA, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

OFFER = OfferId("c1/1")

CAUSES: dict[OfferEnd, tuple[AgentId, QueueId, tuple[Fact, ...]]] = {
    OfferEnd.EXPIRED: (MARIA, FLIGHTS, ()),
    OfferEnd.REJECTED: (
        MARIA,
        FLIGHTS,
        (f.RejectPressed(at=at(3), offer=OFFER, agent=MARIA),),
    ),
    OfferEnd.BUSY: (
        LIN,
        COMPLAINTS,
        (f.RejectPressed(at=at(3), offer=OFFER, agent=LIN, because="busy"),),
    ),
    OfferEnd.UNREACHABLE: (
        LIN,
        COMPLAINTS,
        (f.ConnectFailed(at=at(3), call=C1, agent=LIN, offer=OFFER, because="unreachable"),),
    ),
    OfferEnd.DEVICE_LOST: (
        MARIA,
        FLIGHTS,
        (f.DeskLost(at=at(3), agent=MARIA), f.DeskFound(at=at(3), agent=MARIA)),
    ),
    OfferEnd.CONNECT_FAILED: (
        MARIA,
        FLIGHTS,
        (
            f.AcceptPressed(at=at(2), offer=OFFER, agent=MARIA),
            f.ConnectFailed(at=at(3), call=C1, agent=MARIA, offer=OFFER, because="not_joined"),
        ),
    ),
}
"""Cause to who is offered a call of which queue, and what then happens."""

USUAL = {
    OfferEnd.EXPIRED: ("not_responding", "", None),
    OfferEnd.REJECTED: ("not_ready", "declined", 18),
    OfferEnd.BUSY: ("not_ready", "busy", 18),
    OfferEnd.UNREACHABLE: ("unreachable", "unreachable", 8),
    OfferEnd.DEVICE_LOST: ("unreachable", "device_lost", 8),
    OfferEnd.CONNECT_FAILED: ("unreachable", "connect_failed", 8),
}
"""Cause to (state, reason, until) where no rule says anything else."""

NAMES = {OfferEnd.EXPIRED: "no_answer", OfferEnd.REJECTED: "declined"}


def _changes(
    cause: OfferEnd, configuration: Configuration, carrying: Carrying = Carrying.TOGETHER
) -> list[f.AgentStateChanged]:
    """What the cause made of her, after the offer."""
    agent, queue, happens = CAUSES[cause]
    bench = Bench(Distributor(), carrying=carrying)
    bench.told(published(configuration))
    ready(bench, agent)
    bench.told(queued(C1, 1, queue))
    before = len(bench.journal)
    for fact in happens:
        bench.told(fact)
    if not happens:
        bench.passes_until(at(11))
    [ended] = [one for one in bench.journal if isinstance(one, f.OfferEnded)]
    assert ended.how is cause
    [back] = [one for one in bench.journal if isinstance(one, f.CallRequeued)]
    assert back.because == cause
    after = bench.journal[before:]
    return [
        one for one in after if isinstance(one, f.AgentStateChanged) and one.state != "connecting"
    ]


def _with(house: AfterOffer, queues: AfterOffer | None = None) -> Configuration:
    before = floor()
    told = tuple(
        msgspec.structs.replace(one, after_offer=queues or AfterOffer()) for one in before.queues
    )
    return msgspec.structs.replace(before, after_offer=house, queues=told)


def _rule(cause: OfferEnd, then: Then, seconds: int = 0) -> AfterOffer:
    return AfterOffer(**{cause.value: After(then=then, seconds=seconds)})


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_has_its_usual_state_and_delay(cause: OfferEnd, carrying: Carrying) -> None:
    state, reason, until = USUAL[cause]
    [changed, *_] = _changes(cause, floor(), carrying)
    due = at(until) if until is not None else None
    assert (changed.state, changed.reason, changed.until) == (state, reason, due)


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("then", Then)
def test_a_rule_of_the_house_gives_any_cause_any_state(cause: OfferEnd, then: Then) -> None:
    [changed, *_] = _changes(cause, _with(_rule(cause, then, 7)))
    expired, named = cause is OfferEnd.EXPIRED, NAMES.get(cause, cause.value)
    until = at(18 if expired else 10)
    assert (changed.state.value, changed.reason, changed.until) == {
        Then.PAUSE: ("not_ready", named, until),
        Then.CHOOSES: ("not_responding", "" if expired else named, None),
        Then.PROBE: ("unreachable", named, until),
    }[then]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_queues_own_rule_wins_over_the_houses(cause: OfferEnd) -> None:
    rules = _with(_rule(cause, Then.CHOOSES), _rule(cause, Then.PAUSE, 40))
    [changed, *_] = _changes(cause, rules)
    assert changed.state == "not_ready"
    assert changed.until == at(51 if cause is OfferEnd.EXPIRED else 43)


def test_what_a_device_missed_is_no_miss_of_hers() -> None:
    assert {one for one in CAUSES if one not in MISSED_BY_DEVICE} == {
        OfferEnd.EXPIRED,
        OfferEnd.REJECTED,
        OfferEnd.BUSY,
    }


def test_other_delays_after_a_decline_and_after_a_failure() -> None:
    rules = msgspec.structs.replace(floor(), refusals=Refusals(rejected=2, unreachable=9))
    [declined, *_] = _changes(OfferEnd.REJECTED, rules)
    [failed, *_] = _changes(OfferEnd.CONNECT_FAILED, rules)
    assert (declined.until, failed.until) == (at(5), at(12))


UNTIL_PROBED = _with(_rule(OfferEnd.CONNECT_FAILED, Then.PROBE))

PROBES: dict[str, Fact] = {
    "her audio stands anew": f.AudioReady(at=at(60), agent=MARIA, uri="sip:m@softphone"),
    "she chooses ready": f.IntentChosen(at=at(60), agent=MARIA, intent=f.Intent.AVAILABLE),
}


@pytest.mark.parametrize("probe", PROBES)
def test_unreachable_without_a_limit_ends_by_a_probe_or_her_choice(probe: str) -> None:
    bench = Bench(Distributor())
    bench.told(published(UNTIL_PROBED))
    ready(bench, MARIA)
    bench.told(queued(C1, 1))
    for fact in CAUSES[OfferEnd.CONNECT_FAILED][2]:
        bench.told(fact)
    assert not [one for one in bench.passes_until(at(59)) if isinstance(one, f.AgentStateChanged)]
    changed = [one for one in bench.told(PROBES[probe]) if isinstance(one, f.AgentStateChanged)]
    assert changed[0].state == "idle"


def test_her_page_is_back_before_the_delay_is_over() -> None:
    bench = Bench(Distributor())
    bench.told(published(floor()))
    ready(bench, MARIA)
    bench.told(queued(C1, 1))
    bench.told(f.DeskLost(at=at(3), agent=MARIA))
    [back, *_] = bench.told(f.DeskFound(at=at(4), agent=MARIA))
    assert isinstance(back, f.AgentStateChanged)
    assert back.state == "idle"


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            _with(_rule(OfferEnd.BUSY, Then.PAUSE)),
            "after_offer.busy.seconds: a pause of no length offers the same call again at once; "
            "set 1 or more",
        ),
        (
            _with(AfterOffer(), _rule(OfferEnd.EXPIRED, Then.PROBE, -1)),
            "queues.flights.after_offer.expired.seconds: -1 is no length; set 0 or more",
        ),
    ],
)
def test_rules_that_make_no_sense_name_their_place_and_cure(
    rules: Configuration, told: str
) -> None:
    skills = frozenset(skill for agent in rules.agents for skill in agent.skills)
    assert str(faults(rules, skills)[0]) == told
