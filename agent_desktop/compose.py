"""From what is seen to what is shown: one agent's screen, and which of its buttons work.

`desk.py` calls it after every fact that may concern her. It must not know time, sockets or stores:
the same input always gives the same screen.
"""

from msgspec import structs

from acd.facts import AgentState
from agent_desktop.call_views import (
    CallView,
    ConsultState,
    ConsultView,
    OfferView,
    Phase,
    RecordingState,
)
from agent_desktop.catalogue import CHOICES, need_of
from agent_desktop.seen import AbsenceSeen, AgentSeen, CallSeen, OfferSeen, Seen
from agent_desktop.views import AudioView, DeskView, Me, NotesView, WrapUpView

AWAY_STATES = frozenset({AgentState.LOGGED_OUT, AgentState.UNREACHABLE})


def compose(seen: Seen, audio: AudioView, notes: NotesView | None) -> DeskView:
    """The whole screen."""
    audio = _audio(seen.me, audio)
    call = _call(seen.call, seen.me) if seen.call is not None else None
    wrap_up = _wrap_up(seen, notes)
    return DeskView(
        me=_me(seen.me, seen.absence, audio),
        choices=structs.replace(CHOICES, reasons=seen.absence.reasons),
        queues=seen.queues,
        offer=_offer(seen.offer) if seen.offer is not None else None,
        call=call,
        customer=seen.customer,
        wrap_up=wrap_up,
        notes=notes,
        history=seen.history,
        day=seen.day,
        audio=audio,
        emergencies=seen.emergencies,
        incidents=seen.incidents,
        stored=seen.stored,
        live=seen.live,
    )


def why_not_ready(me: AgentSeen, audio: AudioView) -> str:
    """Why she may not become ready: audio_absent, audio_not_checked, or empty when she may."""
    if me.device != "browser":
        return ""
    if not me.audio_uri:
        return "audio_absent"
    return "" if audio.checked else "audio_not_checked"


def _audio(me: AgentSeen, audio: AudioView) -> AudioView:
    """What her browser found in its check, with what the softphone says of her audio."""
    if me.device != "browser":
        return AudioView(state="phone")
    state = "ready" if me.audio_uri else ("lost" if me.audio_lost else "absent")
    return structs.replace(audio, state=state, because=me.audio_lost)


def _me(me: AgentSeen, absence: AbsenceSeen, audio: AudioView) -> Me:
    because = why_not_ready(me, audio)
    return Me(
        agent=me.agent,
        work_number=me.agent,
        name=me.name,
        role=me.role,
        team=me.team,
        site=me.site,
        state=me.state,
        reason=me.reason,
        since=me.since,
        until=me.until,
        intent=me.intent,
        intent_reason=me.intent_reason,
        limit_at=absence.limit_at,
        overrun=absence.overrun,
        asked=absence.asked,
        refused=absence.refused,
        listen=me.listen,
        device=me.device,
        reachable=me.state not in AWAY_STATES and not me.desk_lost,
        can_be_ready=not because,
        cannot_because=because,
    )


def _offer(offer: OfferSeen) -> OfferView:
    winner = next((one for one in offer.considered if not one.lost), None)
    return OfferView(
        offer=offer.offer,
        call=offer.call,
        queue=offer.queue,
        queue_name=offer.queue_name,
        number=offer.number,
        dialled=offer.dialled,
        path=offer.path,
        brought=offer.brought,
        suggested_need=offer.suggested_need or need_of(offer.queue),
        language=offer.language,
        entered_at=offer.entered_at,
        offered_at=offer.made_at,
        until=offer.until,
        ring_for=round((offer.until - offer.made_at).total_seconds()),
        rings_at="browser" if offer.device == "browser" else "phone",
        strategy=offer.strategy,
        candidates=len(offer.considered),
        idle_for=winner.idle_for if winner is not None else 0.0,
        considered=offer.considered,
        came_back=offer.came_back,
        callback=offer.callback,
        handed_by=offer.handed_by,
        marks=offer.marks,
    )


def phase_of(call: CallSeen) -> Phase:
    """Where her call is."""
    if call.released_at is not None or call.ended is not None:
        return Phase.ENDED
    if call.connected_at is None:
        return Phase.CONNECTING
    if call.interrupted_since is not None:
        return Phase.INTERRUPTED
    return Phase.HELD if call.held_since is not None else Phase.TALKING


def _call(call: CallSeen, me: AgentSeen) -> CallView:
    phase = phase_of(call)
    waited = None
    if call.connected_at is not None and call.entered_at is not None:
        waited = max(0.0, (call.connected_at - call.entered_at).total_seconds())
    return CallView(
        call=call.call,
        queue=call.queue,
        queue_name=call.queue_name,
        number=call.number,
        dialled=call.dialled,
        path=call.path,
        brought=call.brought,
        suggested_need=_need(call),
        language=call.language,
        phase=phase,
        auto=call.auto and phase is Phase.CONNECTING,
        legs=call.legs,
        entered_at=call.entered_at,
        connected_at=call.connected_at,
        released_at=call.released_at,
        waited=waited,
        muted=call.muted,
        held_since=call.held_since,
        held_for=call.held_for,
        recording=call.recording,
        ended=call.ended,
        wrap_up_asked=me.wrap_up_asked if me.must_ask else None,
        callback=call.callback,
        outgoing=call.outgoing,
        handed_by=call.handed_by,
        handed_on=call.handed_on,
        consult=call.consult,
        asked=call.asked,
        transfer_no=call.transfer_no,
        may=may(call),
        marks=call.marks,
    )


def _need(call: CallSeen) -> str:
    """By what was chosen on the way, else by the queue."""
    return call.suggested_need or need_of(call.queue)


def may(call: CallSeen) -> tuple[str, ...]:
    """The call commands that would be taken now."""
    phase = phase_of(call)
    if phase is Phase.CONNECTING and call.outgoing:
        # The customer's telephone may ring for long; she may give up.
        return ("hang_up",)
    if phase in (Phase.ENDED, Phase.CONNECTING):
        return ()
    if call.consult is not None:
        return _may_of_consult(call, call.consult)
    if call.asked:
        return ("hang_up", "unmute" if call.muted else "mute")
    allowed = ["hang_up"]
    if phase is not Phase.INTERRUPTED:
        allowed.append("retrieve" if phase is Phase.HELD else "hold")
        allowed.append("unmute" if call.muted else "mute")
        allowed.append("keys")
        allowed += ["transfer", "consult"]
    if call.recording is RecordingState.ON:
        allowed.append("pause_recording")
    if call.recording is RecordingState.PAUSED:
        allowed.append("resume_recording")
    return tuple(allowed)


_OF_CONSULT = {
    ConsultState.TALKING: ("complete", "swap", "conference"),
    ConsultState.HELD: ("complete", "swap", "conference"),
    ConsultState.CONFERENCE: ("complete",),
}
"""Beside going back, which she always may."""


def _may_of_consult(call: CallSeen, consult: ConsultView) -> tuple[str, ...]:
    """Nothing that could leave the caller alone on hold. A telephone outside may be left to ring
    for the caller, and keys go to it while she speaks with them.
    """
    steps = _OF_CONSULT.get(consult.state, ())
    if consult.outside and consult.state is ConsultState.RINGING:
        steps = ("complete",)
    keys = ("keys",) if consult.outside and consult.state is ConsultState.TALKING else ()
    return ("back", *steps, *keys, "unmute" if call.muted else "mute")


def _wrap_up(seen: Seen, notes: NotesView | None) -> WrapUpView | None:
    me, call = seen.me, seen.call
    if me.state is not AgentState.WRAP_UP or call is None or me.since is None:
        return None
    given = notes is not None and notes.outcome
    return WrapUpView(
        call=call.call,
        started_at=me.since,
        until=me.until,
        extended=me.extended,
        extension=me.extension,
        ends_by_outcome=me.ends_by_outcome,
        outcome_given=me.outcome_given,
        redial=me.may_redial,
        suggested_need=_need(call),
        missing=() if given else ("outcome",),
    )
