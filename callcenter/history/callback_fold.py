"""Callbacks in call records: in that of the call which asked for one, and in that of each attempt.

Spoken to by `callcenter.history.call_fold`. As there, the order in which facts arrive changes
nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from acd.consults import is_consult
from acd.facts import (
    CallbackAttempted,
    CallbackFailed,
    CallbackKept,
    CallbackPostponed,
    CallbackQueued,
    CallbackRequested,
    CallbackWithdrawn,
    OutboundQueued,
    RedialQueued,
)
from acd.ids import CallId
from acd.step import Fact
from callcenter.calls.call import Direction
from callcenter.calls.facts import CallPlaced
from callcenter.history.call_record import CallRecord
from callcenter.history.left_work import CallbackEnd, CallbackTold


def calls_of(fact: Fact) -> tuple[CallId, ...]:
    """Every call whose record a fact may change: its own, the one that asked for it, the one that
    a question is about, and the question whose leg it tells of.
    """
    legs = getattr(fact, "leg", None) or ""
    named = (
        getattr(fact, "call", None),
        getattr(fact, "callback", None),
        getattr(fact, "of", None),
        CallId(legs.partition(".")[0]) if is_consult(legs) else None,
    )
    return tuple(dict.fromkeys(call for call in named if call))


_HERS = frozenset({Direction.REDIAL, Direction.OUTBOUND})
"""Placed by an agent herself."""


def _told(record: CallRecord, **changed: Any) -> CallRecord:
    return replace(record, callback=replace(record.callback or CallbackTold(), **changed))


def _requested(record: CallRecord, fact: CallbackRequested) -> CallRecord:
    queued_at, asked_at = record.queued_at, record.called_back_at
    return replace(
        record,
        queued_at=min(queued_at, fact.entered_at) if queued_at else fact.entered_at,
        queue=record.queue or fact.queue,
        party=record.party or fact.party,
        path=record.path or fact.path,
        called_back_at=min(asked_at, fact.at) if asked_at else fact.at,
        callback=record.callback or CallbackTold(),
    )


def _queued(record: CallRecord, fact: CallbackQueued) -> CallRecord:
    if record.call == fact.callback:
        return _promised(record, fact.promised_until)
    return replace(
        record,
        direction=Direction.CALLBACK,
        callback_of=fact.callback,
        party=record.party or fact.party,
        queue=record.queue or fact.queue,
        language=record.language or fact.language or "",
        path=record.path or fact.path,
    )


def _postponed(record: CallRecord, fact: CallbackPostponed) -> CallRecord:
    return _promised(record, fact.promised_until) if record.call == fact.callback else record


def _promised(record: CallRecord, until: datetime) -> CallRecord:
    """A promise is put off, while its queue is closed; never made stricter."""
    known = record.callback.promised_until if record.callback else None
    return _told(record, promised_until=until if known is None else max(known, until))


def _placed(record: CallRecord, fact: CallPlaced) -> CallRecord:
    began_at = record.rang_at
    return replace(
        record,
        rang_at=min(began_at, fact.at) if began_at else fact.at,
        direction=record.direction if record.direction in _HERS else Direction.CALLBACK,
        party=record.party or fact.party,
        exchange=fact.exchange,
        line=fact.line,
    )


def _redialled(record: CallRecord, fact: RedialQueued) -> CallRecord:
    return replace(
        record,
        direction=Direction.REDIAL,
        callback_of=fact.broken,
        party=record.party or fact.party,
        queue=record.queue or fact.queue,
        language=record.language or fact.language or "",
        path=record.path or fact.path,
    )


def _dialled(record: CallRecord, fact: OutboundQueued) -> CallRecord:
    return replace(
        record,
        direction=Direction.OUTBOUND,
        zone=fact.zone,
        dialled=record.dialled or fact.shown,
        party=record.party or fact.party,
        queue=record.queue or fact.queue,
    )


def _attempted(record: CallRecord, fact: CallbackAttempted) -> CallRecord:
    if record.call != fact.callback:
        return record
    tried_at = record.callback.tried_at if record.callback else ()
    return _told(record, tried_at=tuple(sorted({*tried_at, fact.at})))


def _kept(record: CallRecord, fact: CallbackKept) -> CallRecord:
    if record.call != fact.callback:
        return record
    return _ended(record, CallbackEnd.KEPT, fact.at, fact.call)


def _failed(record: CallRecord, fact: CallbackFailed) -> CallRecord:
    return _over(record, fact.callback, CallbackEnd.FAILED, fact.at)


def _withdrawn(record: CallRecord, fact: CallbackWithdrawn) -> CallRecord:
    return _over(record, fact.callback, CallbackEnd.WITHDRAWN, fact.at)


def _over(record: CallRecord, callback: CallId, how: CallbackEnd, at: datetime) -> CallRecord:
    return _ended(record, how, at, None) if record.call == callback else record


def _ended(
    record: CallRecord, how: CallbackEnd, at: datetime, spoke_in: CallId | None
) -> CallRecord:
    return _told(record, how=how, ended_at=at, spoke_in=spoke_in)


CALLBACK_CHANGES: dict[type[Fact], Callable[[CallRecord, Any], CallRecord]] = {
    RedialQueued: _redialled,
    OutboundQueued: _dialled,
    CallbackRequested: _requested,
    CallbackQueued: _queued,
    CallbackPostponed: _postponed,
    CallbackAttempted: _attempted,
    CallbackKept: _kept,
    CallbackFailed: _failed,
    CallbackWithdrawn: _withdrawn,
    CallPlaced: _placed,
}
"""What facts of callbacks change."""
