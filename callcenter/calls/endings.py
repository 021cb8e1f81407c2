"""How a call, or one of its conversations, comes to an end.

Spoken to by `callcenter.calls.decisions`. Whatever happens, every call ends once, with a reason.
"""

from datetime import datetime

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import AgentId
from acd.step import NOTHING, Command, Fact, Step
from callcenter.calls import consulting, listening, outside, surveys, voicemail
from callcenter.calls.call import CallState, Direction, Leg, PendingOffer, Stage
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import end_leg

BROKEN = frozenset(
    {
        c.Reason.MEDIA_LOST,
        c.Reason.SESSION_EXPIRED,
        c.Reason.UNREACHABLE,
        c.Reason.LINE_DIED,
        c.Reason.LOST,
    }
)
"""How a caller's leg ends that nobody hung up: with it the conversation breaks."""

HER_OWN_NO = frozenset({c.Reason.BUSY, c.Reason.REJECTED})
"""A desk phone's refusals that are its agent's; all else means that it could not be reached."""


def not_connected(call: CallState, offer: PendingOffer, at: datetime, because: c.Reason) -> Step:
    """No voices: not her miss. The distributor sends the call back, or asks somebody else."""
    leg = call.legs.get(offer.leg)
    live = leg is not None and leg.is_live
    failed = a.ConnectFailed(
        at=at, call=call.id, agent=offer.agent, offer=offer.id, because=because
    )
    return Step(
        facts=(failed,),
        commands=(end_leg(leg, call, because),) if leg is not None and live else (),
    )


def leg_ended(room: CallsState, call: CallState, fact: c.LegEnded) -> Step:
    """One leg less: what it means depends on whose it was and where the call stands."""
    leg = call.legs.get(fact.leg)
    if leg is None:
        return NOTHING
    if leg.role is c.Role.LISTENER:
        return listening.leg_ended(room, call, fact)
    if leg.role is c.Role.CALLER:
        facts, commands = _caller_gone(call, fact)
        facts = (*facts, *consulting.caller_gone(room, call, fact))
        facts = (*facts, *voicemail.caller_gone(call, fact, fact.ending))
    elif leg.role is c.Role.CONSULT:
        facts, commands = outside.leg_gone(room, call, fact)
    elif call.within is not None:
        facts, commands = _colleague_gone(call, leg, fact)
    else:
        facts, commands = _agent_leg_gone(room, call, leg, fact)
    waits = _sought_still(call) or call.waits_for_a_line
    if not call.is_held_open and call.stage is not Stage.ENDED and not waits:
        ending = call.ending or fact.ending
        over = c.CallEnded(at=fact.at, call=call.id, ending=ending)
        facts = (*facts, *listening.all_left(room, call, fact), over)
    return Step(facts=facts, commands=commands)


def _caller_gone(call: CallState, fact: c.LegEnded) -> tuple[tuple[Fact, ...], tuple[Command, ...]]:
    facts: tuple[Fact, ...]
    in_dialogue = call.goes_on_at is None
    if call.queued_at is None:
        facts = (i.DialogueDropped(at=fact.at, call=call.id),) if in_dialogue else ()
    elif call.agent is not None and call.released_at is None:
        facts = (_released_by(call, call.agent, fact),)
    else:
        facts = (a.CallerLeft(at=fact.at, call=call.id),)
        if in_dialogue and (call.dialogues > 1 or call.rates is not None):
            facts = (*facts, i.DialogueDropped(at=fact.at, call=call.id))
    return facts, tuple(end_leg(leg, call) for leg in call.live_legs)


def _sought_still(call: CallState) -> bool:
    """A consultation goes on without a leg while somebody is sought for it."""
    return call.within is not None and call.stage is not Stage.CLOSING


def _colleague_gone(
    call: CallState, leg: Leg, fact: c.LegEnded
) -> tuple[tuple[Fact, ...], tuple[Command, ...]]:
    """Of a consultation: with the one who spoke it is over."""
    if call.stage is not Stage.CONNECTED:
        return _offered_leg_gone(call, leg, fact)
    because = consulting.LOST if leg.media_lost else consulting.HUNG_UP
    return (consulting.end(call, fact.at, because),), ()


def _agent_leg_gone(
    room: CallsState, call: CallState, leg: Leg, fact: c.LegEnded
) -> tuple[tuple[Fact, ...], tuple[Command, ...]]:
    offer = call.offer_with(leg.id)
    if offer is None or call.stage is not Stage.CONNECTED or offer is not call.offer:
        return _offered_leg_gone(call, leg, fact)
    if fact.ending.reason is c.Reason.LINE_DIED:
        return (_released_by(call, offer.agent, fact),), ()
    asked = consulting.her_leg_gone(room, call, fact)
    if asked and isinstance(asked[0], a.ConsultCompleted | a.HandedOutside):
        return asked, ()
    hung_up = call.ending is not None or (offer.rings_a_phone and not leg.media_lost)
    lost = not hung_up or bool(asked)
    released = a.AgentReleased(at=fact.at, call=call.id, agent=offer.agent, lost=lost)
    return (*asked, released), ()


def _offered_leg_gone(
    call: CallState, leg: Leg, fact: c.LegEnded
) -> tuple[tuple[Fact, ...], tuple[Command, ...]]:
    """Of an agent who does not speak with anybody yet."""
    offer = call.offer_with(leg.id)
    if offer is None or call.stage is Stage.CLOSING:
        return (), ()
    if call.stage is not Stage.WAITING and offer is not call.offer:
        return (), ()
    if call.stage is Stage.CONNECTING and _gave_up(call):
        left = a.CallerLeft(at=fact.at, call=call.id)
        return (left,), tuple(end_leg(one, call, c.Reason.CANCELLED) for one in call.live_legs)
    if call.stage is Stage.CONNECTING:
        step = not_connected(call, offer, fact.at, c.Reason.UNREACHABLE)
        return step.facts, step.commands
    reason = fact.ending.reason
    if reason is c.Reason.NO_ANSWER:
        return (), ()
    if reason in HER_OWN_NO:
        return (a.RejectPressed(at=fact.at, offer=offer.id, agent=offer.agent, because=reason),), ()
    step = not_connected(call, offer, fact.at, reason)
    return step.facts, step.commands


def _gave_up(call: CallState) -> bool:
    """Her own leg was up, and went before whom she calls had answered: her leg may end before
    theirs when she hangs up.
    """
    ours = call.direction is Direction.OUTBOUND
    return ours and call.caller is not None and not call.caller_is_up


def _released_by(call: CallState, agent: AgentId, fact: c.LegEnded) -> a.AgentReleased:
    """By the end of a leg: somebody hung up, or the conversation broke."""
    dropped = _broke(call, fact.ending.reason)
    return a.AgentReleased(at=fact.at, call=call.id, agent=agent, dropped=dropped)


def _broke(call: CallState, reason: c.Reason) -> bool:
    """Nobody hung up before; whoever did has ended it."""
    hung_up = call.ending is not None and call.ending.reason not in BROKEN
    return reason in BROKEN and not hung_up


def released(room: CallsState, call: CallState, fact: a.AgentReleased) -> Step:
    """The conversation is over: the caller goes too, unless the agent's audio was lost, she handed
    the caller over, or the caller is asked to rate it.
    """
    if fact.lost or fact.transferred:
        return Step(commands=listening.conversation_over(call))
    flow = None if fact.dropped else surveys.flow_for(room, call)
    if flow is not None:
        others = (leg for leg in call.live_legs if leg is not call.caller)
        asks = surveys.begins(call, fact, flow, room)
        return Step(facts=asks.facts, commands=tuple(end_leg(leg, call) for leg in others))
    return Step(commands=tuple(end_leg(leg, call) for leg in call.live_legs))


def audio_stayed_away(room: CallsState, call: CallState, at: datetime) -> Step:
    """Twenty seconds of comfort are enough: the caller goes back to the head of the queue, or to
    the colleague who was asked.
    """
    if call.agent is None:
        return NOTHING
    if call.within is not None:
        return Step(facts=(consulting.end(call, at, consulting.LOST),))
    consult = consulting.open_of(room, call)
    if consult is not None and (goes_on := consulting.completes(call, consult, at)):
        return Step(facts=goes_on)
    asked = (consulting.end(consult, at, consulting.LOST),) if consult is not None else ()
    legs = [leg for leg in call.live_legs if leg.role is not c.Role.CALLER]
    return Step(
        facts=(*asked, a.AgentReleased(at=at, call=call.id, agent=call.agent, lost=True)),
        commands=tuple(end_leg(leg, call, "media_lost") for leg in legs),
    )


def line_gone(room: CallsState, call: CallState, fact: c.LineGone) -> Step:
    """The line is gone; if its legs were not accounted for, the call ends here."""
    if call.stage is Stage.ENDED or call.waits_for_a_line:
        return NOTHING
    reason = c.Reason.LINE_DIED if fact.how == "died" else c.Reason.LOST
    ending = call.ending or c.Ending(side=c.Side.HOUSE, reason=reason)
    facts: list[Fact] = []
    if call.agent is not None and call.released_at is None:
        dropped = _broke(call, reason)
        facts.append(a.AgentReleased(at=fact.at, call=call.id, agent=call.agent, dropped=dropped))
    facts.extend(consulting.caller_gone(room, call, fact))
    facts.extend(voicemail.caller_gone(call, fact, ending))
    facts.append(a.CallerLeft(at=fact.at, call=call.id))
    facts.append(i.DialogueDropped(at=fact.at, call=call.id))
    facts.extend(listening.all_left(room, call, fact))
    facts.append(c.CallEnded(at=fact.at, call=call.id, ending=ending))
    return Step(facts=tuple(facts))
