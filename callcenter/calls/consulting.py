"""A consultation: an agent speaks with a colleague while her caller hears music, all on one line.

The distributor knows it as a call of its own (`acd.consults`), and so does this room: a `CallState`
without a caller, `within` the call whose line carries the colleague's leg. Whatever leg is lost,
the caller is with somebody at once: with who asked, with the colleague, or at the head of the line.
"""

from datetime import datetime

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.ids import AgentId, CommandId
from acd.step import NOTHING, Command, Fact, Step
from callcenter.calls.call import CallState, Direction, Leg, LegState, Stage
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import dial, end_leg, resume, ringback

CONNECT_RING_FOR = 2.0
"""Seconds a browser's leg may take to answer."""

HUNG_UP, LOST, CALLER_LEFT, RETURNED = "hangup", "lost", "caller_left", "returned"
"""Why a consultation is over, where the call says so."""


# -- what changes ------------------------------------------------------------------------------


def queued(state: CallsState, fact: a.ConsultQueued) -> None:
    """A call without a caller, on the line of the one it is about."""
    about = state.calls.get(fact.of)
    if about is None or fact.call in state.calls:
        return
    about.consult = fact.call
    about.transfer_no = ""
    state.calls[fact.call] = CallState(
        id=fact.call,
        within=fact.of,
        line=about.line,
        exchange=about.exchange,
        party=fact.party,
        dialled=about.dialled,
        arrived_at=fact.at,
        stage=Stage.WAITING,
        queue=fact.queue,
        language=fact.language,
        path=fact.path,
        tier=about.tier,
        travels_soon=about.travels_soon,
        queued_at=fact.at,
        handed_by=fact.by,
        direction=Direction.CONSULT,
    )


def ended(state: CallsState, fact: a.ConsultEnded) -> None:
    """She is with her caller; the colleague's leg may go on for a moment."""
    about, consult = state.calls.get(fact.of), state.calls.get(fact.call)
    if about is not None and about.consult == fact.call:
        about.consult = None
        if consult is not None and consult.stage is Stage.CONNECTED and consult.handed:
            # They have hung up, and the caller goes too.
            about.stage = Stage.CLOSING
        elif consult is not None and consult.stage is Stage.CONNECTING:
            about.transfer_no = _not_reached(fact.because)
    if consult is not None and consult.stage is not Stage.ENDED:
        consult.stage = Stage.CLOSING
        consult.agent = None
        consult.connect_by = consult.audio_by = None


def _not_reached(because: str) -> str:
    """Of somebody outside, for the desk; empty where nobody wanted them any more."""
    hers = because in (RETURNED, CALLER_LEFT, LOST)
    return "" if hers else f"outside_{because}"


def completed(state: CallsState, fact: a.ConsultCompleted) -> None:
    """The colleague's leg and offer are the call's now."""
    about, consult = state.calls.get(fact.of), state.calls.get(fact.call)
    if about is None or consult is None:
        return
    about.consult = None
    about.offer, about.also = consult.offer, {}
    about.legs.update(consult.legs)
    about.agent = fact.agent
    about.passes_on(fact.by)
    about.connected_at, about.released_at = fact.at, None
    about.audio_by = consult.audio_by
    consult.legs, consult.offer, consult.agent = {}, None, None
    consult.connect_by = consult.audio_by = None
    consult.stage = Stage.ENDED


def joined(call: CallState, fact: c.LegsJoined) -> None:
    """The colleague hears the caller too."""
    if call.within is not None and f"{call.within}.1" in (fact.a, fact.b):
        call.conference = True


# -- what follows ------------------------------------------------------------------------------


def sought(room: CallsState, call: CallState, fact: a.ConsultQueued) -> Step:
    """Music for the caller, a ringing tone for her; who it is about, for the colleague."""
    about = room.calls.get(fact.of)
    if about is None:
        return NOTHING
    wishes: list[Command] = []
    if about.caller is not None and not about.caller.held:
        wishes.append(held(about, about.caller, fact.call, hold=True))
    hers = about.agent_leg()
    if hers is not None:
        wishes.append(ringback(about, hers, fact.call))
    name = CommandId(f"{call.id}:customer")
    wishes.append(do.LookUpCustomer(id=name, call=call.id, party=call.party))
    return Step(commands=tuple(wishes))


def accepted(room: CallsState, call: CallState, fact: a.OfferAccepted) -> Step:
    """The colleague is joined with who asked."""
    about = room.calls.get(call.within or "")
    hers = about.agent_leg() if about is not None else None
    offer, leg = call.offer, call.agent_leg()
    if offer is None or hers is None or call.stage is not Stage.CONNECTING:
        return NOTHING
    if offer.rings_a_phone and leg is not None:
        name = CommandId(f"{leg.id}:join")
        return Step(commands=(do.JoinLegs(id=name, call=call.on_line, a=hers.id, b=leg.id),))
    announce = fact.announce if fact.auto else None
    wish = dial(call, offer, fact.uri, ring_for=CONNECT_RING_FOR, join=hers.id, announce=announce)
    return Step(commands=(wish,))


def over(room: CallsState, call: CallState, fact: a.ConsultEnded) -> Step:
    """The colleague's leg ends; she and her caller hear each other, if both are there."""
    about = room.calls.get(fact.of)
    wishes: list[Command] = [end_leg(leg, call) for leg in call.live_legs]
    facts: tuple[Fact, ...] = ()
    if not wishes and call.stage is not Stage.ENDED:
        ending = c.Ending(side=c.Side.HOUSE, reason=c.Reason.HANGUP)
        facts = (c.CallEnded(at=fact.at, call=call.id, ending=ending),)
    if about is not None and about.stage is Stage.CONNECTED:
        wishes.extend(_together_again(about, fact))
    return Step(facts=facts, commands=tuple(wishes))


def _together_again(about: CallState, fact: a.ConsultEnded) -> tuple[Command, ...]:
    caller, hers = about.caller, about.agent_leg()
    if caller is None or not about.caller_is_up:
        return ()
    wishes: list[Command] = []
    if caller.held:
        wishes.append(held(about, caller, fact.call, hold=False))
    if hers is not None and hers.state is LegState.UP:
        # Also ends her ringing tone.
        name = CommandId(f"{hers.id}:join:{fact.call}")
        wishes.append(do.JoinLegs(id=name, call=about.id, a=caller.id, b=hers.id))
    return tuple(wishes)


def taken_over(room: CallsState, call: CallState, fact: a.ConsultCompleted) -> Step:
    """Caller and colleague hear each other before the first agent's leg ends."""
    about = room.calls.get(fact.of)
    caller = about.caller if about is not None else None
    theirs = about.agent_leg() if about is not None else None
    if about is None or caller is None or theirs is None:
        return NOTHING
    wishes: list[Command] = []
    if theirs.held:
        wishes.append(held(about, theirs, fact.call, hold=False))
    if caller.held:
        wishes.append(held(about, caller, fact.call, hold=False))
    name = CommandId(f"{theirs.id}:join:{fact.call}")
    wishes.append(do.JoinLegs(id=name, call=about.id, a=caller.id, b=theirs.id))
    hers = (leg for leg in about.live_legs if leg.agent == fact.by and leg is not theirs)
    wishes.extend(end_leg(leg, about, "transferred") for leg in hers)
    wishes.extend(resume(about))
    ending = c.Ending(side=c.Side.HOUSE, reason=c.Reason.REPLACED)
    over = c.CallEnded(at=fact.at, call=fact.call, ending=ending)
    return Step(facts=(over,), commands=tuple(wishes))


def pressed(room: CallsState, call: CallState, fact: p.ConsultStepPressed) -> Step:
    """What she does with it: back to the caller, hand over, swap, or all three together."""
    consult = open_of(room, call)
    if consult is None or call.agent != fact.agent:
        return NOTHING
    match fact.step:
        case p.ConsultStep.BACK:
            return Step(facts=(end(consult, fact.at, RETURNED),))
        case p.ConsultStep.COMPLETE if consult.direction is Direction.OUTSIDE:
            return Step(facts=theirs(call, consult, fact.at))
        case p.ConsultStep.COMPLETE:
            return Step(facts=completes(call, consult, fact.at))
        case p.ConsultStep.SWAP | p.ConsultStep.CONFERENCE:
            return _re_routed(call, consult, fact)


def _re_routed(call: CallState, consult: CallState, fact: p.ConsultStepPressed) -> Step:
    caller, theirs = call.caller, consult.their_leg
    if consult.stage is not Stage.CONNECTED or caller is None or theirs is None:
        return NOTHING
    tag = f"{consult.id}:{call.presses}"
    if fact.step is p.ConsultStep.CONFERENCE:
        wishes = [held(call, leg, tag, hold=False) for leg in (caller, theirs) if leg.held]
        name = CommandId(f"{theirs.id}:conference:{call.presses}")
        wishes.append(do.JoinLegs(id=name, call=call.id, a=caller.id, b=theirs.id))
        return Step(commands=tuple(wishes))
    if consult.conference:
        return NOTHING
    on, off = (theirs, caller) if caller.held else (caller, theirs)
    return Step(commands=(held(call, on, tag, hold=True), held(call, off, tag, hold=False)))


def her_leg_gone(room: CallsState, call: CallState, fact: c.LegEnded) -> tuple[Fact, ...]:
    """Who asked is gone: the caller is the colleague's, or nobody is asked any more."""
    consult = open_of(room, call)
    if consult is None:
        return ()
    return completes(call, consult, fact.at) or (end(consult, fact.at, LOST),)


def caller_gone(room: CallsState, call: CallState, fact: Fact) -> tuple[Fact, ...]:
    """There is nothing to ask about any more."""
    consult = open_of(room, call)
    return () if consult is None else (end(consult, fact.at, CALLER_LEFT),)


# -- looking -----------------------------------------------------------------------------------


def open_of(room: CallsState, call: CallState) -> CallState | None:
    """The consultation that is open about a call."""
    return room.calls.get(call.consult) if call.consult is not None else None


def end(consult: CallState, at: datetime, because: str) -> a.ConsultEnded:
    """The fact that it is over."""
    there = consult.agent if consult.stage is Stage.CONNECTED else None
    assert consult.within is not None
    return a.ConsultEnded(at=at, call=consult.id, of=consult.within, because=because, agent=there)


def completes(call: CallState, consult: CallState, at: datetime) -> tuple[Fact, ...]:
    """The fact that the caller is the colleague's, if there is one who could have her; or theirs
    who were asked outside.
    """
    if consult.direction is Direction.OUTSIDE:
        return theirs(call, consult, at) if consult.stage is Stage.CONNECTED else ()
    agent: AgentId | None = consult.agent
    there = consult.stage is Stage.CONNECTED and consult.agent_leg() is not None
    if agent is None or call.agent is None or not there or not call.caller_is_up:
        return ()
    done = a.ConsultCompleted(at=at, call=consult.id, of=call.id, by=call.agent, agent=agent)
    return (done,)


def theirs(call: CallState, consult: CallState, at: datetime) -> tuple[Fact, ...]:
    """The fact that the caller is theirs who are called outside; their telephone may ring still."""
    if call.agent is None or consult.their_leg is None or not call.caller_is_up:
        return ()
    there = consult.stage is Stage.CONNECTED
    return (a.HandedOutside(at=at, call=call.id, by=call.agent, answered=there),)


def held(call: CallState, leg: Leg, tag: str, *, hold: bool) -> Command:
    """Music for a leg, or back into the conversation."""
    kind = do.HoldLeg if hold else do.RetrieveLeg
    name = CommandId(f"{leg.id}:{'hold' if hold else 'retrieve'}:{tag}")
    return kind(id=name, call=call.on_line, leg=leg.id)
