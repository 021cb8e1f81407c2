"""How a call, or one of its conversations, comes to an end.

Spoken to by `callcenter.calls.decisions`. Whatever happens, every call ends once, with a reason.
"""

from datetime import datetime

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.step import NOTHING, Command, Fact, Step
from callcenter.calls.call import CallState, Leg, Stage
from callcenter.calls.wishes import end_leg

HER_OWN_NO = frozenset({c.Reason.BUSY, c.Reason.REJECTED})
"""A desk phone's refusals that are its agent's; all else means that it could not be reached."""


def not_connected(call: CallState, at: datetime, because: c.Reason) -> Step:
    """Accepted, but no voices: not her miss. The distributor sends the call back."""
    if call.offer is None:
        return NOTHING
    leg = call.agent_leg()
    failed = a.ConnectFailed(
        at=at, call=call.id, agent=call.offer.agent, offer=call.offer.id, because=because
    )
    return Step(
        facts=(failed,),
        commands=(end_leg(leg, call, because),) if leg is not None else (),
    )


def could_not_dial(call: CallState, at: datetime) -> Step:
    """The line could not even send the INVITE."""
    return not_connected(call, at, c.Reason.UNREACHABLE)


def leg_ended(call: CallState, fact: c.LegEnded) -> Step:
    """One leg less: what it means depends on whose it was and where the call stands."""
    leg = call.legs.get(fact.leg)
    if leg is None:
        return NOTHING
    if leg.role is c.Role.CALLER:
        facts, commands = _caller_gone(call, fact)
    else:
        facts, commands = _agent_leg_gone(call, leg, fact)
    if not call.live_legs and call.stage is not Stage.ENDED:
        ending = call.ending or fact.ending
        facts = (*facts, c.CallEnded(at=fact.at, call=call.id, ending=ending))
    return Step(facts=facts, commands=commands)


def _caller_gone(call: CallState, fact: c.LegEnded) -> tuple[tuple[Fact, ...], tuple[Command, ...]]:
    facts: tuple[Fact, ...]
    if call.queued_at is None:
        facts = (i.DialogueDropped(at=fact.at, call=call.id),)
    elif call.agent is not None and call.released_at is None:
        facts = (a.AgentReleased(at=fact.at, call=call.id, agent=call.agent),)
    else:
        facts = (a.CallerLeft(at=fact.at, call=call.id),)
    return facts, tuple(end_leg(leg, call) for leg in call.live_legs)


def _agent_leg_gone(
    call: CallState, leg: Leg, fact: c.LegEnded
) -> tuple[tuple[Fact, ...], tuple[Command, ...]]:
    offer = call.offer
    if offer is None or offer.leg != leg.id or call.stage is Stage.CLOSING:
        return (), ()
    if call.stage is Stage.CONNECTING:
        step = not_connected(call, fact.at, c.Reason.UNREACHABLE)
        return step.facts, step.commands
    if call.stage is Stage.CONNECTED:
        hung_up = call.ending is not None or (offer.rings_a_phone and not leg.media_lost)
        lost = not hung_up
        return (a.AgentReleased(at=fact.at, call=call.id, agent=offer.agent, lost=lost),), ()
    reason = fact.ending.reason
    if reason is c.Reason.NO_ANSWER:
        return (), ()
    if reason in HER_OWN_NO:
        return (a.RejectPressed(at=fact.at, offer=offer.id, agent=offer.agent, because=reason),), ()
    step = not_connected(call, fact.at, reason)
    return step.facts, step.commands


def released(call: CallState, fact: a.AgentReleased) -> Step:
    """The conversation is over: the caller goes too, unless the agent's audio was lost."""
    if fact.lost:
        return NOTHING
    return Step(commands=tuple(end_leg(leg, call) for leg in call.live_legs))


def audio_stayed_away(call: CallState, at: datetime) -> Step:
    """Twenty seconds of comfort are enough: the caller goes back to the head of the queue."""
    if call.agent is None:
        return NOTHING
    legs = [leg for leg in call.live_legs if leg.role is not c.Role.CALLER]
    return Step(
        facts=(a.AgentReleased(at=at, call=call.id, agent=call.agent, lost=True),),
        commands=tuple(end_leg(leg, call, "media_lost") for leg in legs),
    )


def line_gone(call: CallState, fact: c.LineGone) -> Step:
    """The line is gone; if its legs were not accounted for, the call ends here."""
    if call.stage is Stage.ENDED:
        return NOTHING
    reason = c.Reason.LINE_DIED if fact.how == "died" else c.Reason.LOST
    ending = call.ending or c.Ending(side=c.Side.HOUSE, reason=reason)
    facts: list[Fact] = []
    if call.agent is not None and call.released_at is None:
        facts.append(a.AgentReleased(at=fact.at, call=call.id, agent=call.agent))
    facts.append(a.CallerLeft(at=fact.at, call=call.id))
    facts.append(i.DialogueDropped(at=fact.at, call=call.id))
    facts.append(c.CallEnded(at=fact.at, call=call.id, ending=ending))
    return Step(facts=tuple(facts))
