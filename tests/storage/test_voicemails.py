"""Messages are kept with the records of their calls, listed by their end, and counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from acd.ids import AgentId, CallId, PartyId
from callcenter.calls.voicemail_facts import HowLeft, Outcome, VoicemailDone, VoicemailLeft
from callcenter.history.call_record import CallRecord
from callcenter.history.figures import day_figures
from callcenter.storage.database import Database
from callcenter.storage.records import RecordStore
from callcenter.storage.voicemails import VoicemailStore
from tests.storage.calls import FLIGHTS, NOON, answered, record_of

pytestmark = pytest.mark.postgres


def message(name: str, *, waited: float = 0, done: float = 0) -> CallRecord:
    """Asked after so many seconds, half a minute long; done so many seconds after noon, if ever."""
    call, asked = CallId(name), NOON + timedelta(seconds=waited)
    left = VoicemailLeft(
        at=asked + timedelta(seconds=34),
        call=call,
        party=PartyId("p"),
        queue=FLIGHTS,
        since=4.0,
        seconds=30.0,
        how=HowLeft.KEY,
        entered_at=NOON,
        asked_at=asked,
    )
    if not done:
        return record_of(left)
    ended = VoicemailDone(
        at=NOON + timedelta(seconds=done),
        call=call,
        agent=AgentId("1001"),
        outcome=Outcome.HANDLED,
        press="x",
    )
    return record_of(left, ended)


async def test_those_that_are_done_are_listed_by_their_end(database: Database) -> None:
    records, voicemails = RecordStore(database), VoicemailStore(database)
    await records.save([message("a"), message("b", done=100), answered("c")])
    await records.save([message("a", done=200), message("d")])
    assert [one.call for one in await voicemails.done(None, NOON)] == ["a", "b"]
    assert [one.call for one in await voicemails.done(["flights"], NOON, 1)] == ["a"]
    assert await voicemails.done(["hotels"], NOON) == []
    assert await voicemails.done(None, NOON + timedelta(seconds=201)) == []
    one = await voicemails.one("a")
    assert one is not None
    assert (one.since, one.seconds, one.how, one.done_by) == (4.0, 30.0, "key", "1001")
    assert one.outcome == "handled"
    assert await voicemails.one("c") is None


async def test_the_database_counts_messages_as_the_fold_does(database: Database) -> None:
    records = RecordStore(database)
    day = [message("a"), message("b", waited=15), message("c", waited=25), answered("d")]
    await records.save(day)
    as_of = NOON + timedelta(seconds=300)
    counted = await records.day_counts(NOON, NOON + timedelta(hours=1), as_of=as_of)
    folded = day_figures(day, as_of)
    assert (counted.voicemail, folded.voicemail) == (3, 3)
    assert (counted.crossed, folded.counts.crossed) == (1, 1)
    assert counted.offered == folded.offered == 4
    assert folded.is_balanced
