"""One gate, one table: every step that is not in it is refused and changes nothing."""

from itertools import product
from pathlib import Path

import msgspec
import pytest

from acd.agent import OCCUPIED, STEPS, Agent
from acd.distributor import Distributor
from acd.errors import AcdError, NotPermitted
from acd.facts import AgentState, AgentStateChanged, ConfigurationPublished, Intent
from scripts import draw_states as script
from tests.bench.people import MARIA, floor
from tests.bench.rooms import at

ON_CALL = AgentState.ON_CALL

pytestmark = pytest.mark.thinking


def _changed(state: AgentState) -> AgentStateChanged:
    return AgentStateChanged(at=at(9), agent=MARIA, state=state, reason="r", until=at(20))


@pytest.mark.parametrize(("before", "after"), list(product(AgentState, AgentState)))
def test_step_is_in_the_table_or_refused(before: AgentState, after: AgentState) -> None:
    agent = Agent(id=MARIA, state=before, since=at(1), intent=Intent.AVAILABLE)
    if (before, after) in STEPS:
        agent.changes(_changed(after))
        assert (agent.state, agent.since, agent.until) == (after, at(9), at(20))
        return
    untouched = msgspec.structs.replace(agent)
    with pytest.raises(NotPermitted, match=f"from {before.value} to {after.value}") as refused:
        agent.changes(_changed(after))
    assert isinstance(refused.value, AcdError)
    assert agent == untouched


def test_refused_step_leaves_the_room_as_it_was() -> None:
    room = Distributor()
    room.apply(ConfigurationPublished(at=at(0), configuration=floor()))
    before = room.dump()
    with pytest.raises(NotPermitted):
        room.apply(_changed(AgentState.WRAP_UP))
    assert room.dump() == before


def test_every_state_can_be_reached_and_left() -> None:
    assert {before for before, _ in STEPS} == set(AgentState)
    assert {after for _, after in STEPS} == set(AgentState)


def test_conversation_ends_in_wrap_up_unless_it_was_lost_or_with_a_colleague() -> None:
    free = set(AgentState) - OCCUPIED
    after_call = {after: why for (before, after), why in STEPS.items() if before is ON_CALL}
    assert set(after_call) & free == {
        AgentState.NOT_READY,
        AgentState.LOGGED_OUT,
        AgentState.IDLE,
        AgentState.UNREACHABLE,
    }
    for after in (AgentState.IDLE, AgentState.UNREACHABLE):
        assert after_call[after].startswith("a consultation is over")
    assert AgentState.WRAP_UP in after_call


def test_picture_of_the_states_is_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["--check"]) == 0
    stale = tmp_path / "states.md"
    monkeypatch.setattr(script, "PAGE", stale)
    assert script.main(["--check"]) == 1
    assert "run python scripts/draw_states.py" in capsys.readouterr().err
    assert script.main([]) == 0
    assert script.main(["--check"]) == 0
