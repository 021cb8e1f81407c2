"""Somebody outside in a call: asked by its agent, or given the caller, by her or by a flow, all on
one line.

Known here as a consultation is: a `CallState` without a caller, `within` the call whose line
carries the leg; it lasts as long as that leg. Whatever leg is lost, the caller is with somebody at
once: with her who asked, at the head of the line, or on in the flow; or the call ends as any
conversation does.
"""

from datetime import datetime

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import CallId, CommandId, PartyId
from acd.step import NOTHING, Command, CommandClosed, Fact, Step
from callcenter.calls import adoption, consulting
from callcenter.calls.call import (
    PROMPTS_OF_A_DIALOGUE,
    CallState,
    Direction,
    Leg,
    Stage,
    caller_leg_id,
)
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import end_leg, music, resume, ringback

LOST = "lost"
GIVEN = "outside"
"""How a dialogue ends that has given the caller to somebody outside."""


# -- what changes ------------------------------------------------------------------------------


def called(state: CallsState, fact: a.OutsideCalled) -> None:
    """They are about to be dialled."""
    about = state.calls.get(fact.of)
    if about is None or fact.call in state.calls:
        return
    about.consult = fact.call
    about.transfer_no = ""
    asked = _within(about, fact.call, fact.at)
    asked.party, asked.handed_by, asked.shown = fact.party, fact.by, fact.shown
    asked.ring_for, asked.hands_over = fact.ring_for, fact.hand_over
    state.calls[asked.id] = asked


def _within(about: CallState, name: CallId, at: datetime) -> CallState:
    return CallState(
        id=name,
        within=about.id,
        party=PartyId(""),
        line=about.line,
        exchange=about.exchange,
        dialled=about.dialled,
        arrived_at=at,
        queue=about.queue,
        language=about.language,
        stage=Stage.CONNECTING,
        direction=Direction.OUTSIDE,
    )


def given(state: CallsState, fact: i.OutsideChosen) -> None:
    """By a flow: no agent has anything to do with it."""
    call = state.calls.get(fact.call)
    if call is None or call.consult is not None:
        return
    name = CallId(f"{call.id}~d{call.dialogues}")
    asked = _within(call, name, fact.at)
    asked.ring_for, asked.handed = float(fact.ring_for), True
    state.calls[name] = asked
    call.consult = name
    call.goes_on_at = (fact.flow, fact.otherwise)
    if call.stage not in (Stage.CLOSING, Stage.ENDED):
        call.stage = Stage.OUTSIDE


def they_answered(call: CallState, leg: Leg) -> None:
    """From here on they may speak with whoever is joined with them."""
    if leg.role is c.Role.CONSULT and call.stage is Stage.CONNECTING:
        call.stage = Stage.CONNECTED


def handed(state: CallsState, fact: a.HandedOutside) -> None:
    """The call is no agent's; who had it may still wrap it up."""
    call = state.calls.get(fact.call)
    if call is None:
        return
    asked = consulting.open_of(state, call)
    if asked is not None:
        asked.handed = True
    call.passes_on(fact.by)
    call.transfer_no = ""
    call.agent = None
    call.offer, call.also = None, {}
    call.connect_by = call.audio_by = None
    call.released_at = fact.at
    if call.stage not in (Stage.CLOSING, Stage.ENDED):
        call.stage = Stage.OUTSIDE


def adopted(state: CallsState, fact: c.CallAdopted) -> None:
    """The card tells of the call alone: who has its caller is told by the line."""
    adoption.adopted(state, fact)
    call = state.calls.get(fact.call)
    if call is None or call.stage is not Stage.OUTSIDE or call.consult is not None:
        return
    theirs = next((leg for leg in fact.legs if leg.role is c.Role.CONSULT), None)
    if theirs is None:
        return
    name = CallId(theirs.leg.partition(".")[0])
    asked = _within(call, name, fact.at)
    asked.party, asked.handed = call.party, True
    asked.legs = {theirs.leg: adoption.found(theirs)}
    asked.stage = Stage.CONNECTED if theirs.answered else Stage.CONNECTING
    state.calls[name] = asked
    call.consult = name


# -- what follows ------------------------------------------------------------------------------


def sought(room: CallsState, asked: CallState, fact: a.OutsideCalled) -> Step:
    """Music for the caller, a ringing tone for her, and they are dialled."""
    about = room.calls.get(fact.of)
    hers = about.agent_leg() if about is not None else None
    if about is None or hers is None or about.caller is None:
        return Step(facts=(consulting.end(asked, fact.at, LOST),))
    wishes: list[Command] = []
    if not about.caller.held:
        wishes.append(consulting.held(about, about.caller, asked.id, hold=True))
    wishes.append(ringback(about, hers, asked.id))
    theirs = caller_leg_id(asked.id)
    wish = do.DialLeg(
        id=CommandId(f"{theirs}:dial"),
        call=about.id,
        leg=theirs,
        role=c.Role.CONSULT,
        uri="",
        party=asked.party,
        join=hers.id,
        shown=asked.shown,
        ring_for=asked.ring_for,
    )
    return Step(commands=(*wishes, wish))


def rung(room: CallsState, call: CallState, fact: i.OutsideChosen) -> Step:
    """By a flow: the caller hears it ring; what they speak without the house is not recorded."""
    asked, caller = consulting.open_of(room, call), call.caller
    if asked is None or caller is None or not call.caller_is_up:
        return NOTHING
    theirs = caller_leg_id(asked.id)
    dial = do.DialLeg(
        id=CommandId(f"{theirs}:dial"),
        call=call.id,
        leg=theirs,
        role=c.Role.CONSULT,
        uri="",
        number=fact.number,
        join=caller.id,
        ring_for=asked.ring_for,
    )
    return Step(commands=(*music(call, asked.id, tune="ringback"), dial, *_pause(call, asked)))


def _pause(call: CallState, asked: CallState) -> tuple[Command, ...]:
    if call.recording != "running":
        return ()
    name = CommandId(f"{call.id}:pause:{asked.id}")
    return (do.PauseRecording(id=name, call=call.id),)


def dialled(call: CallState, leg: Leg) -> Step:
    """Nobody may want them any more."""
    wanted = call.within is not None and call.stage is not Stage.CLOSING
    return NOTHING if wanted else Step(commands=(end_leg(leg, call, c.Reason.CANCELLED),))


def rings(room: CallsState, asked: CallState, fact: c.LegProgressed) -> Step:
    """There is a telephone: she who only hands over need not wait for the answer."""
    about = room.calls.get(asked.within or "")
    if about is None or not asked.hands_over or asked.handed:
        return NOTHING
    return Step(facts=consulting.theirs(about, asked, fact.at))


def answered(room: CallsState, asked: CallState, fact: c.LegAnswered) -> Step:
    """Whom they speak with is joined by the line."""
    about = room.calls.get(asked.within or "")
    if about is None or asked.stage is not Stage.CONNECTED:
        return NOTHING
    if asked.handed:
        return Step(facts=(a.OutsideAnswered(at=fact.at, call=about.id),))
    return Step(facts=consulting.theirs(about, asked, fact.at)) if asked.hands_over else NOTHING


def goes_over(room: CallsState, call: CallState, fact: a.HandedOutside) -> Step:
    """Caller and they hear each other, or he hears their telephone ring, before her leg ends. What
    they speak without the house is not recorded.
    """
    asked, caller = consulting.open_of(room, call), call.caller
    theirs = asked.their_leg if asked is not None else None
    if asked is None or caller is None or theirs is None:
        return NOTHING
    wishes = [
        consulting.held(call, leg, asked.id, hold=False) for leg in (theirs, caller) if leg.held
    ]
    if not fact.answered:
        wishes.extend(music(call, asked.id, tune="ringback"))
    join = CommandId(f"{theirs.id}:join:{call.id}")
    wishes.append(do.JoinLegs(id=join, call=call.id, a=caller.id, b=theirs.id))
    hers = (leg for leg in call.live_legs if leg.agent == fact.by)
    wishes.extend(end_leg(leg, call, "transferred") for leg in hers)
    wishes.extend(_pause(call, asked))
    return Step(commands=tuple(wishes))


def leg_gone(
    room: CallsState, asked: CallState, fact: c.LegEnded
) -> tuple[tuple[Fact, ...], tuple[Command, ...]]:
    """They are gone: she is with her caller again; without her he goes too, or back into line if
    they were never there.
    """
    about = room.calls.get(asked.within or "")
    if asked.stage is Stage.CLOSING or about is None:
        return (), ()
    spoke = asked.stage is Stage.CONNECTED
    because = consulting.HUNG_UP if spoke else fact.ending.reason.value
    over = consulting.end(asked, fact.at, because)
    if not asked.handed:
        return (over,), ()
    if not spoke:
        back = _comes_back(room, about, fact.at, because)
        return (over, *back.facts), back.commands
    caller = about.caller
    return (over,), ((end_leg(caller, about),) if caller is not None and caller.is_live else ())


def not_dialled(room: CallsState, asked: CallState, fact: CommandClosed) -> Step:
    """They could not be called at all; she is told why, or the caller comes back."""
    about, because = room.calls.get(asked.within or ""), fact.reason or fact.outcome
    if asked.stage is not Stage.CONNECTING or asked.their_leg is not None or about is None:
        return NOTHING
    over = consulting.end(asked, fact.at, because)
    back = _comes_back(room, about, fact.at, because) if asked.handed else NOTHING
    return Step(facts=(over, *back.facts), commands=back.commands)


def _comes_back(room: CallsState, call: CallState, at: datetime, because: str) -> Step:
    """Nobody was there: on in the flow that gave the caller away, else into line."""
    caller = call.caller
    if call.goes_on_at is None or caller is None:
        return Step(facts=(a.OutsideNotReached(at=at, call=call.id, because=because),))
    flow, node = call.goes_on_at
    started = i.DialogueStarted(
        at=at,
        call=call.id,
        leg=caller.id,
        party=call.party,
        flow=flow,
        flows_version=room.flows_version,
        node=node,
        language=call.language or "",
        path=call.path,
        recording_declined=call.recording == "declined",
        prompts=PROMPTS_OF_A_DIALOGUE * max(1, call.dialogues),
    )
    return Step(facts=(started,), commands=resume(call))


def not_reached(call: CallState, fact: a.OutsideNotReached) -> Step:
    """Voices are written again for whoever has the caller next."""
    return Step(commands=resume(call))


def left_alone(room: CallsState, call: CallState, fact: c.CallAdopted) -> Step:
    """Found with nobody outside: they went while nobody thought."""
    alone = call.stage is Stage.OUTSIDE and call.consult is None and call.caller_is_up
    return _comes_back(room, call, fact.at, LOST) if alone else NOTHING
