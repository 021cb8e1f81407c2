"""The gate of a queue: whether a call may enter it, or stay in it, and where it goes instead.

The decisions ask when a call comes to a queue or back to its line; a rule that sends calls away at
entry, or out of the line, has its place here. The floor is read only.
"""

from datetime import datetime
from typing import NamedTuple

from acd.floor import Floor
from acd.ids import QueueId
from acd.overflowing import Overflowing
from acd.targets import Because, Target
from acd.waiting_call import Phase, WaitingCall


class Refusal(NamedTuple):
    """A call may not enter, or not stay."""

    because: Because
    target: Target


class Entry:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._overflowing = Overflowing(floor)

    def refusal(self, call: WaitingCall, at: datetime) -> Refusal | None:
        """Why a call that comes to its queue may not enter it. A callback always may: it waits."""
        if not may_be_sent(call):
            return None
        shut = self._floor.opening.shut(call.queue)
        if shut is None:
            way = self._overflowing.at_entry(call, at)
            return None if way is None else Refusal(*way)
        if shut.because is Because.EMERGENCY:
            return self._emergency(call.queue)
        return Refusal(shut.because, self._floor.queue(call.queue).profile.closed)

    def dismissal(self, call: WaitingCall) -> Refusal | None:
        """Why a call that is in line, or comes back to it, may not stay."""
        if not may_be_sent(call):
            return None
        shut = self._floor.opening.shut(call.queue)
        if shut is None:
            return None
        if shut.because is Because.EMERGENCY:
            return self._emergency(call.queue)
        closing = self._floor.queue(call.queue).profile.closing
        return Refusal(shut.because, closing) if isinstance(closing, Target) else None

    def _emergency(self, queue: QueueId) -> Refusal:
        """By the announcement that was chosen at the switch, else as the queue says."""
        pressed, told = self._floor.opening.emergency(queue), self._floor.configuration
        words = told.announcements.get(pressed.announcement) if pressed and told else None
        if words is not None:
            return Refusal(Because.EMERGENCY, Target(hang_up=words))
        return Refusal(Because.EMERGENCY, self._floor.queue(queue).profile.emergency)


def may_be_sent(call: WaitingCall) -> bool:
    """A caller who is there, and to whom nobody is being connected."""
    here = call.phase in (Phase.WAITING, Phase.RETURNING)
    return here and not call.gone and not call.is_callback
