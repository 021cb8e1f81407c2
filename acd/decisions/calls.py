"""What follows for calls in line: the match, the place told, the end of waiting."""

from datetime import datetime

from acd import facts as f
from acd.agent import STAFFED, Standing
from acd.decisions.breaks import BreakDecisions
from acd.decisions.consequences import abandoned, back_in_line, ended, moved, next_homeless
from acd.decisions.diverting import Diverting
from acd.decisions.incidents import IncidentDecisions
from acd.decisions.listening import ListeningDecisions
from acd.decisions.opening import OpeningDecisions
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import AgentState, OfferEnd
from acd.floor import Floor
from acd.forecast import Forecasts
from acd.ids import CallId
from acd.matching import Matching
from acd.redials import redial_of
from acd.step import DeadlineReached, Fact
from acd.waiting_call import TOP_PRIORITY, Kind, Phase, WaitingCall


class CallDecisions:
    """Of waiting calls."""

    def __init__(
        self,
        floor: Floor,
        matching: Matching,
        breaks: BreakDecisions,
        opening: OpeningDecisions,
        listening: ListeningDecisions,
        incidents: IncidentDecisions,
    ) -> None:
        self._floor = floor
        self._matching = matching
        self._breaks = breaks
        self._opening = opening
        self._listening = listening
        self._incidents = incidents
        self._diverting = Diverting(floor)
        self._forecasts = Forecasts(floor)
        self.facts: FactTable = {
            f.ConfigurationPublished: self._configuration_published,
            f.CallQueued: self._call_queued,
            f.CallRequeued: self._call_requeued,
            f.PlaceRegained: self._place_regained,
            f.CallerReturned: self._caller_returned,
            f.CallDiverted: self._call_diverted,
            f.CallerLeft: self._caller_left,
            f.SearchWidened: self._match_anew,
            f.PreferenceEnded: self._match_anew,
            f.IncidentHeard: self._incident_heard,
        }
        self.deadlines: DeadlineTable = {
            "place": self._place_due,
            "adopted": self._adopted,
            "wider": self._search_widens,
            "starve": self._starves,
            "prefer": self._waited_for_her,
        }

    def _call_queued(self, fact: f.CallQueued) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return self._enters(call, fact)

    def _call_diverted(self, fact: f.CallDiverted) -> Facts:
        """In another queue it is as if it had come there; a call that rings there was quicker."""
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING or fact.target.queue is None:
            return ()
        return self._enters(call, fact)

    def _enters(self, call: WaitingCall, fact: Fact) -> Facts:
        """A call has come to its queue: sent on, or at the place that is kept for it, if there is
        one.
        """
        sent = self._diverting.at_entry(fact, call)
        if sent:
            return sent
        broken = self._floor.broken.before(call, fact.at)
        if broken is not None:
            returned = f.CallerReturned(
                at=fact.at,
                call=call.call,
                broken=broken.call,
                agent=broken.agent,
                since=broken.since,
            )
            return (returned,)
        kept = self._floor.kept.place(call, fact.at)
        if kept is None:
            return self._stands_in_line(call, fact)
        regained = f.PlaceRegained(at=fact.at, call=call.call, given_up=kept.call, since=kept.since)
        return (regained,)

    def _caller_returned(self, fact: f.CallerReturned) -> Facts:
        """Whoever was about to call her back need not."""
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        redial = self._floor.calls.get(redial_of(fact.broken))
        needless: Facts = ()
        if redial is not None and redial.is_redial and not redial.gone:
            withdrawn = f.RedialWithdrawn(
                at=fact.at, call=redial.call, broken=fact.broken, instead=fact.call
            )
            needless = (withdrawn,)
        return (*needless, *self._stands_in_line(call, fact))

    def _place_regained(self, fact: f.PlaceRegained) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return self._stands_in_line(call, fact)

    def _stands_in_line(self, call: WaitingCall, fact: Fact) -> Facts:
        """Matched, and told of an incident; or told its place."""
        offers = tuple(self._matching.lane(call, fact.at))
        met = self._incidents.met(call, fact.at)
        if met is not None:
            return (*offers, met)
        if call.told_ahead is not None or any(offer.call == call.call for offer in offers):
            return offers
        return (*offers, self._place(call, fact.at))

    def _incident_heard(self, fact: f.IncidentHeard) -> Facts:
        """Now she hears her place, unless an agent has come or she is gone."""
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING or call.told_ahead is not None:
            return ()
        return () if call.gone or fact.how is f.Heard.CUT else (self._place(call, fact.at),)

    def _call_requeued(self, fact: f.CallRequeued) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        sent = self._diverting.in_line(fact, call)
        offers = () if sent else self._matching.lane(call, fact.at)
        return (*sent, *offers, *next_homeless(self._floor, fact))

    def _match_anew(self, fact: f.SearchWidened | f.PreferenceEnded) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return tuple(self._matching.lane(call, fact.at))

    def _search_widens(self, name: str, fact: DeadlineReached) -> Facts:
        """To the next agents, or past those of whom nobody works."""
        call = self._floor.calls.get(CallId(name))
        if call is None or call.phase is not Phase.WAITING:
            return ()
        width = self._floor.indexes.staffed_width(call, call.width + 1)
        if width == call.width:
            return ()
        return (f.SearchWidened(at=fact.at, call=call.call, width=width),)

    def _starves(self, name: str, fact: DeadlineReached) -> Facts:
        call = self._floor.calls.get(CallId(name))
        if call is None or call.priority >= TOP_PRIORITY:
            return ()
        raised = f.PriorityRaised(
            at=fact.at, call=call.call, priority=TOP_PRIORITY, because="waited_long"
        )
        return (raised,)

    def _waited_for_her(self, name: str, fact: DeadlineReached) -> Facts:
        call = self._floor.calls.get(CallId(name))
        if call is None or call.preferred is None:
            return ()
        agent = self._floor.agent(call.preferred)
        because = "time" if agent.state in STAFFED else agent.state.value
        over = f.PreferenceEnded(at=fact.at, call=call.call, agent=agent.id, because=because)
        return (over,)

    def _caller_left(self, fact: f.CallerLeft) -> Facts:
        call = self._floor.calls.get(fact.call)
        if call is None:
            # A customer who was called may be gone: now there is somebody free for the next one.
            return tuple(self._matching.customers(fact.at))
        if call.phase is Phase.CONNECTED:
            return ()
        offer = self._floor.offers.get(call.offer) if call.offer else None
        if offer is not None:
            unanswered = call.kind is Kind.OUTBOUND and offer.accepted
            how = OfferEnd.NOT_REACHED if unanswered else OfferEnd.WITHDRAWN
            return (ended(fact, offer, how),)
        return abandoned(self._floor, fact, call)

    def _configuration_published(self, fact: f.ConfigurationPublished) -> Facts:
        """Everybody free serves; calls of a queue that is no more go to the default queue."""
        return (
            *self._matching.all_free(fact.at),
            *self._opening.published(fact),
            *next_homeless(self._floor, fact),
            *self._breaks.all_out(fact),
            *self._listening.published(fact),
        )

    def _place(self, call: WaitingCall, at: datetime) -> f.PlaceTold:
        """Never worse than what was told before."""
        queue = self._floor.queue(call.queue)
        ahead = queue.waiting.place(call.key)
        if call.told_ahead is not None:
            ahead = min(ahead, call.told_ahead)
        wait = self._forecasts.of(call, at)
        if wait is None:
            return f.PlaceTold(at=at, call=call.call, ahead=ahead)
        spoken = wait.spoken if call.told_wait is None else min(wait.spoken, call.told_wait)
        return f.PlaceTold(
            at=at, call=call.call, ahead=ahead, wait=spoken, p50=wait.p50, p80=wait.p80
        )

    def _place_due(self, name: str, fact: DeadlineReached) -> Facts:
        call = self._floor.calls.get(CallId(name))
        if call is None or call.phase is not Phase.WAITING:
            return ()
        return (self._place(call, fact.at),)

    def _adopted(self, name: str, fact: DeadlineReached) -> Facts:
        """A call found at recovery: back in line, or with the agent it was with."""
        call = self._floor.calls.get(CallId(name))
        if call is None:
            return ()
        agent = self._floor.agents.get(call.agent) if call.agent else None
        if agent is None:
            return back_in_line(self._floor, fact, call.call, "adopted")
        if agent.is_occupied:
            return ()
        connected = call.phase is Phase.CONNECTED
        state = AgentState.ON_CALL if connected else AgentState.CONNECTING
        return moved(self._floor, fact, agent.id, Standing(state), call.call)
