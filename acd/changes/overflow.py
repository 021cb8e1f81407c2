"""What facts change of how long calls have waited in their queue, and of who is there for them."""

from collections.abc import Iterable
from datetime import datetime

from acd.floor import Floor
from acd.ids import DeadlineId
from acd.overflowing import Overflowing
from acd.queue import Lane
from acd.waiting_call import Phase, WaitingCall


class OverflowChanges:
    """Waits for the next rule of each call in line that will hold."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._overflowing = Overflowing(floor)

    def arm(self, call: WaitingCall, at: datetime) -> None:
        """Anew, after anything that its rules are about."""
        name, now = DeadlineId(f"overflow:{call.call}"), self._floor.thought_at(at)
        self._floor.deadlines.disarm(name)
        if call.phase is not Phase.WAITING or call.is_callback:
            return
        rules = self._floor.queue(call.queue).profile
        if not rules.overflow and rules.leave_when_empty is None:
            call.nobody_since = call.unstaffed_since = None
            return
        lane = self._floor.indexes.lane_of(call)
        watches = lane.watches and call.preferred is None
        call.nobody_since = _since(watches and lane.is_empty, call.nobody_since, now)
        unstaffed = watches and lane.staffed == 0
        call.unstaffed_since = _since(unstaffed, call.unstaffed_since, now)
        due = self._overflowing.due(call)
        if due is not None:
            self._floor.deadlines.arm(name, max(now, due))

    def somebody_moved(self, lanes: Iterable[Lane], at: datetime) -> None:
        """Lanes that are empty, or unstaffed, and were not; or the other way round."""
        for lane in lanes:
            for _, _, name in tuple(lane.waiting) if lane.watches else ():
                self.arm(self._floor.calls[name], at)


def _since(so: bool, before: datetime | None, now: datetime) -> datetime | None:
    return (before or now) if so else None
