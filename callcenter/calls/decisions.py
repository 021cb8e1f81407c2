"""What follows for a call from a fact: derived facts, and commands to its line.

Spoken to by `callcenter.calls.calls`; how things end is in `callcenter.calls.endings`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
import ivr.facts as i
from acd.ids import CommandId, PromptId
from acd.step import NOTHING, Command, Fact, Step
from callcenter.calls import (
    callbacks,
    consulting,
    controls,
    diverting,
    greeting,
    incidents,
    listening,
    outside,
    surveys,
    taking_over,
    transfers,
    voicemail,
    withdrawal,
)
from callcenter.calls.call import CallState, Stage
from callcenter.calls.endings import leg_ended, line_gone, released
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import dial, end_leg, music, say
from ivr.words import exit_texts, minutes_of, place_texts

CONNECT_RING_FOR = 2.0
"""Seconds a browser's leg may take to answer; it answers at once when it is there."""


def decide(room: CallsState, call: CallState, fact: Fact) -> Step:
    """The one entry: looks up what the fact's kind calls for."""
    of_room = _WITH_THE_ROOM.get(type(fact))
    if of_room is not None:
        return of_room(room, call, fact)
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


def dialled(room: CallsState, call: CallState, fact: c.LegDialled) -> Step:
    """An offer that was over before its leg was dialled could not end it: it is ended now."""
    leg = call.legs.get(fact.leg)
    if leg is not None and leg.role is c.Role.LISTENER:
        return listening.dialled(room, call, leg)
    if leg is not None and leg.role is c.Role.CONSULT:
        return outside.dialled(call, leg)
    if leg is None or fact.role is not c.Role.AGENT:
        return callbacks.customer_dialled(call, leg, fact)
    if call.offer_with(fact.leg) is not None:
        return NOTHING
    return Step(commands=(end_leg(leg, call, "offer_over"),))


def answered(room: CallsState, call: CallState, fact: c.LegAnswered) -> Step:
    """The caller's answer starts the flow; a desk phone's answer is its agent's accept."""
    leg = call.legs.get(fact.leg)
    if leg is None or not leg.is_live:
        return NOTHING
    if leg.role is c.Role.CALLER:
        begins = call.stage is Stage.ARRIVED
        return _begin(room, call, fact.at) if begins else callbacks.customer_answered(call, fact)
    if leg.role is c.Role.LISTENER:
        return listening.answered(room, call, leg, fact)
    if leg.role is c.Role.CONSULT:
        return outside.answered(room, call, fact)
    offer = call.offer_with(leg.id)
    if offer is None:
        return Step(commands=(end_leg(leg, call),))
    if offer.rings_a_phone and not offer.accepted:
        return Step(facts=(a.AcceptPressed(at=fact.at, offer=offer.id, agent=offer.agent),))
    return callbacks.call_customer(call, fact)


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
    number = room.number(call.dialled)
    queued = a.CallQueued(
        at=at,
        call=call.id,
        party=call.party,
        queue=room.default_queue,
        language=call.language,
        priority=number.priority,
        head_start=number.head_start,
        path=("default",),
    )
    return Step(facts=(queued,), commands=music(call, "queue"))


def found(room: CallsState, call: CallState, fact: c.CallAdopted) -> Step:
    """A found call goes on from its card; without one its caller enters the default queue."""
    caller = call.caller
    known = {*call.legs, *(room.calls[call.consult].legs if call.consult else ())}
    unknown = (*listening.found(room, call), *_strangers(call, fact, known))
    alone = outside.left_alone(room, call, fact)
    if alone.facts:
        queued = _queue(call, room, fact.at) if call.goes_on_at is None else NOTHING
        wishes = (*alone.commands, *queued.commands, *unknown)
        return Step(facts=(*alone.facts, *queued.facts), commands=wishes)
    if fact.card or caller is None:
        return Step(commands=unknown)
    if call.caller_is_up:
        queued = _queue(call, room, fact.at)
        return Step(facts=queued.facts, commands=(*queued.commands, *unknown))
    answer = do.AnswerLeg(id=CommandId(f"{caller.id}:answer"), call=call.id, leg=caller.id)
    return Step(commands=(answer, *unknown))


def _strangers(call: CallState, fact: c.CallAdopted, known: set[str]) -> tuple[Command, ...]:
    """Legs that the card does not know, such as a colleague's who was being asked."""
    return tuple(
        do.EndLeg(id=CommandId(f"{one.leg}:end"), call=call.id, leg=one.leg, reason="unknown")
        for one in fact.legs
        if one.leg not in known
    )


def dialogue_over(room: CallsState, call: CallState, fact: i.DialogueEnded) -> Step:
    """Into the queue with music, or good-bye."""
    dropped: tuple[Command, ...] = ()
    if fact.recording_declined:
        dropped = (do.DropRecording(id=CommandId(f"{call.id}:drop"), call=call.id),)
    caller = call.caller
    if fact.because in (voicemail.ASK, outside.GIVEN):
        return Step(commands=dropped)
    if fact.queue is None or call.rates is not None:
        ends = (end_leg(caller, call, "flow_end"),) if caller is not None else ()
        return Step(commands=(*dropped, *ends))
    number = room.number(call.dialled)
    queued = a.CallQueued(
        at=fact.at,
        call=call.id,
        party=call.party,
        queue=fact.queue,
        language=call.language,
        priority=fact.priority + number.priority,
        head_start=number.head_start,
        path=fact.path,
        preferred=fact.asked_for,
        preferred_for=None if fact.asked_for is None else fact.wait_for,
        recording_declined=fact.recording_declined,
    )
    tag = "queue" if call.queued_at is None else f"queue{call.dialogues}"
    return Step(facts=(queued,), commands=(*dropped, *music(call, tag)))


def place_told(room: CallsState, call: CallState, fact: a.PlaceTold) -> Step:
    """Say the place in line and how it may be left, unless somebody is being connected just now."""
    caller = call.caller
    if caller is None or not call.caller_is_up or call.stage is not Stage.WAITING:
        return NOTHING
    if incidents.hears(call):
        return NOTHING
    prompt = PromptId(f"{call.id}:place{call.prompts}")
    minutes = minutes_of(fact.wait)
    words = room.exit_words.get(call.queue, {}) if call.queue is not None else {}
    texts = place_texts(call.language or "", fact.ahead, minutes)
    texts += exit_texts(call.language or "", words)
    return Step(commands=(say(call, caller, prompt, texts),))


def prompt_over(call: CallState, fact: i.PromptEnded) -> Step:
    """After the place in line, music again."""
    what = fact.prompt.rpartition(":")[2]
    if what == voicemail.ASK:
        return voicemail.begins(call, fact.at)
    if what == incidents.MESSAGE:
        return incidents.said(call, fact)
    after = _AFTER_WORDS.get(what)
    if after is not None:
        return after(call)
    return Step(commands=music(call, what)) if call.stage is Stage.WAITING else NOTHING


def awaited(call: CallState, fact: i.AnswerAwaited) -> Step:
    """Music until a web service has answered the dialogue."""
    return Step(commands=music(call, fact.request.rpartition(":")[0]))


def not_said(call: CallState, what: str, at: datetime) -> Step:
    """What would have followed the words follows without them."""
    if what == voicemail.ASK:
        return voicemail.begins(call, at)
    if what == incidents.MESSAGE:
        return incidents.not_said(call, at)
    after = _AFTER_WORDS.get(what)
    if after is not None:
        return after(call)
    greeted = what == callbacks.GREETING and call.stage is Stage.WAITING
    return Step(commands=music(call, what)) if greeted else NOTHING


_AFTER_WORDS: dict[str, Callable[[CallState], Step]] = {
    callbacks.GOOD_BYE: callbacks.good_bye_said,
    diverting.AWAY: diverting.said_no,
    withdrawal.GOOD_BYE: withdrawal.good_bye_said,
    voicemail.GOOD_BYE: voicemail.good_bye_said,
}
"""By the last words a caller hears: what follows them, heard or not."""


def offer_made(call: CallState, fact: a.OfferMade) -> Step:
    """A browser rings by itself; a desk phone is dialled."""
    offer = next((one for one in call.offers if one.id == fact.offer), None)
    if offer is None or not offer.rings_a_phone:
        return NOTHING
    ring_for = (fact.until - fact.at).total_seconds()
    if call.is_callback and not call.caller_is_up:
        return callbacks.place(call, fact.device, ring_for)
    return Step(commands=(dial(call, offer, fact.device, ring_for=ring_for, join=None),))


def accepted(room: CallsState, call: CallState, fact: a.OfferAccepted) -> Step:
    """Connect: dial the browser's audio and join by reflex, or join the phone that is up."""
    caller, offer, leg = call.caller, call.offer, call.agent_leg()
    if call.within is not None:
        return consulting.accepted(room, call, fact)
    if offer is None or call.stage is not Stage.CONNECTING:
        return NOTHING
    if caller is None and call.is_callback:
        there = callbacks.call_customer(call, fact)
        return there if leg is not None else callbacks.place(call, fact.uri, CONNECT_RING_FOR)
    if caller is None:
        return NOTHING
    if offer.rings_a_phone and leg is not None:
        join = do.JoinLegs(id=CommandId(f"{leg.id}:join"), call=call.id, a=caller.id, b=leg.id)
        return Step(commands=(join,))
    announce = fact.announce if fact.auto else None
    wish = dial(call, offer, fact.uri, ring_for=CONNECT_RING_FOR, join=caller.id, announce=announce)
    return Step(commands=(wish,))


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


def connected(room: CallsState, call: CallState, fact: a.CallConnected) -> Step:
    """Whoever listens is called in, and the caller is told with whom she speaks."""
    called_in, told = listening.connected(room, call, fact), greeting.connected(room, call, fact)
    return Step(facts=called_in.facts, commands=told.commands)


def offer_over(call: CallState, fact: a.OfferEnded) -> Step:
    """Whatever leg was dialled for it is no longer wanted."""
    if call.placed and call.stage is Stage.CLOSING:
        return callbacks.offer_over(call, fact)
    legs = [leg for leg in call.live_legs if leg.agent == fact.agent]
    return Step(commands=tuple(end_leg(leg, call, "offer_over") for leg in legs))


def requeued(call: CallState, fact: a.CallRequeued) -> Step:
    """Back in the queue: music, from wherever the call came; not over words that are still said."""
    if incidents.hears(call):
        return NOTHING
    return Step(commands=music(call, f"requeue:{fact.at.timestamp()}"))


def hang_up(room: CallsState, call: CallState, fact: p.HangUpPressed) -> Step:
    """She ended it: her leg and the caller's at once, so that nobody hears music in between."""
    leg = call.agent_leg()
    if call.is_callback and not call.customer_first and call.stage is Stage.CONNECTING:
        return callbacks.hung_up(call, fact)
    if call.agent != fact.agent or leg is None or call.stage is not Stage.CONNECTED:
        return NOTHING
    consult = consulting.open_of(room, call)
    if consult is not None:
        # Without her the two go on, or she is with her caller again; nobody is left on hold.
        goes_on = consulting.completes(call, consult, fact.at)
        return Step(facts=goes_on or (consulting.end(consult, fact.at, consulting.RETURNED),))
    stays = surveys.flow_for(room, call) is not None
    others = (one for one in call.live_legs if not stays or one is not call.caller)
    legs = sorted(others, key=lambda one: one is not leg)
    return Step(commands=tuple(end_leg(one, call) for one in legs))


def audio(room: CallsState, call: CallState, fact: a.AudioReady | a.AudioLost) -> Step:
    """Her audio is back in the same call: a new leg takes the old one's place."""
    caller = call.caller
    if not isinstance(fact, a.AudioReady) or call.audio_by is None or caller is None:
        return NOTHING
    offer = call.offer
    if offer is None or offer.rings_a_phone or offer.agent != fact.agent:
        return NOTHING
    old = [leg for leg in call.live_legs if leg.agent == offer.agent and leg.id != offer.leg]
    consult = consulting.open_of(room, call)
    returns = (consulting.end(consult, fact.at, consulting.LOST),) if consult is not None else ()
    return Step(
        facts=returns,
        commands=(
            *(end_leg(leg, call, "replaced") for leg in old),
            dial(call, offer, fact.uri, ring_for=CONNECT_RING_FOR, join=caller.id),
        ),
    )


_WITH_THE_ROOM: dict[type[Fact], Callable[[CallsState, CallState, Any], Step]] = {
    c.CallAdopted: found,
    c.LegAnswered: answered,
    c.LegDialled: dialled,
    c.LegEnded: leg_ended,
    c.LineGone: line_gone,
    a.CallConnected: connected,
    i.DialogueEnded: dialogue_over,
    i.CallbackChosen: callbacks.chosen,
    i.OutsideChosen: outside.rung,
    a.PlaceTold: place_told,
    a.IncidentMet: incidents.tell,
    a.AgentReleased: released,
    a.OfferAccepted: accepted,
    a.AudioReady: audio,
    p.HangUpPressed: hang_up,
    a.ConsultQueued: consulting.sought,
    a.ConsultEnded: consulting.over,
    a.ConsultCompleted: consulting.taken_over,
    a.OutsideCalled: outside.sought,
    a.HandedOutside: outside.goes_over,
    c.LegProgressed: outside.rings,
    p.ConsultStepPressed: consulting.pressed,
    i.DigitPressed: diverting.key_pressed,
    a.CallDiverted: diverting.diverted,
}
"""What is decided with a look at the whole room."""

_DECISIONS: dict[type[Fact], Callable[[CallState, Any], Step]] = {
    c.LegRang: rang,
    **voicemail.DECISIONS,
    i.PromptEnded: prompt_over,
    i.DigitsCollected: surveys.collected,
    i.AnswerAwaited: awaited,
    a.CallbackRequested: callbacks.requested,
    a.CallbackQueued: callbacks.queued,
    a.CallbackDue: callbacks.due,
    a.CallbackAnswered: callbacks.answered,
    a.CallbackWithdrawn: callbacks.withdrawn,
    a.RedialQueued: callbacks.queued,
    a.OutboundQueued: callbacks.queued,
    a.RedialWithdrawn: callbacks.withdrawn,
    a.CallWithdrawn: withdrawal.withdrawn,
    a.CallTransferred: transfers.goes_on,
    a.OutsideNotReached: outside.not_reached,
    c.LegReferred: transfers.referred,
    a.CallTakenOver: taking_over.goes_over,
    a.OfferMade: offer_made,
    a.OfferEnded: offer_over,
    a.CallRequeued: requeued,
    a.ListenerCalled: listening.dial,
    c.LegsJoined: joined,
    **controls.DECISIONS,
    c.RecordingStarted: callbacks.recording_began,
}
