"""The room of all open callbacks: when each stands in line again, and when it is over.

Every callback has exactly one attempt at a time, a call of its own. The distributor holds that call
out, the call places it; here is only decided what follows when it ends. It must not know lines,
legs of agents or numbers of customers.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

import acd.facts as a
import callcenter.calls.facts as c
from acd.deadlines import Deadlines
from acd.ids import CallId, DeadlineId, PartyId, QueueId
from acd.step import NOTHING, Deadline, DeadlineReached, Fact, Step
from callcenter.calls.call import caller_leg_id
from callcenter.outbound.callback import Callback, Phase, Rules
from callcenter.outbound.closed import ClosedQueues, ClosedState
from callcenter.outbound.facts import in_line, postponed, withdrawal

SOON = timedelta(seconds=5)
"""When an attempt stands in line again that ended before any telephone of the customer rang."""

BY_VOICEMAIL = "voicemail"
"""An agent asked for it, about a message that was left."""

NOT_BEGUN = "not_begun"
"""Such an attempt: it is none of the tries."""

Facts = tuple[Fact, ...]


class _State(msgspec.Struct, kw_only=True):
    """Fields are only ever added, with a default."""

    open: list[Callback] = []
    rules: dict[QueueId, Rules] = {}
    turned_away: list[CallId] = []
    closed: ClosedState = msgspec.field(default_factory=ClosedState)


class Callbacks:
    """Implements `acd.step.Room`."""

    def __init__(self) -> None:
        self._sit_down(_State())
        self._changes: dict[type[Fact], Callable[[Any], None]] = {
            a.ConfigurationPublished: self._published,
            a.CallbackRequested: self._requested,
            a.CallbackQueued: self._queued,
            a.CallbackAttempted: self._attempted,
            a.CallbackAnswered: self._answered,
            a.CallbackMissed: self._missed,
            a.CallbackPostponed: self._postponed,
            a.CallbackKept: self._over,
            a.CallbackFailed: self._over,
            a.CallbackWithdrawn: self._withdrawn,
            a.CallRequeued: self._requeued,
            a.CallDiverted: self._diverted,
            a.CallQueued: self._came_again,
            c.CallEnded: self._is_gone,
            a.QueueOpened: self._closed_queues,
            a.QueueClosed: self._closed_queues,
            a.EmergencyPressed: self._emergency_pressed,
            a.CallMoved: self._moved,
            a.CallPrioritised: self._prioritised,
            DeadlineReached: self._deadline_reached,
        }
        self._decisions: dict[type[Fact], Callable[[Any], Facts]] = {
            a.CallbackRequested: self._asked_again,
            a.CallQueued: self._called_again,
            a.WithdrawCallbackPressed: self._withdraw,
            a.CallWithdrawn: self._withdrawn_in_line,
            a.CallConnected: self._keep,
            c.LegAnswered: self._reached,
            c.CallEnded: self._ended,
            a.ConfigurationPublished: self._postpone,
            a.QueueOpened: self._postpone,
            a.EmergencyPressed: self._postpone,
            DeadlineReached: self._try_again,
        }

    def _sit_down(self, state: _State) -> None:
        self._open = {one.id: one for one in state.open}
        self._rules = dict(state.rules)
        self._closed = ClosedQueues(state.closed)
        self._turned_away = set(state.turned_away)
        """Calls that did not enter a queue: they take nobody's place."""
        self._by_call = {one.call: one.id for one in state.open}
        self._deadlines = Deadlines()
        for callback in state.open:
            self._arm(callback)

    # -- the room --------------------------------------------------------------------------------

    def apply(self, fact: Fact) -> None:
        """Take a fact into the state."""
        change = self._changes.get(type(fact))
        if change is not None:
            change(fact)

    def handle(self, fact: Fact) -> Step:
        """Decide what follows from a fact that was applied."""
        decide = self._decisions.get(type(fact))
        facts = decide(fact) if decide is not None else ()
        return Step(facts=facts) if facts else NOTHING

    def next_deadline(self) -> Deadline | None:
        """The earliest instant at which a callback stands in line again."""
        return self._deadlines.next()

    def dump(self) -> bytes:
        """The state as msgpack; equal states give equal bytes."""
        return msgspec.msgpack.encode(
            _State(
                open=[self._open[one] for one in sorted(self._open)],
                rules=dict(sorted(self._rules.items())),
                turned_away=sorted(self._turned_away),
                closed=self._closed.state(),
            )
        )

    def load(self, dumped: bytes) -> None:
        """Replace the state; raises msgspec.ValidationError for what is no dump."""
        self._sit_down(msgspec.msgpack.decode(dumped, type=_State))

    def card(self, call: CallId) -> bytes:
        """The callback whose attempt the call is; empty for any other call."""
        found = self.of_call(call)
        return msgspec.msgpack.encode(found) if found is not None else b""

    def adopt(self, call: CallId, card: bytes) -> None:
        """Take over a callback from its attempt's card, unless it is known."""
        if not card:
            return
        found = msgspec.msgpack.decode(card, type=Callback)
        if found.id not in self._open:
            self._open[found.id] = found
            self._by_call[call] = found.id
            self._arm(found)

    # -- questions -------------------------------------------------------------------------------

    def open(self) -> Iterator[Callback]:
        """All open callbacks, the oldest promise first; to be read, not changed."""
        return iter(sorted(self._open.values(), key=lambda one: (one.promised_until, one.id)))

    def one(self, callback: CallId) -> Callback | None:
        """An open callback by its name."""
        return self._open.get(callback)

    def of_call(self, call: CallId) -> Callback | None:
        """The open callback whose attempt of the moment this call is."""
        return self._open.get(self._by_call.get(call, CallId("")))

    def _of_party(self, party: PartyId, queue: QueueId) -> list[Callback]:
        """Those that may still be given up: nobody has answered yet."""
        mine = (one for one in self._open.values() if party and one.party == party)
        return [one for one in mine if one.queue == queue and not one.answered]

    # -- what facts change -----------------------------------------------------------------------

    def _published(self, fact: a.ConfigurationPublished) -> None:
        self._rules = {
            queue.id: Rules(queue.promise_within, queue.callback_tries, queue.callback_retry_after)
            for queue in fact.configuration.queues
        }
        self._closed.published(fact)

    def _closed_queues(self, fact: a.QueueOpened | a.QueueClosed) -> None:
        self._closed.told(fact)

    def _emergency_pressed(self, fact: a.EmergencyPressed) -> None:
        self._closed.pressed(fact)

    def _postponed(self, fact: a.CallbackPostponed) -> None:
        callback = self._open.get(fact.callback)
        if callback is not None:
            callback.is_postponed(fact.promised_until, fact.at)

    def _requested(self, fact: a.CallbackRequested) -> None:
        if fact.call in self._open:
            return
        self._open[fact.call] = Callback(
            id=fact.call,
            party=fact.party,
            queue=fact.queue,
            entered_at=fact.entered_at,
            requested_at=fact.at,
            promised_until=self._promised(fact),
            language=fact.language,
            priority=fact.priority,
            tier=fact.tier,
            travels_soon=fact.travels_soon,
            head_start=fact.head_start,
            path=fact.path,
            recording_declined=fact.recording_declined,
            prefers=fact.prefers,
        )

    def _queued(self, fact: a.CallbackQueued) -> None:
        callback = self._open.get(fact.callback)
        if callback is None or fact.number <= callback.number:
            return
        self._forget_attempt(callback)
        callback.stands_in_line(fact.call, fact.number)
        self._by_call[fact.call] = callback.id

    def _attempted(self, fact: a.CallbackAttempted) -> None:
        callback = self.of_call(fact.call)
        if callback is not None and callback.phase is Phase.IN_LINE:
            callback.is_tried(fact.at)

    def _answered(self, fact: a.CallbackAnswered) -> None:
        callback = self.of_call(fact.call)
        if callback is not None:
            callback.answered = True

    def _missed(self, fact: a.CallbackMissed) -> None:
        callback = self.of_call(fact.call)
        if callback is None:
            return
        callback.rests(fact.again_at)
        if fact.again_at is not None:
            self._deadlines.arm(_deadline(callback.id), fact.again_at)

    def _over(self, fact: a.CallbackKept | a.CallbackFailed | a.CallbackWithdrawn) -> None:
        callback = self._open.pop(fact.callback, None)
        if callback is not None:
            self._deadlines.disarm(_deadline(callback.id))
            self._forget_attempt(callback)

    def _withdrawn(self, fact: a.CallbackWithdrawn) -> None:
        instead = self._open.get(fact.instead) if fact.instead else None
        if instead is not None:
            instead.takes_place_of(fact.entered_at, fact.promised_until)
        self._over(fact)

    def _requeued(self, fact: a.CallRequeued) -> None:
        callback = self.of_call(fact.call)
        if callback is not None:
            callback.queue = fact.queue

    def _diverted(self, fact: a.CallDiverted) -> None:
        if fact.target.queue is None:
            self._turned_away.add(fact.call)

    def _came_again(self, fact: a.CallQueued) -> None:
        self._turned_away.discard(fact.call)

    def _is_gone(self, fact: c.CallEnded) -> None:
        self._turned_away.discard(fact.call)

    def _moved(self, fact: a.CallMoved) -> None:
        """Its further attempts stand there too."""
        callback = self.of_call(fact.call)
        if callback is not None:
            callback.queue, callback.priority = fact.queue, fact.own

    def _prioritised(self, fact: a.CallPrioritised) -> None:
        callback = self.of_call(fact.call)
        if callback is not None:
            callback.priority = fact.own

    def _deadline_reached(self, fact: DeadlineReached) -> None:
        callback = self._timed(fact)
        if self._deadlines.reached(fact) and callback is not None:
            callback.rested = True

    def _arm(self, callback: Callback) -> None:
        """It rests: it stands in line again at its time."""
        if callback.again_at is not None and not callback.rested:
            self._deadlines.arm(_deadline(callback.id), callback.again_at)

    def _forget_attempt(self, callback: Callback) -> None:
        self._by_call.pop(callback.call, None)

    # -- what follows ----------------------------------------------------------------------------

    def _asked_again(self, fact: a.CallbackRequested) -> Facts:
        """An earlier wish of the same customer gives its place and its promise to this one."""
        same = {one.id: one for one in self._of_party(fact.party, fact.queue)}
        attempt = self.of_call(fact.call)
        if attempt is not None:
            # She was called back, could not be served, and is to be called back again.
            same[attempt.id] = attempt
        same.pop(fact.call, None)
        given = tuple(withdrawal(one, fact, "asked_again", fact.call) for one in same.values())
        asked = self._open.get(fact.call)
        if fact.by != BY_VOICEMAIL or asked is None or asked.phase is not Phase.ASKED:
            return given
        # Its caller has hung up long ago: there is no end of a call to wait for.
        return (*given, in_line(asked, fact))

    def _called_again(self, fact: a.CallQueued) -> Facts:
        """The customer calls in meanwhile: that call takes the place, and nobody calls back; but
        not where the call was turned away.
        """
        if fact.call in self._turned_away:
            return ()
        same = self._of_party(fact.party, fact.queue)
        return tuple(withdrawal(one, fact, "called_again", fact.call) for one in same)

    def _withdraw(self, fact: a.WithdrawCallbackPressed) -> Facts:
        callback = self._open.get(fact.callback)
        if callback is None or callback.answered:
            return ()
        return (withdrawal(callback, fact, "pressed"),)

    def _postpone(self, fact: Fact) -> Facts:
        """Queues have opened: what was promised while they were closed, or before, is due later."""
        opened = self._closed.reopened(fact.at)
        return tuple(
            postponed(one, fact, opened[one.queue])
            for one in self.open()
            if one.queue in opened and one.may_be_postponed(fact.at)
        )

    def _withdrawn_in_line(self, fact: a.CallWithdrawn) -> Facts:
        """Its attempt was taken out of the queue."""
        callback = self.of_call(fact.call)
        return () if callback is None else (withdrawal(callback, fact, "pressed"),)

    def _reached(self, fact: c.LegAnswered) -> Facts:
        callback = self.of_call(fact.call)
        if callback is None or callback.answered or fact.leg != caller_leg_id(fact.call):
            return ()
        return (a.CallbackAnswered(at=fact.at, call=fact.call, callback=callback.id),)

    def _keep(self, fact: a.CallConnected) -> Facts:
        callback = self.of_call(fact.call)
        if callback is None:
            return ()
        return (a.CallbackKept(at=fact.at, call=fact.call, callback=callback.id),)

    def _ended(self, fact: c.CallEnded) -> Facts:
        """The caller has hung up: in line. Or an attempt is over and they did not speak."""
        asked = self._open.get(fact.call)
        if asked is not None and asked.phase is Phase.ASKED:
            return (in_line(asked, fact),)
        callback = self.of_call(fact.call)
        if callback is None or callback.phase is Phase.RESTING:
            return ()
        rules = self._rules.get(callback.queue, Rules())
        begun = callback.phase is Phase.CALLING
        again_at: datetime | None = fact.at + SOON
        if begun:
            left = callback.tries < rules.tries
            again_at = fact.at + timedelta(seconds=rules.retry_after) if left else None
        missed = a.CallbackMissed(
            at=fact.at,
            call=fact.call,
            callback=callback.id,
            because=fact.ending.reason.value if begun else NOT_BEGUN,
            tries=callback.tries,
            again_at=again_at,
        )
        if again_at is not None:
            return (missed,)
        failed = a.CallbackFailed(
            at=fact.at, call=fact.call, callback=callback.id, tries=callback.tries
        )
        return (missed, failed)

    def _try_again(self, fact: DeadlineReached) -> Facts:
        callback = self._timed(fact)
        if callback is None or not callback.rested or callback.again_at != fact.at:
            return ()
        return (in_line(callback, fact),)

    def _timed(self, fact: DeadlineReached) -> Callback | None:
        kind, _, name = fact.deadline.partition(":")
        return self._open.get(CallId(name)) if kind == "callback" else None

    def _promised(self, fact: a.CallbackRequested) -> datetime:
        within = self._rules.get(fact.queue, Rules()).promise_within
        return fact.at + timedelta(seconds=within)


def _deadline(callback: CallId) -> DeadlineId:
    return DeadlineId(f"callback:{callback}")
