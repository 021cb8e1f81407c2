"""What follows for a call from a fact: derived facts, and commands to its line.

Spoken to by `callcenter.calls.calls`; how things end is in `callcenter.calls.endings`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import CommandId, PromptId
from acd.step import NOTHING, Command, Fact, Step
from callcenter.calls.call import CallState, Stage
from callcenter.calls.changes import CallsState
from callcenter.calls.endings import leg_ended, line_gone, released
from callcenter.calls.wishes import dial, end_leg, music
from ivr.commands import Say
from ivr.words import minutes_of, place_texts

CONNECT_RING_FOR = 2.0
"""Seconds a browser's leg may take to answer; it answers at once when it is there."""


def decide(room: CallsState, call: CallState, fact: Fact) -> Step:
    """The one entry: looks up what the fact's kind calls for."""
    if isinstance(fact, c.CallAdopted):
        return found(room, call, fact)
    if isinstance(fact, c.LegAnswered):
        return answered(room, call, fact)
    decision = _DECISIONS.get(type(fact))
    return decision(call, fact) if decision is not None else NOTHING


def rang(call: CallState, fact: c.LegRang) -> Step:
    """Answered at once; who it is, is asked for at the same moment."""
    return Step(
        commands=(
            do.AnswerLeg(id=CommandId(f"{fact.leg}:answer"), call=call.id, leg=fact.leg),
            do.LookUpCustomer(id=CommandId(f"{call.id}:customer"), call=call.id, party=call.party),
        )
    )


def dialled(call: CallState, fact: c.LegDialled) -> Step:
    """An offer that was over before its leg was dialled could not end it: it is ended now."""
    leg, offer = call.legs.get(fact.leg), call.offer
    if leg is None or fact.role is not c.Role.AGENT:
        return NOTHING
    if offer is not None and offer.leg == fact.leg:
        return NOTHING
    return Step(commands=(end_leg(leg, call, "offer_over"),))


def answered(room: CallsState, call: CallState, fact: c.LegAnswered) -> Step:
    """The caller's answer starts the flow; a desk phone's answer is its agent's accept."""
    leg = call.legs.get(fact.leg)
    if leg is None or not leg.is_live:
        return NOTHING
    if leg.role is c.Role.CALLER:
        return _begin(room, call, fact.at) if call.stage is Stage.ARRIVED else NOTHING
    offer = call.offer
    if offer is None or offer.leg != leg.id:
        return Step(commands=(end_leg(leg, call),))
    if offer.rings_a_phone and not offer.accepted:
        return Step(facts=(a.AcceptPressed(at=fact.at, offer=offer.id, agent=offer.agent),))
    return NOTHING


def _begin(room: CallsState, call: CallState, at: datetime) -> Step:
    caller = call.caller
    flow = room.numbers.get(call.dialled)
    if flow is None or caller is None:
        return _queue(call, room, at)
    return Step(
        facts=(
            i.DialogueStarted(
                at=at,
                call=call.id,
                leg=caller.id,
                party=call.party,
                flow=flow,
                flows_version=room.flows_version,
            ),
        )
    )


def _queue(call: CallState, room: CallsState, at: datetime) -> Step:
    """Into the default queue: a number without a flow, or a call found without a card."""
    queued = a.CallQueued(
        at=at,
        call=call.id,
        party=call.party,
        queue=room.default_queue,
        language=call.language,
        path=("default",),
    )
    return Step(facts=(queued,), commands=music(call, "queue"))


def found(room: CallsState, call: CallState, fact: c.CallAdopted) -> Step:
    """A found call goes on from its card; without one its caller enters the default queue."""
    caller = call.caller
    if fact.card or caller is None:
        return NOTHING
    if call.caller_is_up:
        return _queue(call, room, fact.at)
    answer = do.AnswerLeg(id=CommandId(f"{caller.id}:answer"), call=call.id, leg=caller.id)
    return Step(commands=(answer,))


def dialogue_over(call: CallState, fact: i.DialogueEnded) -> Step:
    """Into the queue with music, or good-bye."""
    dropped: tuple[Command, ...] = ()
    if fact.recording_declined:
        dropped = (do.DropRecording(id=CommandId(f"{call.id}:drop"), call=call.id),)
    caller = call.caller
    if fact.queue is None:
        ends = (end_leg(caller, call, "flow_end"),) if caller is not None else ()
        return Step(commands=(*dropped, *ends))
    queued = a.CallQueued(
        at=fact.at,
        call=call.id,
        party=call.party,
        queue=fact.queue,
        language=call.language,
        priority=fact.priority,
        path=fact.path,
    )
    return Step(facts=(queued,), commands=(*dropped, *music(call, "queue")))


def place_told(call: CallState, fact: a.PlaceTold) -> Step:
    """Say the place in line, unless somebody is being connected just now."""
    caller = call.caller
    if caller is None or not call.caller_is_up or call.stage is not Stage.WAITING:
        return NOTHING
    prompt = PromptId(f"{call.id}:place{call.prompts}")
    minutes = minutes_of(fact.wait)
    texts = place_texts(call.language or "", fact.ahead, minutes)
    say = Say(
        id=CommandId(f"{prompt}:say"),
        call=call.id,
        leg=caller.id,
        prompt=prompt,
        texts=texts,
        barge_in=False,
    )
    return Step(commands=(say,))


def prompt_over(call: CallState, fact: i.PromptEnded) -> Step:
    """After the place in line, music again."""
    if call.stage is not Stage.WAITING:
        return NOTHING
    return Step(commands=music(call, fact.prompt.rpartition(":")[2]))


def offer_made(call: CallState, fact: a.OfferMade) -> Step:
    """A browser rings by itself; a desk phone is dialled."""
    if fact.device == "browser":
        return NOTHING
    ring_for = (fact.until - fact.at).total_seconds()
    return Step(commands=(dial(call, fact.device, ring_for=ring_for, join=None),))


def accepted(call: CallState, fact: a.OfferAccepted) -> Step:
    """Connect: dial the browser's audio and join by reflex, or join the phone that is up."""
    caller = call.caller
    if call.offer is None or caller is None or call.stage is not Stage.CONNECTING:
        return NOTHING
    leg = call.agent_leg()
    if call.offer.rings_a_phone and leg is not None:
        join = do.JoinLegs(id=CommandId(f"{leg.id}:join"), call=call.id, a=caller.id, b=leg.id)
        return Step(commands=(join,))
    uri = fact.uri
    return Step(commands=(dial(call, uri, ring_for=CONNECT_RING_FOR, join=caller.id),))


def joined(call: CallState, fact: c.LegsJoined) -> Step:
    """The first join of caller and the accepted agent is the answer."""
    leg = call.agent_leg()
    if call.stage is not Stage.CONNECTING or leg is None or call.offer is None:
        return NOTHING
    if leg.id not in (fact.a, fact.b):
        return NOTHING
    connected = a.CallConnected(
        at=fact.at, call=call.id, agent=call.offer.agent, offer=call.offer.id
    )
    return Step(facts=(connected,))


def offer_over(call: CallState, fact: a.OfferEnded) -> Step:
    """Whatever leg was dialled for it is no longer wanted."""
    legs = [leg for leg in call.live_legs if leg.agent == fact.agent]
    return Step(commands=tuple(end_leg(leg, call, "offer_over") for leg in legs))


def requeued(call: CallState, fact: a.CallRequeued) -> Step:
    """Back in the queue: music, from wherever the call came."""
    return Step(commands=music(call, f"requeue:{fact.at.timestamp()}"))


def hang_up(call: CallState, fact: c.HangUpPressed) -> Step:
    """She ended it: her leg and the caller's at once, so that nobody hears music in between."""
    leg = call.agent_leg()
    if call.agent != fact.agent or leg is None or call.stage is not Stage.CONNECTED:
        return NOTHING
    legs = sorted(call.live_legs, key=lambda one: one is not leg)
    return Step(commands=tuple(end_leg(one, call) for one in legs))


def hold(call: CallState, fact: c.HoldPressed) -> Step:
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


def mute(call: CallState, fact: c.MutePressed) -> Step:
    """Mute at the line, so that it is true for the recording as well."""
    leg = call.agent_leg()
    if call.agent != fact.agent or leg is None:
        return NOTHING
    name = CommandId(f"{leg.id}:mute:{call.presses}")
    return Step(commands=(do.MuteLeg(id=name, call=call.id, leg=leg.id, muted=fact.mute),))


def pause(call: CallState, fact: c.PauseRecordingPressed) -> Step:
    """True silence in both tracks."""
    name = CommandId(f"{call.id}:pause:{call.presses}")
    if call.agent != fact.agent:
        return NOTHING
    wish = do.PauseRecording if fact.pause else do.ResumeRecording
    return Step(commands=(wish(id=name, call=call.id),))


def audio(call: CallState, fact: a.AudioReady | a.AudioLost) -> Step:
    """Her audio is back in the same call: a new leg takes the old one's place."""
    caller = call.caller
    if not isinstance(fact, a.AudioReady) or call.audio_by is None or caller is None:
        return NOTHING
    offer = call.offer
    if offer is None or offer.rings_a_phone:
        return NOTHING
    old = [leg for leg in call.live_legs if leg.agent == offer.agent and leg.id != offer.leg]
    return Step(
        commands=(
            *(end_leg(leg, call, "replaced") for leg in old),
            dial(call, fact.uri, ring_for=CONNECT_RING_FOR, join=caller.id),
        )
    )


_DECISIONS: dict[type[Fact], Callable[[CallState, Any], Step]] = {
    c.LegRang: rang,
    i.DialogueEnded: dialogue_over,
    i.PromptEnded: prompt_over,
    a.PlaceTold: place_told,
    a.OfferMade: offer_made,
    a.OfferAccepted: accepted,
    a.OfferEnded: offer_over,
    a.CallRequeued: requeued,
    a.AgentReleased: released,
    a.AudioReady: audio,
    c.LegDialled: dialled,
    c.LegsJoined: joined,
    c.LegEnded: leg_ended,
    c.HangUpPressed: hang_up,
    c.HoldPressed: hold,
    c.MutePressed: mute,
    c.PauseRecordingPressed: pause,
    c.LineGone: line_gone,
}
