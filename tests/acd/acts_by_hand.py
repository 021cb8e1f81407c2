"""What supervisors and agents may press upon calls, sensible or not, for stories told at random."""

from collections.abc import Callable, Sequence

import msgspec
from hypothesis import strategies as st

from acd import facts as f
from acd.distributor import Distributor
from acd.ids import AgentId, CallId, QueueId
from acd.step import Fact
from acd.waiting_call import Phase
from tests.bench.rooms import at

Pressed = f.MovePressed | f.PrioritisePressed | f.WithdrawPressed | f.AssignPressed | f.PullPressed
Press = Callable[[Distributor], Fact]

LEADER = AgentId("leader")
_START = at(0)


def acts_by_hand(
    calls: Sequence[CallId],
    queues: st.SearchStrategy[QueueId],
    agents: st.SearchStrategy[AgentId],
) -> st.SearchStrategy[Press]:
    """Most are upon a call that waits; some are told twice."""
    told = {
        "at": st.just(_START),
        "press": st.integers(0, 40).map("press {}".format),
        "call": st.sampled_from(calls),
        "seen": st.sampled_from((None, None, 0, 1)),
    }
    by, sure = st.just(LEADER), st.booleans()
    presses: st.SearchStrategy[Pressed] = st.one_of(
        st.builds(f.MovePressed, **told, by=by, queue=queues),
        st.builds(f.PrioritisePressed, **told, by=by, priority=st.integers(-1, 11)),
        st.builds(f.WithdrawPressed, **told, by=by),
        st.builds(f.AssignPressed, **told, by=by, agent=agents, confirmed=sure),
        st.builds(f.PullPressed, **told, by=agents, confirmed=sure),
    )
    return presses.map(lambda press: _upon_one_that_waits(press, calls))


def _upon_one_that_waits(press: Pressed, calls: Sequence[CallId]) -> Press:
    def act(room: Distributor) -> Fact:
        there = [one for one in map(room.call, calls) if one and one.phase is Phase.WAITING]
        upon = there[0].call if there and press.call not in calls[::4] else press.call
        free = sorted(one.id for one in room.agents() if one.is_free)
        if isinstance(press, f.AssignPressed) and free and press.confirmed:
            return msgspec.structs.replace(press, call=upon, agent=free[0])
        return msgspec.structs.replace(press, call=upon)

    return act
