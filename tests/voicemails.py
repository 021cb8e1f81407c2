"""Callers who leave a message: numbers that lead to one, and who speaks after the tone."""

from __future__ import annotations

import callcenter.calls.facts as c
import callcenter.calls.voicemail_facts as v
from acd.ids import CallId
from callcenter.lab.phone import Phone
from ivr.facts import PromptEnded
from tests.centre import Centre
from tests.played import OTHER_CALLER, call_in

NUMBER, SHORT = "8310", "8311"
_FLOW = """\
flow: {name}
languages: [english]
start: english
default_queue: flights
nodes:
  english:
    language: english
    next: message
  message:
    voicemail: flights
    seconds: {seconds}
    otherwise: agent
  agent:
    queue: flights
"""


async def asked(centre: Centre, who: Phone, number: str = NUMBER, seconds: int = 60) -> CallId:
    """Call in, hear the words and the tone out; from here on the caller hums another tone."""
    name = f"late{seconds}"
    await centre.number_with(number, name, _FLOW.format(name=name, seconds=seconds))
    call = await call_in(centre, who, number)
    words = f"{call}:voicemail"
    await centre.fact(PromptEnded, call=call, prompt=words, how="finished")
    await centre.fact(v.VoicemailBegan, call=call)
    await who.hum(OTHER_CALLER)
    return call


async def speaks(centre: Centre, call: CallId, seconds: float) -> None:
    """Until so much of the message is recorded."""
    began = await centre.fact(v.VoicemailBegan, call=call)
    recorded = await centre.fact(c.RecordingStarted, call=call)
    await centre.recorded(call, (began.at - recorded.at).total_seconds() + seconds)


async def left(centre: Centre, who: Phone) -> v.VoicemailLeft:
    """A message whose caller has hung up, and that can be heard."""
    call = await asked(centre, who)
    await speaks(centre, call, 4.0)
    await who.hang_up()
    told = await centre.fact(v.VoicemailLeft, call=call)
    await centre.fact(c.RecordingStored, call=call)
    return told
