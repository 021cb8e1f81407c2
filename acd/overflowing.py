"""Which of a queue's rules sends a call elsewhere: at entry, by a key, or after some time.

The gate (`acd.entry`) asks when a call enters; the changes ask when the next rule will hold, and
wait for that instant. A rule whose target the call has left before does not hold for it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from acd.configuration import QueueProfile
from acd.floor import Floor
from acd.forecast import Forecasts
from acd.overflow import AT_ENTRY, BECAUSE, Overflow, When
from acd.presence import nobody
from acd.targets import Because, Target
from acd.waiting_call import Phase, WaitingCall


class Way(NamedTuple):
    """Where a call goes, and why."""

    because: Because
    target: Target


class Overflowing:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._forecasts = Forecasts(floor)

    def at_entry(self, call: WaitingCall, at: datetime) -> Way | None:
        """Of a call that has come to its queue. For whom somebody is free, no line is too long; nor
        for one who has asked for an agent who works, as long as she is waited for.
        """
        if not may_flow(call) or (call.asked_for and call.preferred is not None):
            return None
        rules, lane = self._rules(call), self._floor.indexes.lane_of(call)
        if next(self._floor.idle(lane), None) is not None:
            return None
        empty = rules.join_empty
        if empty is not None and nobody(lane.there, empty.counting) and is_open(call, empty.to):
            return Way(Because.NOBODY_THERE, empty.to)
        for rule in rules.overflow:
            if rule.when in AT_ENTRY and is_open(call, rule.to) and self._exceeds(call, rule, at):
                return Way(BECAUSE[rule.when], rule.to)
        return None

    def by_key(self, call: WaitingCall, key: str) -> Way | None:
        """Of a caller who waits and presses a key; None: it means nothing, or cannot be."""
        waits = call.phase is Phase.WAITING and not call.is_callback and not call.gone
        target = self._rules(call).exit_keys.get(key) if waits else None
        if target is None or target.queue == call.queue:
            return None
        if target.callback and not call.party:
            return None
        return Way(Because.KEY, target)

    def due(self, call: WaitingCall) -> datetime | None:
        """The instant from which on a rule will hold, if nothing else happens."""
        return min((at for at, _ in self._in_line(call)), default=None)

    def in_line(self, call: WaitingCall, at: datetime) -> Way | None:
        """The first rule that holds at an instant, of a call that waits."""
        return next((way for due, way in self._in_line(call) if due <= at), None)

    def _in_line(self, call: WaitingCall) -> Iterator[tuple[datetime, Way]]:
        """Every rule that time makes hold, in order."""
        if not may_flow(call) or call.here_since is None or call.phase is not Phase.WAITING:
            return
        rules = self._rules(call)
        empty = rules.leave_when_empty
        if empty is not None and call.nobody_since is not None and is_open(call, empty.to):
            way = Way(Because.NOBODY_THERE, empty.to)
            yield call.nobody_since + timedelta(seconds=empty.empty_for), way
        for rule in rules.overflow:
            since = {When.WAITED: call.here_since, When.UNSTAFFED: call.unstaffed_since}
            began = since.get(rule.when)
            if began is not None and is_open(call, rule.to):
                yield began + timedelta(seconds=rule.over), Way(BECAUSE[rule.when], rule.to)

    def _exceeds(self, call: WaitingCall, rule: Overflow, at: datetime) -> bool:
        if rule.when is When.LENGTH:
            here = self._floor.queue(call.queue).unanswered
            return len(here) + ((call.entered_at, call.call) not in here) > rule.over
        wait = self._forecasts.of(call, at)
        return wait is not None and wait.p80 > rule.over

    def _rules(self, call: WaitingCall) -> QueueProfile:
        return self._floor.queue(call.queue).profile


def may_flow(call: WaitingCall) -> bool:
    """A caller whom no agent has spoken with yet: who was interrupted is never sent away."""
    return not (call.is_callback or call.gone or call.was_connected)


def is_open(call: WaitingCall, target: Target) -> bool:
    """No call flows back into a queue that it left."""
    return target.queue is None or target.queue not in (call.queue, *call.left)
