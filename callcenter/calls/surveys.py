"""A survey: when the agent ends the conversation, the caller stays and rates it by key.

Spoken to by `callcenter.calls.changes`, `.decisions` and `.endings`. Which flow asks is the queue's
rule (`survey`); what the flow collects as `score` is the answer. The agent cannot skip it: it
begins with the end of her own leg, and she is in wrap-up meanwhile.
"""

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.ids import FlowName
from acd.step import NOTHING, Fact, Step
from callcenter.calls.call import PROMPTS_OF_A_DIALOGUE, CallState
from callcenter.calls.state import CallsState

SCORE = "score"
"""The variable of the flow that is the caller's answer."""


def published(state: CallsState, fact: a.ConfigurationPublished) -> None:
    """Which queues ask."""
    asks = {queue.id: FlowName(queue.survey) for queue in fact.configuration.queues}
    state.surveys = {queue: flow for queue, flow in asks.items() if flow}


def invited(call: CallState, fact: c.SurveyInvited) -> None:
    """From here on the dialogue is the survey's."""
    call.rates = fact.agent


def flow_for(room: CallsState, call: CallState) -> FlowName | None:
    """The survey of a conversation that its agent ends now; None: the caller is let go. She must be
    able to hear it, and nobody is asked twice.
    """
    if call.queue is None or call.rates is not None or not call.caller_is_up:
        return None
    by_agent = call.ending is not None and call.ending.side is c.Side.AGENT
    return room.surveys.get(call.queue) if by_agent else None


def begins(call: CallState, fact: a.AgentReleased, flow: FlowName, room: CallsState) -> Step:
    """In the language she chose."""
    caller, queue = call.caller, call.queue
    assert caller is not None
    assert queue is not None
    facts: tuple[Fact, ...] = (
        c.SurveyInvited(at=fact.at, call=call.id, agent=fact.agent, queue=queue),
        i.DialogueStarted(
            at=fact.at,
            call=call.id,
            leg=caller.id,
            party=call.party,
            flow=flow,
            flows_version=room.flows_version,
            language=call.language or "",
            path=call.path,
            recording_declined=call.recording == "declined",
            prompts=PROMPTS_OF_A_DIALOGUE * max(1, call.dialogues),
        ),
    )
    return Step(facts=facts)


def collected(call: CallState, fact: i.DigitsCollected) -> Step:
    """Her answer, where the flow does not hide it."""
    hers = call.rates is not None and call.queue is not None and fact.variable == SCORE
    if not hers or not fact.digits.isdecimal():
        return NOTHING
    assert call.rates is not None
    assert call.queue is not None
    answered = c.SurveyAnswered(
        at=fact.at, call=call.id, agent=call.rates, queue=call.queue, score=int(fact.digits)
    )
    return Step(facts=(answered,))
