"""What each fact changes on the floor: the whole of `apply`.

The distributor hands in every fact, incoming or derived. A fact that does not fit what is so
changes nothing. Nothing is decided here; that is `acd.decisions`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from acd import facts as f
from acd.agent import Setback
from acd.floor import Floor
from acd.forecast import mean_handle
from acd.ids import AgentId, DeadlineId
from acd.offer import Offer
from acd.step import DeadlineReached, Fact
from acd.waiting_call import CallPast, Phase, WaitingCall

_SETBACKS = {
    f.OfferEnd.EXPIRED: Setback.NOT_RESPONDING,
    f.OfferEnd.REJECTED: Setback.DECLINED,
    f.OfferEnd.UNREACHABLE: Setback.UNREACHABLE,
}


class Changes:
    """Applies facts to one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._table: dict[type[Fact], Callable[[Any], None]] = {
            f.ConfigurationPublished: self._configuration_published,
            f.ThinkingResumed: self._thinking_resumed,
            f.CallQueued: self._call_queued,
            f.CallRequeued: self._call_requeued,
            f.CallerLeft: self._caller_left,
            f.CallAbandoned: self._call_abandoned,
            f.PlaceTold: self._place_told,
            f.CustomerIdentified: self._customer_identified,
            f.AgentSignedIn: self._agent_signed_in,
            f.AgentSignedOut: self._agent_signed_out,
            f.IntentChosen: self._intent_chosen,
            f.AudioReady: self._audio_ready,
            f.AudioLost: self._audio_lost,
            f.DeskLost: self._desk_lost,
            f.DeskFound: self._desk_found,
            f.AgentStateChanged: self._agent_state_changed,
            f.OfferMade: self._offer_made,
            f.OfferAccepted: self._offer_accepted,
            f.OfferEnded: self._offer_ended,
            f.CallConnected: self._call_connected,
            f.AgentReleased: self._agent_released,
            f.WrapUpEnded: self._wrap_up_ended,
            DeadlineReached: self._deadline_reached,
        }

    def take(self, fact: Fact) -> None:
        """Change what the fact says; a fact that is none of the distributor's changes nothing."""
        change = self._table.get(type(fact))
        if change is not None:
            change(fact)

    def _configuration_published(self, fact: f.ConfigurationPublished) -> None:
        self._floor.configure(fact.configuration)

    def _thinking_resumed(self, fact: f.ThinkingResumed) -> None:
        self._floor.resumed_at = fact.at

    # -- calls -----------------------------------------------------------------------------------

    def _call_queued(self, fact: f.CallQueued) -> None:
        floor = self._floor
        if fact.call in floor.calls:
            return
        queue = floor.known_queue(fact.queue)
        past = floor.past.get(fact.call, CallPast())
        call = WaitingCall(
            call=fact.call,
            queue=queue,
            entered_at=fact.at,
            language=fact.language,
            priority=fact.priority + floor.queue(queue).profile.priority,
            offers=past.offers,
            was_connected=past.was_connected,
        )
        call.becomes(past.tier)
        floor.enter(call)

    def _call_requeued(self, fact: f.CallRequeued) -> None:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase not in (Phase.WAITING, Phase.RETURNING):
            return
        self._floor.requeue(call, fact.queue)
        self._arm_place(call, fact)

    def _caller_left(self, fact: f.CallerLeft) -> None:
        self._floor.past.pop(fact.call, None)
        call = self._floor.calls.get(fact.call)
        if call is None:
            return
        call.gone = True
        alone = call.phase in (Phase.WAITING, Phase.RETURNING) and call.was_connected
        if alone or (call.phase is Phase.CONNECTED and not self._is_talking(call)):
            self._floor.forget(call)

    def _is_talking(self, call: WaitingCall) -> bool:
        """An agent's release will still come for it."""
        agent = self._floor.agents.get(call.agent) if call.agent else None
        return agent is not None and agent.call == call.call

    def _call_abandoned(self, fact: f.CallAbandoned) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None:
            self._floor.forget(call)

    def _place_told(self, fact: f.PlaceTold) -> None:
        call = self._floor.calls.get(fact.call)
        if call is None:
            return
        call.told_ahead, call.told_wait = fact.ahead, fact.wait
        self._arm_place(call, fact)

    def _arm_place(self, call: WaitingCall, fact: Fact) -> None:
        every = self._floor.queue(call.queue).profile.announce_every
        if every > 0 and call.phase is Phase.WAITING:
            at = self._floor.thought_at(fact.at) + timedelta(seconds=every)
            self._floor.deadlines.arm(DeadlineId(f"place:{call.call}"), at)

    def _customer_identified(self, fact: f.CustomerIdentified) -> None:
        self._floor.learn_tier(fact.call, fact.tier)

    # -- agents ----------------------------------------------------------------------------------

    def _agent_signed_in(self, fact: f.AgentSignedIn) -> None:
        self._floor.enlist(fact.agent).signs_in(fact.device)

    def _agent_signed_out(self, fact: f.AgentSignedOut) -> None:
        self._floor.agent(fact.agent).signs_out()

    def _intent_chosen(self, fact: f.IntentChosen) -> None:
        self._floor.agent(fact.agent).chooses(fact.intent, fact.reason)

    def _audio_ready(self, fact: f.AudioReady) -> None:
        agent = self._floor.enlist(fact.agent)
        agent.uri = fact.uri
        if agent.setback is Setback.UNREACHABLE:
            self._floor.set_forward(agent)

    def _audio_lost(self, fact: f.AudioLost) -> None:
        self._floor.agent(fact.agent).uri = ""

    def _desk_lost(self, fact: f.DeskLost) -> None:
        self._floor.agent(fact.agent).desk_here = False

    def _desk_found(self, fact: f.DeskFound) -> None:
        self._floor.enlist(fact.agent).desk_here = True

    def _agent_state_changed(self, fact: f.AgentStateChanged) -> None:
        deadlines = self._floor.deadlines
        before = self._floor.agent(fact.agent)
        if before.state is f.AgentState.WRAP_UP:
            deadlines.disarm(DeadlineId(f"wrap:{before.call}"))
        self._floor.move(fact)
        if fact.state is f.AgentState.WRAP_UP and fact.until is not None:
            deadlines.arm(DeadlineId(f"wrap:{fact.call}"), fact.until)
        if fact.state is f.AgentState.LOGGED_OUT:
            deadlines.disarm(DeadlineId(f"back:{fact.agent}"))

    # -- offers ----------------------------------------------------------------------------------

    def _offer_made(self, fact: f.OfferMade) -> None:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return
        offer = Offer(
            id=fact.offer,
            call=fact.call,
            agent=fact.agent,
            queue=fact.queue,
            device=fact.device,
            until=fact.until,
            entered_at=fact.entered_at,
        )
        self._floor.hold_out(offer, fact.at)
        self._floor.deadlines.disarm(DeadlineId(f"place:{fact.call}"))
        self._floor.deadlines.arm(DeadlineId(f"offer:{fact.offer}"), fact.until)

    def _offer_accepted(self, fact: f.OfferAccepted) -> None:
        if fact.offer in self._floor.offers:
            self._floor.accept(fact.offer)
            self._floor.deadlines.disarm(DeadlineId(f"offer:{fact.offer}"))

    def _offer_ended(self, fact: f.OfferEnded) -> None:
        floor = self._floor
        offer = floor.offers.get(fact.offer)
        if offer is None:
            return
        floor.deadlines.disarm(DeadlineId(f"offer:{fact.offer}"))
        floor.take_back(offer)
        setback = _SETBACKS.get(fact.how)
        if setback is not None:
            until = self._back_at(setback, fact)
            floor.set_back(floor.agent(fact.agent), setback, until)

    def _back_at(self, setback: Setback, fact: f.OfferEnded) -> datetime | None:
        refusals = self._floor.refusals
        delays = {
            Setback.DECLINED: refusals.rejected,
            Setback.UNREACHABLE: refusals.unreachable,
        }
        delay = delays.get(setback)
        return None if delay is None else fact.at + timedelta(seconds=delay)

    def _call_connected(self, fact: f.CallConnected) -> None:
        offer = self._floor.offers.get(fact.offer)
        if offer is not None and (offer.call, offer.agent) == (fact.call, fact.agent):
            self._floor.deadlines.disarm(DeadlineId(f"offer:{fact.offer}"))
            self._floor.connect(offer, fact.at)

    def _agent_released(self, fact: f.AgentReleased) -> None:
        floor = self._floor
        agent, call = floor.agent(fact.agent), floor.calls.get(fact.call)
        if not agent.has(fact.call, f.AgentState.ON_CALL):
            return
        if fact.lost:
            floor.set_back(agent, Setback.LOST)
        if call is None:
            return
        if fact.lost and not call.gone:
            floor.give_back(call)
            return
        floor.forget(call)
        if not call.gone:
            floor.remember(call.call, CallPast(offers=call.offers, was_connected=True))

    def _wrap_up_ended(self, fact: f.WrapUpEnded) -> None:
        agent = self._floor.agent(fact.agent)
        if agent.queue is None or agent.connected_at is None:
            return
        before = self._floor.mean_handle(agent.queue)
        seconds = (fact.at - agent.connected_at).total_seconds()
        self._floor.handle_for[agent.queue] = mean_handle(before, max(0.0, seconds))

    # -- deadlines -------------------------------------------------------------------------------

    def _deadline_reached(self, fact: DeadlineReached) -> None:
        if not self._floor.deadlines.reached(fact):
            return
        kind, _, name = fact.deadline.partition(":")
        agent = self._floor.agents.get(AgentId(name)) if kind == "back" else None
        if agent is not None:
            self._floor.set_forward(agent)
