"""What became of one call: instants and turning points, and every length derived from them.

Reports, the API and the figures read these records; `callcenter.history.call_fold` makes them from
facts. It must not know how a record is stored, nor what time it is: whoever asks brings `as_of`.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from acd.facts import MISSED_BY_DEVICE, OfferEnd
from acd.ids import AgentId, CallId, LineId, OfferId, PartyId, QueueId
from callcenter.calls.call import QUESTIONS, Direction
from callcenter.calls.facts import Ending, Reason, Side
from callcenter.history.flow_walk import Walk
from callcenter.history.left_work import CallbackTold, VoicemailTold
from callcenter.history.turns import (
    Period,
    Segment,
    Turn,
    TurnKind,
    overlap,
    periods,
    segments,
)
from callcenter.history.wait_foreseen import WaitForeseen, between


class RecordingState(StrEnum):
    """How far the call's recording has come; a later one in this list wins over an earlier."""

    NONE = "none"
    RUNNING = "running"
    PENDING = "pending"
    """Both tracks are closed; the archive does not have the file yet."""
    LOST = "lost"
    DECLINED = "declined"
    STORED = "stored"


class Result(StrEnum):
    """What became of the call as its queue sees it; exactly one at every `as_of`."""

    NOT_OFFERED = "not_offered"
    """Never entered a queue: still in the dialogue, or left there."""
    WAITING = "waiting"
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    SHORT_ABANDONED = "short_abandoned"
    FLOWED_OUT = "flowed_out"
    """Left the queue by our rule, such as the longest allowed time."""
    TURNED_AWAY = "turned_away"
    """Heard why it could not be taken, such as outside opening hours, and was let go."""
    CALLED_BACK = "called_back"
    """Turned into a call back; its place was kept."""
    VOICEMAIL = "voicemail"
    """A message was left for it: no abandon, and no answer."""
    WITHDRAWN = "withdrawn"
    """Taken out of the queue by a supervisor: no abandon, and no answer."""
    LOST = "lost"
    """Our own failure while it waited: kept apart from abandons."""


_LEFT = {
    "connected_at": Result.ANSWERED,
    "voicemail_at": Result.VOICEMAIL,
    "called_back_at": Result.CALLED_BACK,
    "turned_away_at": Result.TURNED_AWAY,
    "withdrawn_at": Result.WITHDRAWN,
}
"""Ends of the wait that say what became of it; the first that there was."""


class OfferTold(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One offer of the call: to whom, and how it ended unless it was accepted."""

    offer: OfferId
    agent: AgentId
    made_at: datetime | None = None
    ended_at: datetime | None = None
    how: OfferEnd | None = None
    """None: accepted, or still held out."""


class Diversion(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A queue's rule sent the call elsewhere."""

    at: datetime
    queue: QueueId
    because: str
    """A code of `acd.targets.Because`."""
    to: str
    """`queue`, `callback`, `voicemail`, `flow` or `hang_up`."""
    into: QueueId = QueueId("")
    """The queue it went to; empty: to none."""


class CallRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One call. Instants are aware, UTC; None says it did not happen (yet). Lengths are seconds."""

    call: CallId
    party: PartyId = PartyId("")
    dialled: str = ""
    exchange: str = ""
    line: LineId = LineId("")
    direction: Direction = Direction.INBOUND
    zone: str = ""
    """Of a call that an agent placed: where the number is, by the house's list."""
    callback_of: CallId | None = None
    """The call in which this one was asked for; of a redial the one that broke, of a question
    the one that it is about.
    """
    adopted: bool = False
    """Found alive at a recovery, its beginning unknown."""

    rang_at: datetime | None = None
    answered_at: datetime | None = None
    """The house answered the caller; not yet an agent."""
    dialogue_ended_at: datetime | None = None
    queued_at: datetime | None = None
    """First queue entry: zero of the promise of 20 s."""
    last_queued_at: datetime | None = None
    """Differs from the first where a rule sent the call back into the dialogue in between."""
    first_offered_at: datetime | None = None
    connected_at: datetime | None = None
    """First agent and caller heard each other; service level counts this one only."""
    released_at: datetime | None = None
    """The last agent's leg was over."""
    dropped_at: datetime | None = None
    """The conversation broke: nobody hung up, the caller's leg or its media was lost."""
    abandoned_at: datetime | None = None
    ended_at: datetime | None = None
    wrapped_at: datetime | None = None
    called_back_at: datetime | None = None
    """The caller asked to be called back, and left the line."""
    voicemail_at: datetime | None = None
    """The caller was asked for the message that she then left."""
    turned_away_at: datetime | None = None
    """The caller heard why the call could not be taken, and was let go."""
    diversions: tuple[Diversion, ...] = ()
    """Each time a queue's rule sent the call elsewhere, by `at`."""
    withdrawn_at: datetime | None = None
    """A supervisor took it out of the queue."""

    language: str = ""
    path: tuple[str, ...] = ()
    walk: Walk = Walk()
    """Its way through flows, node by node."""
    queue: QueueId | None = None
    """The first queue."""
    answer_within: int = 20
    """Seconds its queue promised when the call entered: T of the service level."""
    short: bool = False
    """Abandoned within the queue's limit for short abandons."""
    customers: tuple[str, ...] = ()
    tier: str = ""

    foreseen: WaitForeseen | None = None
    """None: offered at once, or nobody worked."""
    offers: tuple[OfferTold, ...] = ()
    turns: tuple[Turn, ...] = ()
    """Turning points of segments, holds and recording pauses, by `at`."""

    need: str = ""
    needs: tuple[str, ...] = ()
    outcome: str = ""
    outcome_at: datetime | None = None
    ending: Ending | None = None
    survey_at: datetime | None = None
    """When the caller was asked to rate the conversation ..."""
    survey_of: AgentId | None = None
    """... with this agent ..."""
    survey_score: int | None = None
    """... and what she answered; None: nothing."""

    recording: RecordingState = RecordingState.NONE
    recording_seconds: float | None = None
    recording_lost_because: str = ""

    callback: CallbackTold | None = None
    """The one asked for in this call."""

    voicemail: VoicemailTold | None = None
    """The one left in this call."""

    # Whose `at` a value came from, so that a late fact does not undo a newer one.
    language_at: datetime | None = None
    customers_at: datetime | None = None

    @property
    def agents(self) -> tuple[Segment, ...]:
        """Who spoke with the caller, from when to when, in order."""
        return segments(self.turns, self.ended_at)

    @property
    def agent(self) -> AgentId | None:
        """The last agent who spoke with the caller."""
        spoke = self.agents
        return spoke[-1].agent if spoke else None

    @property
    def holds(self) -> tuple[Period, ...]:
        """When the caller was on hold."""
        return periods(self.turns, TurnKind.HELD, TurnKind.RETRIEVED, self.ended_at)

    @property
    def pauses(self) -> tuple[Period, ...]:
        """When the recording wrote silence by wish."""
        return periods(self.turns, TurnKind.PAUSED, TurnKind.RESUMED, self.ended_at)

    @property
    def result(self) -> Result:
        """What became of it, as far as is known."""
        if self.queued_at is None:
            return Result.NOT_OFFERED
        left = next((so for at, so in _LEFT.items() if getattr(self, at) is not None), None)
        if left is not None:
            return left
        if self.abandoned_at is not None:
            return Result.SHORT_ABANDONED if self.short else Result.ABANDONED
        if self.ended_at is None:
            return Result.WAITING
        return Result.FLOWED_OUT if self._left_in_dialogue else _unanswered(self.ending)

    @property
    def left_queue_at(self) -> datetime | None:
        """When the wait was over, one way or another; None while it lasts or never began."""
        if self.queued_at is None:
            return None
        over = self.connected_at or self.voicemail_at or self.called_back_at
        return (
            over or self.turned_away_at or self.withdrawn_at or self.abandoned_at or self.ended_at
        )

    @property
    def diverted_because(self) -> str:
        """Why a queue's rule sent it elsewhere, the last time; empty: none did."""
        return self.diversions[-1].because if self.diversions else ""

    @property
    def _left_in_dialogue(self) -> bool:
        """A rule sent it back into the dialogue, or to leave a message, and it came to no queue."""
        last = self.diversions[-1] if self.diversions else None
        again_at = self.last_queued_at
        return (
            last is not None
            and last.to in ("flow", "voicemail")
            and not (again_at and again_at > last.at)
        )

    @property
    def counted_at(self) -> datetime | None:
        """When it falls into a day or an interval: at its entry into a queue; a call of our own
        when it was placed. None for a call that counts nowhere.
        """
        return self.queued_at if self.direction is Direction.INBOUND else self.rang_at

    @property
    def waited(self) -> float | None:
        """Seconds from first entry to the end of the wait; None while it lasts."""
        left = self.left_queue_at
        return None if left is None or self.queued_at is None else between(self.queued_at, left)

    @property
    def wait_error(self) -> float | None:
        """Seconds by which the wait was longer than foreseen, when the call was answered or left;
        None while it waits, and where nothing was foreseen.
        """
        left = self.left_queue_at
        return None if left is None or self.foreseen is None else self.foreseen.error_at(left)

    @property
    def talk(self) -> float:
        """Seconds in which an agent and the caller heard each other, holds taken off."""
        return sum(self.talk_in(segment) for segment in self.agents)

    @property
    def hold(self) -> float:
        """Seconds the caller was on hold while with an agent."""
        return sum(self.hold_in(segment) for segment in self.agents)

    @property
    def wrap_up(self) -> float:
        """Seconds agents worked on the call after it."""
        return sum(segment.wrap_up for segment in self.agents)

    @property
    def handle(self) -> float:
        """Talk, hold and wrap-up together."""
        return self.talk + self.hold + self.wrap_up

    @property
    def paused(self) -> float:
        """Seconds of wished silence in the recording."""
        return sum(pause.seconds for pause in self.pauses)

    @property
    def recording_expected(self) -> float | None:
        """Seconds the recording must have: answered to ended; None before the end."""
        if self.answered_at is None or self.ended_at is None:
            return None
        return between(self.answered_at, self.ended_at)

    @property
    def requeued(self) -> int:
        """How often it went back to the head of its queue."""
        return sum(1 for turn in self.turns if turn.kind is TurnKind.REQUEUED)

    @property
    def transfers(self) -> int:
        """How often an agent handed it over."""
        return sum(1 for turn in self.turns if turn.kind is TurnKind.TRANSFERRED)

    @property
    def offers_made(self) -> int:
        """How often it was held out to an agent."""
        return len(self.offers)

    @property
    def rejected(self) -> int:
        """Offers an agent declined, or her phone because it was in use."""
        return self._offers_that(OfferEnd.REJECTED, OfferEnd.BUSY)

    @property
    def expired(self) -> int:
        """Offers nobody reacted to: missed by the agent."""
        return self._offers_that(OfferEnd.EXPIRED)

    @property
    def missed_by_device(self) -> int:
        """Offers an agent's page, audio or phone missed: never counted as missed by her."""
        return self._offers_that(*MISSED_BY_DEVICE)

    @property
    def is_question(self) -> bool:
        """A part of a caller's call: a colleague, or somebody outside, in it."""
        return self.direction in QUESTIONS

    @property
    def is_over(self) -> bool:
        """Ended, and no agent works on it any more; a question has no wrap-up."""
        asked = self.is_question
        return self.ended_at is not None and (asked or all(one.is_over for one in self.agents))

    def hold_in(self, segment: Segment) -> float:
        """Seconds of hold within one agent's segment."""
        return sum(overlap(hold, segment.spoke) for hold in self.holds)

    def talk_in(self, segment: Segment) -> float:
        """Seconds of talk within one agent's segment."""
        return max(0.0, segment.spoke.seconds - self.hold_in(segment))

    def handle_in(self, segment: Segment) -> float:
        """Talk, hold and wrap-up of one agent's segment."""
        return self.talk_in(segment) + self.hold_in(segment) + segment.wrap_up

    def _offers_that(self, *ends: OfferEnd) -> int:
        return sum(1 for offer in self.offers if offer.how in ends)

    def result_at(self, as_of: datetime) -> Result:
        """What had become of it at an instant, whatever came after."""
        if self.queued_at is None or self.queued_at > as_of:
            return Result.NOT_OFFERED
        left = self.left_queue_at
        return Result.WAITING if left is None or left > as_of else self.result

    def waited_at(self, as_of: datetime) -> float:
        """Seconds waited up to an instant; 0 before the first entry."""
        if self.queued_at is None:
            return 0.0
        left = self.left_queue_at
        return between(self.queued_at, as_of if left is None else min(left, as_of))


def _unanswered(ending: Ending | None) -> Result:
    """A waiting call that ended without an abandon: by our rule, or by our failure."""
    by_rule = ending is not None and ending.reason in (Reason.FLOW_END, Reason.TOO_LONG)
    if by_rule:
        return Result.FLOWED_OUT
    by_caller = ending is not None and ending.side is Side.CALLER
    return Result.ABANDONED if by_caller else Result.LOST
