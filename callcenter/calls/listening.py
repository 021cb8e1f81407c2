"""Silent listeners: a leg that hears an agent's call and is heard by nobody.

A listener is attached to an agent by the distributor. Here she gets a leg in each conversation of
that agent, one at a time, for her audio takes one. Nothing of a call waits for her leg, and nothing
is decided by it; what goes wrong with it is told by `ListenerLeft` and changes nothing else.
"""

from collections.abc import Callable, Iterator

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.ids import AgentId, CommandId, LegId
from acd.step import NOTHING, Command, CommandClosed, Fact, Step
from callcenter.calls.call import CallState, Leg, Stage
from callcenter.calls.state import CallsState, Ear, Listener
from callcenter.calls.wishes import end_leg

RING_FOR = 10.0
"""Seconds a desk phone rings; a browser answers at once."""

OVER, STOPPED, REPLACED = "over", "stopped", "replaced"
NO_TROUBLE = frozenset({OVER, STOPPED, REPLACED})
"""Why a listener's leg ends when all is well."""

CallOf = Callable[[str], CallState | None]
"""The call an agent is in."""


# -- what changes ------------------------------------------------------------------------------


def began(state: CallsState, fact: a.ListeningBegan) -> None:
    state.listeners[fact.listener] = Listener(
        agent=fact.agent, uri=fact.uri, in_browser=fact.in_browser, voice=fact.voice
    )
    ear = state.ears.get(fact.listener)
    if ear is not None and ear.agent != fact.agent:
        _drop(ear, STOPPED)


def voiced(state: CallsState, fact: a.VoiceGiven) -> None:
    listener = state.listeners.get(fact.listener)
    if listener is not None and listener.agent == fact.agent:
        listener.voice = fact.voice
        listener.voices += 1


def stopped(state: CallsState, fact: a.ListeningEnded) -> None:
    listener = state.listeners.get(fact.listener)
    if listener is not None and listener.agent == fact.agent:
        del state.listeners[fact.listener]
    _drop(state.ears.get(fact.listener), STOPPED)


def released(state: CallsState, fact: a.AgentReleased) -> None:
    for ear in state.ears.values():
        if (ear.call, ear.agent) == (fact.call, fact.agent):
            _drop(ear, OVER)


def audio(state: CallsState, fact: a.AudioReady | a.AudioLost) -> None:
    listener = state.listeners.get(fact.agent)
    if listener is not None and listener.in_browser:
        listener.uri = fact.uri if isinstance(fact, a.AudioReady) else ""
        if isinstance(fact, a.AudioReady):
            _drop(state.ears.get(fact.agent), REPLACED)


def _drop(ear: Ear | None, because: str) -> None:
    """Its leg may go on for a moment; what is wished for afterwards is another leg."""
    if ear is not None and not ear.dropped:
        ear.dropped = because


def called(state: CallsState, fact: a.ListenerCalled) -> None:
    state.ears[fact.listener] = Ear(call=fact.call, leg=fact.leg, agent=fact.agent)
    call = state.calls.get(fact.call)
    if call is not None:
        call.listened += 1
    listener = state.listeners.get(fact.listener)
    if listener is not None:
        listener.trouble = ""


def joined(state: CallsState, fact: a.ListenerJoined) -> None:
    ear = state.ears.get(fact.listener)
    if ear is not None and ear.leg == fact.leg:
        ear.heard_since = fact.at


def left(state: CallsState, fact: a.ListenerLeft) -> None:
    ear = state.ears.get(fact.listener)
    if ear is not None and ear.leg == fact.leg:
        del state.ears[fact.listener]
    listener = state.listeners.get(fact.listener)
    if listener is not None and fact.because not in NO_TROUBLE:
        listener.trouble = fact.because


# -- what follows ------------------------------------------------------------------------------


def attached(state: CallsState, fact: Fact, listener: str, call_of: CallOf) -> Step:
    """A leg for her in the conversation that goes on, unless one of hers is still there."""
    wanted = state.listeners.get(listener)
    call = call_of(wanted.agent) if wanted is not None else None
    if wanted is None or call is None or not wanted.uri or listener in state.ears:
        return NOTHING
    if call.within is not None:
        return NOTHING
    if not _talks(call, wanted.agent):
        return NOTHING
    return Step(facts=tuple(_call_in(state, fact, call, (listener,))))


def connected(state: CallsState, call: CallState, fact: a.CallConnected) -> Step:
    """Everybody who is attached to this agent and has no leg elsewhere; nobody listens to a
    question among colleagues.
    """
    if call.within is not None:
        return NOTHING
    mine = (
        name
        for name, one in sorted(state.listeners.items())
        if one.agent == fact.agent and one.uri and name not in state.ears
    )
    return Step(facts=tuple(_call_in(state, fact, call, mine)))


def _call_in(
    state: CallsState, fact: Fact, call: CallState, names: Iterator[str] | tuple[str, ...]
) -> Iterator[Fact]:
    for number, name in enumerate(names, call.listened + 1):
        listener = state.listeners[name]
        yield a.ListenerCalled(
            at=fact.at,
            call=call.id,
            leg=LegId(f"{call.id}.l{number}"),
            listener=AgentId(name),
            agent=listener.agent,
            uri=listener.uri,
        )


def dial(call: CallState, fact: a.ListenerCalled) -> Step:
    """Into the call, joined with nobody."""
    wish = do.DialLeg(
        id=CommandId(f"{fact.leg}:dial"),
        call=call.id,
        leg=fact.leg,
        role=c.Role.LISTENER,
        agent=fact.listener,
        uri=fact.uri,
        ring_for=RING_FOR,
    )
    return Step(commands=(wish,))


def dialled(state: CallsState, call: CallState, leg: Leg) -> Step:
    """She was let go before her leg was dialled: it is ended now."""
    if _wanted(state, call, leg.id):
        return NOTHING
    return Step(commands=(end_leg(leg, call),))


def answered(state: CallsState, call: CallState, leg: Leg, fact: c.LegAnswered) -> Step:
    """From here on she hears the call."""
    ear = _ear(state, leg.id)
    if ear is None or not _wanted(state, call, leg.id):
        return Step(commands=(end_leg(leg, call),))
    name, known = ear
    heard = a.ListenerJoined(
        at=fact.at, call=call.id, leg=leg.id, listener=AgentId(name), agent=known.agent
    )
    return Step(facts=(heard,)) if known.heard_since is None else NOTHING


def speaks(state: CallsState, fact: a.VoiceGiven | a.ListenerJoined) -> Step:
    """Be heard as she wants to be, where she hears a call; a leg that comes up is silent."""
    known, ear = state.listeners.get(fact.listener), state.ears.get(fact.listener)
    if known is not None and isinstance(fact, a.ListenerJoined) and known.voice is a.Voice.SILENT:
        return NOTHING
    call = state.calls.get(ear.call) if ear is not None and ear.heard_since else None
    if known is None or ear is None or call is None or ear.dropped:
        return NOTHING
    name = CommandId(f"{ear.leg}:voice:{known.voices}")
    wish = do.VoiceLeg(id=name, call=call.id, leg=ear.leg, voice=known.voice)
    return Step(commands=(wish,))


def leg_ended(state: CallsState, call: CallState, fact: c.LegEnded) -> Step:
    """Why she hears it no more; the call goes on as it is."""
    because = _because(state, call, fact.leg) or fact.ending.reason.value
    return Step(facts=_left(state, fact, fact.leg, because))


def not_dialled(state: CallsState, leg: str, fact: CommandClosed) -> Step:
    """The line or the exchange refused her leg."""
    call = state.calls.get(leg.partition(".")[0])
    because = _because(state, call, leg) or fact.reason or fact.outcome
    return Step(facts=_left(state, fact, leg, because))


def let_go(state: CallsState, listener: str, reason: str) -> Step:
    """End her leg, if it is up; one that is being dialled is ended when it is."""
    ear = state.ears.get(listener)
    call = state.calls.get(ear.call) if ear is not None else None
    leg = call.legs.get(ear.leg) if call is not None and ear is not None else None
    if call is None or leg is None or not leg.is_live:
        return NOTHING
    return Step(commands=(end_leg(leg, call, reason),))


def conversation_over(call: CallState) -> tuple[Command, ...]:
    """Whoever listened has nothing to listen to any more."""
    legs = (leg for leg in call.live_legs if leg.role is c.Role.LISTENER)
    return tuple(end_leg(leg, call) for leg in legs)


def all_left(state: CallsState, call: CallState, fact: Fact) -> tuple[Fact, ...]:
    """The call is over, whatever is known of listeners' legs."""
    here = [ear.leg for _, ear in sorted(state.ears.items()) if ear.call == call.id]
    return tuple(one for leg in here for one in _left(state, fact, leg, OVER))


def found(state: CallsState, call: CallState) -> tuple[Command, ...]:
    """Legs of a call that was found at recovery, of listeners nobody remembers."""
    legs = (leg for leg in call.live_legs if leg.role is c.Role.LISTENER)
    return tuple(end_leg(leg, call) for leg in legs if not _wanted(state, call, leg.id))


def again(fact: a.ListenerLeft) -> bool:
    """Whether she is to be called anew where she is wanted; after trouble she is not."""
    return fact.because in NO_TROUBLE


# -- looking -----------------------------------------------------------------------------------


def is_listeners(leg: str) -> bool:
    """Whether a leg of this name is a listener's."""
    return leg.rpartition(".")[2].startswith("l")


def _talks(call: CallState, agent: str) -> bool:
    return call.stage is Stage.CONNECTED and call.agent == agent and call.released_at is None


def _ear(state: CallsState, leg: str) -> tuple[str, Ear] | None:
    return next(((name, ear) for name, ear in state.ears.items() if ear.leg == leg), None)


def _wanted(state: CallsState, call: CallState, leg: str) -> bool:
    return not _because(state, call, leg)


def _because(state: CallsState, call: CallState | None, leg: str) -> str:
    """Why nobody wants the leg any more; empty when somebody does."""
    found = _ear(state, leg)
    if found is None:
        return STOPPED
    _, ear = found
    gone = call is None or not _talks(call, ear.agent)
    return OVER if gone else ear.dropped


def _left(state: CallsState, fact: Fact, leg: str, because: str) -> tuple[Fact, ...]:
    found = _ear(state, leg)
    if found is None:
        return ()
    name, ear = found
    gone = a.ListenerLeft(
        at=fact.at,
        call=ear.call,
        leg=ear.leg,
        listener=AgentId(name),
        agent=ear.agent,
        heard=ear.heard_since is not None,
        because=because,
    )
    return (gone,)
