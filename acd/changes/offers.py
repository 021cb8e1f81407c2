"""What facts change of offers, and of the call and the agent an offer holds."""

from datetime import datetime, timedelta

from acd import facts as f
from acd.aftermath import after_offer, reason_of
from acd.agent import Setback
from acd.agent_rules import Then
from acd.answered_acts import ActAnswer, remember
from acd.changes.table import DeadlineChanges, FactChanges
from acd.facts import PULLED, Act
from acd.floor import Floor
from acd.ids import AgentId, DeadlineId
from acd.offer import Offer
from acd.waiting_call import Phase, WaitingCall

_SETBACKS = {
    Then.PAUSE: Setback.DECLINED,
    Then.CHOOSES: Setback.NOT_RESPONDING,
    Then.PROBE: Setback.UNREACHABLE,
}


class OfferChanges:
    """Of offers."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.OfferMade: self._offer_made,
            f.OfferAccepted: self._offer_accepted,
            f.OfferEnded: self._offer_ended,
            f.CallConnected: self._call_connected,
        }
        self.deadlines: DeadlineChanges = {}

    def _offer_made(self, fact: f.OfferMade) -> None:
        call = self._floor.calls.get(fact.call)
        if call is None or not self._can_be_held_out(call, fact.agent):
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
        if fact.press and fact.by is not None:
            self._floor.wait_for(call, fact.agent)
            act = Act.PULL if fact.strategy == PULLED else Act.ASSIGN
            remember(self._floor.acts, fact.press, ActAnswer(act=act, call=call.call, by=fact.by))
        self._floor.hold_out(offer, fact.at)
        self._floor.wait_no_more(call)
        self._floor.deadlines.arm(DeadlineId(f"offer:{fact.offer}"), fact.until)
        self._arm_ring(call, fact.at)

    def _can_be_held_out(self, call: WaitingCall, agent: AgentId) -> bool:
        if call.phase is Phase.WAITING:
            return True
        return self._floor.indexes.has_room(call) and self._floor.agent(agent).is_free

    def _arm_ring(self, call: WaitingCall, at: datetime) -> None:
        """When one more agent is asked, in a queue that asks one after the other."""
        pause = self._floor.queue(call.queue).profile.ring_next_after
        if pause and self._floor.indexes.has_room(call):
            due = at + timedelta(seconds=pause)
            self._floor.deadlines.arm(DeadlineId(f"ring:{call.call}"), due)

    def _offer_accepted(self, fact: f.OfferAccepted) -> None:
        if fact.offer in self._floor.offers:
            self._floor.accept(fact.offer, fact.auto)
            self._floor.deadlines.disarm(DeadlineId(f"offer:{fact.offer}"))

    def _offer_ended(self, fact: f.OfferEnded) -> None:
        floor = self._floor
        offer = floor.offers.get(fact.offer)
        if offer is None:
            return
        floor.deadlines.disarm(DeadlineId(f"offer:{fact.offer}"))
        floor.take_back(offer)
        after = after_offer(floor.configuration, floor.queue(offer.queue).profile, fact.how)
        if after is not None:
            endless = after.then is Then.CHOOSES or (after.then is Then.PROBE and not after.seconds)
            until = None if endless else fact.at + timedelta(seconds=after.seconds)
            agent, because = floor.agent(fact.agent), reason_of(after, fact.how)
            floor.set_back(agent, _SETBACKS[after.then], until, because)

    def _call_connected(self, fact: f.CallConnected) -> None:
        offer = self._floor.offers.get(fact.offer)
        if offer is not None and (offer.call, offer.agent) == (fact.call, fact.agent):
            self._floor.deadlines.disarm(DeadlineId(f"offer:{fact.offer}"))
            self._floor.connect(offer, fact.at)
