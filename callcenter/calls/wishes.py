"""How a call's wishes are worded: the commands several decisions share.

Spoken to by the decisions. Command ids are made from the thing they are about, so the same wish
after a crash has the same id.
"""

import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.ids import CommandId, LegId, PromptId
from acd.step import Command
from callcenter.calls.call import CallState, Leg, PendingOffer
from ivr.commands import Say
from ivr.words import Said


def end_leg(leg: Leg, call: CallState, reason: str = "hangup") -> Command:
    """End one leg."""
    return do.EndLeg(id=CommandId(f"{leg.id}:end"), call=call.on_line, leg=leg.id, reason=reason)


def music(call: CallState, tag: str, tune: str = "music") -> tuple[Command, ...]:
    """Music for the caller, if the caller can hear it."""
    caller = call.caller
    if caller is None or not call.caller_is_up:
        return ()
    name = CommandId(f"{caller.id}:music:{tag}")
    return (do.PlayMusic(id=name, call=call.id, leg=caller.id, tune=tune),)


def ringback(call: CallState, leg: Leg, tag: str) -> Command:
    """An agent hears that whom she calls is rung."""
    name = CommandId(f"{leg.id}:ringback:{tag}")
    return do.PlayMusic(id=name, call=call.id, leg=leg.id, tune="ringback")


def resume(call: CallState) -> tuple[Command, ...]:
    """Voices are written again for whoever has the caller next, who knows of no pause."""
    if call.recording != "paused":
        return ()
    name = CommandId(f"{call.id}:resume:t{call.transfers}")
    return (do.ResumeRecording(id=name, call=call.id),)


def say(
    call: CallState,
    leg: Leg,
    prompt: PromptId,
    texts: Said,
    *,
    only_held: bool = False,
    over_voices: bool = False,
) -> Command:
    """Words that are heard to their end, whatever key is pressed."""
    return Say(
        id=CommandId(f"{prompt}:say"),
        call=call.id,
        leg=leg.id,
        prompt=prompt,
        texts=texts,
        barge_in=False,
        only_held=only_held,
        over_voices=over_voices,
    )


def dial(
    call: CallState,
    offer: PendingOffer,
    uri: str,
    *,
    ring_for: float,
    join: LegId | None,
    announce: tuple[tuple[str, str], ...] | None = None,
) -> Command:
    """Dial the agent of an offer."""
    return do.DialLeg(
        id=CommandId(f"{offer.leg}:dial"),
        call=call.on_line,
        leg=offer.leg,
        role=c.Role.AGENT,
        agent=offer.agent,
        uri=uri,
        join=join,
        ring_for=ring_for,
        beep=announce is not None,
        announce=announce or (),
    )
