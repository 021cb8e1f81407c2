"""Callbacks as calls: the wish is taken, the agent's leg is placed, then the customer is called; or
the customer's leg is placed, and an agent is asked once she has answered.

Spoken to by `callcenter.calls.decisions`. Once the customer has answered, a callback is a call like
any other, and nothing of it is decided here.
"""

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
import ivr.facts as i
from acd.ids import CommandId, PromptId
from acd.step import NOTHING, Command, CommandClosed, Fact, Step
from callcenter.calls.call import CallState, Direction, Leg, LegState, Stage, caller_leg_id
from callcenter.calls.refusals import Refusal
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import end_leg, ringback, say
from ivr.words import callback_texts, called_back_texts

GREETING = "greeting"
"""The prompt to a customer who answers before an agent is asked."""

GOOD_BYE = "callback"
"""The prompt after which a caller who asked in line is let go."""


def chosen(room: CallsState, call: CallState, fact: i.CallbackChosen) -> Step:
    """Asked for in a dialogue: the place in line is that of this moment."""
    if not call.party or call.callback is not None:
        return NOTHING
    number = room.number(call.dialled)
    requested = a.CallbackRequested(
        at=fact.at,
        call=call.id,
        party=call.party,
        queue=fact.queue,
        entered_at=fact.at,
        language=call.language,
        priority=fact.priority + number.priority,
        tier=call.tier,
        travels_soon=call.travels_soon,
        head_start=number.head_start,
        path=fact.path,
        recording_declined=fact.recording_declined,
    )
    return Step(facts=(requested,))


def requested(call: CallState, fact: a.CallbackRequested) -> Step:
    """Good-bye to a caller who asked in line."""
    caller = call.caller
    if call.stage is not Stage.CLOSING or caller is None or not call.caller_is_up:
        return NOTHING
    prompt = PromptId(f"{call.id}:{GOOD_BYE}")
    return Step(commands=(say(call, caller, prompt, callback_texts(call.language or "")),))


def good_bye_said(call: CallState) -> Step:
    """Heard or not, the caller may go."""
    caller = call.caller
    if caller is None or not caller.is_live or call.is_callback or call.callback is None:
        return NOTHING
    return Step(commands=(end_leg(caller, call, "flow_end"),))


def queued(call: CallState, fact: a.CallbackQueued | a.RedialQueued | a.OutboundQueued) -> Step:
    """Whom it is for, so that the agent sees it with the offer."""
    name = CommandId(f"{call.id}:customer")
    return Step(commands=(do.LookUpCustomer(id=name, call=call.id, party=call.party),))


def due(call: CallState, fact: a.CallbackDue) -> Step:
    """The customer is called, and no agent waits with her."""
    if call.stage is not Stage.WAITING or call.caller is not None:
        return NOTHING
    wish = do.PlaceCall(
        id=CommandId(f"{call.id}:place"),
        call=call.id,
        party=call.party,
        leg=caller_leg_id(call.id),
        shown=call.shown,
        ring_for=call.ring_for,
    )
    return Step(commands=(wish,))


def customer_dialled(call: CallState, leg: Leg | None, fact: c.LegDialled) -> Step:
    """Her telephone is about to ring: the attempt begins, unless nobody wants it any more."""
    if leg is None or not call.is_callback:
        return NOTHING
    if call.stage is Stage.CLOSING:
        return Step(commands=(end_leg(leg, call, c.Reason.CANCELLED),))
    if not call.customer_first or call.callback is None:
        return NOTHING
    return Step(facts=(a.CallbackAttempted(at=fact.at, call=call.id, callback=call.callback),))


def answered(call: CallState, fact: a.CallbackAnswered) -> Step:
    """Who was called before an agent was asked hears why, then music."""
    caller = call.caller
    if not call.customer_first or caller is None or not call.caller_is_up:
        return NOTHING
    prompt = PromptId(f"{call.id}:{GREETING}")
    return Step(commands=(say(call, caller, prompt, called_back_texts(call.language or "")),))


def not_placed(call: CallState, fact: CommandClosed) -> Step:
    """There is no call with the customer. A number that may not be called was tried in vain; where
    there was no line, nothing was.
    """
    if not call.customer_first or call.caller is not None or call.callback is None:
        return NOTHING
    left = a.CallerLeft(at=fact.at, call=call.id)
    ending = c.Ending(side=c.Side.HOUSE, reason=c.Reason.UNREACHABLE)
    over = c.CallEnded(at=fact.at, call=call.id, ending=ending)
    if fact.reason != Refusal.UNREACHABLE:
        return Step(facts=(left, over))
    tried = a.CallbackAttempted(at=fact.at, call=call.id, callback=call.callback)
    return Step(facts=(tried, left, over))


def place(call: CallState, uri: str, ring_for: float) -> Step:
    """The agent's leg first: her telephone rings, or her browser is joined at once."""
    assert call.offer is not None
    wish = do.PlaceCall(
        id=CommandId(f"{call.offer.id}:place"),
        call=call.id,
        party=call.party,
        leg=call.offer.leg,
        agent=call.offer.agent,
        uri=uri,
        ring_for=ring_for,
    )
    return Step(commands=(wish,))


def call_customer(call: CallState, fact: Fact) -> Step:
    """The agent is there: the attempt begins. She hears it ring, or what the network says."""
    leg = call.agent_leg()
    if not call.is_callback or call.caller is not None or leg is None:
        return NOTHING
    if leg.state is not LegState.UP or call.stage is not Stage.CONNECTING:
        return NOTHING
    customer = caller_leg_id(call.id)
    dial = do.DialLeg(
        id=CommandId(f"{customer}:dial"),
        call=call.id,
        leg=customer,
        role=c.Role.CALLER,
        uri="",
        party=call.party,
        join=leg.id,
        shown=call.shown,
        ring_for=call.ring_for,
    )
    rings = ringback(call, leg, call.id)
    if call.direction is not Direction.CALLBACK or call.callback is None:
        return Step(commands=(rings, dial))
    attempted = a.CallbackAttempted(at=fact.at, call=call.id, callback=call.callback)
    return Step(facts=(attempted,), commands=(rings, dial))


def customer_answered(call: CallState, fact: c.LegAnswered) -> Step:
    """Of a callback the callbacks say so; a redial and an outbound call are of this call alone."""
    if call.direction is Direction.OUTBOUND:
        return Step(facts=(a.OutboundAnswered(at=fact.at, call=call.id),))
    if call.direction is not Direction.REDIAL or call.callback is None:
        return NOTHING
    return Step(facts=(a.RedialAnswered(at=fact.at, call=call.id, broken=call.callback),))


def recording_began(call: CallState, fact: c.RecordingStarted) -> Step:
    """The line records whoever answers; who declined it when asking is not kept."""
    if not call.is_callback or call.recording != "declined":
        return NOTHING
    return Step(commands=(do.DropRecording(id=CommandId(f"{call.id}:drop"), call=call.id),))


def not_dialled(call: CallState, fact: CommandClosed) -> Step:
    """The customer could not be called at all: her leg ends, and the call with it."""
    if not call.is_callback or call.caller is not None:
        return NOTHING
    return Step(
        facts=(a.CallerLeft(at=fact.at, call=call.id),),
        commands=_end_all(call, c.Reason.UNREACHABLE),
    )


def offer_over(call: CallState, fact: a.OfferEnded) -> Step:
    """Her leg was not to be had: without her nobody is called."""
    return _give_up(call, fact, c.Reason.UNREACHABLE)


def withdrawn(call: CallState, fact: a.CallbackWithdrawn | a.RedialWithdrawn) -> Step:
    """Nobody is to be called any more; a customer who has answered is not sent away."""
    if not call.is_callback or call.caller_is_up:
        return NOTHING
    return _give_up(call, fact, c.Reason.CANCELLED)


def hung_up(call: CallState, fact: p.HangUpPressed) -> Step:
    """She gives up while the customer's telephone rings."""
    offer = call.offer
    if call.stage is not Stage.CONNECTING or offer is None or offer.agent != fact.agent:
        return NOTHING
    return Step(commands=_end_all(call, c.Reason.CANCELLED))


def _give_up(call: CallState, fact: Fact, because: c.Reason) -> Step:
    commands = _end_all(call, because)
    if commands or call.stage is Stage.ENDED:
        return Step(commands=commands)
    ending = call.ending or c.Ending(side=c.Side.HOUSE, reason=because)
    return Step(facts=(c.CallEnded(at=fact.at, call=call.id, ending=ending),))


def _end_all(call: CallState, because: c.Reason) -> tuple[Command, ...]:
    """The customer's leg first, so that its end is told with the right reason."""
    legs: list[Leg] = sorted(call.live_legs, key=lambda leg: leg.role is not c.Role.CALLER)
    return tuple(end_leg(leg, call, because) for leg in legs)
