"""At the connection the caller hears with which work number she speaks, over the voices.

Spoken to by `callcenter.calls.changes` and `callcenter.calls.decisions`. Nobody waits for it: the
two hear each other, and are recorded, from the first moment. What the agent is told of the call
beforehand is the offer's affair.
"""

import acd.facts as a
from acd.ids import PromptId
from acd.step import NOTHING, Step
from callcenter.calls.call import CallState
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import say
from ivr.words import work_number_texts


def published(state: CallsState, fact: a.ConfigurationPublished) -> None:
    """Whether it is said at all."""
    state.tells_work_number = fact.configuration.work_number_told


def connected(state: CallsState, call: CallState, fact: a.CallConnected) -> Step:
    """In the caller's language; to nobody where a colleague is asked."""
    caller = call.caller
    if not state.tells_work_number or caller is None or not call.caller_is_up:
        return NOTHING
    number = fact.offer.rpartition("/")[2]
    texts = work_number_texts(call.language or "", fact.agent)
    words = say(call, caller, PromptId(f"{call.id}:number{number}"), texts, over_voices=True)
    return Step(commands=(words,))
