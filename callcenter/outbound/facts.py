"""What is told of callbacks: the facts that the room derives.

Spoken to by `callcenter.outbound.callbacks`.
"""

from datetime import datetime

import acd.facts as a
from acd.ids import CallId
from acd.step import Fact
from callcenter.outbound.callback import Callback, attempt_of


def in_line(callback: Callback, fact: Fact) -> a.CallbackQueued:
    """It stands in line from now on, by its next attempt."""
    number = callback.number + 1
    return a.CallbackQueued(
        at=fact.at,
        call=attempt_of(callback.id, number),
        callback=callback.id,
        number=number,
        party=callback.party,
        queue=callback.queue,
        entered_at=callback.entered_at,
        asked_at=callback.requested_at,
        promised_until=callback.promised_until,
        language=callback.language,
        priority=callback.priority,
        tier=callback.tier,
        travels_soon=callback.travels_soon,
        head_start=callback.head_start,
        path=callback.path,
        recording_declined=callback.recording_declined,
        tries=callback.tries,
        prefers=callback.prefers,
    )


def withdrawal(
    callback: Callback, fact: Fact, because: str, instead: CallId | None = None
) -> a.CallbackWithdrawn:
    """Nobody will be called; `instead` is the call that takes its place."""
    return a.CallbackWithdrawn(
        at=fact.at,
        call=callback.told_in,
        callback=callback.id,
        because=because,
        entered_at=callback.entered_at,
        promised_until=callback.promised_until,
        instead=instead,
    )


def postponed(callback: Callback, fact: Fact, closed_since: datetime) -> a.CallbackPostponed:
    """Its queue is open again: due later by the time it was closed since the customer asked."""
    closed_for = fact.at - max(closed_since, callback.requested_at)
    return a.CallbackPostponed(
        at=fact.at,
        call=callback.told_in,
        callback=callback.id,
        promised_until=callback.promised_until + closed_for,
    )
