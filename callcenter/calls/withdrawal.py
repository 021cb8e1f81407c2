"""A caller whom a supervisor takes out of the queue: told good-bye, and let go.

Spoken to by `callcenter.calls.decisions`. A callback in line has nobody to be told; what becomes of
it is the callbacks' affair.
"""

import acd.facts as a
from acd.ids import PromptId
from acd.step import NOTHING, Step
from callcenter.calls.call import CallState, Stage
from callcenter.calls.wishes import end_leg, say
from ivr.words import withdrawn_texts

GOOD_BYE = "withdrawn"
"""The prompt after which the caller is let go."""


def moved(call: CallState, fact: a.CallMoved) -> None:
    """It waits elsewhere; the music goes on."""
    call.queue = fact.queue


def leaves(call: CallState, fact: a.CallWithdrawn) -> None:
    """It waits no more."""
    call.withdrawn = True
    if call.stage is Stage.WAITING and not call.is_callback:
        call.stage = Stage.CLOSING


def withdrawn(call: CallState, fact: a.CallWithdrawn) -> Step:
    """Good-bye in her language, if she can hear it."""
    caller = call.caller
    if call.stage is not Stage.CLOSING or call.is_callback or caller is None:
        return NOTHING
    if not call.caller_is_up:
        return good_bye_said(call)
    prompt = PromptId(f"{call.id}:{GOOD_BYE}")
    return Step(commands=(say(call, caller, prompt, withdrawn_texts(call.language or "")),))


def good_bye_said(call: CallState) -> Step:
    """Heard or not, the caller may go."""
    caller = call.caller
    if caller is None or not caller.is_live or not call.withdrawn:
        return NOTHING
    return Step(commands=(end_leg(caller, call, "flow_end"),))
