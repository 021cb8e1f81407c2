"""Acts by hand upon a waiting call: what stands against one, and what is remembered of it.

Asked by the decisions, on a floor that is read only. Whoever may press at all is none of its
business, but for an agent who pulls: that is a rule of the queue.
"""

from datetime import datetime
from typing import NamedTuple, Protocol

from acd.facts import Act, ActRefused, AgentState, Refused
from acd.floor import Floor
from acd.ids import AgentId, CallId, QueueId
from acd.waiting_call import TOP_PRIORITY, Phase, WaitingCall


class _Named(Protocol):
    """A press that has a name, by somebody upon a call."""

    @property
    def at(self) -> datetime: ...
    @property
    def press(self) -> str: ...
    @property
    def call(self) -> CallId: ...
    @property
    def by(self) -> AgentId: ...


class No(NamedTuple):
    """Why not."""

    reason: Refused
    detail: str = ""

    def refused(self, press: _Named, act: Act) -> ActRefused:
        """The answer to a press."""
        return ActRefused(
            at=press.at,
            call=press.call,
            act=act,
            reason=self.reason,
            press=press.press,
            by=press.by,
            detail=self.detail,
        )


_ELSEWHERE = {
    Phase.CALLED: Refused.CALL_OFFERED,
    Phase.OFFERED: Refused.CALL_OFFERED,
    Phase.RETURNING: Refused.CALL_OFFERED,
    Phase.CONNECTING: Refused.CALL_ANSWERED,
    Phase.CONNECTED: Refused.CALL_ANSWERED,
    Phase.OUTSIDE: Refused.CALL_ANSWERED,
}


def against_any(call: WaitingCall, seen: int | None) -> No | None:
    """It must wait, and be as it was when it was looked at."""
    if call.gone:
        return No(Refused.CALL_GONE)
    if call.phase is not Phase.WAITING:
        return No(_ELSEWHERE[call.phase])
    return No(Refused.CHANGED_MEANWHILE) if seen not in (None, call.acts) else None


def against_move(floor: Floor, call: WaitingCall, queue: QueueId) -> No | None:
    """To another queue, of those there are; a caller to one that is open."""
    if queue not in floor.indexes.named:
        return No(Refused.QUEUE_UNKNOWN)
    if queue == call.queue:
        return No(Refused.SAME_QUEUE)
    shut = None if call.is_callback else floor.opening.shut(queue)
    return None if shut is None else No(Refused.QUEUE_CLOSED, shut.because.value)


def against_priority(priority: int) -> No | None:
    """Within what there is."""
    in_range = 0 <= priority <= TOP_PRIORITY
    return None if in_range else No(Refused.PRIORITY_OUT_OF_RANGE)


def against_offer(
    floor: Floor, call: WaitingCall, agent_id: AgentId, *, confirmed: bool
) -> No | None:
    """She must be of the house and free, and nobody is called back while the queue is closed;
    whether she has the skills, the presser may confirm.
    """
    shut = floor.opening.shut(call.queue) if call.is_callback else None
    if shut is not None:
        return No(Refused.QUEUE_CLOSED, shut.because.value)
    agent = floor.agents.get(agent_id)
    if agent is None or agent_id not in floor.indexes.profiles:
        return No(Refused.AGENT_UNKNOWN)
    if not agent.is_free:
        busy = AgentState.OFFERED if agent.state is AgentState.IDLE else agent.state
        return No(Refused.AGENT_NOT_FREE, busy.value)
    lane, profile = floor.indexes.lane_of(call), floor.profile(agent_id)
    short_of = lane.short(profile) or lane.too_hard(profile)
    if short_of is None or confirmed:
        return None
    return No(Refused.SKILL_MISSING, short_of)


def against_pull(floor: Floor, call: WaitingCall, agent: AgentId) -> No | None:
    """Her own queue, and one that allows it."""
    if call.queue not in floor.profile(agent).queues:
        return No(Refused.NOT_HER_QUEUE)
    allowed = floor.queue(call.queue).profile.agents_may_pull
    return None if allowed else No(Refused.PULL_NOT_ALLOWED)
