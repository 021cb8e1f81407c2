"""Hold, mute and the pause of the recording: what follows when she who speaks presses for it.

Spoken to by `callcenter.calls.decisions`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import callcenter.calls.commands as do
import callcenter.calls.presses as p
from acd.ids import CommandId
from acd.step import NOTHING, Command, Fact, Step
from callcenter.calls.call import CallState, Stage


def hold(call: CallState, fact: p.HoldPressed) -> Step:
    """Hold is re-routing, never a re-INVITE."""
    caller = call.caller
    if call.agent != fact.agent or caller is None or call.stage is not Stage.CONNECTED:
        return NOTHING
    name = CommandId(f"{caller.id}:hold:{call.presses}")
    wish: Command
    if fact.hold:
        wish = do.HoldLeg(id=name, call=call.id, leg=caller.id)
    else:
        wish = do.RetrieveLeg(id=name, call=call.id, leg=caller.id)
    return Step(commands=(wish,))


def mute(call: CallState, fact: p.MutePressed) -> Step:
    """Mute at the line, so that it is true for the recording as well."""
    leg = call.agent_leg()
    if call.agent != fact.agent or leg is None:
        return NOTHING
    name = CommandId(f"{leg.id}:mute:{call.presses}")
    wish = do.MuteLeg(id=name, call=call.on_line, leg=leg.id, muted=fact.mute)
    return Step(commands=(wish,))


def pause(call: CallState, fact: p.PauseRecordingPressed) -> Step:
    """True silence in both tracks."""
    name = CommandId(f"{call.id}:pause:{call.presses}")
    if call.agent != fact.agent:
        return NOTHING
    wish = do.PauseRecording if fact.pause else do.ResumeRecording
    return Step(commands=(wish(id=name, call=call.id),))


DECISIONS: Mapping[type[Fact], Callable[[CallState, Any], Step]] = {
    p.HoldPressed: hold,
    p.MutePressed: mute,
    p.PauseRecordingPressed: pause,
}
"""What is decided of one call."""
