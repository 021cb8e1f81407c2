"""The best line there can be, for callers who are known: the measure of the distributor's own.

Agents who are all alike, calls served as they came, and nobody ever idle beside a caller: the
process that Erlang's formulas describe in the mean, here for one course of calls. Whoever serves
the same calls later than this has lost time; nobody serves them sooner on the whole.
"""

from collections.abc import Iterable
from heapq import heapreplace

from callcenter.lab.simulation.callers import Caller
from callcenter.lab.simulation.tally import Group


def ideal(callers: Iterable[Caller], agents: int, answer_within: float, warm_up: float) -> Group:
    """Everybody's wait, of calls that come after the warm-up; times in seconds, agents ≥ 1.

    A caller who comes when no agent is free takes the one who is free first, after all who came
    before him; if his patience ends sooner, he takes none.
    """
    free_at = [0.0] * agents
    group = Group()
    for caller in callers:
        waits = max(0.0, free_at[0] - caller.comes)
        answered = caller.patience is None or waits < caller.patience
        if answered:
            heapreplace(free_at, caller.comes + waits + caller.talk)
        if caller.comes < warm_up:
            continue
        if answered:
            group.answered.append(waits)
            group.answered_within += waits <= answer_within
        else:
            group.abandoned.append(caller.patience or 0.0)
            group.abandoned_within += (caller.patience or 0.0) <= answer_within
    return group
