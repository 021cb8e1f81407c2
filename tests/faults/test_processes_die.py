"""`kill -9` of every process in mid-call: people go on talking, and nothing of the call is lost."""

from __future__ import annotations

import pytest

from acd.ids import CallId
from callcenter.calls.facts import CallEnded, Reason, RecordingEnded, Side
from callcenter.history.call_record import CallRecord, Result
from callcenter.lab.phone import Phone
from tests.centre import Centre
from tests.played import (
    AGENT,
    CALLER,
    PlayedAgent,
    connected,
    hear_each_other,
    longest_silence,
    seconds_with,
    sides,
)

pytestmark = [pytest.mark.faults, pytest.mark.telephone]


@pytest.mark.parametrize("role", ["control", "web", "worker", "nats", "postgres"])
async def test_a_call_outlives(role: str, centre: Centre, lin: PlayedAgent, wang: Phone) -> None:
    call = await connected(centre, wang, lin)
    killed = centre.kill(role)
    await hear_each_other(wang, lin)
    await centre.back(killed)
    await hear_each_other(wang, lin)
    await wang.hang_up()
    await ends_complete(centre, call, lin)


async def ends_complete(centre: Centre, call: CallId, agent: PlayedAgent) -> CallRecord:
    """The caller has hung up: everything follows, and the record lacks nothing."""
    await centre.fact(CallEnded, call=call)
    await agent.phone.wait_for("over")
    await agent.wrap_up(call)
    record = await centre.finished(call)
    assert is_complete(record) == ""
    assert record.ending is not None
    assert (record.ending.side, record.ending.reason) == (Side.CALLER, Reason.HANGUP)
    assert record.agent == agent.number
    await recording_is_whole(centre, record)
    return record


def is_complete(record: CallRecord) -> str:
    """What an answered call's record lacks; empty when nothing."""
    if record.adopted:
        return "it was found, not known"
    instants = [
        record.rang_at,
        record.answered_at,
        record.dialogue_ended_at,
        record.queued_at,
        record.first_offered_at,
        record.connected_at,
        record.released_at,
        record.ended_at,
        record.wrapped_at,
    ]
    known = [at for at in instants if at is not None]
    if len(known) != len(instants):
        return f"an instant is missing: {instants}"
    if known != sorted(known):
        return f"not in order: {instants}"
    if record.result is not Result.ANSWERED:
        return f"it is {record.result}"
    return "" if record.outcome == "answered" else "no outcome"


async def recording_is_whole(centre: Centre, record: CallRecord) -> None:
    """As long as the call, and both voices in it without a hole, each on its own side."""
    assert record.recording_seconds is not None
    assert record.recording_expected is not None
    assert abs(record.recording_seconds - record.recording_expected) <= 0.5
    ended = await centre.fact(RecordingEnded, call=record.call)
    assert abs(ended.seconds - record.recording_seconds) <= 0.5
    left, right = sides(await centre.recording(record.call))
    assert seconds_with(left, CALLER) >= record.talk - 0.5
    assert seconds_with(right, AGENT) >= record.talk - 0.5
    assert seconds_with(left, AGENT) == 0
    assert seconds_with(right, CALLER) == 0
    assert longest_silence(left, CALLER) <= 0.1
    assert longest_silence(right, AGENT) <= 0.1
