"""Messages in call records: that of the call in which one was left.

Spoken to by `callcenter.history.call_fold`. As there, the order in which facts arrive changes
nothing: who has a message, and how it ended, is by the newest fact about that.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from acd.ids import AgentId
from acd.step import Fact
from callcenter.calls.voicemail_facts import (
    VoicemailDone,
    VoicemailLeft,
    VoicemailReturned,
    VoicemailTaken,
)
from callcenter.history.call_record import CallRecord
from callcenter.history.left_work import VoicemailTold


def _told(record: CallRecord, **changed: Any) -> CallRecord:
    return replace(record, voicemail=replace(record.voicemail or VoicemailTold(), **changed))


def _left(record: CallRecord, fact: VoicemailLeft) -> CallRecord:
    queued_at = record.queued_at
    record = replace(
        record,
        queued_at=min(queued_at, fact.entered_at) if queued_at else fact.entered_at,
        queue=record.queue or fact.queue,
        party=record.party or fact.party,
        path=record.path or fact.path,
        voicemail_at=fact.asked_at,
    )
    return _told(
        record,
        queue=fact.queue,
        left_at=fact.at,
        since=fact.since,
        seconds=fact.seconds,
        how=fact.how.value,
    )


def _has(record: CallRecord, at: datetime, agent: AgentId | None) -> CallRecord:
    known = record.voicemail.changed_at if record.voicemail else None
    if known is not None and at < known:
        return record
    return _told(record, agent=agent, taken_at=at if agent else None, changed_at=at)


def _taken(record: CallRecord, fact: VoicemailTaken) -> CallRecord:
    return _has(record, fact.at, fact.agent)


def _returned(record: CallRecord, fact: VoicemailReturned) -> CallRecord:
    return _has(record, fact.at, None)


def _done(record: CallRecord, fact: VoicemailDone) -> CallRecord:
    """The end: nobody takes it after that."""
    return _told(record, done_by=fact.agent, done_at=fact.at, outcome=fact.outcome.value)


VOICEMAIL_CHANGES: dict[type[Fact], Callable[[CallRecord, Any], CallRecord]] = {
    VoicemailLeft: _left,
    VoicemailTaken: _taken,
    VoicemailReturned: _returned,
    VoicemailDone: _done,
}
"""By the fact, as in `callcenter.history.call_fold`."""
