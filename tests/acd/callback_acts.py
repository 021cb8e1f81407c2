"""What may happen to callbacks, sensible or not, for stories told at random."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from acd import facts as f
from acd.distributor import Distributor
from acd.ids import CallId, PartyId, QueueId
from acd.step import Fact
from tests.bench.rooms import at

Act = Callable[[Distributor], Fact]

_START = at(0)
_ASKED = CallId("c0")


def callback_acts(
    calls: st.SearchStrategy[CallId], queues: st.SearchStrategy[QueueId]
) -> st.SearchStrategy[Act]:
    """A callback is wished for, stands in line, is answered, or is withdrawn."""
    return st.one_of(
        st.builds(_wished, calls),
        st.builds(_queued, calls, queues),
        st.builds(_answered, calls),
        st.builds(_withdrawn, calls, calls),
    )


def gone(fact: f.CallQueued | f.CallbackQueued, journal: Sequence[Fact]) -> set[CallId]:
    """Calls that cannot be queued any more; those that never can be a callback's attempt."""
    left = {
        one.call
        for one in journal
        if isinstance(
            one,
            f.CallerLeft
            | f.CallbackRequested
            | f.CallbackQueued
            | f.CallbackWithdrawn
            | f.CallWithdrawn,
        )
    }
    left |= {
        one.call
        for one in journal
        if isinstance(one, f.CallDiverted) and one.target.way == "hang_up"
    }
    if isinstance(fact, f.CallbackQueued):
        left |= {one.call for one in journal if isinstance(one, f.CallQueued)}
    return left


def _wished(call: CallId) -> Act:
    return lambda _: f.CallbackWished(at=_START, call=call)


def _queued(call: CallId, queue: QueueId) -> Act:
    return lambda _: f.CallbackQueued(
        at=_START,
        call=call,
        callback=_ASKED,
        number=1,
        party=PartyId("p"),
        queue=queue,
        entered_at=_START,
        asked_at=_START,
        promised_until=_START,
    )


def _answered(call: CallId) -> Act:
    return lambda _: f.CallbackAnswered(at=_START, call=call, callback=_ASKED)


def _withdrawn(call: CallId, instead: CallId) -> Act:
    return lambda _: f.CallbackWithdrawn(
        at=_START,
        call=call,
        callback=_ASKED,
        because="called_again",
        entered_at=_START,
        promised_until=_START,
        instead=instead,
    )
