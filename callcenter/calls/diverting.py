"""A call that may not enter its queue, or not stay there: back into the dialogue, or good-bye.

Spoken to by `callcenter.calls.decisions`. Into another queue there is nothing to do: the caller
hears music already.
"""

import acd.facts as a
import ivr.facts as i
from acd.ids import PromptId
from acd.step import NOTHING, Step
from callcenter.calls import incidents, voicemail
from callcenter.calls.call import PROMPTS_OF_A_DIALOGUE, CallState, Stage
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import end_leg, say
from ivr.words import refusal_texts

AWAY = "away"
"""The prompt after which a caller who cannot be served is let go."""


def diverted(room: CallsState, call: CallState, fact: a.CallDiverted) -> Step:
    """Carry out where it goes."""
    match fact.target.way:
        case "flow":
            return _into_flow(room, call, fact)
        case "hang_up":
            return _say_no(call, fact)
        case "voicemail":
            return voicemail.diverted(room, call, fact)
    return NOTHING


def _into_flow(room: CallsState, call: CallState, fact: a.CallDiverted) -> Step:
    """With the language she chose and the way she came."""
    caller = call.caller
    if caller is None or not call.caller_is_up:
        return NOTHING
    flow, node = fact.target.place
    started = i.DialogueStarted(
        at=fact.at,
        call=call.id,
        leg=caller.id,
        party=call.party,
        flow=flow,
        flows_version=room.flows_version,
        node=node,
        language=call.language or "",
        path=call.path,
        recording_declined=call.recording == "declined",
        prompts=PROMPTS_OF_A_DIALOGUE * max(1, call.dialogues),
    )
    return Step(facts=(started,))


def _say_no(call: CallState, fact: a.CallDiverted) -> Step:
    """Say why, then let the caller go."""
    caller = call.caller
    if caller is None or not caller.is_live:
        return NOTHING
    if not call.caller_is_up:
        return Step(commands=(end_leg(caller, call, "flow_end"),))
    prompt = PromptId(f"{call.id}:{AWAY}")
    words = {str(language): said for language, said in (fact.target.hang_up or {}).items()}
    texts = refusal_texts(call.language or "", fact.because.value, words)
    return Step(commands=(say(call, caller, prompt, texts),))


def said_no(call: CallState) -> Step:
    """Heard or not, the caller may go."""
    caller = call.caller
    if caller is None or not caller.is_live:
        return NOTHING
    return Step(commands=(end_leg(caller, call, "flow_end"),))


def key_pressed(room: CallsState, call: CallState, fact: i.DigitPressed) -> Step:
    """In a message # ends it; in line a key of the queue is a wish. Any other means nothing, and no
    key does while she hears of an incident.
    """
    if call.message is not None:
        return voicemail.key_pressed(call, fact)
    if incidents.hears(call):
        return NOTHING
    keys = room.exit_keys.get(call.queue, ()) if call.queue is not None else ()
    hers = call.caller is not None and call.caller.id == fact.leg
    if call.stage is not Stage.WAITING or not hers or fact.digit not in keys:
        return NOTHING
    return Step(facts=(a.ExitKeyPressed(at=fact.at, call=call.id, key=fact.digit),))
