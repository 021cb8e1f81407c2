"""A supervisor who hears a conversation takes its caller over: her leg is the agent's from then on.

Spoken to by `callcenter.calls.changes` and `callcenter.calls.decisions`. Caller and supervisor hear
each other before the agent's leg ends.
"""

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.ids import CommandId, OfferId
from acd.step import NOTHING, Command, Step
from callcenter.calls.call import CallState, PendingOffer, Stage
from callcenter.calls.state import CallsState
from callcenter.calls.wishes import end_leg, resume


def taken_over(state: CallsState, fact: a.CallTakenOver) -> None:
    """Her ear is no listener's any more."""
    listener, ear = state.listeners.pop(fact.by, None), state.ears.pop(fact.by, None)
    call = state.calls.get(fact.call)
    leg = call.legs.get(ear.leg) if call is not None and ear is not None else None
    if call is None or leg is None or call.stage is not Stage.CONNECTED:
        return
    leg.role = c.Role.AGENT
    call.passes_on(fact.agent)
    call.offer, call.also = (
        PendingOffer(
            id=OfferId(f"{call.id}/t{call.transfers}"),
            agent=fact.by,
            device="browser" if listener is None or listener.in_browser else listener.uri,
            leg=leg.id,
            accepted=True,
        ),
        {},
    )
    call.agent = fact.by
    call.connected_at, call.released_at, call.audio_by = fact.at, None, None


def goes_over(call: CallState, fact: a.CallTakenOver) -> Step:
    """Joined first; then the agent is let go."""
    caller, hers = call.caller, call.agent_leg()
    if caller is None or hers is None or call.agent != fact.by:
        return NOTHING
    number = call.transfers
    wishes: list[Command] = [
        do.PromoteLeg(id=CommandId(f"{hers.id}:promote"), call=call.id, leg=hers.id)
    ]
    if caller.held:
        name = CommandId(f"{caller.id}:retrieve:t{number}")
        wishes.append(do.RetrieveLeg(id=name, call=call.id, leg=caller.id))
    name = CommandId(f"{hers.id}:join")
    wishes.append(do.JoinLegs(id=name, call=call.id, a=caller.id, b=hers.id))
    others = (leg for leg in call.live_legs if leg.agent == fact.agent and leg is not hers)
    wishes.extend(end_leg(leg, call, "transferred") for leg in others)
    wishes.extend(resume(call))
    return Step(commands=tuple(wishes))
