"""Days played through the real distributor: the same from a seed, and as people live them."""

from pathlib import Path

import msgspec
import pytest

from acd import facts as f
from acd.facts import AgentState, OfferEnd
from acd.ids import QueueId
from acd.step import Fact
from callcenter.history.staffing import Load, expected
from callcenter.lab.simulation.draws import Draw
from callcenter.lab.simulation.interval import interval
from callcenter.lab.simulation.play import play
from callcenter.lab.simulation.scenario import Callers, Habits, Scenario, Sessions, Simple, Staff
from callcenter.lab.simulation.scenario_file import read
from callcenter.lab.simulation.simulate import Wanted, simulate

pytestmark = pytest.mark.thinking

DESK = QueueId("desk")
DOCUMENT = Path(__file__).parents[3] / "docs" / "simulation.md"


class Journal:
    """Every fact of a run."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def sees(self, fact: Fact) -> None:
        self.facts.append(fact)

    def settles(self) -> None:
        pass

    def count(self, kind: type[Fact], **fields: object) -> int:
        return sum(
            isinstance(fact, kind)
            and all(getattr(fact, name) == value for name, value in fields.items())
            for fact in self.facts
        )


def a_day(habits: Habits | None = None, **agents: object) -> Scenario:
    """Eight busy hours of one queue."""
    staff = Staff(count=8, queues=(DESK,), habits=habits or Habits())
    return Scenario(
        hours=8,
        queues=(
            Callers(
                id=DESK,
                calls_per_half_hour=60,
                patience=Draw(log_normal=(120, 1.0)),
                rules={"announce_every": 0},
            ),
        ),
        agents=(msgspec.structs.replace(staff, **agents),),
    )


def test_a_seed_is_a_story_that_can_be_told_again() -> None:
    first, again, other = Journal(), Journal(), Journal()
    scenario = a_day(Habits(answer=Draw(exponential=4), no_answer=0.05))
    outcome = play(scenario, "7/0", first).outcome()
    assert play(scenario, "7/0", again).outcome() == outcome
    play(scenario, "7/1", other)
    assert first.facts == again.facts
    assert first.facts != other.facts


def test_one_more_agent_meets_the_same_callers() -> None:
    few, more = Journal(), Journal()
    play(a_day(), "1/0", few)
    play(a_day(count=9), "1/0", more)
    came = [[one for one in each.facts if isinstance(one, f.CallQueued)] for each in (few, more)]
    assert came[0] == came[1]


def test_everybody_who_came_has_an_end() -> None:
    seen = Journal()
    tally = play(a_day(), "1/0", seen)
    assert seen.count(f.CallQueued) == seen.count(f.CallerLeft)
    assert seen.count(f.CallConnected) + seen.count(f.CallAbandoned) == seen.count(f.CallQueued)
    counts = tally.all.counts()
    assert counts.crossed == 0
    assert counts.answered_within <= counts.answered


def test_offers_come_to_nothing_in_every_way_and_the_calls_are_served_all_the_same() -> None:
    habits = Habits(
        answer=Draw(exponential=4),
        connect=Draw(constant=0.3),
        wrap_up=Draw(exponential=20),
        no_answer=0.05,
        rejects=0.05,
        connect_fails=0.05,
        lost_desk=0.5,
        lost_audio=0.5,
        lost_for=Draw(exponential=40),
    )
    sessions = Sessions(works=Draw(exponential=1200), rests=Draw(exponential=120))
    seen = Journal()
    outcome = play(a_day(habits, sessions=sessions), "3/0", seen).outcome()
    for how in (
        OfferEnd.EXPIRED,
        OfferEnd.REJECTED,
        OfferEnd.WITHDRAWN,
        OfferEnd.DEVICE_LOST,
        OfferEnd.CONNECT_FAILED,
    ):
        assert seen.count(f.OfferEnded, how=how) > 0, how
    for kind in (f.AudioLost, f.AudioReady, f.DeskLost, f.DeskFound):
        assert seen.count(kind) > 10
    assert seen.count(f.AgentReleased, lost=True) > 0
    assert seen.count(f.WrapUpEnded, how="deadline") > 0
    assert outcome.offers_per_answer is not None
    assert outcome.offers_per_answer > 1.05


def test_shifts_and_breaks_are_kept() -> None:
    seen = Journal()
    play(a_day(count=1, shifts=((1.0, 3.0), (4.0, 5.0)), breaks=((2.0, 2.5),)), "1/0", seen)
    assert seen.count(f.AgentStateChanged, state=AgentState.LOGGED_OUT) == 2
    assert seen.count(f.AgentStateChanged, state=AgentState.NOT_READY, reason="break") == 1
    answered = [one.at.hour for one in seen.facts if isinstance(one, f.CallConnected)]
    assert set(answered) == {1, 2, 4}


def test_the_printed_table_has_theory_beside_it() -> None:
    said: list[str] = []
    simple = Simple(
        calls_per_half_hour=50, agents=8, handle=180, patience=None, answer_within=20, hours=3
    )
    theory = expected(Load(calls_per_half_hour=50, handle=180), 8, 20)
    simulate(Wanted(scenario=simple.scenario(), runs=3, theory=theory), said.append)
    [row] = [line for line in said if line.startswith("| service level")]
    assert row.endswith(f" | {100 * theory.service_level:.2f} |")


def test_of_the_waits_told_four_of_five_are_kept() -> None:
    """A plain Erlang C day; the seed is fixed, so are the figures."""
    simple = Simple(
        calls_per_half_hour=100, agents=12, handle=180, patience=None, answer_within=20, hours=40
    )
    outcome = play(simple.scenario(), "1/0").outcome()
    assert outcome.foreseen_p50 == pytest.approx(0.5, abs=0.06)
    assert outcome.foreseen_p80 == pytest.approx(0.8, abs=0.03)
    assert outcome.foreseen_error is not None


def test_the_documented_scenario_is_one(tmp_path: Path) -> None:
    written = DOCUMENT.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    path = tmp_path / "day.toml"
    path.write_text(written, encoding="utf-8")
    said: list[str] = []
    simulate(Wanted(scenario=read(path), runs=1), said.append)
    assert "queue hotels" in "\n".join(said)


def test_an_interval_is_as_wide_as_its_runs_differ() -> None:
    assert interval([3.0]).half == float("inf")
    assert interval([1.0, 1.0, 1.0]).half == 0
    found = interval([1.0, 2.0, 3.0])
    assert found.mean == 2
    assert found.half == pytest.approx(4.303 / 3**0.5)
    assert found.holds(4)
    assert not found.holds(5)
    assert interval([1.0, 2.0] * 20).half < interval([1.0, 2.0] * 10).half


@pytest.mark.parametrize("mean", [20.0, 180.0])
def test_draws_have_the_mean_they_name(mean: float) -> None:
    from random import Random

    random = Random(1)
    for draw in (
        Draw(constant=mean),
        Draw(exponential=mean),
        Draw(log_normal=(mean, 0.8)),
        Draw(recorded=(mean / 2, mean * 1.5)),
    ):
        drawn = [draw.draw(random) for _ in range(20_000)]
        assert sum(drawn) / len(drawn) == pytest.approx(mean, rel=0.03)
        assert min(drawn) >= 0
