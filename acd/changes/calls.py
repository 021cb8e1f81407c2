"""What facts change of waiting calls, and of the floor as a whole."""

from datetime import datetime, timedelta

import msgspec

from acd import facts as f
from acd.changes.expiry import ExpiryChanges
from acd.changes.opening import OpeningChanges
from acd.changes.overflow import OverflowChanges
from acd.changes.table import DeadlineChanges, FactChanges
from acd.configuration import QueueProfile
from acd.entry import may_be_sent
from acd.floor import Floor
from acd.ids import AgentId, DeadlineId
from acd.priority import Known, enters, of_customer, recognise
from acd.step import Fact
from acd.waiting_call import TOP_PRIORITY, CallPast, Phase, WaitingCall


class CallChanges:
    """Of waiting calls."""

    def __init__(
        self,
        floor: Floor,
        opening: OpeningChanges,
        overflow: OverflowChanges,
        expiry: ExpiryChanges,
    ) -> None:
        self._floor = floor
        self._overflow = overflow
        self._opening = opening
        self._expiry = expiry
        self.facts: FactChanges = {
            f.ConfigurationPublished: self._configuration_published,
            f.ThinkingResumed: self._thinking_resumed,
            f.CallQueued: self._call_queued,
            f.CallRequeued: self._call_requeued,
            f.PlaceRegained: self._place_regained,
            f.CallerReturned: self._caller_returned,
            f.CallDiverted: self._call_diverted,
            f.SearchWidened: self._search_widened,
            f.PriorityRaised: self._priority_raised,
            f.PreferenceEnded: self._preference_ended,
            f.CallerLeft: self._caller_left,
            f.CallAbandoned: self._call_abandoned,
            f.PlaceTold: self._place_told,
            f.CustomerIdentified: self._customer_identified,
        }
        self.deadlines: DeadlineChanges = {}

    def _configuration_published(self, fact: f.ConfigurationPublished) -> None:
        self._floor.configure(fact.configuration, fact.seed, fact.at)
        self._opening.arm_all()
        self._expiry.arm(fact)
        for call in self._floor.calls.values():
            self.arm_line(call, fact)

    def _thinking_resumed(self, fact: f.ThinkingResumed) -> None:
        self._floor.resumed_at = fact.at

    def _call_queued(self, fact: f.CallQueued) -> None:
        floor = self._floor
        if fact.call in floor.calls:
            return
        queue = floor.known_queue(fact.queue)
        past = floor.past.get(fact.call, CallPast())
        call = WaitingCall(
            call=fact.call,
            queue=queue,
            entered_at=past.entered_at or fact.at,
            language=fact.language,
            head_start=fact.head_start,
            offers=past.offers,
            consults=past.consults,
            was_connected=past.was_connected,
            diverted=past.diverted,
            left=past.left,
            incident=past.incident,
            here_since=fact.at,
            party=fact.party,
            path=fact.path,
            recording_declined=fact.recording_declined,
        )
        profile = floor.queue(queue).profile
        known = Known(past.tier, past.travels_soon)
        enters(call, profile, floor.configuration, fact.priority, known)
        call.due_at = past.due_at or call.due_at
        call.priority = max(
            call.priority, call.priority if past.priority is None else past.priority
        )
        self._prefers(call, fact, past)
        floor.enter(call)
        floor.arrivals.came((queue, call.language), call.priority, fact.at)
        self.arm_line(call, fact)

    def _prefers(self, call: WaitingCall, fact: f.CallQueued, past: CallPast) -> None:
        """Whom the caller asked for, if she works; else, of those who serve the queue, whoever is
        named or spoke with the caller last.
        """
        indexes, named = self._floor.indexes, fact.preferred
        if named is not None and fact.preferred_for is not None:
            if fact.preferred_for > 0 and indexes.works(named):
                call.preferred, call.asked_for = named, True
                self.arm_preference(call, fact, fact.preferred_for)
            return
        profile = self._floor.queue(call.queue).profile
        preferred = named or _last_agent(past, profile, fact.at)
        if preferred is not None and indexes.can_wait_for(preferred, call):
            call.preferred = preferred
            self.arm_preference(call, fact)

    def _call_requeued(self, fact: f.CallRequeued) -> None:
        call = self._floor.calls.get(fact.call)
        if call is None or call.phase not in (Phase.WAITING, Phase.RETURNING):
            return
        if fact.queue != call.queue:
            call.comes_to_another_queue(fact.at)
        self._floor.requeue(call, fact.queue)
        self.arm_place(call, fact)
        self.arm_line(call, fact)

    def _place_regained(self, fact: f.PlaceRegained) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None and self._floor.kept.take(call, fact.given_up):
            self._floor.stand_in_for(call, fact.since)
            self.arm_line(call, fact)

    def _caller_returned(self, fact: f.CallerReturned) -> None:
        """As one who has waited so long that nobody goes before, with the older entry."""
        floor, call = self._floor, self._floor.calls.get(fact.call)
        if call is None or not floor.broken.give_up(fact.broken):
            return
        floor.stand_in_for(call, fact.since)
        floor.set_priority(call, TOP_PRIORITY)
        if call.phase is Phase.WAITING and floor.indexes.can_wait_for(fact.agent, call):
            floor.wait_for(call, fact.agent)
            self.arm_preference(call, fact)
        self.arm_line(call, fact)

    def arm_preference(self, call: WaitingCall, fact: Fact, seconds: int | None = None) -> None:
        """When it waits for her alone no more; as the queue says, unless it is given."""
        usual = self._floor.queue(call.queue).profile.preferred_for
        wait = timedelta(seconds=usual if seconds is None else seconds)
        until = self._floor.thought_at(fact.at) + wait
        self._floor.deadlines.arm(DeadlineId(f"prefer:{call.call}"), until)

    def _call_diverted(self, fact: f.CallDiverted) -> None:
        """A callback is taken out of line by what follows."""
        floor, target = self._floor, fact.target
        call = floor.calls.get(fact.call)
        if call is None or not may_be_sent(call) or call.queue != fact.queue:
            return
        call.diverted += 1
        match target.way:
            case "queue" if target.queue is not None:
                call.told_ahead = call.told_wait = None
                call.left = (*call.left, call.queue)
                call.comes_to_another_queue(fact.at)
                floor.wait_no_more(call)
                floor.requeue(call, floor.known_queue(target.queue))
                self.arm_place(call, fact)
                self.arm_line(call, fact)
            case "flow":
                self._depart(call)
            case "voicemail" | "hang_up":
                floor.forget(call)

    def _depart(self, call: WaitingCall) -> None:
        """Back into the dialogue: should it come again, it has the place that it leaves."""
        past = CallPast(
            tier=call.tier,
            travels_soon=call.travels_soon,
            offers=call.offers,
            consults=call.consults,
            was_connected=call.was_connected,
            diverted=call.diverted,
            left=call.left,
            incident=call.incident,
            entered_at=call.entered_at,
            due_at=call.due_at,
            priority=call.priority,
        )
        self._floor.forget(call)
        self._floor.remember(call.call, past)

    def _search_widened(self, fact: f.SearchWidened) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None and call.phase is Phase.WAITING:
            self._floor.widen(call, fact.width)
            self.arm_line(call, fact)

    def _priority_raised(self, fact: f.PriorityRaised) -> None:
        """Never behind where it stood."""
        call = self._floor.calls.get(fact.call)
        if call is not None:
            call.starved = True
            self._floor.set_priority(call, max(call.priority, fact.priority))

    def _preference_ended(self, fact: f.PreferenceEnded) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None and call.preferred == fact.agent:
            self._floor.deadlines.disarm(DeadlineId(f"prefer:{call.call}"))
            self._floor.wait_for(call, None)
            self._overflow.arm(call, fact.at)

    def arm_line(self, call: WaitingCall, fact: Fact) -> None:
        """When the search widens, when it has waited so long that it goes before all, and when it
        need wait no longer.
        """
        self._overflow.arm(call, fact.at)
        if call.phase is not Phase.WAITING:
            return
        rules = self._floor.queue(call.queue).profile
        now = self._floor.thought_at(fact.at)
        if call.width < len(rules.widening):
            after = timedelta(seconds=rules.widening[call.width].after)
            wider_at = max(now, call.entered_at + after)
            self._floor.deadlines.arm(DeadlineId(f"wider:{call.call}"), wider_at)
        if rules.starves_after and call.priority < TOP_PRIORITY and not call.starved:
            starves_at = max(now, call.stands_since + timedelta(seconds=rules.starves_after))
            self._floor.deadlines.arm(DeadlineId(f"starve:{call.call}"), starves_at)

    def _caller_left(self, fact: f.CallerLeft) -> None:
        self._floor.past.pop(fact.call, None)
        call = self._floor.calls.get(fact.call)
        if call is None:
            return
        call.gone, call.gone_at = True, call.gone_at or fact.at
        alone = call.phase in (Phase.WAITING, Phase.RETURNING) and call.was_connected
        alone = alone or call.phase in (Phase.CALLED, Phase.OUTSIDE)
        if alone or (call.phase is Phase.CONNECTED and not self._is_talking(call)):
            self._floor.forget(call)

    def _is_talking(self, call: WaitingCall) -> bool:
        """An agent's release will still come for it."""
        agent = self._floor.agents.get(call.agent) if call.agent else None
        return agent is not None and agent.call == call.call

    def _call_abandoned(self, fact: f.CallAbandoned) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None:
            for queue in (*call.left, call.queue):
                keep_for = self._floor.queue(queue).profile.keep_place_for
                self._floor.kept.keep(call, queue, keep_for, fact.at)
            self._floor.forget(call)

    def _place_told(self, fact: f.PlaceTold) -> None:
        call = self._floor.calls.get(fact.call)
        if call is None:
            return
        call.told_ahead = fact.ahead
        call.told_wait = call.told_wait if fact.wait is None else fact.wait
        self.arm_place(call, fact)

    def arm_place(self, call: WaitingCall, fact: Fact) -> None:
        every = self._floor.queue(call.queue).profile.announce_every
        if every > 0 and call.phase is Phase.WAITING and not call.is_callback:
            at = self._floor.thought_at(fact.at) + timedelta(seconds=every)
            self._floor.deadlines.arm(DeadlineId(f"place:{call.call}"), at)

    def _customer_identified(self, fact: f.CustomerIdentified) -> None:
        """Kept for the queue, or used at once when the call is there already."""
        floor, known = self._floor, Known(fact.tier, fact.travels_soon)
        counts = of_customer(floor.configuration, known) > 0
        waiting = floor.calls.get(fact.call)
        if waiting is None and (counts or fact.last_agent is not None):
            floor.remember(fact.call, _learnt(floor.past.get(fact.call, CallPast()), fact))
        elif waiting is not None and counts:
            floor.indexes.leave(waiting)
            recognise(waiting, floor.configuration, known)
            floor.indexes.place(waiting)


def _learnt(past: CallPast, fact: f.CustomerIdentified) -> CallPast:
    """What was known before counts; a second telling only adds to it."""
    told = past.last_agent is None
    return msgspec.structs.replace(
        past,
        tier=past.tier or fact.tier,
        travels_soon=past.travels_soon or fact.travels_soon,
        last_agent=fact.last_agent if told else past.last_agent,
        last_talk_at=fact.last_talk_at if told else past.last_talk_at,
    )


def _last_agent(past: CallPast, queue: QueueProfile, at: datetime) -> AgentId | None:
    """With whom the caller spoke last, if the queue would rather have her again."""
    if past.last_talk_at is None or queue.last_agent_within == 0:
        return None
    lately = at - past.last_talk_at <= timedelta(hours=queue.last_agent_within)
    return past.last_agent if lately else None
