"""What was recorded of each conversation, compared with what was said in it. Pure."""

from collections.abc import Sequence
from typing import Final

import msgspec

from callcenter.lab.load.comparing import Compared, compare
from callcenter.lab.load.packets import PTIME
from callcenter.lab.load.voice import Samples, Voice

RATE: Final = 8000
OFF_MOST: Final = 0.5
"""Seconds by which a recording may be longer or shorter than the call, and by which a voice may
begin late or end early: the way through buffers, and the moment until the two are joined.
"""
SMOOTHED_MOST: Final = 0.05
"""Share of a voice that jitter buffers may have made up: more is not what was said."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one party said in a conversation."""

    voice: Voice
    frames: int


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One of which there is to be a recording. `seconds`: from the caller's answer to the end."""

    call: int
    seconds: float
    caller: Said
    agent: Said


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """How one party is recorded."""

    there: Compared
    late: float = 0.0
    """Seconds of the voice that are missing at its beginning."""
    early: float = 0.0
    """… and at its end."""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation's recording; without a file `seconds` is 0."""

    call: int
    seconds: float = 0.0
    caller: Side = Side(there=Compared())
    agent: Side = Side(there=Compared())
    faults: tuple[str, ...] = ()
    """What is wrong with it, in words; empty: it is right."""

    @property
    def is_exact(self) -> bool:
        """Both voices are in it sample by sample, without a seam."""
        return not self.faults and self.caller.there.is_exact and self.agent.there.is_exact


def absent(conversation: Conversation) -> Recording:
    """There is none."""
    return Recording(call=conversation.call, faults=("there is none",))


def judged(conversation: Conversation, left: Samples, right: Samples) -> Recording:
    """Of a recording's two sides: the caller's left, the agents' right."""
    seconds = len(left) / RATE
    caller = _side(left, conversation.caller)
    agent = _side(right, conversation.agent)
    faults: list[str] = []
    if abs(seconds - conversation.seconds) > OFF_MOST:
        faults.append(f"{seconds:.2f} s long, the call was {conversation.seconds:.2f} s")
    faults += _faults("the caller", caller)
    faults += _faults("the agent", agent)
    crossed = compare(left, conversation.agent.voice), compare(right, conversation.caller.voice)
    if any(one.is_there for one in crossed):
        faults.append("a voice is on the other's side")
    return Recording(
        call=conversation.call, seconds=seconds, caller=caller, agent=agent, faults=tuple(faults)
    )


def _side(samples: Samples, said: Said) -> Side:
    there = compare(samples, said.voice)
    if not there.is_there:
        return Side(there=there)
    early = max(0, said.frames - 1 - there.last)
    return Side(there=there, late=there.first * PTIME, early=early * PTIME)


def _faults(who: str, side: Side) -> Sequence[str]:
    there = side.there
    if not there.is_there:
        return [f"{who} is not in it"]
    faults = []
    if there.wrong:
        faults.append(f"{there.wrong} samples of {who} are wrong")
    span = there.ends - there.begins
    if there.smoothed > span * SMOOTHED_MOST:
        seconds, length = there.smoothed / RATE, span / RATE
        faults.append(f"{seconds:.2f} of {length:.1f} s of {who} are made up at seams")
    if side.late > OFF_MOST:
        faults.append(f"the first {side.late:.2f} s of {who} are missing")
    if side.early > OFF_MOST:
        faults.append(f"the last {side.early:.2f} s of {who} are missing")
    return faults
