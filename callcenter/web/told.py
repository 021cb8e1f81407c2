"""Call records as REST tells them: lists, one call whole, its timeline.

Routes hand in records and facts; names and masked numbers come from memory. It decides nothing and
asks no store.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from acd.explanation import Chance
from acd.facts import Candidate, OfferAccepted, OfferEnded, OfferMade
from acd.step import Fact
from agent_desktop.view import Words
from callcenter.calls.call import CallState
from callcenter.calls.facts import (
    Ending,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegMeasured,
    LegRang,
    LegsJoined,
    QualityCrossed,
)
from callcenter.clock import now
from callcenter.facts import kind_of
from callcenter.history.call_record import CallRecord, RecordingState, Result
from callcenter.history.turns import Period
from callcenter.web.day import started_at
from callcenter.web.naming import Naming
from callcenter.web.shapes import (
    CallDetail,
    CallRow,
    CandidateRow,
    EndingView,
    LegRow,
    OfferRow,
    Span,
    TextPair,
    TimelineRow,
)
from callcenter.web.telling import Telling
from callcenter.web.told_words import DIVERTED_BECAUSE
from callcenter.wire import Positioned

_STAGES = {
    "arrived": "ivr",
    "dialogue": "ivr",
    "waiting": "waiting",
    "connecting": "connecting",
    "connected": "talking",
    "closing": "wrap_up",
    "ended": "wrap_up",
}


def state_of(record: CallRecord, live: CallState | None) -> str:
    """Where the call is: ivr, waiting, offered, connecting, talking, wrap_up or ended."""
    if live is None or (record.is_over and record.ended_at is not None):
        return "ended" if record.ended_at is not None else _guess(record)
    stage = live.stage.value
    if stage == "waiting" and live.offer is not None:
        return "offered"
    return _STAGES[stage]


def _guess(record: CallRecord) -> str:
    """Of a call that is not in the house any more although its record has no end yet."""
    if record.connected_at is not None:
        return "talking"
    return "waiting" if record.queued_at is not None else "ivr"


def pair(words: Words) -> TextPair:
    """A text in both languages, as REST tells it."""
    return TextPair(zh=words.zh, en=words.en)


def pair_of(naming: Naming, agent: str | None) -> TextPair | None:
    """A person's name."""
    if agent is None:
        return None
    return pair(naming.person_name(agent))


def ending_view(ending: Ending | None) -> EndingView | None:
    """Who ended it, and why."""
    if ending is None:
        return None
    return EndingView(side=ending.side.value, reason=ending.reason.value, code=ending.code)


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a call beside its record."""

    live: CallState | None = None
    stored: bool = True
    customer: tuple[str, str] | None = None
    """(id, name), where an agent chose or made one, or exactly one has the number."""
    notes: str = ""
    path: tuple[Words, ...] = ()
    """The caller's way through the dialogue."""


def row_fields(record: CallRecord, naming: Naming, beside: Beside) -> dict[str, Any]:
    """Everything a list says of a call."""
    queue = naming.queue(record.queue) if record.queue is not None else None
    answered = record.connected_at is not None
    result, because = record.result, DIVERTED_BECAUSE.get(record.diverted_because)
    return {
        "call": record.call,
        "started_at": started_at(record) or now(),
        "state": state_of(record, beside.live),
        "number": naming.number(record.party),
        "dialled": record.dialled,
        "direction": record.direction.value,
        "called_back": record.called_back_at is not None,
        "turned_away": result is Result.TURNED_AWAY,
        "voicemail": result is Result.VOICEMAIL,
        "withdrawn": result is Result.WITHDRAWN,
        "diverted": {"zh": because.zh, "en": because.en} if because else None,
        "customer": beside.customer[0] if beside.customer is not None else None,
        "customer_name": beside.customer[1] if beside.customer is not None else "",
        "queue": record.queue,
        "queue_name": {"zh": queue.zh, "en": queue.en} if queue is not None else None,
        "agent": record.agent,
        "agent_name": pair_of(naming, record.agent),
        "language": record.language,
        "entered_at": record.queued_at,
        "answered_at": record.connected_at,
        "ended_at": record.ended_at,
        "waited": record.waited,
        "talk": record.talk if answered else None,
        "hold": record.hold if answered else None,
        "wrap_up": record.wrap_up if answered else None,
        "handle": record.handle if answered else None,
        "answered": answered,
        "answered_within": answered and (record.waited or 0.0) <= record.answer_within,
        "dropped": record.dropped_at is not None,
        "abandoned": result is Result.ABANDONED,
        "short_abandon": result is Result.SHORT_ABANDONED,
        "need": record.need,
        "needs": list(record.needs),
        "outcome": record.outcome,
        "ending": ending_view(record.ending),
        "recording": record.recording.value,
        "stored": beside.stored,
    }


def row(record: CallRecord, naming: Naming, beside: Beside) -> CallRow:
    """One call in a list."""
    return CallRow.model_validate(row_fields(record, naming, beside))


def detail(
    record: CallRecord, facts: Sequence[Positioned], naming: Naming, beside: Beside
) -> CallDetail:
    """One call whole, with offers and legs out of its facts."""
    told = [one.fact for one in facts]
    fields = row_fields(record, naming, beside)
    ivr = None
    if record.answered_at is not None and record.dialogue_ended_at is not None:
        ivr = (record.dialogue_ended_at - record.answered_at).total_seconds()
    foreseen = record.foreseen
    return CallDetail.model_validate(
        fields
        | {
            "ivr": ivr,
            "path": list(record.path),
            "path_words": [pair(one) for one in beside.path],
            "offers": offers(told, naming),
            "legs": legs(told),
            "spans": spans(record),
            "transfers": record.transfers,
            "survey_asked": record.survey_at is not None,
            "survey_score": record.survey_score,
            "foreseen_p50": foreseen.p50 if foreseen is not None else None,
            "foreseen_p80": foreseen.p80 if foreseen is not None else None,
            "wait_error": record.wait_error,
            "notes": beside.notes,
            "recording_seconds": record.recording_seconds,
            "recording_started_at": record.answered_at
            if record.recording is not RecordingState.NONE
            else None,
        }
    )


def offers(told: Sequence[Fact], naming: Naming) -> list[OfferRow]:
    """The call's offers in order, each with who was considered."""
    made = [one for one in told if isinstance(one, OfferMade)]
    ends: dict[str, OfferEnded | OfferAccepted] = {}
    for one in told:
        if isinstance(one, OfferEnded | OfferAccepted):
            ends[one.offer] = one
    return [_offer(one, ends.get(one.offer), naming) for one in made]


def _offer(made: OfferMade, end: OfferEnded | OfferAccepted | None, naming: Naming) -> OfferRow:
    how = "open" if end is None else "accepted"
    if isinstance(end, OfferEnded):
        how = end.how.value
    candidates = [candidate(one, naming) for one in made.candidates]
    return OfferRow(
        offer=made.offer,
        agent=made.agent,
        agent_name=pair_of(naming, made.agent),
        made_at=made.at,
        until=made.until,
        how=how,
        ended_at=end.at if end is not None else None,
        strategy=made.strategy,
        waited=max(0.0, (made.at - made.entered_at).total_seconds()),
        width=made.width,
        priority=made.priority,
        candidates=candidates,
    )


def candidate(one: Candidate | Chance, naming: Naming) -> CandidateRow:
    """An agent who was looked at, with her name."""
    lost, _, skill = one.lost.partition(":")
    return CandidateRow(
        agent=one.agent,
        name=pair(naming.person_name(one.agent)),
        lost=lost,
        lost_skill=pair(naming.skill(skill)) if skill else None,
        idle_for=one.idle_for,
        rank=one.rank,
    )


def legs(told: Sequence[Fact]) -> list[LegRow]:
    """The call's legs in order."""
    known: dict[str, dict[str, Any]] = {}
    for fact in told:
        for leg in _legs_of(fact):
            if leg in known or isinstance(fact, LegRang | LegDialled):
                known[leg] = known.get(leg, {}) | _of_leg(fact)
    return [LegRow(leg=leg, **fields) for leg, fields in known.items() if "started_at" in fields]


def _legs_of(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, LegsJoined):
        return (fact.a, fact.b)
    leg = getattr(fact, "leg", None)
    return (leg,) if leg is not None else ()


def _of_leg(fact: Fact) -> dict[str, Any]:
    """What one fact says of a leg."""
    match fact:
        case LegRang(at=at):
            return {"role": "caller", "started_at": at}
        case LegDialled(at=at, role=role, agent=agent):
            return {"role": role.value, "started_at": at, "agent": agent}
        case LegAnswered(at=at):
            return {"answered_at": at}
        case LegsJoined(at=at):
            return {"joined_at": at}
        case LegEnded(at=at, ending=ending):
            return {"ended_at": at, "ending": ending_view(ending)}
        case QualityCrossed(level=level):
            return {"quality": level}
        case LegMeasured(packets=packets, lost=lost, opinion=opinion):
            share = 100 * lost / max(1, packets + lost)
            ways = {"jitter_ms": fact.jitter_ms, "round_trip_ms": fact.round_trip_ms}
            return {"opinion": opinion, "loss_percent": round(share, 2), **ways}
        case _:
            return {}


def spans(record: CallRecord) -> list[Span]:
    """Holds and pauses of the recording."""
    held = [span("hold", one) for one in record.holds]
    paused = [span("recording_paused", one) for one in record.pauses]
    return sorted([*held, *paused], key=lambda one: one.from_at)


def span(kind: str, period: Period) -> Span:
    """One stretch."""
    return Span(kind=kind, from_at=period.since, to_at=period.until)


def timeline_row(one: Positioned, telling: Telling, stored_upto: int) -> TimelineRow:
    """One fact of a timeline."""
    fact = one.fact
    body = telling.body(fact)
    at: datetime = fact.at
    body.pop("at", None)
    body.pop("kind", None)
    return TimelineRow(
        position=one.position,
        at=at,
        kind=kind_of(fact),
        source=one.source,
        cause=one.cause,
        told=[pair(words) for words in telling.told(fact)],
        body=body,
        stored=one.position <= stored_upto,
    )
