"""The distributor against theory: what it should reach by mathematics, it reaches.

One queue and agents who are all alike are the case of Erlang C and A: the simulated room has to be
what the formulas say, and not better either. The figures of runs of a million calls are in
docs/benchmarks.md.
"""

from random import Random

import pytest

from acd.ids import CallId
from callcenter.history.staffing import Expected, Load, expected
from callcenter.lab.simulation.callers import Caller, callers
from callcenter.lab.simulation.ideal import ideal
from callcenter.lab.simulation.interval import interval
from callcenter.lab.simulation.play import play
from callcenter.lab.simulation.scenario import Scenario, Simple
from callcenter.lab.simulation.tally import Outcome

pytestmark = pytest.mark.thinking

RUNS = 6
T = 20


def scenario(calls: float, agents: int, patience: float | None, hours: float) -> Scenario:
    return Simple(
        calls_per_half_hour=calls,
        agents=agents,
        handle=180,
        patience=patience,
        answer_within=T,
        hours=hours,
    ).scenario()


def played(calls: float, agents: int, patience: float | None, hours: float) -> list[Outcome]:
    wanted = scenario(calls, agents, patience, hours)
    return [play(wanted, f"theory/{run}").outcome() for run in range(RUNS)]


@pytest.mark.parametrize(
    ("calls", "agents", "patience", "hours"),
    [(100, 14, None, 20.0), (100, 14, 180.0, 20.0), (500, 55, 180.0, 4.0)],
)
def test_a_simulated_room_is_what_theory_says(
    calls: float, agents: int, patience: float | None, hours: float
) -> None:
    theory = expected(Load(calls_per_half_hour=calls, handle=180, patience=patience), agents, T)
    outcomes = played(calls, agents, patience, hours)
    for name in Expected.__struct_fields__:
        if name == "answered_within" or (name == "abandons" and patience is None):
            continue
        samples = [value for one in outcomes if (value := getattr(one, name)) is not None]
        found = interval(samples)
        assert abs(found.mean - getattr(theory, name)) <= 2 * found.half, (name, found, theory)
    levels = [one.service_level for one in outcomes if one.service_level is not None]
    assert interval(levels).mean == pytest.approx(theory.service_level, abs=0.02)


@pytest.mark.parametrize("patience", [None, 180.0])
def test_each_caller_waits_as_in_an_ideal_line(patience: float | None) -> None:
    wanted = scenario(100, 14, patience, 10.0)
    [queue] = wanted.queues
    here = play(wanted, "line").all
    stream = callers(queue, wanted.hours * 3600, Random(f"line/{queue.id}"))
    best = ideal(stream, 14, T, wanted.warm_up * 3600)
    assert len(here.answered) > 1000
    assert sorted(here.answered) == pytest.approx(sorted(best.answered), abs=1e-3)
    assert sorted(here.abandoned) == pytest.approx(sorted(best.abandoned), abs=1e-3)


def test_the_ideal_line_serves_in_order_and_only_the_patient() -> None:
    def caller(comes: float, talk: float, patience: float | None = None) -> Caller:
        return Caller(call=CallId(f"c{comes}"), comes=comes, patience=patience, talk=talk)

    line = [caller(0, 100), caller(10, 50), caller(20, 10, 5), caller(30, 10), caller(40, 1)]
    group = ideal(line, agents=2, answer_within=20, warm_up=5)
    assert list(group.answered) == [0.0, 30.0, 30.0]
    assert (list(group.abandoned), group.answered_within) == ([5.0], 1)
