"""Where a desk looks: the replica of the house, with names, figures and customers added.

It turns rooms' states into the plain values of `agent_desktop.seen`. It decides nothing, asks
nobody that could be away, and must not know sockets.
"""

from collections import Counter

from acd import wrap_up
from acd.agent import Agent
from acd.configuration import AgentProfile, QueueProfile
from acd.facts import Candidate, OfferEnd
from acd.ids import AgentId, QueueId
from agent_desktop.call_views import Considered, ConsultView, LegView
from agent_desktop.marks import Marks
from agent_desktop.seen import AgentSeen, CallSeen, OfferSeen, Seen
from agent_desktop.view import NAMELESS, Words
from agent_desktop.views import DayFigures, QueueView, RecentCall
from callcenter.calls.call import CallState, Direction, Leg
from callcenter.clock import now
from callcenter.history import call_record
from callcenter.history.call_record import CallRecord
from callcenter.web.absences import Absences
from callcenter.web.call_look import (
    brought_of,
    callback_of,
    consult_state,
    ended_of,
    held_since,
    interrupted_since,
    is_hers,
    is_outgoing,
    leg_of,
    leg_state,
    recording_of,
)
from callcenter.web.callers import Callers
from callcenter.web.day import Day
from callcenter.web.ears import Ears
from callcenter.web.incidents import IncidentLook
from callcenter.web.naming import Naming
from callcenter.web.openings import Openings
from callcenter.web.replica import Replica
from callcenter.web.targets import together
from callcenter.web.ways import Ways

RECENT_MOST = 20


_Told = tuple[list[CallRecord], tuple[str, ...], tuple[RecentCall, ...]]


class WebFloor:
    """Implements `agent_desktop.seen.Floor`."""

    def __init__(
        self, replica: Replica, naming: Naming, callers: Callers, day: Day, ways: Ways
    ) -> None:
        self._replica = replica
        self._naming = naming
        self._callers = callers
        self._day = day
        self._ways = ways
        self.absences = Absences(replica, naming)
        self.openings = Openings(replica, naming)
        self.incidents = IncidentLook(replica, naming, self.openings)
        self._ears = Ears(replica, naming)
        self._told: dict[str, _Told] = {}
        self.live = True
        """False while control does not take what desks say."""
        self.roles: dict[str, str] = {}
        """Work number to role, of those who are signed in here."""
        self.audio_lost: dict[str, str] = {}
        """Work number to the reason for which her audio stands no more."""

    def seen(self, agent: AgentId) -> Seen:
        """Everything about one agent's screen now."""
        profile = self.profile(agent)
        queues = profile.queues if profile is not None else ()
        offer = self._offer(agent)
        call = self._call(agent)
        about = call.call if call is not None else (offer.call if offer is not None else None)
        mine = self._day.of_agent(agent)
        known = self._replica.house.acd.agent(agent) or Agent(id=agent)
        return Seen(
            me=self._agent(known, profile),
            absence=self.absences.seen(known),
            queues=tuple(self.queue(one) for one in queues),
            offer=offer,
            call=call,
            customer=self._callers.view(about) if about is not None else None,
            history=self._history(agent, mine[:RECENT_MOST]),
            day=self._figures(mine, queues),
            emergencies=self.openings.emergencies(),
            incidents=self.incidents.running(),
            stored=self._replica.database_answers,
            live=self.live,
        )

    # -- configuration ---------------------------------------------------------------------------

    def profile(self, agent: str) -> AgentProfile | None:
        """How routing is told of her; None for somebody who takes no calls."""
        configuration = self._replica.configuration
        every = configuration.agents if configuration is not None else ()
        return next((one for one in every if one.id == agent), None)

    def device_of(self, agent: str) -> str:
        """Her device by the published configuration, else by the directory."""
        profile = self.profile(agent)
        return profile.device if profile is not None else self._naming.person(agent).device

    def takes_calls(self, agent: str) -> bool:
        """Whether the distributor knows her; others only look on."""
        return self.profile(agent) is not None or self._naming.person(agent).takes_calls

    def queue_profile(self, queue: str) -> QueueProfile:
        """A queue's rules; the defaults for one that is not configured."""
        configuration = self._replica.configuration
        every = configuration.queues if configuration is not None else ()
        found = next((one for one in every if one.id == queue), None)
        return found if found is not None else QueueProfile(id=QueueId(queue))

    def marks(self, queue: str) -> Marks:
        """Where this queue's clocks change colour."""
        profile, house = self.queue_profile(queue), self._replica.configuration
        return Marks(
            wait_warn=profile.answer_within * 0.6,
            wait_over=float(profile.answer_within),
            handle_warn=profile.handle_within * 150 / 180,
            handle_over=float(profile.handle_within),
            hold_over=float(house.hold_reminder_after) if house is not None else 0.0,
            service_target=profile.service_target,
            answer_floor=max(0.0, profile.answer_target - 0.1),
            answer_target=profile.answer_target,
        )

    # -- parts -----------------------------------------------------------------------------------

    def queue(self, queue: QueueId) -> QueueView:
        """One queue, live."""
        figures = self._replica.house.acd.queue_figures(queue)
        return QueueView(
            id=queue,
            name=self._naming.queue(queue),
            waiting=figures.waiting if figures is not None else 0,
            longest_entered_at=figures.oldest_entry if figures is not None else None,
            idle=figures.idle if figures is not None else 0,
            service_level=self._day.service_level(queue),
            marks=self.marks(queue),
            opening=self.openings.of(queue),
        )

    def _agent(self, known: Agent, profile: AgentProfile | None) -> AgentSeen:
        agent = known.id
        person = self._naming.person(agent)
        rules = self.queue_profile(known.queue or "")
        return AgentSeen(
            agent=agent,
            name=self._naming.person_name(agent),
            role=self.roles.get(agent, "agent"),
            team=self._naming.team(person.team),
            site=self._naming.site(person.site),
            state=known.state,
            reason=known.reason,
            since=known.since,
            until=known.until,
            intent=known.intent,
            intent_reason=known.intent_reason,
            device=known.device if known.signed_in else person.device,
            audio_uri=known.uri,
            audio_lost=self.audio_lost.get(agent, "") if not known.uri else "",
            desk_lost=not known.desk_here,
            extended=known.extended,
            extension=wrap_up.extension(rules),
            must_ask=wrap_up.must_ask(rules),
            wrap_up_asked=known.wrap_up_asked,
            ends_by_outcome=wrap_up.ends_by_outcome(rules),
            outcome_given=known.outcome_given,
            may_redial=self._replica.house.acd.may_redial(agent),
            listen=self._ears.seen(known, profile),
        )

    def _offer(self, agent: AgentId) -> OfferSeen | None:
        offer = self._replica.house.acd.offer_of(agent)
        if offer is None or offer.accepted:
            return None
        record, known = self._replica.record(offer.call), self._replica.house.calls.on(offer.call)
        way = self._way(record) if record else None
        made = self._replica.offers.get(offer.id)
        before = [one for one in record.offers if one.offer != offer.id] if record else []
        how = before[-1].how if before else None
        return OfferSeen(
            offer=offer.id,
            call=offer.call,
            queue=offer.queue,
            queue_name=self._naming.queue(offer.queue),
            number=self._naming.number(record.party) if record else "",
            dialled=record.dialled if record else "",
            path=self._ways.words(way) if way else (),
            brought=brought_of(known),
            suggested_need=self._ways.need(way) if way else "",
            language=record.language if record else "",
            device=offer.device,
            entered_at=offer.entered_at,
            made_at=made.at if made is not None else offer.entered_at,
            until=offer.until,
            strategy=made.strategy if made is not None else "",
            considered=tuple(map(self._considered, made.candidates)) if made is not None else (),
            came_back=how.value if how and how not in (OfferEnd.WITHDRAWN, OfferEnd.TAKEN) else "",
            callback=callback_of(known),
            handed_by=self._handed_by(known, agent),
            marks=self.marks(offer.queue),
        )

    def _considered(self, one: Candidate) -> Considered:
        lost, _, skill = one.lost.partition(":")
        return Considered(
            agent=one.agent,
            name=self._naming.person_name(one.agent),
            lost=lost,
            lost_skill=self._naming.skill(skill) if skill else NAMELESS,
            idle_for=one.idle_for,
        )

    def _call(self, agent: AgentId) -> CallSeen | None:
        call = self._replica.house.calls.of_agent(agent)
        if call is None or not is_hers(call, agent):
            return None
        record = self._replica.record(call.id) or CallRecord(call=call.id)
        mine = [one for one in record.agents if one.agent == agent]
        since = mine[-1].connected_at if mine else None
        holds = tuple(one for one in record.holds if since is None or one.since >= since)
        own, way = leg_of(call, agent), self._way(record)
        offer = self._replica.house.acd.offer_of(agent)
        return CallSeen(
            call=call.id,
            queue=call.queue or QueueId(""),
            queue_name=self._naming.queue(call.queue or ""),
            number=self._naming.number(call.party),
            dialled=call.dialled,
            path=self._ways.words(way),
            brought=brought_of(call),
            suggested_need=self._ways.need(way),
            language=record.language,
            auto=offer is not None and offer.auto,
            legs=tuple(self._leg(one) for one in call.legs.values()),
            entered_at=record.queued_at,
            connected_at=since,
            released_at=mine[-1].released_at if mine else None,
            muted=own.muted if own is not None else False,
            held_since=held_since(call, holds),
            held_for=sum(one.seconds for one in holds if one.until is not None),
            interrupted_since=interrupted_since(call),
            recording=recording_of(call, record),
            ended=ended_of(record),
            callback=callback_of(call),
            outgoing=is_outgoing(call),
            handed_by=self._handed_by(call, agent),
            handed_on=agent in call.wrapping,
            consult=self._consult(call) if call.agent == agent else None,
            asked=call.direction is Direction.CONSULT,
            transfer_no=call.transfer_no if call.agent == agent else "",
            marks=self.marks(call.queue or ""),
        )

    def _handed_by(self, call: CallState | None, agent: AgentId) -> Words:
        """Who handed it over to her; nobody to herself, who hands it on."""
        by = call.handed_by if call is not None and agent not in call.wrapping else None
        return self._naming.person_name(by) if by is not None else NAMELESS

    def _consult(self, call: CallState) -> ConsultView | None:
        """Whom she asks, as far as somebody is found."""
        asked = self._replica.house.calls.on(call.consult or "")
        if asked is None:
            return None
        agent = asked.offer.agent if asked.offer is not None else None
        outside = asked.direction is Direction.OUTSIDE
        return ConsultView(
            outside=outside,
            number=self._naming.number(asked.party) if outside else "",
            state=consult_state(call, asked),
            agent=agent or "",
            name=self._naming.person_name(agent) if agent else NAMELESS,
            queue_name=self._naming.queue(asked.queue or ""),
            since=asked.arrived_at,
        )

    def _way(self, record: CallRecord) -> CallRecord:
        """The call in which the customer told the IVR what she wants: for a callback the one in
        which she asked for it.
        """
        asked = self._replica.record(record.callback_of) if record.callback_of else None
        return asked or record

    def _leg(self, leg: Leg) -> LegView:
        return LegView(
            leg=leg.id,
            role=leg.role.value,
            state=leg_state(leg),
            agent=leg.agent or "",
            quality=self._replica.quality.get(leg.id, ""),
        )

    # -- her day ---------------------------------------------------------------------------------

    def _history(self, agent: AgentId, newest: list[CallRecord]) -> tuple[RecentCall, ...]:
        """Told anew only when one of these calls, or what is known of its caller, has changed."""
        names = tuple(self._callers.known_name(one.call) for one in newest)
        known = self._told.get(agent)
        if known is not None and known[1] == names and _are_same(known[0], newest):
            return known[2]
        told = tuple(self._recent(one, agent) for one in newest)
        self._told[agent] = (newest, names, told)
        return told

    def _recent(self, record: CallRecord, agent: AgentId) -> RecentCall:
        handled = sum(record.handle_in(one) for one in record.agents if one.agent == agent)
        marks = self.marks(record.queue or "")
        customer = self._callers.known_name(record.call)
        return RecentCall(
            call=record.call,
            at=record.connected_at or record.queued_at or now(),
            who=customer or self._naming.number(record.party),
            queue=record.queue or "",
            queue_name=self._naming.queue(record.queue or ""),
            need=record.need,
            outcome=record.outcome,
            waited=record.waited,
            handled=handled,
            over=max(0.0, handled - marks.handle_over),
            recording=record.recording is call_record.RecordingState.STORED,
        )

    def _figures(self, mine: list[CallRecord], queues: tuple[QueueId, ...]) -> DayFigures:
        figures = self._day.figures_of(mine)
        calls = Counter(one.queue for one in mine if one.queue is not None)
        of = tuple(calls) or queues
        return DayFigures(
            answered=figures.answered + sum(1 for one in mine if one.callback_of is not None),
            handle_median=figures.handle.median,
            handle_mean=figures.handle.mean,
            service_level=figures.service_level,
            answered_within=figures.answered_within,
            marks=together([self.marks(one) for one in of], [calls[one] for one in of]),
        )


def _are_same(some: list[CallRecord], others: list[CallRecord]) -> bool:
    """The very same records, in the same order."""
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
