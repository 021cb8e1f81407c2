"""No work is left lying, with agents who come and go and sockets that are lost; and it is seen when
it is.
"""

from pathlib import Path

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import AgentState
from acd.step import Fact, Step
from callcenter.lab.simulation.conservation import Conservation
from callcenter.lab.simulation.play import play
from callcenter.lab.simulation.scenario import Scenario
from callcenter.lab.simulation.scenario_file import read
from callcenter.lab.simulation.simulate import Wanted, simulate

pytestmark = pytest.mark.thinking

CHURN = Path(__file__).parents[2] / "data" / "churn.toml"


def churn(hours: float, lost: float = 0.01) -> Scenario:
    """The documented scenario, shorter."""
    whole = read(CHURN)
    agents = tuple(
        msgspec.structs.replace(
            staff,
            habits=msgspec.structs.replace(staff.habits, lost_desk=lost, lost_audio=lost),
        )
        for staff in whole.agents
    )
    return msgspec.structs.replace(whole, hours=hours, agents=agents)


class Alarms:
    """What the distributor finds wrong with itself."""

    def __init__(self) -> None:
        self.seen: list[f.HealthAlarmRaised] = []

    def sees(self, fact: Fact) -> None:
        if isinstance(fact, f.HealthAlarmRaised):
            self.seen.append(fact)

    def settles(self) -> None:
        pass


@pytest.mark.parametrize("lost", [0.01, 0.8])
def test_nobody_is_idle_beside_a_call_she_could_take(lost: float) -> None:
    watch, alarms = Conservation(), Alarms()
    play(churn(4, lost), "1/0", watch, alarms)
    assert watch.offers > 3_000
    assert (watch.idle_beside_waiting, watch.overtaken) == (0, 0)
    assert alarms.seen == []


class Forgetful(Distributor):
    """Does not serve who comes free from a break or from her unseen offer."""

    def handle(self, fact: Fact) -> Step:
        step = super().handle(fact)
        free = isinstance(fact, f.AgentStateChanged) and fact.state is AgentState.IDLE
        kept = [one for one in step.facts if not (free and isinstance(one, f.OfferMade))]
        return Step(facts=tuple(kept))


class Unfair(Distributor):
    """Gives every offer to the last in line."""

    def handle(self, fact: Fact) -> Step:
        return Step(facts=tuple(map(self._last, super().handle(fact).facts)))

    def _last(self, fact: Fact) -> Fact:
        if not isinstance(fact, f.OfferMade):
            return fact
        mine = self.call(fact.call)
        line = [one for name in self.in_line(fact.queue) if (one := self.call(name))]
        alike = [one for one in line if mine and one.language == mine.language]
        last = alike[-1].call if alike else fact.call
        return msgspec.structs.replace(fact, call=last)


def test_work_that_is_left_lying_is_seen() -> None:
    forgetful, unfair = Conservation(), Conservation()
    play(churn(2), "1/0", forgetful, make_room=Forgetful)
    play(churn(2), "1/0", unfair, make_room=Unfair)
    assert forgetful.idle_beside_waiting > 10
    assert unfair.overtaken > 10


def test_the_check_is_told_and_fails_the_command() -> None:
    said: list[str] = []
    wanted = Wanted(scenario=churn(1), runs=2, check=True)
    assert simulate(wanted, said.append)
    assert said[-1].startswith("\nidle beside a waiting call: 0; out of order: 0; offers: ")
