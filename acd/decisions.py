"""What follows from a fact that has just been applied: the whole of `handle`.

The distributor asks after every fact, derived ones included, and each answer is one small
consequence: an offer that ended gives the agent her standing and the call its place; a call in line
or an agent come free gives an offer. The floor is read only; what is decided here comes back as
facts.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from acd import facts as f
from acd.agent import BROWSER, Agent
from acd.facts import AgentState, Intent, OfferEnd
from acd.floor import Floor
from acd.forecast import expected_wait
from acd.ids import AgentId, CallId, OfferId
from acd.matching import Matching
from acd.offer import Offer
from acd.step import DeadlineReached, Fact
from acd.waiting_call import Phase, WaitingCall

Facts = tuple[Fact, ...]


class Decisions:
    """Reads one floor and says what follows."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._matching = Matching(floor)
        self._table: dict[type[Fact], Callable[[Any], Facts]] = {
            f.ConfigurationPublished: self._configuration_published,
            f.CallQueued: self._call_queued,
            f.CallRequeued: self._call_requeued,
            f.CallerLeft: self._caller_left,
            f.AgentSignedIn: self._stands_anew,
            f.AgentSignedOut: self._signed_out,
            f.IntentChosen: self._stands_anew,
            f.AudioReady: self._stands_anew,
            f.AudioLost: self._stands_anew,
            f.DeskLost: self._stands_anew,
            f.DeskFound: self._stands_anew,
            f.AgentStateChanged: self._agent_state_changed,
            f.OfferMade: self._offer_made,
            f.AcceptPressed: self._accept_pressed,
            f.RejectPressed: self._reject_pressed,
            f.OfferAccepted: self._offer_accepted,
            f.OfferEnded: self._offer_ended,
            f.ConnectFailed: self._connect_failed,
            f.CallConnected: self._call_connected,
            f.AgentReleased: self._agent_released,
            f.WrapUpExtended: self._wrap_up_extended,
            f.OutcomeGiven: self._outcome_given,
            f.WrapUpEnded: self._wrap_up_ended,
            DeadlineReached: self._deadline_reached,
        }

    def follow(self, fact: Fact) -> Facts:
        """The facts that follow, in order; none for a fact that leads to nothing."""
        decide = self._table.get(type(fact))
        return decide(fact) if decide is not None else ()

    # -- the match: a call in line, an agent come free -------------------------------------------

    def _call_queued(self, fact: f.CallQueued) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        offers = tuple(self._matching.lane(call, fact.at))
        if call.told_ahead is not None or any(offer.call == call.call for offer in offers):
            return offers
        return (*offers, self._place(call, fact.at))

    def _call_requeued(self, fact: f.CallRequeued) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return (*self._matching.lane(call, fact.at), *self._next_homeless(fact))

    def _agent_state_changed(self, fact: f.AgentStateChanged) -> Facts:
        agent = self._floor.agent(fact.agent)
        return tuple(self._matching.agent(agent, fact.at)) if agent.is_free else ()

    def _configuration_published(self, fact: f.ConfigurationPublished) -> Facts:
        """Everybody free serves; calls of a queue that is no more go to the default queue."""
        return (*self._matching.all_free(fact.at), *self._next_homeless(fact))

    def _next_homeless(self, fact: Fact) -> Facts:
        """One call at a time, so that each finds the agents as the one before has left them."""
        call = self._floor.homeless()
        if call is None:
            return ()
        queue = self._floor.known_queue(call.queue)
        requeued = f.CallRequeued(at=fact.at, call=call.call, queue=queue, because="queue_removed")
        return (requeued,)

    # -- the place in line -----------------------------------------------------------------------

    def _place(self, call: WaitingCall, at: datetime) -> f.PlaceTold:
        """Never worse than what was told before."""
        queue = self._floor.queue(call.queue)
        ahead = queue.waiting.place(call.key)
        wait = expected_wait(ahead, self._floor.mean_handle(call.queue), queue.staffed)
        if call.told_ahead is not None:
            ahead = min(ahead, call.told_ahead)
        if wait is not None and call.told_wait is not None:
            wait = min(wait, call.told_wait)
        return f.PlaceTold(at=at, call=call.call, ahead=ahead, wait=wait)

    # -- the offer -------------------------------------------------------------------------------

    def _offer_made(self, fact: f.OfferMade) -> Facts:
        if self._held_out(fact.offer, fact.agent) is None:
            return ()
        return self._moved(fact, fact.agent, AgentState.OFFERED, call=fact.call, until=fact.until)

    def _accept_pressed(self, fact: f.AcceptPressed) -> Facts:
        offer = self._held_out(fact.offer, fact.agent)
        if offer is None or fact.at >= offer.until:
            return ()
        agent = self._floor.agent(fact.agent)
        accepted = f.OfferAccepted(
            at=fact.at,
            offer=offer.id,
            call=offer.call,
            agent=agent.id,
            uri=agent.uri if offer.device == BROWSER else offer.device,
        )
        return (accepted,)

    def _offer_accepted(self, fact: f.OfferAccepted) -> Facts:
        if fact.offer not in self._floor.offers:
            return ()
        return self._moved(fact, fact.agent, AgentState.CONNECTING, call=fact.call)

    def _reject_pressed(self, fact: f.RejectPressed) -> Facts:
        offer = self._held_out(fact.offer, fact.agent)
        return () if offer is None else (_ended(fact, offer, OfferEnd.REJECTED),)

    def _connect_failed(self, fact: f.ConnectFailed) -> Facts:
        """Of an accepted offer; or a desk phone that could not even be rung."""
        offer = self._current(fact.offer, fact.agent)
        return () if offer is None else (_ended(fact, offer, OfferEnd.UNREACHABLE),)

    def _offer_ended(self, fact: f.OfferEnded) -> Facts:
        agent = self._floor.agent(fact.agent)
        hers = agent.has(fact.call, AgentState.OFFERED) or agent.has(
            fact.call, AgentState.CONNECTING
        )
        stands = self._stands(fact, agent) if hers else ()
        call = self._floor.calls.get(fact.call)
        if call is not None and call.gone:
            return (*self._abandoned(fact, call), *stands)
        return (*stands, *self._back_in_line(fact, fact.call, fact.how.value))

    def _caller_left(self, fact: f.CallerLeft) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is Phase.CONNECTED:
            return ()
        offer = self._floor.offers.get(call.offer) if call.offer else None
        if offer is not None:
            return (_ended(fact, offer, OfferEnd.WITHDRAWN),)
        return self._abandoned(fact, call)

    def _abandoned(self, fact: Fact, call: WaitingCall) -> Facts:
        """Never after a conversation: a call that came back is forgotten when its caller leaves."""
        waited = max(0.0, (fact.at - call.entered_at).total_seconds())
        short = waited < self._floor.queue(call.queue).profile.short_abandon_under
        abandoned = f.CallAbandoned(
            at=fact.at, call=call.call, queue=call.queue, waited=waited, short=short
        )
        return (abandoned,)

    def _held_out(self, offer: OfferId, agent: AgentId) -> Offer | None:
        """The offer, if it is current, hers, and not accepted yet."""
        found = self._current(offer, agent)
        return None if found is None or found.accepted else found

    def _current(self, offer: OfferId, agent: AgentId) -> Offer | None:
        """The offer, if it is hers, and the caller is still there."""
        found = self._floor.offers.get(offer)
        if found is None or found.agent != agent or self._floor.calls[found.call].gone:
            return None
        return found

    def _back_in_line(self, fact: Fact, call_id: CallId, because: str) -> Facts:
        call = self._floor.calls.get(call_id)
        if call is None or call.phase is not Phase.RETURNING:
            return ()
        queue = self._floor.known_queue(call.queue)
        return (f.CallRequeued(at=fact.at, call=call.call, queue=queue, because=because),)

    # -- the agent -------------------------------------------------------------------------------

    def _stands_anew(
        self,
        fact: (
            f.AgentSignedIn
            | f.IntentChosen
            | f.AudioReady
            | f.AudioLost
            | f.DeskLost
            | f.DeskFound
            | f.AgentSignedOut
        ),
    ) -> Facts:
        """Her choice or her reach changed: at once when no call has her, else after it.

        An offer that can no longer reach her, or that she signs out of, ends now.
        """
        agent = self._floor.agent(fact.agent)
        offer = self._floor.offers.get(agent.offer) if agent.offer else None
        if offer is not None and not offer.accepted:
            if agent.intent is Intent.LOGGED_OUT:
                return (_ended(fact, offer, OfferEnd.REJECTED),)
            if not agent.is_reachable:
                return (_ended(fact, offer, OfferEnd.UNREACHABLE),)
        return () if agent.is_occupied else self._stands(fact, agent)

    def _signed_out(self, fact: f.AgentSignedOut) -> Facts:
        """By force it ends wrap-up; a conversation goes on in any case."""
        agent = self._floor.agent(fact.agent)
        if fact.forced and agent.state is AgentState.WRAP_UP and agent.call is not None:
            return (_wrapped_up(fact, agent.id, agent.call, "forced"),)
        return self._stands_anew(fact)

    def _call_connected(self, fact: f.CallConnected) -> Facts:
        agent = self._floor.agent(fact.agent)
        call = self._floor.calls.get(fact.call)
        connected = call is not None and call.phase is Phase.CONNECTED and call.agent == agent.id
        if not connected or agent.has(fact.call, AgentState.ON_CALL):
            return ()
        return self._moved(fact, agent.id, AgentState.ON_CALL, call=fact.call)

    def _agent_released(self, fact: f.AgentReleased) -> Facts:
        agent = self._floor.agent(fact.agent)
        if not agent.has(fact.call, AgentState.ON_CALL):
            return ()
        if fact.lost:
            return (*self._stands(fact, agent), *self._back_in_line(fact, fact.call, "lost"))
        until = fact.at + timedelta(seconds=self._floor.rules_for(agent).wrap_up_for)
        return self._moved(fact, agent.id, AgentState.WRAP_UP, call=fact.call, until=until)

    def _wrap_up_extended(self, fact: f.WrapUpExtended) -> Facts:
        agent = self._floor.agent(fact.agent)
        if not agent.has(fact.call, AgentState.WRAP_UP) or agent.extended or agent.until is None:
            return ()
        until = agent.until + timedelta(seconds=self._floor.rules_for(agent).wrap_up_extension)
        return self._moved(fact, agent.id, AgentState.WRAP_UP, call=fact.call, until=until)

    def _outcome_given(self, fact: f.OutcomeGiven) -> Facts:
        if not self._floor.agent(fact.agent).has(fact.call, AgentState.WRAP_UP):
            return ()
        return (_wrapped_up(fact, fact.agent, fact.call, "outcome"),)

    def _wrap_up_ended(self, fact: f.WrapUpEnded) -> Facts:
        agent = self._floor.agent(fact.agent)
        if not agent.has(fact.call, AgentState.WRAP_UP):
            return ()
        return self._stands(fact, agent)

    def _stands(self, fact: Fact, agent: Agent) -> Facts:
        """Her state when no call has her, if that is news."""
        state, reason, until = agent.standing
        if (state, reason, until) == (agent.state, agent.reason, agent.until):
            return ()
        return self._moved(fact, agent.id, state, reason=reason, until=until)

    def _moved(
        self,
        fact: Fact,
        agent_id: AgentId,
        state: AgentState,
        *,
        reason: str = "",
        call: CallId | None = None,
        until: datetime | None = None,
    ) -> Facts:
        """An agent's own history never goes back in time, whichever clock told the cause."""
        since = self._floor.agent(agent_id).since
        at = max(fact.at, since) if since else fact.at
        return (
            f.AgentStateChanged(
                at=at, agent=agent_id, state=state, reason=reason, call=call, until=until
            ),
        )

    # -- deadlines -------------------------------------------------------------------------------

    def _deadline_reached(self, fact: DeadlineReached) -> Facts:
        """One that is still armed has not come: it was put off, and this is an old one."""
        if self._floor.deadlines.is_armed(fact.deadline):
            return ()
        kind, _, name = fact.deadline.partition(":")
        decide: dict[str, Callable[[str, DeadlineReached], Facts]] = {
            "offer": self._offer_expired,
            "place": self._place_due,
            "wrap": self._wrap_up_over,
            "back": self._delay_over,
            "adopted": self._adopted,
        }
        return decide[kind](name, fact) if kind in decide else ()

    def _offer_expired(self, name: str, fact: DeadlineReached) -> Facts:
        offer = self._floor.offers.get(OfferId(name))
        if offer is None or offer.accepted:
            return ()
        return (_ended(fact, offer, OfferEnd.EXPIRED),)

    def _place_due(self, name: str, fact: DeadlineReached) -> Facts:
        call = self._floor.calls.get(CallId(name))
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return (self._place(call, fact.at),)

    def _wrap_up_over(self, name: str, fact: DeadlineReached) -> Facts:
        agent = self._floor.in_wrap_up(CallId(name))
        if agent is None:
            return ()
        return (_wrapped_up(fact, agent.id, CallId(name), "deadline"),)

    def _delay_over(self, name: str, fact: DeadlineReached) -> Facts:
        agent = self._floor.agents.get(AgentId(name))
        if agent is None or agent.is_occupied:
            return ()
        return self._stands(fact, agent)

    def _adopted(self, name: str, fact: DeadlineReached) -> Facts:
        """A call found at recovery: back in line, or with the agent it was with."""
        call = self._floor.calls.get(CallId(name))
        if call is None:
            return ()
        agent = self._floor.agents.get(call.agent) if call.agent else None
        if agent is None:
            return self._back_in_line(fact, call.call, "adopted")
        if agent.is_occupied:
            return ()
        connected = call.phase is Phase.CONNECTED
        state = AgentState.ON_CALL if connected else AgentState.CONNECTING
        return self._moved(fact, agent.id, state, call=call.call)


def _ended(fact: Fact, offer: Offer, how: OfferEnd) -> f.OfferEnded:
    return f.OfferEnded(at=fact.at, offer=offer.id, call=offer.call, agent=offer.agent, how=how)


def _wrapped_up(fact: Fact, agent: AgentId, call: CallId, how: str) -> f.WrapUpEnded:
    return f.WrapUpEnded(at=fact.at, agent=agent, call=call, how=how)
