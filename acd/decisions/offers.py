"""What follows for offers: taken, declined, expired, over."""

from acd import facts as f
from acd.agent import BROWSER, Agent, Standing
from acd.auto_answer import Said, announcement, answers_by_itself
from acd.consults import consulted_in, is_consult
from acd.decisions.consequences import (
    abandoned,
    back_in_line,
    ended,
    moved,
    next_ends,
    stands,
    wraps_up,
)
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import AgentState, OfferEnd
from acd.floor import Floor
from acd.ids import AgentId, CallId, OfferId
from acd.matching import Matching
from acd.offer import Offer
from acd.step import DeadlineReached, Fact
from acd.waiting_call import Phase


class OfferDecisions:
    """Of offers."""

    def __init__(self, floor: Floor, matching: Matching) -> None:
        self._floor = floor
        self._matching = matching
        self.facts: FactTable = {
            f.OfferMade: self._offer_made,
            f.AcceptPressed: self._accept_pressed,
            f.RejectPressed: self._reject_pressed,
            f.OfferAccepted: self._offer_accepted,
            f.OfferEnded: self._offer_ended,
            f.ConnectFailed: self._connect_failed,
        }
        self.deadlines: DeadlineTable = {
            "offer": self._offer_expired,
            "ring": self._one_more_is_due,
        }

    def _offer_made(self, fact: f.OfferMade) -> Facts:
        """Held out; or accepted at once, where her browser answers by itself.

        Where several agents are asked at once, the next one is asked.
        """
        offer = self._held_out(fact.offer, fact.agent)
        if offer is None:
            return ()
        ringing = Standing(AgentState.OFFERED, until=fact.until)
        rings = moved(self._floor, fact, fact.agent, ringing, fact.call)
        if answers_by_itself(self._floor, offer):
            return (*rings, self._accepted(fact, offer, announcement(self._floor, offer)))
        call = self._floor.calls[fact.call]
        if self._floor.queue(call.queue).profile.ring_next_after:
            return rings
        return (*rings, *self._matching.one_more(call, fact.at))

    def _one_more_is_due(self, name: str, fact: DeadlineReached) -> Facts:
        call = self._floor.calls.get(CallId(name))
        return () if call is None else tuple(self._matching.one_more(call, fact.at))

    def _accept_pressed(self, fact: f.AcceptPressed) -> Facts:
        offer = self._held_out(fact.offer, fact.agent)
        if offer is None or fact.at >= offer.until:
            return ()
        return (self._accepted(fact, offer),)

    def _accepted(self, fact: Fact, offer: Offer, announce: Said | None = None) -> f.OfferAccepted:
        """By her, or by itself with what is announced to her."""
        agent = self._floor.agent(offer.agent)
        return f.OfferAccepted(
            at=fact.at,
            offer=offer.id,
            call=offer.call,
            agent=agent.id,
            uri=agent.uri if offer.device == BROWSER else offer.device,
            auto=announce is not None,
            announce=announce or (),
        )

    def _offer_accepted(self, fact: f.OfferAccepted) -> Facts:
        if fact.offer not in self._floor.offers:
            return ()
        connecting = Standing(AgentState.CONNECTING)
        return (
            *moved(self._floor, fact, fact.agent, connecting, fact.call),
            *next_ends(self._floor, fact, fact.call, OfferEnd.TAKEN),
        )

    def _reject_pressed(self, fact: f.RejectPressed) -> Facts:
        offer = self._held_out(fact.offer, fact.agent)
        how = OfferEnd.BUSY if fact.because == OfferEnd.BUSY else OfferEnd.REJECTED
        return () if offer is None else (ended(fact, offer, how),)

    def _connect_failed(self, fact: f.ConnectFailed) -> Facts:
        """Of an accepted offer; or a desk phone that could not even be rung."""
        offer = self._current(fact.offer, fact.agent)
        if offer is None:
            return ()
        how = OfferEnd.CONNECT_FAILED if offer.accepted else OfferEnd.UNREACHABLE
        return (ended(fact, offer, how),)

    def _offer_ended(self, fact: f.OfferEnded) -> Facts:
        agent = self._floor.agent(fact.agent)
        hers = agent.has(fact.call, AgentState.OFFERED) or agent.has(
            fact.call, AgentState.CONNECTING
        )
        hers_now = self._hers_now(fact, agent) if hers else ()
        call = self._floor.calls.get(fact.call)
        if call is None:
            return (*hers_now, *self._consulted_in_vain(fact))
        if call.gone:
            others = next_ends(self._floor, fact, fact.call, OfferEnd.WITHDRAWN)
            if others or is_consult(fact.call):
                return (*hers_now, *others)
            return (*abandoned(self._floor, fact, call), *hers_now)
        if call.phase in (Phase.CONNECTING, Phase.CONNECTED):
            return (*hers_now, *next_ends(self._floor, fact, fact.call, OfferEnd.TAKEN))
        if call.phase is Phase.OFFERED:
            return (*hers_now, *self._matching.one_more(call, fact.at))
        return (*hers_now, *back_in_line(self._floor, fact, fact.call, fact.how.value))

    def _hers_now(self, fact: f.OfferEnded, agent: Agent) -> Facts:
        """Where she stands; whoever called in vain has to say so first."""
        if fact.how is OfferEnd.NOT_REACHED:
            return wraps_up(self._floor, fact, agent, fact.call)
        return stands(self._floor, fact, agent)

    def _consulted_in_vain(self, fact: f.OfferEnded) -> Facts:
        """The one colleague who was asked did not come."""
        if not is_consult(fact.call) or fact.how is OfferEnd.WITHDRAWN:
            return ()
        of, because = consulted_in(fact.call), fact.how.value
        return (f.ConsultEnded(at=fact.at, call=fact.call, of=of, because=because),)

    def _offer_expired(self, name: str, fact: DeadlineReached) -> Facts:
        offer = self._floor.offers.get(OfferId(name))
        if offer is None or offer.accepted:
            return ()
        return (ended(fact, offer, OfferEnd.EXPIRED),)

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
