"""A caller who is handed over: music until somebody takes her, and her agent's leg ends.

Spoken to by `callcenter.calls.changes` and `callcenter.calls.decisions`. The distributor has put
the call into its queue before anything happens here: the caller is at no moment without a place.
"""

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.ids import AgentId, CommandId, QueueId
from acd.step import NOTHING, Command, Step
from callcenter.calls.call import CallState, Stage
from callcenter.calls.wishes import end_leg, music, resume


def transferred(call: CallState, fact: a.CallTransferred) -> None:
    """It waits; who had it may still wrap it up."""
    call.passes_on(fact.by)
    call.queue = fact.queue
    call.transfer_no = ""
    call.agent = None
    call.offer = None
    call.also = {}
    call.connect_by = call.audio_by = None
    call.released_at = fact.at
    if call.stage not in (Stage.CLOSING, Stage.ENDED):
        call.stage = Stage.WAITING


def pressed(call: CallState, fact: a.TransferPressed | a.ConsultPressed | a.OutsidePressed) -> None:
    """What stood against the transfer before is old."""
    call.transfer_no = ""


def refused(call: CallState, fact: a.ActRefused) -> None:
    """For the desk to say why."""
    if fact.act in (a.Act.TRANSFER, a.Act.CONSULT, a.Act.OUTSIDE):
        call.transfer_no = f"{fact.reason}:{fact.detail}" if fact.detail else fact.reason.value


def referred(call: CallState, fact: c.LegReferred) -> Step:
    """As if she had pressed it at her desk: figures are an agent, anything else is a queue."""
    leg = call.agent_leg()
    if leg is None or leg.id != fact.leg or call.stage is not Stage.CONNECTED or call.agent is None:
        return NOTHING
    to_agent = fact.to.isdecimal()
    pressed = a.TransferPressed(
        at=fact.at,
        press=f"{fact.leg}:refer:{call.presses}",
        call=call.id,
        by=call.agent,
        queue=None if to_agent else QueueId(fact.to),
        agent=AgentId(fact.to) if to_agent else None,
    )
    return Step(facts=(pressed,))


def goes_on(call: CallState, fact: a.CallTransferred) -> Step:
    """Apart from her, off hold, music; then her leg ends, and nothing is paused any more."""
    caller = call.caller
    if caller is None or not call.caller_is_up:
        return NOTHING
    number = call.transfers
    hers = [leg for leg in call.live_legs if leg.role is c.Role.AGENT and leg.agent == fact.by]
    wishes: list[Command] = [
        do.PartLegs(id=CommandId(f"{leg.id}:part"), call=call.id, a=caller.id, b=leg.id)
        for leg in hers
        if leg.joined == caller.id
    ]
    if caller.held:
        name = CommandId(f"{caller.id}:retrieve:t{number}")
        wishes.append(do.RetrieveLeg(id=name, call=call.id, leg=caller.id))
    wishes.extend(music(call, f"transfer{number}"))
    wishes.extend(end_leg(leg, call, "transferred") for leg in hers)
    wishes.extend(resume(call))
    return Step(commands=tuple(wishes))
