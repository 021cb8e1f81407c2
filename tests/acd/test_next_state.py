"""What she will be after this call: chosen during it, revocable, and the last wish wins."""

from typing import NamedTuple

import msgspec
import pytest

from acd import facts as f
from acd.agent_rules import WrapUp
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import CallId, DeskId, OfferId
from acd.step import Fact
from tests.acd.telling import C1, C2, connected, published, queued
from tests.bench.people import LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking


class Wish(NamedTuple):
    """One press of hers; `at` is the second."""

    at: float
    intent: Intent
    reason: str = ""


def _break(at: float) -> Wish:
    return Wish(at, Intent.NOT_READY, "break")


def _meal(at: float) -> Wish:
    return Wish(at, Intent.NOT_READY, "meal")


def _ready(at: float) -> Wish:
    return Wish(at, Intent.AVAILABLE)


def _out(at: float) -> Wish:
    return Wish(at, Intent.LOGGED_OUT)


RINGS, TALKS, WRAPS, FREE = 2, 5, 12, 20
"""Seconds: it rings from 1, is taken at 4, she hangs up at 10, and gives the outcome at 18."""

TABLE: list[tuple[tuple[Wish, ...], tuple[str, str]]] = [
    ((), ("idle", "")),
    ((_break(RINGS),), ("not_ready", "break")),
    ((_break(TALKS),), ("not_ready", "break")),
    ((_break(WRAPS),), ("not_ready", "break")),
    ((_break(TALKS), _meal(WRAPS)), ("not_ready", "meal")),
    ((_break(RINGS), _meal(TALKS), _break(WRAPS)), ("not_ready", "break")),
    ((_break(TALKS), _ready(TALKS)), ("idle", "")),
    ((_break(TALKS), _ready(WRAPS)), ("idle", "")),
    ((_out(TALKS),), ("logged_out", "")),
    ((_out(TALKS), _ready(WRAPS)), ("idle", "")),
    ((_out(TALKS), _break(WRAPS)), ("not_ready", "break")),
    ((_break(TALKS), _out(WRAPS)), ("logged_out", "")),
    ((_break(TALKS), _ready(FREE)), ("idle", "")),
    ((_ready(TALKS), _break(FREE)), ("not_ready", "break")),
]


def _story(bench: Bench, wishes: tuple[Wish, ...]) -> list[AgentState]:
    """A call from ring to outcome, with her presses; the states she was in."""
    presses: list[Fact] = [
        f.IntentChosen(at=at(one.at), agent=MARIA, intent=one.intent, reason=one.reason)
        for one in wishes
    ]
    call: list[Fact] = [
        f.AgentReleased(at=at(10), call=C1, agent=MARIA),
        f.OutcomeGiven(at=at(18), agent=MARIA, call=C1, outcome="answered"),
    ]
    bench.told(queued(C1, 1))
    for fact in (one for one in presses if one.at < at(4)):
        bench.told(fact)
    connected(bench, C1, MARIA, 4)
    for fact in sorted((*presses, *call), key=lambda one: one.at):
        if fact.at >= at(4):
            bench.told(fact)
    return [
        one.state
        for one in bench.journal
        if isinstance(one, f.AgentStateChanged) and one.agent == MARIA and one.at >= at(4)
    ]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(("wishes", "after"), TABLE)
def test_the_last_wish_wins_and_no_wish_touches_the_call(
    wishes: tuple[Wish, ...], after: tuple[str, str], carrying: Carrying
) -> None:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(floor()))
    ready(bench, MARIA)
    states = _story(bench, wishes)
    maria = room.agent(MARIA)
    assert maria is not None
    assert (maria.state.value, maria.reason) == after
    assert [one.value for one in states[:3]] == ["connecting", "on_call", "wrap_up"]


@pytest.mark.parametrize("mode", WrapUp)
def test_it_holds_in_every_kind_of_wrap_up(mode: WrapUp) -> None:
    before = floor()
    queues = tuple(msgspec.structs.replace(one, wrap_up=mode) for one in before.queues)
    room = Distributor()
    bench = Bench(room)
    bench.told(published(msgspec.structs.replace(before, queues=queues)))
    ready(bench, MARIA)
    _story(bench, (_break(TALKS),))
    maria = room.agent(MARIA)
    assert maria is not None
    assert (maria.state.value, maria.reason) == ("not_ready", "break")


def test_a_wish_for_the_time_after_the_call_holds_no_offer_back_from_others() -> None:
    room = Distributor()
    bench = Bench(room)
    bench.told(published(floor()))
    ready(bench, MARIA)
    ready(bench, OMAR)
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(f.IntentChosen(at=at(3), agent=MARIA, intent=Intent.NOT_READY, reason="break"))
    [made, *_] = bench.told(queued(C2, 4))
    assert isinstance(made, f.OfferMade)
    assert made.agent == OMAR


# -- one call at a time --------------------------------------------------------------------------


OFFER = OfferId("c1/1")

STEPS_OF_A_CALL: tuple[tuple[AgentState, tuple[Fact, ...]], ...] = (
    (AgentState.OFFERED, ()),
    (AgentState.CONNECTING, (f.AcceptPressed(at=at(2), offer=OFFER, agent=MARIA),)),
    (AgentState.ON_CALL, (f.CallConnected(at=at(3), call=C1, agent=MARIA, offer=OFFER),)),
    (AgentState.WRAP_UP, (f.AgentReleased(at=at(4), call=C1, agent=MARIA),)),
)


@pytest.mark.parametrize("carrying", Carrying)
def test_nobody_is_offered_a_call_beside_another(carrying: Carrying) -> None:
    """Whatever she presses, and whoever else is there or not: one conversation at a time."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(floor()))
    ready(bench, MARIA)
    ready(bench, LIN)
    bench.told(queued(C1, 1))
    for number, (state, facts) in enumerate(STEPS_OF_A_CALL):
        for fact in facts:
            bench.told(fact)
        maria = room.agent(MARIA)
        assert maria is not None
        assert maria.state is state
        after = bench.told(queued(CallId(f"n{number}"), 5 + number))
        after += bench.told(f.IntentChosen(at=at(5), agent=MARIA, intent=Intent.AVAILABLE))
        after += bench.told(f.AudioReady(at=at(5), agent=MARIA, uri="sip:maria@softphone"))
        after += bench.told(f.AgentSignedIn(at=at(5), agent=MARIA, desk=DeskId("another")))
        assert not [one for one in after if isinstance(one, f.OfferMade) and one.agent == MARIA]
