"""All facts of a call folded into one `CallRecord`.

The worker folds the journal with it, tests fold tables of facts. It decides nothing and must not
know where facts come from.

A fact may come late (a line that was cut off sends its file afterwards) and then corrects the past:
the record keeps instants and turning points in the order of their `at`, never counters or
durations, so the order in which facts arrive changes nothing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, overload

from msgspec.structs import replace

from acd.facts import (
    AgentReleased,
    CallAbandoned,
    CallConnected,
    CallDiverted,
    CallQueued,
    CallRequeued,
    CallTransferred,
    CallWithdrawn,
    CustomerIdentified,
    OfferEnd,
    OfferEnded,
    OfferMade,
    OutcomeGiven,
    PlaceTold,
    WrapUpEnded,
)
from acd.ids import CallId, LegId, QueueId
from acd.step import Fact
from callcenter.calls.facts import (
    CallAdopted,
    CallEnded,
    LegAnswered,
    LegHeld,
    LegRang,
    LegRetrieved,
    Reason,
    RecordingEnded,
    RecordingLost,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    RecordingStored,
)
from callcenter.history.call_record import (
    CallRecord,
    Diversion,
    OfferTold,
    RecordingState,
)
from callcenter.history.callback_fold import CALLBACK_CHANGES, calls_of
from callcenter.history.consult_fold import CONSULT_CHANGES
from callcenter.history.flow_walk import entered, over
from callcenter.history.survey_fold import SURVEY_CHANGES
from callcenter.history.turns import TurnKind, turned
from callcenter.history.voicemail_fold import VOICEMAIL_CHANGES
from callcenter.history.wait_foreseen import WaitForeseen
from ivr.facts import DialogueDropped, DialogueEnded, LanguageChosen, NodeEntered

_RECORDING_ORDER = tuple(RecordingState)


@overload
def fold(record: CallRecord, fact: Fact) -> CallRecord: ...
@overload
def fold(record: CallRecord | None, fact: Fact) -> CallRecord | None: ...
def fold(record: CallRecord | None, fact: Fact) -> CallRecord | None:
    """The record with one more fact. Total: any fact may come, in any order.

    A fact of another call, or of none, changes nothing; without a record the first fact of a call
    makes one, so None comes back only for a fact of no call.
    """
    calls = calls_of(fact)
    if not calls:
        return record
    if record is None:
        record = CallRecord(call=calls[0])
    elif record.call not in calls:
        return record
    change = _CHANGES.get(type(fact))
    return record if change is None else change(record, fact)


def fold_all(facts: Iterable[Fact]) -> dict[CallId, CallRecord]:
    """The records of all calls that the facts speak of."""
    records: dict[CallId, CallRecord] = {}
    for fact in facts:
        for call in calls_of(fact):
            known = records.get(call)
            if known is not None or call == getattr(fact, "call", None):
                records[call] = fold(known or CallRecord(call=call), fact)
    return records


def _earlier(known: datetime | None, told: datetime) -> datetime:
    return told if known is None else min(known, told)


def _later(known: datetime | None, told: datetime) -> datetime:
    return told if known is None else max(known, told)


def _is_newer(known: datetime | None, told: datetime) -> bool:
    return known is None or told >= known


def is_caller(record: CallRecord, leg: LegId) -> bool:
    """Whether a leg is the caller's, or theirs who are asked outside: `<call>.1`."""
    return leg == f"{record.call}.1"


def _turned(record: CallRecord, kind: TurnKind, at: datetime, agent: str = "") -> CallRecord:
    turns = turned(record.turns, kind, at, agent)
    return record if turns is record.turns else replace(record, turns=turns)


def _recording(record: CallRecord, state: RecordingState) -> CallRecord:
    furthest = max(record.recording, state, key=_RECORDING_ORDER.index)
    return replace(record, recording=furthest)


def _rang(record: CallRecord, fact: LegRang) -> CallRecord:
    return replace(
        record,
        rang_at=_earlier(record.rang_at, fact.at),
        party=fact.party,
        dialled=fact.dialled,
        exchange=fact.exchange,
        line=fact.line,
    )


def _adopted(record: CallRecord, fact: CallAdopted) -> CallRecord:
    return replace(
        record,
        adopted=True,
        party=record.party or fact.party,
        dialled=record.dialled or fact.dialled,
        exchange=record.exchange or fact.exchange,
        line=record.line or fact.line,
    )


def _answered(record: CallRecord, fact: LegAnswered) -> CallRecord:
    if not is_caller(record, fact.leg):
        return record
    return replace(record, answered_at=_earlier(record.answered_at, fact.at))


def _language(record: CallRecord, language: str | None, at: datetime) -> CallRecord:
    if not language or not _is_newer(record.language_at, at):
        return record
    return replace(record, language=language, language_at=at)


def _language_chosen(record: CallRecord, fact: LanguageChosen) -> CallRecord:
    return _language(record, fact.language, fact.at)


def _dialogue_ended(record: CallRecord, fact: DialogueEnded) -> CallRecord:
    record = _language(record, fact.language, fact.at)
    record = replace(
        record,
        dialogue_ended_at=_earlier(record.dialogue_ended_at, fact.at),
        path=fact.path or record.path,
        walk=over(record.walk, fact),
    )
    return _recording(record, RecordingState.DECLINED) if fact.recording_declined else record


def _dialogue_dropped(record: CallRecord, fact: DialogueDropped) -> CallRecord:
    return replace(record, walk=over(record.walk, fact))


def _node_entered(record: CallRecord, fact: NodeEntered) -> CallRecord:
    return replace(record, walk=entered(record.walk, fact))


def _queued(record: CallRecord, fact: CallQueued) -> CallRecord:
    record = _language(record, fact.language, fact.at)
    is_first = record.queued_at is None or fact.at < record.queued_at
    return replace(
        record,
        queued_at=_earlier(record.queued_at, fact.at),
        last_queued_at=_later(record.last_queued_at, fact.at),
        queue=fact.queue if is_first else record.queue,
        party=record.party or fact.party,
        path=record.path or fact.path,
    )


def _diverted(record: CallRecord, fact: CallDiverted) -> CallRecord:
    told = Diversion(
        at=fact.at,
        queue=fact.queue,
        because=fact.because.value,
        to=fact.target.way,
        into=fact.target.queue or QueueId(""),
    )
    if told.to == "hang_up":
        record = replace(record, turned_away_at=_earlier(record.turned_away_at, fact.at))
    return replace(record, diversions=tuple(sorted({*record.diversions, told})))


def _requeued(record: CallRecord, fact: CallRequeued) -> CallRecord:
    return _turned(record, TurnKind.REQUEUED, fact.at)


def _transferred(record: CallRecord, fact: CallTransferred) -> CallRecord:
    return _turned(record, TurnKind.TRANSFERRED, fact.at, fact.by)


def _place_told(record: CallRecord, fact: PlaceTold) -> CallRecord:
    """The first wait that was told counts."""
    known = record.foreseen
    if fact.p50 is None or fact.p80 is None or (known is not None and known.at <= fact.at):
        return record
    return replace(record, foreseen=WaitForeseen(at=fact.at, p50=fact.p50, p80=fact.p80))


def _abandoned(record: CallRecord, fact: CallAbandoned) -> CallRecord:
    return replace(record, abandoned_at=_earlier(record.abandoned_at, fact.at), short=fact.short)


def _withdrawn(record: CallRecord, fact: CallWithdrawn) -> CallRecord:
    return replace(record, withdrawn_at=_earlier(record.withdrawn_at, fact.at))


def _identified(record: CallRecord, fact: CustomerIdentified) -> CallRecord:
    if not _is_newer(record.customers_at, fact.at):
        return record
    return replace(record, customers=fact.customers, tier=fact.tier, customers_at=fact.at)


def _with_offer(record: CallRecord, offer: OfferTold) -> CallRecord:
    others = tuple(one for one in record.offers if one.offer != offer.offer)
    return replace(record, offers=tuple(sorted((*others, offer), key=lambda one: one.offer)))


def _known_offer(record: CallRecord, fact: OfferMade | OfferEnded) -> OfferTold:
    for one in record.offers:
        if one.offer == fact.offer:
            return one
    return OfferTold(offer=fact.offer, agent=fact.agent)


def _offered(record: CallRecord, fact: OfferMade) -> CallRecord:
    record = _with_offer(record, replace(_known_offer(record, fact), made_at=fact.at))
    return replace(record, first_offered_at=_earlier(record.first_offered_at, fact.at))


def _offer_ended(record: CallRecord, fact: OfferEnded) -> CallRecord:
    if fact.how is OfferEnd.NOT_REACHED:
        record = _turned(record, TurnKind.UNANSWERED, fact.at, fact.agent)
    return _with_offer(record, replace(_known_offer(record, fact), ended_at=fact.at, how=fact.how))


def _connected(record: CallRecord, fact: CallConnected) -> CallRecord:
    record = replace(record, connected_at=_earlier(record.connected_at, fact.at))
    return _turned(record, TurnKind.CONNECTED, fact.at, fact.agent)


def _released(record: CallRecord, fact: AgentReleased) -> CallRecord:
    record = replace(record, released_at=_later(record.released_at, fact.at))
    if fact.dropped:
        record = replace(record, dropped_at=_later(record.dropped_at, fact.at))
    return _turned(record, TurnKind.LOST if fact.lost else TurnKind.RELEASED, fact.at, fact.agent)


def _wrapped(record: CallRecord, fact: WrapUpEnded) -> CallRecord:
    record = replace(record, wrapped_at=_later(record.wrapped_at, fact.at))
    return _turned(record, TurnKind.WRAPPED, fact.at, fact.agent)


def _outcome(record: CallRecord, fact: OutcomeGiven) -> CallRecord:
    if not _is_newer(record.outcome_at, fact.at):
        return record
    return replace(
        record, outcome=fact.outcome, need=fact.need, needs=fact.needs, outcome_at=fact.at
    )


_GUESSED = (Reason.LOST, Reason.LINE_DIED, Reason.UNCLASSIFIED)
"""Endings that a call gets when its line cannot say any more; a true one replaces them."""


def _ended(record: CallRecord, fact: CallEnded) -> CallRecord:
    known = record.ending
    if known is None or (known.reason in _GUESSED and fact.ending.reason not in _GUESSED):
        return replace(record, ended_at=fact.at, ending=fact.ending)
    return record


def _held(record: CallRecord, fact: LegHeld | LegRetrieved) -> CallRecord:
    if not is_caller(record, fact.leg):
        return record
    kind = TurnKind.HELD if isinstance(fact, LegHeld) else TurnKind.RETRIEVED
    return _turned(record, kind, fact.at)


def _paused(record: CallRecord, fact: RecordingPaused | RecordingResumed) -> CallRecord:
    kind = TurnKind.PAUSED if isinstance(fact, RecordingPaused) else TurnKind.RESUMED
    return _turned(record, kind, fact.at)


def _recording_started(record: CallRecord, fact: RecordingStarted) -> CallRecord:
    return _recording(record, RecordingState.RUNNING)


def _recording_ended(record: CallRecord, fact: RecordingEnded) -> CallRecord:
    known = record.recording_seconds if record.recording is RecordingState.STORED else None
    record = replace(record, recording_seconds=fact.seconds if known is None else known)
    return _recording(record, RecordingState.PENDING)


def _recording_stored(record: CallRecord, fact: RecordingStored) -> CallRecord:
    record = replace(record, recording_seconds=fact.seconds)
    return _recording(record, RecordingState.STORED)


def _recording_lost(record: CallRecord, fact: RecordingLost) -> CallRecord:
    declined = fact.because == "declined"
    record = replace(record, recording_lost_because=fact.because)
    return _recording(record, RecordingState.DECLINED if declined else RecordingState.LOST)


_CHANGES: dict[type[Fact], Callable[[CallRecord, Any], CallRecord]] = {
    LegRang: _rang,
    CallAdopted: _adopted,
    LegAnswered: _answered,
    LanguageChosen: _language_chosen,
    NodeEntered: _node_entered,
    DialogueEnded: _dialogue_ended,
    DialogueDropped: _dialogue_dropped,
    CallQueued: _queued,
    CallRequeued: _requeued,
    CallTransferred: _transferred,
    CallDiverted: _diverted,
    PlaceTold: _place_told,
    CallAbandoned: _abandoned,
    CallWithdrawn: _withdrawn,
    CustomerIdentified: _identified,
    OfferMade: _offered,
    OfferEnded: _offer_ended,
    CallConnected: _connected,
    AgentReleased: _released,
    WrapUpEnded: _wrapped,
    OutcomeGiven: _outcome,
    CallEnded: _ended,
    LegHeld: _held,
    LegRetrieved: _held,
    RecordingPaused: _paused,
    RecordingResumed: _paused,
    RecordingStarted: _recording_started,
    RecordingEnded: _recording_ended,
    RecordingStored: _recording_stored,
    RecordingLost: _recording_lost,
    **CALLBACK_CHANGES,
    **CONSULT_CHANGES,
    **SURVEY_CHANGES,
    **VOICEMAIL_CHANGES,
}
"""What each fact changes; a fact that is not in here tells a record nothing."""
