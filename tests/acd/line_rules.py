"""Rules about leaving a line, for stories told at random, and a plain look at what they promise."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec
from hypothesis import strategies as st

from acd import facts as f
from acd.agent import STAFFED
from acd.configuration import Configuration, QueueProfile
from acd.distributor import Distributor
from acd.ids import CallId
from acd.overflow import ABSENT, MAY_COUNT, Overflow, Presence, When, WhenEmpty
from acd.presence import presence_of
from acd.step import Fact
from acd.targets import USUAL, Target
from acd.waiting_call import Phase, WaitingCall
from callcenter.lab.simulation.eligible import Eligible
from tests.acd.watched import CALLS, Watched
from tests.bench.people import COMPLAINTS, HOTELS
from tests.bench.rooms import at

KEYS = {
    "1": Target(callback=True),
    "2": Target(queue=HOTELS),
    "9": Target(flow="main/menu"),
    "0": USUAL,
}


class Line(NamedTuple):
    """How every queue's line may be left."""

    overflow: tuple[Overflow, ...] = ()
    join_empty: WhenEmpty | None = None
    leave_when_empty: WhenEmpty | None = None


def with_line(line: Line, before: Configuration) -> Configuration:
    """Some lead in a circle, which a call has to survive."""
    queues = tuple(
        msgspec.structs.replace(
            one,
            overflow=line.overflow,
            join_empty=line.join_empty,
            leave_when_empty=line.leave_when_empty,
            exit_keys=KEYS,
        )
        for one in before.queues
    )
    return msgspec.structs.replace(before, queues=queues)


_target = st.sampled_from(
    (
        USUAL,
        Target(queue=HOTELS),
        Target(queue=COMPLAINTS),
        Target(callback=True),
        Target(flow="main/menu"),
    )
)
_overflow = st.builds(
    lambda when, over, to: Overflow(when=when, over=over, to=to),
    st.sampled_from(When),
    st.sampled_from((1, 2, 7, 30, 200)),
    _target,
)
_empty = st.one_of(
    st.none(),
    st.builds(
        lambda counting, to, empty_for: WhenEmpty(counting=counting, to=to, empty_for=empty_for),
        st.sampled_from((tuple(sorted(ABSENT)), tuple(sorted(MAY_COUNT)), (Presence.SIGNED_OUT,))),
        _target,
        st.sampled_from((0, 3, 20)),
    ),
)
any_line = st.builds(Line, st.lists(_overflow, max_size=3).map(tuple), _empty, _empty)


def key_presses(
    calls: st.SearchStrategy[CallId],
) -> st.SearchStrategy[Callable[[Distributor], Fact]]:
    return st.builds(
        lambda call, key: lambda _: f.ExitKeyPressed(at=at(0), call=call, key=key),
        calls,
        st.sampled_from((*KEYS, "5")),
    )


def nobody_waits_too_long(room: Watched, now: datetime) -> None:
    """Each caller in line is within every rule that could send her away, and what is remembered of
    who is there is true.
    """
    due = room.next_deadline()
    settled = due is None or due.at > now
    for call in _callers(room):
        rules = next((one for one in room.configuration.queues if one.id == call.queue), None)
        if rules is None or call.here_since is None:
            continue
        if settled:
            _is_within(call, rules, now)
        if call.preferred is None and any(one.when is When.UNSTAFFED for one in rules.overflow):
            works = any(one in STAFFED for one in _states(room, call))
            assert (call.unstaffed_since is None) is works, "who works is not known"
        if call.preferred is None and rules.leave_when_empty is not None:
            counting = rules.leave_when_empty.counting
            there = any(one not in counting for one in _presences(room, call))
            assert (call.nobody_since is None) is there, "who is there is not known"


def _callers(room: Watched) -> Iterator[WaitingCall]:
    for name in CALLS:
        call = room.call(name)
        sent = call is None or call.is_callback or call.was_connected
        if call is not None and not sent and call.phase is Phase.WAITING:
            yield call


def _is_within(call: WaitingCall, rules: QueueProfile, now: datetime) -> None:
    since = {When.WAITED: call.here_since, When.UNSTAFFED: call.unstaffed_since}
    for rule in rules.overflow:
        began, to = since.get(rule.when), rule.to.queue
        if began is not None and to not in (call.queue, *call.left):
            assert (now - began).total_seconds() <= rule.over, f"waits in spite of {rule}"
    empty = rules.leave_when_empty
    if empty is None or call.nobody_since is None:
        return
    if empty.to.queue not in (call.queue, *call.left):
        waited = (now - call.nobody_since).total_seconds()
        assert waited <= empty.empty_for, "waits with nobody there"


def _states(room: Watched, call: WaitingCall) -> list[str]:
    eligible = Eligible(room.configuration)
    return [one.state for one in room.agents() if eligible.serves(one.id, call)]


def _presences(room: Watched, call: WaitingCall) -> list[Presence]:
    eligible = Eligible(room.configuration)
    breaks = [one.code for one in room.configuration.reasons if one.takes_place]
    return [presence_of(one, breaks) for one in room.agents() if eligible.serves(one.id, call)]
