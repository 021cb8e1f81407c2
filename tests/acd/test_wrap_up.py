"""Wrap-up as each queue wants it: whether it comes, when it ends, and what ends it."""

from typing import NamedTuple

import msgspec
import pytest

from acd import facts as f
from acd.agent_rules import WrapUp
from acd.distributor import Distributor
from acd.ids import DeskId, OfferId
from acd.step import Fact
from tests.acd.telling import C1, C2, connected, published, queued
from tests.bench.people import MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

ENDS = 10
"""The conversation is over at this second; wrap-up is 30 s, and 15 s more."""

ASKED = f.WrapUpAsked(at=at(5), agent=MARIA, call=C1)
TAKEN_BACK = f.WrapUpAsked(at=at(6), agent=MARIA, call=C1, wanted=False)
OUTCOME = f.OutcomeGiven(at=at(20), agent=MARIA, call=C1, outcome="answered")
MORE = f.WrapUpExtended(at=at(21), agent=MARIA, call=C1)
SIGNED_OUT = f.AgentSignedOut(at=at(22), agent=MARIA, desk=DeskId("d"))
FORCED = f.AgentSignedOut(at=at(22), agent=MARIA, desk=DeskId("d"), forced=True)


class Row(NamedTuple):
    """How a queue wraps up, what she does, and what comes of it."""

    mode: WrapUp
    acts: tuple[Fact, ...]
    ended_at: float | None
    how: str = ""
    early: bool = True


TABLE = [
    Row(WrapUp.TIMED_EXTENDABLE, (), 40, "deadline"),
    Row(WrapUp.TIMED_EXTENDABLE, (OUTCOME,), 20, "outcome"),
    Row(WrapUp.TIMED_EXTENDABLE, (MORE,), 55, "deadline"),
    Row(WrapUp.TIMED_EXTENDABLE, (OUTCOME,), 40, "outcome", early=False),
    Row(WrapUp.TIMED_EXTENDABLE, (OUTCOME, MORE), 55, "outcome", early=False),
    Row(WrapUp.TIMED_EXTENDABLE, (FORCED,), 22, "forced", early=False),
    Row(WrapUp.TIMED_EXTENDABLE, (SIGNED_OUT,), 40, "deadline"),
    Row(WrapUp.TIMED_EXTENDABLE, (ASKED, TAKEN_BACK), 40, "deadline"),
    Row(WrapUp.TIMED, (), 40, "deadline"),
    Row(WrapUp.TIMED, (MORE,), 40, "deadline"),
    Row(WrapUp.TIMED, (OUTCOME,), 40, "outcome", early=False),
    Row(WrapUp.REQUIRED, (), None),
    Row(WrapUp.REQUIRED, (MORE,), None),
    Row(WrapUp.REQUIRED, (OUTCOME,), 20, "outcome"),
    Row(WrapUp.REQUIRED, (OUTCOME,), 20, "outcome", early=False),
    Row(WrapUp.REQUIRED, (SIGNED_OUT,), 22, "signed_out"),
    Row(WrapUp.REQUIRED, (FORCED,), 22, "forced"),
    Row(WrapUp.OPTIONAL, (), 10, "not_asked"),
    Row(WrapUp.OPTIONAL, (ASKED,), None),
    Row(WrapUp.OPTIONAL, (ASKED, TAKEN_BACK), 10, "not_asked"),
    Row(WrapUp.OPTIONAL, (ASKED, OUTCOME), 20, "outcome"),
    Row(WrapUp.ON_REQUEST, (), 10, "not_asked"),
    Row(WrapUp.ON_REQUEST, (ASKED,), 40, "deadline"),
    Row(WrapUp.ON_REQUEST, (ASKED, MORE), 40, "deadline"),
    Row(WrapUp.ON_REQUEST, (ASKED, OUTCOME), 20, "outcome"),
]


def _bench(mode: WrapUp, early: bool, carrying: Carrying) -> Bench:
    before = floor()
    queues = tuple(
        msgspec.structs.replace(one, wrap_up=mode, wrap_up_early=early) for one in before.queues
    )
    bench = Bench(Distributor(), carrying=carrying)
    bench.told(published(msgspec.structs.replace(before, queues=queues)))
    ready(bench, MARIA)
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    return bench


def _told(bench: Bench, acts: tuple[Fact, ...]) -> None:
    released = f.AgentReleased(at=at(ENDS), call=C1, agent=MARIA)
    for fact in sorted((*acts, released), key=lambda one: one.at):
        bench.told(fact)
    bench.passes_until(at(1000))


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_wrap_up_ends_as_the_queue_wants_it(row: Row, carrying: Carrying) -> None:
    bench = _bench(row.mode, row.early, carrying)
    _told(bench, row.acts)
    ended = [(one.at, one.how) for one in bench.journal if isinstance(one, f.WrapUpEnded)]
    assert ended == ([] if row.ended_at is None else [(at(row.ended_at), row.how)])
    changes = [one for one in bench.journal if isinstance(one, f.AgentStateChanged)]
    signed_out = SIGNED_OUT in row.acts or FORCED in row.acts
    free = "logged_out" if signed_out else "idle"
    assert changes[-1].state == ("wrap_up" if row.ended_at is None else free)
    assert "wrap_up" in [one.state for one in changes], "every conversation has its end told"


def test_what_she_asked_for_is_for_one_call() -> None:
    bench = _bench(WrapUp.ON_REQUEST, True, Carrying.TOGETHER)
    _told(bench, (ASKED, OUTCOME))
    bench.told(queued(C2, 1001))
    connected(bench, C2, MARIA, 1002)
    followed = bench.told(f.AgentReleased(at=at(1003), call=C2, agent=MARIA))
    assert [one.how for one in followed if isinstance(one, f.WrapUpEnded)] == ["not_asked"]


def test_asked_of_another_call_or_too_late_changes_nothing() -> None:
    bench = _bench(WrapUp.ON_REQUEST, True, Carrying.TOGETHER)
    before = bench.rooms[0].dump()
    bench.told(f.WrapUpAsked(at=at(5), agent=MARIA, call=C2))
    bench.told(f.OutcomeGiven(at=at(5), agent=MARIA, call=C1, outcome="answered"))
    assert bench.rooms[0].dump() == before


@pytest.mark.parametrize("carrying", Carrying)
def test_two_agents_may_wrap_up_one_call(carrying: Carrying) -> None:
    """It was sent back into line after the first conversation, and the second was short."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(floor()))
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    ready(bench, "omar")
    bench.told(f.AgentReleased(at=at(10), agent=MARIA, call=C1))
    bench.told(queued(C1, 11))
    bench.told(f.AcceptPressed(at=at(12), offer=OfferId("c1/2"), agent=OMAR))
    bench.told(f.CallConnected(at=at(12), call=C1, agent=OMAR, offer=OfferId("c1/2")))
    bench.told(f.AgentReleased(at=at(20), agent=OMAR, call=C1))
    again = Distributor()
    again.load(room.dump())
    assert again.next_deadline() == room.next_deadline()
    bench.passes_until(at(60))
    ended = [one for one in bench.journal if isinstance(one, f.WrapUpEnded)]
    assert [(one.agent, one.at, one.how) for one in ended] == [
        (MARIA, at(40), "deadline"),
        (OMAR, at(50), "deadline"),
    ]
