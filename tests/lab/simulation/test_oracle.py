"""Mixed skills against an oracle that knew every call in advance: how much it costs not to know.

Small teams, staffed so that about nine of ten calls can be answered in time; equally long
conversations, so that the oracle is exact. Within 5 % of it in each case; how far behind it is
where there are fewer agents, docs/benchmarks.md says.
"""

from random import Random

import pytest

from acd.ids import QueueId, SkillName
from callcenter.lab.simulation.draws import Draw
from callcenter.lab.simulation.play import play
from callcenter.lab.simulation.scenario import Callers, Scenario, Staff
from tests.lab.simulation.oracle import Arrival, Sort, least_cost

pytestmark = pytest.mark.thinking

TALK, T = 180.0, 20
CALLS, BURSTS, LOAD = 60, 6, 0.5
SPECIALIST = 6
"""Proficiency is this less the number of her skills: who can do more is kept for more."""

CASES: dict[str, tuple[tuple[str, int], ...]] = {
    "N: one queue may borrow": (("a", 4), ("ab", 3)),
    "W: two with some in common": (("a", 3), ("b", 2), ("ab", 2)),
    "M: three with two in common": (("ab", 3), ("bc", 3)),
    "chain of three": (("ab", 2), ("bc", 2), ("ca", 2)),
    "specialists and one who can do all": (("a", 2), ("b", 2), ("c", 2), ("abc", 1)),
}


def burst(seed: str, staff: tuple[tuple[str, int], ...]) -> list[Arrival]:
    """Calls of all queues in proportion to the agents who can take them."""
    random = Random(seed)
    agents = sum(count for _, count in staff)
    names = [
        name for queues, count in staff for name in queues for _ in range(60 * count // len(queues))
    ]
    comes, arrivals = 0.0, []
    for _ in range(CALLS):
        comes += random.expovariate(LOAD * agents / TALK)
        arrivals.append(Arrival(round(comes, 3), random.choice(names)))
    return arrivals


def waits(seed: str, staff: tuple[tuple[str, int], ...], arrivals: list[Arrival]) -> list[float]:
    """As the distributor serves them."""
    queues = tuple(
        Callers(
            id=QueueId(name),
            arrivals=tuple(one.comes for one in arrivals if one.queue == name),
            talk=Draw(constant=TALK),
            rules={
                "announce_every": 0,
                "answer_within": T,
                "strategy": "best_skilled",
                "needs": [{"skill": name, "at_least": 1}],
            },
        )
        for name in sorted({one.queue for one in arrivals})
    )
    agents = tuple(
        Staff(
            name=names,
            count=count,
            queues=tuple(QueueId(name) for name in names),
            skills={SkillName(name): SPECIALIST - len(names) for name in names},
        )
        for names, count in staff
    )
    hours = (arrivals[-1].comes + 1) / 3600
    tally = play(Scenario(hours=hours, warm_up=0, queues=queues, agents=agents), seed)
    assert tally.outcome().answer_rate == 1
    return list(tally.all.answered)


def gaps(staff: tuple[tuple[str, int], ...]) -> tuple[float, float, float, float]:
    """Served in time by the distributor and at best, as shares; mean waits of both, in seconds."""
    served = best = waited = least = 0.0
    sorts = [Sort(count, frozenset(names)) for names, count in staff]
    for number in range(BURSTS):
        arrivals = burst(f"oracle/{number}", staff)
        ours = waits(f"oracle/{number}", staff, arrivals)
        served += sum(wait <= T for wait in ours)
        waited += sum(ours)
        best += CALLS - least_cost(arrivals, sorts, TALK, lambda wait: float(wait > T))
        least += least_cost(arrivals, sorts, TALK, lambda wait: wait)
    calls = BURSTS * CALLS
    return served / calls, best / calls, waited / calls, least / calls


@pytest.mark.parametrize("case", CASES)
def test_mixed_skills_are_served_nearly_as_well_as_by_who_knew_the_future(case: str) -> None:
    served, best, waited, least = gaps(CASES[case])
    assert least <= waited + 1e-6, "the oracle is no bound"
    assert served >= 0.95 * best


def test_the_oracle_keeps_somebody_free_for_a_call_to_come() -> None:
    both, only = Sort(1, frozenset("ab")), Sort(1, frozenset("a"))
    arrivals = [Arrival(0, "a"), Arrival(1, "b"), Arrival(2, "a")]
    assert least_cost(arrivals, [both, only], 10, lambda wait: wait) == 8
    assert least_cost(arrivals[:2], [both], 10, lambda wait: wait) == 9
