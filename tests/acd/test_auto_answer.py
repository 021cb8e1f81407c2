"""Offers that an agent's browser answers by itself: no press, and no way to decline."""

import msgspec
import pytest

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, OfferEnd
from acd.ids import AgentId, OfferId, QueueId
from tests.acd.telling import C1, published, queued, state_of
from tests.bench.people import COMPLAINTS, FLIGHTS, LIN, MARIA, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

NAMES = {"mandarin": "机票预订", "english": "Flights"}


def _rules(*, queue: bool, hers: bool | None = None) -> Configuration:
    before = floor()
    queues = tuple(
        msgspec.structs.replace(one, auto_answer=queue, spoken_name=NAMES) for one in before.queues
    )
    agents = tuple(msgspec.structs.replace(one, auto_answer=hers) for one in before.agents)
    return msgspec.structs.replace(before, queues=queues, agents=agents)


def _offered(
    rules: Configuration,
    agent: AgentId = MARIA,
    queue: QueueId = FLIGHTS,
    *,
    language: str | None = None,
    carrying: Carrying = Carrying.TOGETHER,
) -> tuple[Distributor, Bench, list[f.OfferAccepted]]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(rules))
    ready(bench, agent)
    followed = bench.told(queued(C1, 1, queue, language))
    return room, bench, [one for one in followed if isinstance(one, f.OfferAccepted)]


@pytest.mark.parametrize("carrying", Carrying)
def test_it_is_accepted_the_moment_it_is_held_out(carrying: Carrying) -> None:
    room, bench, [accepted] = _offered(_rules(queue=True), carrying=carrying)
    assert (accepted.at, accepted.uri, accepted.auto) == (at(1), "sip:maria@softphone", True)
    assert state_of(room, MARIA) == "connecting"
    offer = room.offer_of(MARIA)
    assert offer is not None
    assert (offer.accepted, offer.auto) == (True, True)
    states = [one.state for one in bench.journal if isinstance(one, f.AgentStateChanged)]
    assert states[-2:] == ["offered", "connecting"]


@pytest.mark.parametrize(
    ("queue", "hers", "auto"),
    [
        (False, None, False),
        (True, None, True),
        (False, True, True),
        (True, False, False),
    ],
)
def test_her_own_rule_wins_over_the_queues(queue: bool, hers: bool | None, auto: bool) -> None:
    _, _, accepted = _offered(_rules(queue=queue, hers=hers))
    assert bool(accepted) is auto


def test_a_desk_phone_rings_as_ever() -> None:
    room, _, accepted = _offered(_rules(queue=True, hers=True), LIN, COMPLAINTS)
    assert accepted == []
    assert state_of(room, LIN) == "offered"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("english", (("english", "Flights"),)),
        ("mandarin", (("mandarin", "机票预订"),)),
        (None, (("mandarin", "机票预订"),)),
    ],
)
def test_the_queue_is_named_in_the_callers_language(
    language: str | None, said: tuple[tuple[str, str], ...]
) -> None:
    _, _, [accepted] = _offered(_rules(queue=True), language=language)
    assert accepted.announce == said


def test_a_queue_without_a_spoken_name_has_only_the_beep() -> None:
    rules = _rules(queue=True)
    silent = tuple(msgspec.structs.replace(one, spoken_name={}) for one in rules.queues)
    _, _, [accepted] = _offered(msgspec.structs.replace(rules, queues=silent))
    assert (accepted.auto, accepted.announce) == (True, ())


def test_it_can_be_neither_declined_nor_accepted_again() -> None:
    room, bench, [accepted] = _offered(_rules(queue=True))
    held, call = room.offer_of(MARIA), room.call(accepted.call)
    for press in (f.RejectPressed, f.AcceptPressed):
        assert bench.told(press(at=at(1), offer=accepted.offer, agent=MARIA)) == []
    bench.passes_until(at(30))
    assert (room.offer_of(MARIA), room.call(accepted.call)) == (held, call)
    assert state_of(room, MARIA) is AgentState.CONNECTING


def test_voices_that_are_not_joined_are_her_devices_miss() -> None:
    room, bench, _ = _offered(_rules(queue=True))
    offer = OfferId("c1/1")
    failed = f.ConnectFailed(at=at(3), call=C1, agent=MARIA, offer=offer, because="not_joined")
    ends = [one.how for one in bench.told(failed) if isinstance(one, f.OfferEnded)]
    assert ends == [OfferEnd.CONNECT_FAILED]
    assert state_of(room, MARIA) == "unreachable"
    again = bench.passes_until(at(8))
    assert [one.auto for one in again if isinstance(one, f.OfferAccepted)] == [True]


def test_an_offer_accepted_by_an_older_release_was_pressed() -> None:
    raw = {"at": at(1), "offer": "c1/1", "call": "c1", "agent": MARIA, "uri": "sip:m"}
    assert not msgspec.convert({"kind": "OfferAccepted", **raw}, f.OfferAccepted).auto
