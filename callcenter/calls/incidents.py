"""The message of an incident, said to a caller who has come into line.

Spoken to by `callcenter.calls.changes`, `.decisions` and `.calls`. Whose callers hear it, and when,
is the distributor's affair. Any key ends it, and means nothing else meanwhile: what keys do in line
has not been said yet. Nothing but that, an agent, or the caller's end cuts it short.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import acd.facts as a
import ivr.facts as i
from acd.facts import Heard
from acd.ids import CommandId, IncidentId, PromptId
from acd.step import NOTHING, CommandClosed, Fact, Step
from callcenter.calls.call import CallState, HeardIncident, Stage
from callcenter.calls.commands import SpeakTexts
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import music
from ivr.commands import Say
from ivr.words import Said, incident_texts

MESSAGE = "incident"
"""The name of its prompt in a call."""
_SPOKEN = "incident"

_HOW = {"finished": Heard.WHOLE, "barged": Heard.KEY, "failed": Heard.UNSAID}
"""By how the line says that a prompt ended; anything else cut it short."""


# -- the words -----------------------------------------------------------------------------------


def is_set(state: CallsState, fact: a.IncidentSet) -> None:
    """Its words are known from now on."""
    state.incidents[fact.incident] = fact.texts


def is_over(state: CallsState, fact: a.IncidentEnded) -> None:
    """Nobody is told of it any more."""
    state.incidents.pop(fact.incident, None)


def speak(fact: a.IncidentSet) -> Step:
    """Make audio of them before anybody is to hear them, and keep it until it is over."""
    name = CommandId(f"{_SPOKEN}:{fact.incident}:{fact.version}:speak")
    texts = tuple((str(language), text) for language, text in fact.texts.items())
    return Step(commands=(SpeakTexts(id=name, texts=texts, until=fact.ends),))


def spoken(fact: CommandClosed) -> Step:
    """The audio is there, or cannot be made."""
    what, _, rest = fact.command.partition(":")
    incident, version, _ = rest.split(":") if what == _SPOKEN else ("", "", "")
    if not version.isdecimal():
        return NOTHING
    told = a.IncidentSpoken(
        at=fact.at,
        incident=IncidentId(incident),
        version=int(version),
        ok=fact.outcome == "done",
    )
    return Step(facts=(told,))


# -- one caller ----------------------------------------------------------------------------------


def meets(state: CallsState, fact: a.IncidentMet) -> None:
    """From here on she hears it."""
    call = state.calls.get(fact.call)
    if call is not None:
        texts = _texts(state, call, fact.incident)
        call.incident = HeardIncident(
            incident=fact.incident,
            version=fact.version,
            since=fact.at,
            languages=tuple(dict.fromkeys(language for language, _ in texts)),
        )


CHANGES: dict[type[Fact], Callable[[CallsState, Any], None]] = {
    a.IncidentSet: is_set,
    a.IncidentEnded: is_over,
    a.IncidentMet: meets,
}
"""Of the room; `heard` is of one call."""


def heard(call: CallState, fact: a.IncidentHeard) -> None:
    """It is over for her."""
    if call.incident is not None:
        call.incident.is_over = True


def hears(call: CallState) -> bool:
    """She hears it just now."""
    return call.incident is not None and not call.incident.is_over


def tell(room: CallsState, call: CallState, fact: a.IncidentMet) -> Step:
    """Say it, in her language if it has that; not to one who is being connected already."""
    caller, message = call.caller, call.incident
    if message is None or message.is_over:
        return NOTHING
    texts = _texts(room, call, fact.incident)
    if caller is None or not call.caller_is_up or call.stage is not Stage.WAITING or not texts:
        return Step(facts=(_over(call, message, Heard.UNSAID, fact.at),))
    prompt = PromptId(f"{call.id}:{MESSAGE}")
    words = Say(
        id=CommandId(f"{prompt}:say"), call=call.id, leg=caller.id, prompt=prompt, texts=texts
    )
    return Step(commands=(words,))


def said(call: CallState, fact: i.PromptEnded) -> Step:
    """It is over: music, unless somebody is being connected, or nobody is there to hear it."""
    return _ends(call, _HOW.get(fact.how, Heard.CUT), fact.at)


def not_said(call: CallState, at: datetime) -> Step:
    """The line could not say it: she waits as if there were none."""
    return _ends(call, Heard.UNSAID, at)


def _ends(call: CallState, how: Heard, at: datetime) -> Step:
    message = call.incident
    if message is None or message.is_over:
        return NOTHING
    waits = call.stage is Stage.WAITING and how is not Heard.CUT
    return Step(
        facts=(_over(call, message, how, at),), commands=music(call, MESSAGE) if waits else ()
    )


def _over(call: CallState, message: HeardIncident, how: Heard, at: datetime) -> a.IncidentHeard:
    unsaid = how is Heard.UNSAID
    return a.IncidentHeard(
        at=at,
        call=call.id,
        incident=message.incident,
        version=message.version,
        how=how,
        seconds=0.0 if unsaid else max(0.0, (at - message.since).total_seconds()),
        languages=() if unsaid else message.languages,
    )


def _texts(room: CallsState, call: CallState, incident: IncidentId) -> Said:
    return incident_texts(call.language or "", room.incidents.get(incident, {}))
