"""Breaks: reasons and their minutes, a team's places, who waits for what, and who is out too long.

Maria, Omar and Lin are one team here; one of them at a time may be out.
"""

from datetime import timedelta

import msgspec
import pytest

from acd import facts as f
from acd.agent import Agent
from acd.agent_rules import BreakQuota, Capacity, NotReadyReason, OverQuota
from acd.breaks import WaitsFor
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, DeskId
from acd.sense import faults
from acd.step import Fact
from tests.acd.telling import C1, connected, published, queued, state_of
from tests.bench.people import COMPLAINTS, LIN, MARIA, OMAR, floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import ready

pytestmark = pytest.mark.thinking

REASONS = (
    NotReadyReason(code="break", once=15, a_day=20, takes_place=True),
    NotReadyReason(code="meal", once=45, takes_place=True),
    NotReadyReason(code="training"),
)


def rules(quota: BreakQuota | None = None) -> Configuration:
    """One team, with these places."""
    before = floor()
    team = tuple(msgspec.structs.replace(one, team="air") for one in before.agents)
    quotas = {} if quota is None else {"air": quota}
    return msgspec.structs.replace(before, agents=team, reasons=REASONS, breaks=quotas)


ONE_WAITS = rules(BreakQuota(most=1))
ONE_LEADER = rules(BreakQuota(most=1, over=OverQuota.LEADER))


def team(
    configuration: Configuration, carrying: Carrying = Carrying.TOGETHER
) -> tuple[Distributor, Bench]:
    """All three are ready."""
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(configuration))
    for one in (MARIA, OMAR, LIN):
        ready(bench, one)
    return room, bench


def asks(bench: Bench, agent: AgentId, minutes: float, reason: str = "break") -> list[Fact]:
    return bench.told(f.BreakRequested(at=at(minutes * 60), agent=agent, reason=reason))


def returns(bench: Bench, agent: AgentId, minutes: float) -> list[Fact]:
    chosen = f.IntentChosen(at=at(minutes * 60), agent=agent, intent=Intent.AVAILABLE)
    return bench.told(chosen)


def granted(facts: list[Fact]) -> list[AgentId]:
    return [one.agent for one in facts if isinstance(one, f.BreakGranted)]


# -- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize("carrying", Carrying)
def test_requests_over_the_quota_are_granted_in_order_as_others_return(carrying: Carrying) -> None:
    room, bench = team(ONE_WAITS, carrying)
    assert granted(asks(bench, MARIA, 1)) == [MARIA]
    assert state_of(room, MARIA) == "not_ready"
    assert granted(asks(bench, OMAR, 2)) == []
    assert granted(asks(bench, LIN, 3)) == []
    assert state_of(room, OMAR) == "idle"
    assert room.breaks.waits_for(_agent(room, OMAR), "break", at(180)) is WaitsFor.PLACE
    assert [one.id for one in room.breaks.in_line("air")] == [OMAR, LIN]
    assert granted(returns(bench, MARIA, 4)) == [OMAR]
    assert (state_of(room, MARIA), state_of(room, OMAR)) == ("idle", "not_ready")
    signed_out = f.AgentSignedOut(at=at(300), agent=OMAR, desk=DeskId("d"))
    assert granted(bench.told(signed_out)) == [LIN]
    assert room.breaks.in_line("air") == []


def _agent(room: Distributor, agent: AgentId) -> Agent:
    found = room.agent(agent)
    assert found is not None
    return found


def test_asked_twice_keeps_the_place_in_line_and_another_choice_gives_it_up() -> None:
    room, bench = team(ONE_WAITS)
    asks(bench, MARIA, 1)
    asks(bench, OMAR, 2)
    asks(bench, LIN, 3)
    asks(bench, OMAR, 4)
    assert [one.id for one in room.breaks.in_line("air")] == [OMAR, LIN]
    returns(bench, OMAR, 5)
    assert [one.id for one in room.breaks.in_line("air")] == [LIN]


def test_more_places_are_given_when_the_rules_change() -> None:
    _, bench = team(ONE_WAITS)
    for number, one in enumerate((MARIA, OMAR, LIN)):
        asks(bench, one, number + 1)
    more = msgspec.structs.replace(rules(BreakQuota(most=3)), version=2)
    assert granted(bench.told(published(more, 600))) == [OMAR, LIN]


def test_whoever_asked_goes_when_nobody_has_to_ask_any_more() -> None:
    room, bench = team(ONE_LEADER)
    for number, one in enumerate((MARIA, OMAR, LIN)):
        asks(bench, one, number + 1)
    free = msgspec.structs.replace(rules(), version=2)
    assert granted(bench.told(published(free, 600))) == [OMAR, LIN]
    assert room.breaks.asking() == ()


def test_a_break_after_the_call_holds_its_place_at_once() -> None:
    room, bench = team(ONE_WAITS)
    bench.told(queued(C1, 1))
    connected(bench, C1, MARIA, 2)
    assert granted(asks(bench, MARIA, 1)) == [MARIA]
    assert state_of(room, MARIA) == "on_call"
    assert granted(asks(bench, OMAR, 2)) == []
    bench.told(f.AgentReleased(at=at(200), call=C1, agent=MARIA))
    bench.told(f.OutcomeGiven(at=at(210), agent=MARIA, call=C1, outcome="answered"))
    assert (state_of(room, MARIA), _agent(room, MARIA).reason) == ("not_ready", "break")


def test_a_reason_that_takes_no_place_and_a_team_without_a_quota_ask_nobody() -> None:
    room, bench = team(ONE_WAITS)
    assert not room.breaks.must_ask(_agent(room, MARIA), "training")
    assert granted(asks(bench, MARIA, 1, "training")) == [MARIA]
    assert granted(asks(bench, OMAR, 2)) == [OMAR]
    free, bench = team(rules())
    assert not free.breaks.must_ask(_agent(free, MARIA), "break")
    for one in (MARIA, OMAR, LIN):
        assert granted(asks(bench, one, 1)) == [one]


# -- the leader ----------------------------------------------------------------------------------


def test_the_leader_grants_over_the_quota_or_refuses() -> None:
    room, bench = team(ONE_LEADER)
    leader = AgentId("2001")
    asks(bench, MARIA, 1)
    asks(bench, OMAR, 2)
    asks(bench, LIN, 3)
    assert room.breaks.waits_for(_agent(room, OMAR), "break", at(180)) is WaitsFor.LEADER
    bench.told(f.BreakGranted(at=at(200), agent=OMAR, reason="break", by=leader))
    assert state_of(room, OMAR) == "not_ready"
    bench.told(f.BreakRefused(at=at(201), agent=LIN, reason="break", by=leader))
    assert state_of(room, LIN) == "idle"
    assert (_agent(room, LIN).asked, _agent(room, LIN).refused) == (None, "break")
    assert granted(returns(bench, MARIA, 4)) == [], "two were out where one may be"
    returns(bench, LIN, 5)
    assert _agent(room, LIN).refused == ""


def test_an_answer_to_what_she_no_longer_asks_changes_nothing() -> None:
    room, bench = team(ONE_LEADER)
    asks(bench, MARIA, 1)
    asks(bench, OMAR, 2)
    before = room.dump()
    for answer in (f.BreakGranted, f.BreakRefused):
        assert bench.told(answer(at=at(200), agent=OMAR, reason="meal")) == []
        assert bench.told(answer(at=at(200), agent=LIN, reason="break")) == []
    assert room.dump() == before


@pytest.mark.parametrize("quota", [BreakQuota(most=3), ONE_LEADER.breaks["air"]])
def test_when_the_minutes_of_the_day_are_used_up_the_leader_decides(quota: BreakQuota) -> None:
    room, bench = team(rules(quota))
    asks(bench, MARIA, 0)
    returns(bench, MARIA, 12)
    assert granted(asks(bench, MARIA, 13)) == [MARIA]
    returns(bench, MARIA, 21)
    assert room.breaks.had_today(_agent(room, MARIA), "break", at(1300)) == 20 * 60
    assert granted(asks(bench, MARIA, 22)) == []
    assert room.breaks.waits_for(_agent(room, MARIA), "break", at(1330)) is WaitsFor.LEADER
    bench.told(f.BreakGranted(at=at(1400), agent=MARIA, reason="break", by=AgentId("2001")))
    assert state_of(room, MARIA) == "not_ready"
    tomorrow = timedelta(days=1)
    returns(bench, MARIA, 30)
    assert room.breaks.had_today(_agent(room, MARIA), "break", at(1800) + tomorrow) == 0


# -- limits --------------------------------------------------------------------------------------


def overruns(facts: list[Fact]) -> list[tuple[AgentId, str, float]]:
    return [
        (one.agent, one.reason, (one.at - at(0)).total_seconds() / 60)
        for one in facts
        if isinstance(one, f.NotReadyOverrun)
    ]


def test_out_for_too_long_is_told_once_and_nothing_is_forced() -> None:
    room, bench = team(rules())
    chosen = f.IntentChosen(at=at(60), agent=MARIA, intent=Intent.NOT_READY, reason="meal")
    bench.told(chosen)
    assert _agent(room, MARIA).limit_at == at(46 * 60)
    assert overruns(bench.passes_until(at(7200))) == [(MARIA, "meal", 46)]
    assert _agent(room, MARIA).overrun
    assert state_of(room, MARIA) == "not_ready"
    returns(bench, MARIA, 130)
    assert not _agent(room, MARIA).overrun
    assert _agent(room, MARIA).limit_at is None


def test_the_rest_of_the_day_is_shorter_than_one_stretch() -> None:
    _, bench = team(rules())
    asks(bench, MARIA, 0)
    returns(bench, MARIA, 14)
    asks(bench, MARIA, 20)
    assert overruns(bench.passes_until(at(7200))) == [(MARIA, "break", 26)]


def test_back_in_time_is_no_overrun_and_neither_is_a_reason_without_limit() -> None:
    _, bench = team(rules())
    asks(bench, MARIA, 0)
    returns(bench, MARIA, 14)
    asks(bench, MARIA, 15, "training")
    assert overruns(bench.passes_until(at(90_000))) == []


def test_a_day_begins_at_the_houses_midnight() -> None:
    """The story begins at 16:00 in Shanghai: eight hours later is midnight there."""
    room, bench = team(rules())
    eight_hours = 8 * 60
    asks(bench, MARIA, eight_hours - 5)
    returns(bench, MARIA, eight_hours + 3)
    had = room.breaks.had_today(_agent(room, MARIA), "break", at((eight_hours + 3) * 60))
    assert had == 3 * 60


# -- what makes no sense -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            rules(BreakQuota(most=-1)),
            "breaks.air.most: -1 is no number of people; set 0 or more",
        ),
        (
            msgspec.structs.replace(rules(), reasons=()),
            "reasons: without a reason nobody may be not ready; name one, or leave them out",
        ),
        (
            msgspec.structs.replace(rules(), reasons=(*REASONS, REASONS[0])),
            "reasons[0].code: there are two of break; rename one of them",
        ),
        (
            msgspec.structs.replace(rules(), reasons=(NotReadyReason(code="lost"),)),
            "reasons[0].code: 'lost' has a meaning of its own; choose another",
        ),
        (
            msgspec.structs.replace(rules(), reasons=(NotReadyReason(code="tea", once=-1),)),
            "reasons[0]: a limit below 0 minutes; set 0 for none, or more",
        ),
        (
            msgspec.structs.replace(rules(), time_zone="Mars/Base"),
            "time_zone: 'Mars/Base' is no time zone; use one such as Asia/Shanghai",
        ),
        (
            msgspec.structs.replace(
                rules(),
                agents=(msgspec.structs.replace(rules().agents[0], capacity=Capacity(voice=2)),),
            ),
            "agents.maria.capacity.voice: nobody has two calls at once; set 1",
        ),
    ],
)
def test_rules_that_make_no_sense_name_their_place_and_cure(
    wrong: Configuration, told: str
) -> None:
    skills = frozenset(skill for agent in floor().agents for skill in agent.skills)
    skills |= frozenset(need.skill for queue in floor().queues for need in queue.needs)
    assert str(faults(wrong, skills)[0]) == told


def test_a_call_offered_in_the_step_that_grants_a_break_comes_before_it() -> None:
    """A new version gives Omar a place, and him a call whose queue it removes."""
    room, bench = team(rules(BreakQuota(most=0)))
    bench.told(f.IntentChosen(at=at(1), agent=LIN, intent=Intent.NOT_READY, reason="training"))
    bench.told(f.IntentChosen(at=at(1), agent=MARIA, intent=Intent.NOT_READY, reason="training"))
    asks(bench, OMAR, 1)
    bench.told(queued(C1, 61, COMPLAINTS))
    before = rules(BreakQuota(most=1))
    left = tuple(one for one in before.queues if one.id != COMPLAINTS)
    bench.told(published(msgspec.structs.replace(before, version=2, queues=left), 62))
    assert OMAR in granted(bench.journal)
    connected(bench, C1, OMAR, 63)
    bench.told(f.AgentReleased(at=at(90), call=C1, agent=OMAR))
    bench.told(f.OutcomeGiven(at=at(91), call=C1, agent=OMAR, outcome="answered"))
    assert state_of(room, OMAR) is AgentState.NOT_READY
