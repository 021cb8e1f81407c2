"""An agent's day in periods and sums."""

import pytest

from acd.facts import AgentState, AgentStateChanged
from acd.ids import AgentId
from callcenter.history.agent_time import AgentDay, agent_day, state_periods
from tests.history.stories import CALL, MARIA, OMAR, at, queued

pytestmark = pytest.mark.thinking


def moved(
    seconds: float, state: AgentState, agent: AgentId = MARIA, reason: str = ""
) -> AgentStateChanged:
    call = CALL if state is AgentState.ON_CALL else None
    return AgentStateChanged(at=at(seconds), agent=agent, state=state, reason=reason, call=call)


SHIFT = (
    moved(0, AgentState.NOT_READY, reason="start"),
    moved(10, AgentState.IDLE),
    moved(40, AgentState.OFFERED),
    moved(42, AgentState.CONNECTING),
    moved(43, AgentState.ON_CALL),
    moved(103, AgentState.WRAP_UP),
    moved(123, AgentState.IDLE),
    moved(130, AgentState.OFFERED),
    moved(140, AgentState.NOT_RESPONDING),
    moved(150, AgentState.NOT_READY, reason="break"),
    moved(450, AgentState.LOGGED_OUT),
)


def day(since: float, until: float) -> AgentDay:
    return agent_day(MARIA, state_periods(SHIFT)[MARIA], at(since), at(until))


def test_a_shift_in_sums() -> None:
    whole = day(0, 1000)
    assert whole.signed_in == 450
    assert whole.by_state[AgentState.ON_CALL] == 60
    assert whole.by_reason == {"start": 10, "break": 300}
    assert whole.misses == 1
    assert whole.busy == 2 + 1 + 60 + 20 + 10
    assert whole.occupancy == 93 / (93 + 37)


def test_sums_are_cut_to_the_time_asked_for() -> None:
    part = day(100, 125)
    assert part.by_state == {
        AgentState.ON_CALL: 3,
        AgentState.WRAP_UP: 20,
        AgentState.IDLE: 2,
    }
    assert part.misses == 0


def test_the_present_state_lasts_to_the_end() -> None:
    periods = state_periods(SHIFT[:2])[MARIA]
    assert periods[-1].until is None
    assert agent_day(MARIA, periods, at(0), at(60)).by_state[AgentState.IDLE] == 50


def test_a_late_change_takes_its_place() -> None:
    assert state_periods(tuple(reversed(SHIFT))) == state_periods(SHIFT)


def test_each_agent_has_her_own_and_other_facts_are_passed_over() -> None:
    facts = (*SHIFT, moved(0, AgentState.IDLE, agent=OMAR), queued(5))
    assert set(state_periods(facts)) == {MARIA, OMAR}


def test_a_state_of_no_length_is_no_period() -> None:
    facts = (moved(0, AgentState.NOT_READY), moved(0, AgentState.IDLE))
    assert [one.state for one in state_periods(facts)[MARIA]] == [AgentState.IDLE]


def test_without_work_there_is_no_occupancy() -> None:
    assert agent_day(MARIA, (), at(0), at(10)).occupancy is None
