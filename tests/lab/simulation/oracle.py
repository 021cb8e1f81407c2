"""The best that anybody could have done, who had known every call in advance: for mixed skills.

A program of its own that knows nothing of the distributor. Every conversation is equally long, so
the calls of one agent are best taken in the order in which they came (two that are taken in the
other order can change places at no cost), and of agents with the same skills the one who is free
first is as good as any. What is left to choose is which sort of agent takes each call, and whether
somebody is kept free for a call that has not come yet. All choices are looked at, call by call; of
two states in which everybody is free no later and the cost is no higher, the worse one is dropped.
So the cost is the least there is: a bound, since it sees the future. (For the count of late calls:
the least where an agent takes her calls in order, as every fair rule does.)
"""

from collections.abc import Callable, Sequence

import msgspec

Cost = Callable[[float], float]
"""Of one call, by its wait in seconds."""
State = tuple[tuple[float, ...], ...]
"""When each agent of each sort is free, the earliest first."""


class Arrival(msgspec.Struct, frozen=True):
    """One call."""

    comes: float
    queue: str


class Sort(msgspec.Struct, frozen=True):
    """Agents who are alike."""

    count: int
    queues: frozenset[str]


def least_cost(
    arrivals: Sequence[Arrival], sorts: Sequence[Sort], talk: float, cost: Cost
) -> float:
    """Over all calls together, by the best assignment in hindsight."""
    states: dict[State, float] = {tuple((0.0,) * sort.count for sort in sorts): 0.0}
    for arrival in sorted(arrivals, key=lambda one: one.comes):
        reached: dict[State, float] = {}
        for state, so_far in states.items():
            for number, sort in enumerate(sorts):
                if arrival.queue in sort.queues:
                    begins = max(arrival.comes, state[number][0])
                    after = _taken(state, number, begins + talk, arrival.comes)
                    total = so_far + cost(begins - arrival.comes)
                    if total < reached.get(after, float("inf")):
                        reached[after] = total
        states = _undominated(reached)
    return min(states.values())


def _taken(state: State, number: int, until: float, now: float) -> State:
    """One agent of a sort is busy until then; when others came free in the past is all the same."""
    past = [
        tuple(max(free, now) for free in (sort[1:] if place == number else sort))
        for place, sort in enumerate(state)
    ]
    past[number] = tuple(sorted((*past[number], until)))
    return tuple(past)


def _undominated(states: dict[State, float]) -> dict[State, float]:
    kept: dict[State, float] = {}
    for state, cost in sorted(states.items(), key=lambda one: (one[1], one[0])):
        if not any(_is_no_later(other, state) for other in kept):
            kept[state] = cost
    return kept


def _is_no_later(one: State, other: State) -> bool:
    return all(
        mine <= theirs
        for sort, others in zip(one, other, strict=True)
        for mine, theirs in zip(sort, others, strict=True)
    )
