"""What a call that was answered must have left when it is over, whatever died in its middle."""

from __future__ import annotations

from acd.ids import CallId
from callcenter.calls.facts import CallEnded, Reason, RecordingEnded, Side
from callcenter.history.call_record import CallRecord, Result
from tests.centre import Centre
from tests.played import AGENT, CALLER, PlayedAgent, longest_silence, seconds_with, sides


async def ends_complete(
    centre: Centre, call: CallId, agent: PlayedAgent, tones: tuple[int, int] = (CALLER, AGENT)
) -> CallRecord:
    """The caller has hung up: everything follows, and record and recording lack nothing."""
    record = await ends_in_order(centre, call, agent)
    await recording_is_whole(centre, record, tones)
    return record


async def ends_in_order(centre: Centre, call: CallId, agent: PlayedAgent) -> CallRecord:
    """The caller has hung up: everything follows, and the record lacks nothing."""
    await centre.fact(CallEnded, call=call)
    await agent.phone.wait_for("over")
    await agent.wrap_up(call)
    record = await centre.finished(call)
    assert lacks(record) == ""
    assert record.ending is not None
    assert (record.ending.side, record.ending.reason) == (Side.CALLER, Reason.HANGUP)
    assert record.agent == agent.number
    return record


def lacks(record: CallRecord) -> str:
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


async def recording_is_whole(
    centre: Centre, record: CallRecord, tones: tuple[int, int] = (CALLER, AGENT)
) -> None:
    """From answer to the caller's end, both voices without a hole, each on its own side."""
    assert record.recording_seconds is not None
    assert record.answered_at is not None
    assert record.released_at is not None
    expected = (record.released_at - record.answered_at).total_seconds()
    assert abs(record.recording_seconds - expected) <= 0.5
    ended = await centre.fact(RecordingEnded, call=record.call)
    assert abs(ended.seconds - record.recording_seconds) <= 0.5
    said, answered = tones
    left, right = sides(await centre.recording(record.call))
    assert seconds_with(left, said) >= record.talk - 0.5
    assert seconds_with(right, answered) >= record.talk - 0.5
    assert seconds_with(left, answered) == 0
    assert seconds_with(right, said) == 0
    assert longest_silence(left, said) <= 0.1
    assert longest_silence(right, answered) <= 0.1
