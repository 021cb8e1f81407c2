"""The distributor watches its own promises: what is broken on purpose is seen within one look, and
seen to be whole again. Where a promise cannot be broken by facts, the floor's state is.
"""

from datetime import timedelta

import pytest

from acd import facts as f
from acd.agent import Agent
from acd.alarm import Alarm
from acd.distributor import Distributor
from acd.facts import AgentState, Intent, Trouble
from acd.floor import Floor
from acd.health import EVERY, MOST
from acd.ids import CallId, DeadlineId, DeskId, OfferId
from acd.step import DeadlineReached
from tests.acd.telling import C1, C2, connected, published, queued, with_floor
from tests.bench.people import FLIGHTS, MARIA, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

OFFER = OfferId("c1/1")
LOOK = EVERY.total_seconds()


class Broken(Distributor):
    """Lets a test reach what is so."""

    @property
    def inside(self) -> Floor:
        return self._floor


def house() -> tuple[Broken, Bench]:
    room = Broken()
    bench = Bench(room)
    bench.told(published(floor()))
    return room, bench


def troubles(room: Distributor) -> list[tuple[Trouble, str]]:
    return [(one.trouble, one.about) for one in room.alarms()]


def maria(room: Distributor) -> Agent:
    found = room.agent(MARIA)
    assert found is not None
    return found


def test_a_call_beside_an_idle_agent() -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    ready(bench, "maria")
    bench.told(f.RejectPressed(at=at(2), offer=OFFER, agent=MARIA))
    free = f.AgentStateChanged(at=at(3), agent=MARIA, state=AgentState.IDLE)
    room.apply(free)  # and nobody decides
    bench.passes_until(at(3 + LOOK))
    assert troubles(room) == [(Trouble.IDLE_BESIDE_CALL, C1)]
    assert room.alarms()[0].since == at(3)
    bench.told(f.CallerLeft(at=at(9), call=C1))
    bench.passes_until(at(9 + LOOK))
    assert room.alarms() == ()


def test_a_call_beside_the_agent_it_waits_for() -> None:
    room, bench = house()
    ready(bench, "maria")
    room.apply(
        f.CallQueued(at=at(1), call=C1, party=queued(C1, 1).party, queue=FLIGHTS, preferred=MARIA)
    )
    bench.passes_until(at(1 + LOOK))
    assert troubles(room) == [(Trouble.IDLE_BESIDE_CALL, C1)]


def test_an_offer_past_its_end() -> None:
    room, bench = house()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    room.inside.deadlines.disarm(DeadlineId(f"offer:{OFFER}"))
    bench.passes_until(at(16))
    assert troubles(room) == [(Trouble.OFFER_OVERDUE, OFFER)]
    assert room.alarms()[0].since == at(11)
    bench.told(f.RejectPressed(at=at(17), offer=OFFER, agent=MARIA))
    bench.passes_until(at(17 + LOOK))
    assert room.alarms() == ()


def test_an_agent_who_connects_for_ever() -> None:
    room, bench = house()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    bench.told(f.AcceptPressed(at=at(2), offer=OFFER, agent=MARIA))
    bench.passes_until(at(11))
    assert room.alarms() == ()
    bench.passes_until(at(18))
    assert room.alarms() == (Alarm(trouble=Trouble.STATE_OUTDATED, about=MARIA, since=at(2)),)
    failed = f.ConnectFailed(at=at(19), call=C1, agent=MARIA, offer=OFFER, because="not_joined")
    bench.told(failed)
    bench.passes_until(at(19 + LOOK))
    assert room.alarms() == ()


def test_an_agent_on_a_call_that_is_over() -> None:
    room, bench = house()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.passes_until(at(100))
    assert room.alarms() == ()
    bench.told(f.CallerLeft(at=at(101), call=C1))
    bench.passes_until(at(110))
    assert room.alarms() == ()
    bench.passes_until(at(117))
    assert troubles(room) == [(Trouble.STATE_OUTDATED, MARIA)]
    assert room.alarms()[0].since == at(101)
    bench.told(f.AgentReleased(at=at(118), call=C1, agent=MARIA))
    bench.passes_until(at(118 + LOOK))
    assert room.alarms() == ()


def test_a_deadline_that_is_in_no_order() -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    lost = DeadlineId(f"place:{C1}")
    due = room.inside.deadlines.at(lost)
    assert due is not None
    room.inside.deadlines._order.discard((due, lost))
    bench.passes_until(at(40))
    assert troubles(room) == [(Trouble.DEADLINE_OVERDUE, lost)]
    assert room.alarms()[0].since == due
    room.inside.deadlines.disarm(lost)
    bench.passes_until(at(50))
    assert room.alarms() == ()


def test_a_deadline_of_which_nobody_says_that_it_has_come() -> None:
    """A look is a deadline itself, so the next fact has to tell."""
    room, bench = house()
    bench.told(queued(C1, 1))
    late = f.AudioLost(at=at(17), agent=MARIA)
    room.apply(late)
    [alarm] = room.handle(late).facts
    assert isinstance(alarm, f.HealthAlarmRaised)
    assert (alarm.trouble, alarm.since) == (Trouble.DEADLINE_OVERDUE, at(6))
    room.apply(alarm)
    assert room.handle(late).facts == ()
    bench.passes_until(at(20))
    assert room.alarms() == ()


def test_what_control_has_missed_is_no_alarm() -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    for fact in (f.ThinkingResumed(at=at(600)), f.AudioLost(at=at(601), agent=MARIA)):
        room.apply(fact)
        assert room.handle(fact).facts == ()
    bench.passes_until(at(620))
    assert room.alarms() == ()


def test_an_idle_agent_whom_no_lane_knows() -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    bench.told(f.CallerLeft(at=at(2), call=C1))
    ready(bench, "maria")
    room.inside.indexes.settle()
    for lane in room.inside.indexes.lanes_of[MARIA]:
        lane.dismiss(MARIA)
    bench.told(queued(C2, 3))
    bench.passes_until(at(20))
    assert troubles(room) == [(Trouble.INDEX_ASTRAY, MARIA)]
    bench.told(published(floor(2), 21))
    bench.passes_until(at(21 + LOOK))
    assert room.alarms() == ()


def test_a_call_that_is_in_no_line() -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    call = room.inside.calls[C1]
    room.inside.queue(FLIGHTS).waiting.discard(call.key)
    bench.passes_until(at(1 + LOOK))
    assert troubles(room) == [(Trouble.INDEX_ASTRAY, C1)]
    room.inside.queue(FLIGHTS).waiting.add(call.key)
    bench.passes_until(at(1 + 2 * LOOK))
    assert room.alarms() == ()


@pytest.mark.parametrize("count", ["states", "staffed"])
def test_a_queue_that_counts_wrongly(count: str) -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    queue = room.inside.queue(FLIGHTS)
    [lane] = queue.lanes.values()
    queue.states[AgentState.IDLE] += count == "states"
    lane.staffed += count == "staffed"
    bench.passes_until(at(60))
    assert troubles(room) == [(Trouble.INDEX_ASTRAY, FLIGHTS)]
    bench.told(published(floor(2), 61))
    bench.passes_until(at(100))
    assert room.alarms() == ()


def test_it_is_quiet_while_nobody_is_there() -> None:
    room, bench = house()
    ready(bench, "maria")
    bench.passes_until(at(100))
    assert room.next_deadline() is None
    bench.told(queued(C1, 101))
    bench.told(f.RejectPressed(at=at(102), offer=OFFER, agent=MARIA))
    bench.told(f.CallerLeft(at=at(103), call=C1))
    bench.passes_until(at(200))
    assert room.next_deadline() is None


def test_many_alarms_are_one_fault() -> None:
    room, bench = house()
    for number in range(2 * MOST):
        bench.told(queued(CallId(f"x{number:02}"), 1))
    for call in room.inside.calls.values():
        room.inside.queue(FLIGHTS).waiting.discard(call.key)
    bench.passes_until(at(1 + 4 * LOOK))
    assert len(room.alarms()) == MOST


@pytest.mark.parametrize("carrying", Carrying)
def test_alarms_are_state(carrying: Carrying) -> None:
    """They are in the snapshot, and a replica has them from the facts alone."""
    room, bench = with_floor(carrying)
    told = f.HealthAlarmRaised(
        at=at(1), trouble=Trouble.INDEX_ASTRAY, about="c9", since=at(1) - timedelta(seconds=3)
    )
    bench.told(told)
    replica = Distributor()
    replica.load(room.dump())
    assert replica.alarms() == room.alarms() != ()
    bench.passes_until(at(1 + LOOK))
    assert room.alarms() == ()
    assert isinstance(bench.journal[-1], f.HealthAlarmCleared)


def test_a_look_that_is_told_twice_changes_nothing() -> None:
    room, bench = house()
    bench.told(queued(C1, 1))
    again = DeadlineReached(at=at(6), deadline=DeadlineId("health:0"))
    bench.passes_until(at(7))
    before = room.dump()
    room.apply(again)
    assert room.handle(again).facts == ()
    assert room.dump() == before


def test_she_is_left_alone_who_only_works() -> None:
    room, bench = house()
    ready(bench, "maria")
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    bench.told(f.AgentReleased(at=at(300), call=C1, agent=MARIA))
    bench.told(f.IntentChosen(at=at(301), agent=MARIA, intent=Intent.NOT_READY))
    bench.passes_until(at(2000))
    bench.told(f.AgentSignedOut(at=at(2001), agent=MARIA, desk=DeskId("d")))
    assert maria(room).state is AgentState.LOGGED_OUT
    assert not [one for one in bench.journal if isinstance(one, f.HealthAlarmRaised)]
