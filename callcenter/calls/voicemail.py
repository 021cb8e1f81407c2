"""A caller leaves a message: she is asked, hears a tone, speaks, and is let go.

Spoken to by `callcenter.calls.changes`, `.decisions` and `.endings`. The message is a stretch of
the recording that the line makes in any case; here it is only told where that begins and ends. Who
declined to be recorded is not asked (`ivr.decisions`, `acd.decisions.diverting`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import acd.facts as a
import callcenter.calls.voicemail_facts as v
import ivr.facts as i
from acd.ids import CommandId, PromptId
from acd.step import NOTHING, Command, Fact, Step
from callcenter.calls.call import CallState, Message, Stage
from callcenter.calls.facts import Ending, Reason
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import end_leg, resume, say
from ivr.commands import Say
from ivr.words import refusal_texts, voicemail_kept_texts, voicemail_texts

ASK = "voicemail"
"""The prompt that ends with the tone."""

GOOD_BYE = "voicemail_over"
"""The prompt after which a caller who has left a message is let go."""

LEAST = 2.0
"""Seconds; whoever says less has left none."""

END_KEY = "#"

NOT_RECORDED = frozenset({"declined", "lost", "none"})

HUNG_UP = frozenset({Reason.HANGUP, Reason.CANCELLED})


# -- what facts change -----------------------------------------------------------------------------


def published(state: CallsState, fact: a.ConfigurationPublished) -> None:
    """How long a message may be that a queue's rule asks for."""
    state.voicemail_most = {one.id: one.voicemail_most for one in fact.configuration.queues}


def is_asked(call: CallState, fact: v.VoicemailAsked) -> None:
    """From here on nobody is sought for her."""
    call.message = Message(queue=fact.queue, most=fact.most, asked_at=fact.at)
    if call.stage is not Stage.ENDED:
        call.stage = Stage.CLOSING


def began(call: CallState, fact: v.VoicemailBegan) -> None:
    """Its time runs."""
    if call.message is not None and call.message.began_at is None:
        call.message.began_at = fact.at


def over(call: CallState, fact: v.VoicemailLeft | v.VoicemailNotLeft) -> None:
    """Whatever comes now ends nothing any more."""
    if call.message is not None:
        call.message.is_over = True


# -- what follows ----------------------------------------------------------------------------------


def chosen(call: CallState, fact: i.VoicemailChosen) -> Step:
    """By the dialogue, which is over with it."""
    if call.message is not None:
        return NOTHING
    asked = v.VoicemailAsked(
        at=fact.at, call=call.id, queue=fact.queue, most=fact.seconds, words=fact.words
    )
    return Step(facts=(asked,))


def diverted(room: CallsState, call: CallState, fact: a.CallDiverted) -> Step:
    """By a rule of her queue."""
    if call.message is not None or not call.caller_is_up:
        return NOTHING
    most = room.voicemail_most.get(fact.queue, 120)
    return Step(facts=(v.VoicemailAsked(at=fact.at, call=call.id, queue=fact.queue, most=most),))


def asked(call: CallState, fact: v.VoicemailAsked) -> Step:
    """The words, and behind them the tone; voices are written, whoever had wished for silence."""
    caller = call.caller
    if caller is None or not call.caller_is_up:
        return NOTHING
    texts = voicemail_texts(call.language or "", fact.words)
    prompt = PromptId(f"{call.id}:{ASK}")
    words = Say(
        id=CommandId(f"{prompt}:say"),
        call=call.id,
        leg=caller.id,
        prompt=prompt,
        texts=texts,
        tone=True,
        barge_in=False,
    )
    return Step(commands=(*resume(call), words))


def begins(call: CallState, at: datetime) -> Step:
    """The tone was heard, or could not be played: she speaks now."""
    message = call.message
    if message is None or message.began_at is not None or not call.caller_is_up:
        return NOTHING
    return Step(facts=(v.VoicemailBegan(at=at, call=call.id, queue=message.queue),))


def key_pressed(call: CallState, fact: i.DigitPressed) -> Step:
    """# ends the message; every other key is none of its business."""
    hers = call.caller is not None and call.caller.id == fact.leg
    if not hers or fact.digit != END_KEY:
        return NOTHING
    return _ends(call, fact.at, v.HowLeft.KEY)


def time_is_over(call: CallState, at: datetime) -> Step:
    """It is as long as a message may be."""
    return _ends(call, at, v.HowLeft.LIMIT) if call.message_by == at else NOTHING


def caller_gone(call: CallState, fact: Fact, ending: Ending) -> tuple[Fact, ...]:
    """She hung up, or was lost: what there is up to now is the message."""
    message = call.message
    if message is None or message.is_over:
        return ()
    if message.began_at is None:
        none = v.VoicemailNotLeft(
            at=fact.at, call=call.id, queue=message.queue, because=v.HowLeft.HUNG_UP.value
        )
        return (none,)
    how = v.HowLeft.HUNG_UP if ending.reason in HUNG_UP else v.HowLeft.LOST
    return (_left(call, message, message.began_at, fact.at, how),)


def good_bye_said(call: CallState) -> Step:
    """Heard or not, the caller may go."""
    caller = call.caller
    if caller is None or not caller.is_live:
        return NOTHING
    return Step(commands=(end_leg(caller, call, "flow_end"),))


def _ends(call: CallState, at: datetime, how: v.HowLeft) -> Step:
    message, caller = call.message, call.caller
    if message is None or message.began_at is None or message.is_over or caller is None:
        return NOTHING
    left = _left(call, message, message.began_at, at, how)
    return Step(facts=(left,), commands=_thanks(call, left))


def _thanks(call: CallState, left: Fact) -> tuple[Command, ...]:
    caller, language = call.caller, call.language or ""
    assert caller is not None
    kept = isinstance(left, v.VoicemailLeft)
    texts = voicemail_kept_texts(language) if kept else refusal_texts(language, "key", {})
    return (say(call, caller, PromptId(f"{call.id}:{GOOD_BYE}"), texts),)


def _left(
    call: CallState, message: Message, began_at: datetime, at: datetime, how: v.HowLeft
) -> v.VoicemailLeft | v.VoicemailNotLeft:
    """Where it is in the recording; nothing is left by who said next to nothing."""
    recorded_at = call.recorded_at
    if recorded_at is None or call.recording in NOT_RECORDED:
        return _none(call, message, at, "not_recorded")
    since = max(0.0, (began_at - recorded_at).total_seconds())
    seconds = (at - max(began_at, recorded_at)).total_seconds()
    if seconds < LEAST:
        return _none(call, message, at, "short")
    return v.VoicemailLeft(
        at=at,
        call=call.id,
        party=call.party,
        queue=message.queue,
        since=round(since, 3),
        seconds=round(min(seconds, message.most), 3),
        how=how,
        entered_at=call.queued_at or message.asked_at,
        asked_at=message.asked_at,
        language=call.language,
        path=call.path,
        tier=call.tier,
        travels_soon=call.travels_soon,
    )


def _none(call: CallState, message: Message, at: datetime, because: str) -> v.VoicemailNotLeft:
    return v.VoicemailNotLeft(at=at, call=call.id, queue=message.queue, because=because)


CHANGES: dict[type[Fact], Callable[[CallState, Any], None]] = {
    v.VoicemailAsked: is_asked,
    v.VoicemailBegan: began,
    v.VoicemailLeft: over,
    v.VoicemailNotLeft: over,
}
"""As in `callcenter.calls.changes`."""

DECISIONS: dict[type[Fact], Callable[[CallState, Any], Step]] = {
    i.VoicemailChosen: chosen,
    v.VoicemailAsked: asked,
}
"""As in `callcenter.calls.decisions`."""
