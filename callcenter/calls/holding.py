"""Hold: the caller hears music, and is told now and then that nobody has forgotten her.

Spoken to by `callcenter.calls.changes` and `callcenter.calls.calls`. That her agent is reminded is
the desk's affair; that the music goes on after the words is the line's.
"""

from datetime import datetime, timedelta

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import PromptId
from acd.step import NOTHING, Step
from callcenter.calls.call import CallState
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import say
from ivr.words import on_hold_texts


def published(state: CallsState, fact: a.ConfigurationPublished) -> None:
    """How long a caller on hold hears nothing but music."""
    state.comfort_after = fact.configuration.hold_comfort_after


def held(state: CallsState, fact: c.LegHeld) -> None:
    """The time until the first word begins with the music."""
    call = state.of_leg(fact.call, fact.leg)
    leg = call.legs.get(fact.leg) if call is not None else None
    if call is None or leg is None:
        return
    leg.held = True
    if leg.role is c.Role.CALLER:
        call.comfort_at = _next(state, fact.at)


def retrieved(call: CallState, fact: c.LegRetrieved) -> None:
    """No word is due any more."""
    if fact.leg in call.legs:
        call.legs[fact.leg].held = False


def comforted(call: CallState, fact: c.HoldComforted) -> None:
    """No more before these words are over."""
    call.comforts += 1
    call.comfort_at = None


def words_over(state: CallsState, fact: i.PromptEnded) -> None:
    """Music again: the next words are due after as long as before."""
    call = state.calls.get(fact.call)
    if call is not None and fact.prompt == _prompt(call, call.comforts - 1):
        call.comfort_at = _next(state, fact.at)


def comfort(call: CallState, at: datetime) -> Step:
    """It is time for a word, unless she is back in the conversation."""
    caller = call.caller
    if caller is None or call.comfort_by != at:
        return NOTHING
    texts = on_hold_texts(call.language or "")
    words = say(call, caller, _prompt(call, call.comforts), texts, only_held=True)
    return Step(facts=(c.HoldComforted(at=at, call=call.id),), commands=(words,))


def _prompt(call: CallState, number: int) -> PromptId:
    return PromptId(f"{call.id}:hold{number}")


def _next(state: CallsState, at: datetime) -> datetime | None:
    after = state.comfort_after
    return at + timedelta(seconds=after) if after else None
