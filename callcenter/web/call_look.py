"""One agent's call, part by part, as her desk is told of it. Plain questions, no state."""

from datetime import datetime

from acd.ids import AgentId
from agent_desktop.call_views import Brought, CallbackView, ConsultState, Ended, RecordingState
from callcenter.calls.call import AUDIO_BACK_WITHIN, CallState, Direction, Leg, LegState, Stage
from callcenter.calls.facts import Role
from callcenter.history import call_record
from callcenter.history.call_record import CallRecord
from callcenter.history.turns import Period

_RECORDED = {
    call_record.RecordingState.PENDING: RecordingState.FILING,
    call_record.RecordingState.STORED: RecordingState.STORED,
    call_record.RecordingState.DECLINED: RecordingState.DECLINED,
    call_record.RecordingState.LOST: RecordingState.LOST,
}

_RECORDING = {
    "running": RecordingState.ON,
    "paused": RecordingState.PAUSED,
    "declined": RecordingState.DECLINED,
}


def is_hers(call: CallState, agent: AgentId) -> bool:
    """Accepted, in conversation, or wrapped up: not merely offered."""
    if call.has(agent):
        return True
    return call.offer is not None and call.offer.agent == agent and call.offer.accepted


def leg_of(call: CallState, agent: AgentId) -> Leg | None:
    """Her own, the newest, while it lives."""
    mine = [leg for leg in call.legs.values() if leg.agent == agent and leg.is_live]
    return mine[-1] if mine else None


def callback_of(call: CallState | None) -> CallbackView | None:
    """What was promised to the customer of a call of our own."""
    if call is None or call.asked_at is None or call.promised_until is None:
        return None
    return CallbackView(
        asked_at=call.asked_at,
        promised_until=call.promised_until,
        tries=call.tries,
        there=call.customer_first,
    )


def is_outgoing(call: CallState) -> bool:
    """She calls, and whom she calls has not answered."""
    return call.is_callback and not call.customer_first and not call.caller_is_up


def brought_of(call: CallState | None) -> tuple[Brought, ...]:
    """Header fields that were kept, as people read them: `campaign`, not `x_campaign`."""
    kept = call.brought.items() if call is not None else ()
    return tuple(
        Brought(name=name.removeprefix("x_").replace("_", " "), value=value)
        for name, value in sorted(kept)
    )


def consult_state(call: CallState, asked: CallState) -> ConsultState:
    """Where a consultation is, by who hears whom."""
    theirs = asked.their_leg
    if asked.direction is Direction.OUTSIDE and asked.stage is Stage.CONNECTING:
        return ConsultState.RINGING
    if asked.stage is not Stage.CONNECTED:
        return ConsultState.SEEKING if asked.offer is None else ConsultState.RINGING
    if asked.conference:
        return ConsultState.CONFERENCE
    return ConsultState.HELD if theirs is not None and theirs.held else ConsultState.TALKING


def held_since(call: CallState, holds: tuple[Period, ...]) -> datetime | None:
    """Since when the caller is on hold with her."""
    if call.ending is not None:
        return None
    return next((one.since for one in holds if one.until is None), None)


def interrupted_since(call: CallState) -> datetime | None:
    """Since when the caller hears comfort music because the agent's audio is away."""
    if call.audio_by is None or call.stage is not Stage.CONNECTED:
        return None
    return call.audio_by - AUDIO_BACK_WITHIN


def leg_state(leg: Leg) -> str:
    """As a desk is told of it."""
    if leg.state is not LegState.UP:
        return leg.state.value
    return "held" if leg.held else ("joined" if leg.joined else "answered")


def recording_of(call: CallState, record: CallRecord) -> RecordingState:
    """What the record knows for good wins; before that, what the line does now."""
    over = _RECORDED.get(record.recording)
    if over is not None:
        return over
    if call.ending is not None and record.recording is call_record.RecordingState.RUNNING:
        return RecordingState.FILING
    return _RECORDING.get(call.recording, RecordingState.OFF)


def ended_of(record: CallRecord) -> Ended | None:
    """How the call ended; None: it goes on."""
    if record.ended_at is None or record.ending is None:
        return None
    return Ended(
        at=record.ended_at, side=record.ending.side.value, reason=record.ending.reason.value
    )


def keys_leg(call: CallState, asked: CallState | None) -> Leg | None:
    """Where her keys go: to somebody outside while she speaks with them alone, else to the
    caller.
    """
    if asked is None or asked.direction is not Direction.OUTSIDE:
        return caller_leg(call)
    theirs = asked.their_leg
    alone = theirs is not None and not theirs.held and not asked.conference
    return theirs if alone else caller_leg(call)


def caller_leg(call: CallState) -> Leg | None:
    """The caller's leg, while it lives."""
    return next(
        (leg for leg in call.legs.values() if leg.role is Role.CALLER and leg.is_live), None
    )
