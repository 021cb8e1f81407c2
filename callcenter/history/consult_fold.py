"""What questions tell a record, the caller's own and the question's; and who took a call over.

Spoken to by `callcenter.history.call_fold`. The question, to a colleague or to somebody outside, is
a record of its own, counted nowhere: what a colleague spent on it is neither talk with a customer
nor a call of hers. What one outside has cost is told by its record.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from acd.facts import (
    CallTakenOver,
    ConsultCompleted,
    ConsultQueued,
    HandedOutside,
    OutsideCalled,
)
from acd.step import Fact
from callcenter.calls.call import Direction
from callcenter.history.call_record import CallRecord
from callcenter.history.turns import TurnKind, turned


def _queued(record: CallRecord, fact: ConsultQueued) -> CallRecord:
    if record.call != fact.call:
        return record
    return replace(
        record,
        direction=Direction.CONSULT,
        callback_of=fact.of,
        party=record.party or fact.party,
        queue=record.queue or fact.queue,
        language=record.language or fact.language or "",
        path=record.path or fact.path,
    )


def _completed(record: CallRecord, fact: ConsultCompleted) -> CallRecord:
    """From here on the colleague speaks with the caller; who asked is released by another fact."""
    if record.call != fact.of:
        return record
    turns = turned(record.turns, TurnKind.TRANSFERRED, fact.at, fact.by)
    return replace(record, turns=turned(turns, TurnKind.CONNECTED, fact.at, fact.agent))


def _called_outside(record: CallRecord, fact: OutsideCalled) -> CallRecord:
    if record.call != fact.call:
        return record
    return replace(
        record,
        direction=Direction.OUTSIDE,
        callback_of=fact.of,
        zone=fact.zone,
        dialled=record.dialled or fact.shown,
        party=record.party or fact.party,
        queue=record.queue or fact.queue,
    )


def _handed_outside(record: CallRecord, fact: HandedOutside) -> CallRecord:
    """She is released by another fact."""
    return replace(record, turns=turned(record.turns, TurnKind.TRANSFERRED, fact.at, fact.by))


def _taken_over(record: CallRecord, fact: CallTakenOver) -> CallRecord:
    turns = turned(record.turns, TurnKind.TRANSFERRED, fact.at, fact.agent)
    return replace(record, turns=turned(turns, TurnKind.CONNECTED, fact.at, fact.by))


CONSULT_CHANGES: dict[type[Fact], Callable[[CallRecord, Any], CallRecord]] = {
    ConsultQueued: _queued,
    ConsultCompleted: _completed,
    CallTakenOver: _taken_over,
    OutsideCalled: _called_outside,
    HandedOutside: _handed_outside,
}
"""By the fact, as in `callcenter.history.call_fold`."""
