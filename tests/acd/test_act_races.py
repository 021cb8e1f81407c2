"""A press that comes too late, twice, or beside another one: refused by a code, nothing changed."""

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import Act, Refused
from acd.ids import OfferId, QueueId
from acd.step import Fact
from tests.acd.acts_by_hand import Pressed
from tests.acd.pressing import assign, move, on_the_floor, prioritise, pull, refusal, withdraw
from tests.acd.telling import C1, C2, connected, queued
from tests.bench.people import COMPLAINTS, FLIGHTS, HOTELS, LIN, MARIA
from tests.bench.rooms import Bench, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

# -- races, in both orders -----------------------------------------------------------------------

PRESSES: dict[Act, Pressed] = {
    Act.MOVE: move(9),
    Act.PRIORITISE: prioritise(9, 5),
    Act.WITHDRAW: withdraw(9),
    Act.ASSIGN: assign(9, LIN, sure=True),
    Act.PULL: pull(9, LIN, sure=True),
}


def _offered(bench: Bench) -> None:
    ready(bench, "maria")


def _accepted(bench: Bench) -> None:
    _offered(bench)
    bench.told(f.AcceptPressed(at=at(6), offer=OfferId("c1/1"), agent=MARIA))


def _connected(bench: Bench) -> None:
    _offered(bench)
    connected(bench, C1, MARIA, 6)


def _hung_up(bench: Bench) -> None:
    bench.told(f.CallerLeft(at=at(6), call=C1))


def _taken_out(bench: Bench) -> None:
    bench.told(withdraw(6, "other"))


MEANWHILE = {
    "offered": (_offered, Refused.CALL_OFFERED),
    "accepted": (_accepted, Refused.CALL_ANSWERED),
    "connected": (_connected, Refused.CALL_ANSWERED),
    "hung up": (_hung_up, Refused.CALL_GONE),
    "withdrawn": (_taken_out, Refused.CALL_GONE),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("act", PRESSES)
def test_pressed_too_late_it_is_refused_and_nothing_changes(act: Act, meanwhile: str) -> None:
    happens, reason = MEANWHILE[meanwhile]
    room, bench = on_the_floor(agents_may_pull=True)
    ready(bench, "lin")
    bench.told(queued(C1, 1))
    happens(bench)
    before, last = room.call(C1), room.offer_of(MARIA)
    was = msgspec.structs.replace(before) if before else None
    [refused] = bench.told(PRESSES[act])
    assert isinstance(refused, f.ActRefused)
    assert (refused.act, refused.reason) == (act, reason)
    assert (room.call(C1), room.offer_of(MARIA)) == (was, last)


@pytest.mark.parametrize("meanwhile", ["offered", "hung up"])
@pytest.mark.parametrize("act", [Act.MOVE, Act.PRIORITISE])
def test_pressed_first_it_is_done_and_what_comes_then_finds_it_done(
    act: Act, meanwhile: str
) -> None:
    happens, _ = MEANWHILE[meanwhile]
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    bench.told(msgspec.structs.replace(PRESSES[act], at=at(4)))
    happens(bench)
    found, maria = room.call(C1), room.offer_of(MARIA)
    if meanwhile == "hung up":
        assert found is None
        [abandoned] = [one for one in bench.journal if isinstance(one, f.CallAbandoned)]
        assert abandoned.queue == (HOTELS if act is Act.MOVE else FLIGHTS)
    else:
        assert (maria is None) == (act is Act.MOVE)


@pytest.mark.parametrize(
    ("first", "second"),
    [(move(5, HOTELS, "one"), withdraw(6)), (withdraw(5), move(6, HOTELS, "two"))],
    ids=["move, withdraw", "withdraw, move"],
)
def test_of_two_supervisors_at_once_the_first_wins(first: Fact, second: Fact) -> None:
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    bench.told(msgspec.structs.replace(first, seen=0))
    before = room.in_line(HOTELS)
    reason = refusal(bench.told(msgspec.structs.replace(second, seen=0))).reason
    late = Refused.CHANGED_MEANWHILE if isinstance(first, f.MovePressed) else Refused.CALL_GONE
    assert reason is late
    assert room.in_line(HOTELS) == before


@pytest.mark.parametrize(
    ("press", "reason"),
    [
        (move(5, FLIGHTS), Refused.SAME_QUEUE),
        (move(5, QueueId("nowhere")), Refused.QUEUE_UNKNOWN),
        (move(5, COMPLAINTS, seen=3), Refused.CHANGED_MEANWHILE),
        (prioritise(5, 11), Refused.PRIORITY_OUT_OF_RANGE),
        (prioritise(5, -1), Refused.PRIORITY_OUT_OF_RANGE),
        (withdraw(5, call=C2), Refused.CALL_GONE),
    ],
)
def test_what_cannot_be_is_refused(press: Fact, reason: Refused) -> None:
    room, bench = on_the_floor()
    bench.told(queued(C1, 1))
    before = room.call(C1)
    assert before is not None
    was = msgspec.structs.replace(before)
    assert refusal(bench.told(press)).reason is reason
    assert room.call(C1) == was


# -- once, and remembered ------------------------------------------------------------------------


@pytest.mark.parametrize("act", PRESSES)
def test_a_press_told_twice_is_done_once(act: Act) -> None:
    room, bench = on_the_floor(agents_may_pull=True)
    ready(bench, "lin")
    bench.told(queued(C1, 1))
    assert bench.told(PRESSES[act])
    after = room.dump()
    assert bench.told(PRESSES[act]) == []
    assert room.dump() == after
    answer = room.act(PRESSES[act].press)
    assert answer is not None
    assert (answer.act, answer.call) == (act, C1)
    loaded = Distributor()
    loaded.load(room.dump())
    assert loaded.act(PRESSES[act].press) == answer


def test_only_so_many_answers_are_remembered() -> None:
    room, bench = on_the_floor()
    for number in range(502):
        bench.told(withdraw(1, f"w{number}"))
    assert room.act("w1") is None
    answer = room.act("w501")
    assert answer is not None
    assert answer.reason is Refused.CALL_GONE
