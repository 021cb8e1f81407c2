"""Consequences that several decisions share, as facts; the floor is read only."""

from acd import facts as f
from acd.agent import Agent, Standing
from acd.decisions.table import Facts
from acd.facts import AgentState, OfferEnd
from acd.floor import Floor
from acd.ids import AgentId, CallId
from acd.offer import Offer
from acd.priority import own_priority
from acd.step import Fact
from acd.waiting_call import Phase, WaitingCall
from acd.wrap_up import ends_at, must_ask


def stands(floor: Floor, fact: Fact, agent: Agent) -> Facts:
    """Her state when no call has her, if that is news."""
    standing = agent.standing
    if standing == (agent.state, agent.reason, agent.until):
        return ()
    return moved(floor, fact, agent.id, standing)


def moved(
    floor: Floor, fact: Fact, agent_id: AgentId, to: Standing, call: CallId | None = None
) -> Facts:
    """An agent's own history never goes back in time, whichever clock told the cause."""
    since = floor.agent(agent_id).since
    return (
        f.AgentStateChanged(
            at=max(fact.at, since) if since else fact.at,
            agent=agent_id,
            state=to.state,
            reason=to.reason,
            call=call,
            until=to.until,
        ),
    )


def wraps_up(
    floor: Floor, fact: Fact, agent: Agent, call: CallId, *, in_any_case: bool = False
) -> Facts:
    """Into wrap-up, and out of it at once where it comes only to one who asks for it."""
    rules = floor.rules_for(agent)
    wrapping = Standing(AgentState.WRAP_UP, until=ends_at(rules, fact.at))
    goes_over = moved(floor, fact, agent.id, wrapping, call)
    if must_ask(rules) and not agent.wrap_up_asked and not in_any_case:
        return (*goes_over, wrapped_up(fact, agent.id, call, "not_asked"))
    return goes_over


def next_ends(floor: Floor, fact: Fact, call: CallId, how: OfferEnd) -> Facts:
    """The next of the offers of a call that still ring ends: one at a time, so that each agent is
    served before the next one comes free.
    """
    ringing = floor.indexes.rings.get(call)
    return (ended(fact, floor.offers[ringing[0]], how),) if ringing else ()


def back_in_line(floor: Floor, fact: Fact, call_id: CallId, because: str) -> Facts:
    call = floor.calls.get(call_id)
    if call is None or call.phase is not Phase.RETURNING:
        return ()
    queue = floor.known_queue(call.queue)
    return (f.CallRequeued(at=fact.at, call=call.call, queue=queue, because=because),)


def next_homeless(floor: Floor, fact: Fact) -> Facts:
    """Calls that wait in a queue the configuration no longer has go to the default queue: one at a
    time, so that each finds the agents as the one before has left them.
    """
    if floor.configuration is None:
        return ()
    here = {*floor.indexes.named, floor.configuration.default_queue}
    heads = (queue.waiting.first() for name, queue in floor.queues.items() if name not in here)
    first = min((head for head in heads if head is not None), default=None)
    if first is None:
        return ()
    call = floor.calls[first[2]]
    queue = floor.known_queue(call.queue)
    return (f.CallRequeued(at=fact.at, call=call.call, queue=queue, because="queue_removed"),)


def abandoned(floor: Floor, fact: Fact, call: WaitingCall) -> Facts:
    """Never after a conversation: a call that came back is forgotten when its caller leaves."""
    seconds = waited(fact, call)
    short = seconds < floor.queue(call.queue).profile.short_abandon_under
    abandoned = f.CallAbandoned(
        at=fact.at, call=call.call, queue=call.queue, waited=seconds, short=short
    )
    return (abandoned,)


def wants_callback(floor: Floor, fact: Fact, call: WaitingCall, by: str) -> Facts:
    """A call that waits in line becomes a callback at its place. A caller who withholds the number
    cannot be called, and goes on waiting.
    """
    waits = call.phase in (Phase.WAITING, Phase.RETURNING)
    if not waits or call.is_callback or not call.party:
        return ()
    requested = f.CallbackRequested(
        at=fact.at,
        call=call.call,
        party=call.party,
        queue=call.queue,
        entered_at=call.stands_since,
        language=call.language,
        priority=own_priority(call, floor.queue(call.queue).profile, floor.configuration),
        tier=call.tier,
        travels_soon=call.travels_soon,
        head_start=call.head_start,
        path=call.path,
        recording_declined=call.recording_declined,
        by=by,
    )
    return (requested,)


def waited(fact: Fact, call: WaitingCall) -> float:
    """Seconds since first entry."""
    return max(0.0, (fact.at - call.entered_at).total_seconds())


def ended(fact: Fact, offer: Offer, how: OfferEnd) -> f.OfferEnded:
    return f.OfferEnded(at=fact.at, offer=offer.id, call=offer.call, agent=offer.agent, how=how)


def wrapped_up(fact: Fact, agent: AgentId, call: CallId, how: str) -> f.WrapUpEnded:
    return f.WrapUpEnded(at=fact.at, agent=agent, call=call, how=how)
