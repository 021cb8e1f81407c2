"""How each fact changes a call: one small function per fact, listed in a table at the end.

Spoken to by `callcenter.calls.calls`. It decides nothing.
"""

from collections.abc import Callable
from typing import Any

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.presses as p
import ivr.facts as i
from acd.ids import SkillName
from acd.step import Fact
from callcenter.calls import (
    callback_changes,
    consulting,
    greeting,
    holding,
    incidents,
    listening,
    outside,
    surveys,
    taking_over,
    transfers,
    voicemail,
    withdrawal,
)
from callcenter.calls.call import (
    AUDIO_BACK_WITHIN,
    CONNECT_WITHIN,
    CallState,
    Leg,
    LegState,
    PendingOffer,
    Stage,
    agent_leg_id,
)
from callcenter.calls.state import CallsState


def published(state: CallsState, fact: a.ConfigurationPublished) -> None:
    state.default_queue = fact.configuration.default_queue
    keys = {queue.id: tuple(queue.exit_keys) for queue in fact.configuration.queues}
    state.exit_keys = {queue: those for queue, those in keys.items() if those}
    words = {queue.id: queue.exit_words for queue in fact.configuration.queues}
    state.exit_words = {queue: those for queue, those in words.items() if those}
    state.number_rules = dict(fact.configuration.numbers)
    state.configuration_version = fact.configuration.version
    holding.published(state, fact)
    surveys.published(state, fact)
    voicemail.published(state, fact)
    greeting.published(state, fact)
    callback_changes.published(state, fact)


def resumed(state: CallsState, fact: a.ThinkingResumed) -> None:
    """Nobody thought while they connected: they get their time again."""
    for call in state.calls.values():
        if call.connect_by is not None:
            call.connect_by = max(call.connect_by, fact.at + CONNECT_WITHIN)


def flows_published(state: CallsState, fact: i.FlowsPublished) -> None:
    state.numbers = dict(fact.numbers)
    state.flows_version = fact.version


def rang(state: CallsState, fact: c.LegRang) -> None:
    leg = Leg(id=fact.leg, role=c.Role.CALLER, state=LegState.RINGING)
    state.exchange = fact.exchange
    state.calls[fact.call] = CallState(
        id=fact.call,
        line=fact.line,
        exchange=fact.exchange,
        party=fact.party,
        dialled=fact.dialled,
        arrived_at=fact.at,
        brought=fact.brought,
        legs={fact.leg: leg},
    )


def identified(call: CallState, fact: a.CustomerIdentified) -> None:
    call.customers = fact.customers
    call.tier = fact.tier
    call.travels_soon = fact.travels_soon


def dialled(call: CallState, fact: c.LegDialled) -> None:
    call.legs[fact.leg] = Leg(id=fact.leg, role=fact.role, state=LegState.DIALLED, agent=fact.agent)


def answered(call: CallState, fact: c.LegAnswered) -> None:
    leg = call.legs.get(fact.leg)
    if leg is None:
        return
    leg.step("LegAnswered")
    outside.they_answered(call, leg)
    if leg.role is c.Role.CALLER and call.answered_at is None:
        call.answered_at = fact.at
    if call.is_callback and not call.caller_is_up and call.agent_leg() is leg:
        # From here on it is the customer who is waited for.
        call.connect_by = None


def leg_ended(call: CallState, fact: c.LegEnded) -> None:
    leg = call.legs.get(fact.leg)
    if leg is None or not leg.is_live:
        return
    if leg.joined is not None and leg.joined in call.legs:
        call.legs[leg.joined].joined = None
    leg.step("LegEnded")
    if leg.role is c.Role.CALLER:
        call.ending = call.ending or fact.ending
        call.connect_by = call.audio_by = None
        if call.stage is not Stage.ENDED:
            call.stage = Stage.CLOSING
    elif _put_her_phone_down(call, leg):
        call.ending = call.ending or fact.ending


def _put_her_phone_down(call: CallState, leg: Leg) -> bool:
    """Whether this leg is the desk phone of the agent who talks, and no failure ended it."""
    offer = call.offer
    talks = call.stage is Stage.CONNECTED and offer is not None and offer.leg == leg.id
    talks = talks and call.consult is None
    return talks and offer is not None and offer.rings_a_phone and not leg.media_lost


def joined(call: CallState, fact: c.LegsJoined) -> None:
    consulting.joined(call, fact)
    one, other = call.legs.get(fact.a), call.legs.get(fact.b)
    if one is None or other is None:
        return
    one.joined, other.joined = other.id, one.id
    one.held = other.held = False
    if call.stage is Stage.CONNECTED:
        call.audio_by = None


def parted(call: CallState, fact: c.LegsParted) -> None:
    for name in (fact.a, fact.b):
        if name in call.legs:
            call.legs[name].joined = None


def muted(call: CallState, fact: c.LegMuted) -> None:
    if fact.leg in call.legs:
        call.legs[fact.leg].muted = fact.muted


def media(call: CallState, fact: c.LegMediaLost | c.LegMediaBack) -> None:
    leg = call.legs.get(fact.leg)
    if leg is None:
        return
    leg.media_lost = isinstance(fact, c.LegMediaLost)
    if call.stage is Stage.CONNECTED and call.agent_leg() is leg:
        call.audio_by = fact.at + AUDIO_BACK_WITHIN if leg.media_lost else None


def dialogue_started(call: CallState, fact: i.DialogueStarted) -> None:
    call.stage = Stage.DIALOGUE
    call.dialogues += 1
    call.goes_on_at = None


def language_chosen(call: CallState, fact: i.LanguageChosen) -> None:
    call.language = SkillName(fact.language)


def dialogue_ended(call: CallState, fact: i.DialogueEnded) -> None:
    call.path = fact.path
    if fact.recording_declined:
        call.recording = "declined"


def queued(call: CallState, fact: a.CallQueued) -> None:
    call.queue = fact.queue
    call.queued_at = call.queued_at or fact.at
    call.path = fact.path or call.path
    call.stage = Stage.WAITING


def diverted(call: CallState, fact: a.CallDiverted) -> None:
    """A target in the dialogue, or a callback, is told by what follows."""
    if fact.target.queue is not None:
        call.queue = fact.target.queue
    elif fact.target.way in ("hang_up", "voicemail") and call.stage is not Stage.ENDED:
        call.stage = Stage.CLOSING


def postponed(call: CallState, fact: a.CallbackPostponed) -> None:
    if call.promised_until is not None:
        call.promised_until = fact.promised_until


def requeued(call: CallState, fact: a.CallRequeued) -> None:
    call.queue = fact.queue
    call.offer = None
    call.also = {}
    call.agent = None
    call.connect_by = call.audio_by = None
    call.placed = False
    if call.stage is not Stage.CLOSING:
        call.stage = Stage.WAITING


def offer_made(call: CallState, fact: a.OfferMade) -> None:
    made = PendingOffer(
        id=fact.offer, agent=fact.agent, device=fact.device, leg=agent_leg_id(fact.offer)
    )
    if call.offer is None or call.offer.accepted:
        call.offer = made
    else:
        call.also[made.id] = made
    if made.rings_a_phone:
        call.placed = call.is_callback


def accepted(call: CallState, fact: a.OfferAccepted) -> None:
    beside = call.also.pop(fact.offer, None)
    if beside is not None:
        if call.offer is not None:
            call.also = {call.offer.id: call.offer, **call.also}
        call.offer = beside
    if call.offer is None or call.offer.id != fact.offer:
        return
    call.offer.accepted = True
    if call.stage is Stage.WAITING:
        leg = call.agent_leg()
        call.stage = Stage.CONNECTING
        her_phone_is_up = leg is not None and leg.state is LegState.UP
        customer_next = call.is_callback and not call.caller_is_up and her_phone_is_up
        call.connect_by = None if customer_next else fact.at + CONNECT_WITHIN
        call.placed = call.is_callback


def offer_over(call: CallState, fact: a.OfferEnded) -> None:
    call.also.pop(fact.offer, None)
    if fact.how is a.OfferEnd.NOT_REACHED:
        call.wrapping = (*call.wrapping, fact.agent)
    if call.offer is not None and call.offer.id == fact.offer:
        call.offer = call.also.pop(next(iter(call.also))) if call.also else None
        call.connect_by = None
        if call.placed and not call.caller_is_up:
            call.stage = Stage.CLOSING
        elif call.stage is Stage.CONNECTING:
            call.stage = Stage.WAITING


def connected(call: CallState, fact: a.CallConnected) -> None:
    call.agent = fact.agent
    call.connected_at = fact.at
    call.released_at = None
    call.connect_by = None
    call.stage = Stage.CONNECTED


def released(call: CallState, fact: a.AgentReleased) -> None:
    if fact.transferred:
        return
    call.released_at = fact.at
    call.audio_by = None
    if not fact.lost:
        call.stage = Stage.CLOSING


def audio(call: CallState, fact: a.AudioLost | a.AudioReady) -> None:
    if call.stage is not Stage.CONNECTED or call.offer is None or call.offer.agent != fact.agent:
        return
    if isinstance(fact, a.AudioLost):
        call.audio_by = call.audio_by or fact.at + AUDIO_BACK_WITHIN
    elif call.audio_by is not None:
        call.offer.redials += 1
        call.offer.leg = agent_leg_id(call.offer.id, call.offer.redials)


def pressed(call: CallState, fact: Fact) -> None:
    call.presses += 1
    if isinstance(fact, p.HangUpPressed) and fact.agent == call.agent and call.consult is None:
        call.ending = call.ending or c.Ending(side=c.Side.AGENT, reason=c.Reason.HANGUP)


def place_told(call: CallState, fact: a.PlaceTold) -> None:
    call.prompts += 1


def recording(call: CallState, fact: Fact) -> None:
    if isinstance(fact, c.RecordingStarted):
        call.recorded_at = call.recorded_at or fact.at
    call.recording = RECORDING[type(fact)] if call.recording != "declined" else "declined"


def ended(call: CallState, fact: c.CallEnded) -> None:
    call.stage = Stage.ENDED
    call.ending = fact.ending
    call.connect_by = call.audio_by = None


def wrapped(call: CallState, fact: a.WrapUpEnded) -> None:
    call.wrapping = tuple(one for one in call.wrapping if one != fact.agent)
    if call.agent == fact.agent:
        call.agent = None


RECORDING: dict[type[Fact], str] = {
    c.RecordingStarted: "running",
    c.RecordingPaused: "paused",
    c.RecordingResumed: "running",
    c.RecordingEnded: "ended",
    c.RecordingLost: "lost",
}

OF_ALL: dict[type[Fact], Callable[[CallsState, Any], None]] = {
    a.ConfigurationPublished: published,
    a.ThinkingResumed: resumed,
    i.FlowsPublished: flows_published,
    c.LegRang: rang,
    c.CallAdopted: outside.adopted,
    **callback_changes.OF_ALL,
    a.ListeningBegan: listening.began,
    a.ListeningEnded: listening.stopped,
    a.VoiceGiven: listening.voiced,
    a.CallTakenOver: taking_over.taken_over,
    a.AgentReleased: listening.released,
    a.AudioReady: listening.audio,
    a.AudioLost: listening.audio,
    a.ListenerCalled: listening.called,
    a.ListenerJoined: listening.joined,
    a.ListenerLeft: listening.left,
    c.LegHeld: holding.held,
    a.ConsultQueued: consulting.queued,
    a.ConsultEnded: consulting.ended,
    a.ConsultCompleted: consulting.completed,
    a.OutsideCalled: outside.called,
    a.HandedOutside: outside.handed,
    i.OutsideChosen: outside.given,
    i.PromptEnded: holding.words_over,
    **incidents.CHANGES,
}
"""Changes of the room."""

OF_ONE: dict[type[Fact], Callable[[CallState, Any], None]] = {
    a.AudioLost: audio,
    a.AudioReady: audio,
    a.CustomerIdentified: identified,
    c.LegDialled: dialled,
    c.LegAnswered: answered,
    c.LegEnded: leg_ended,
    c.LegsJoined: joined,
    c.LegsParted: parted,
    c.LegRetrieved: holding.retrieved,
    c.HoldComforted: holding.comforted,
    c.LegMuted: muted,
    c.LegMediaLost: media,
    c.LegMediaBack: media,
    i.DialogueStarted: dialogue_started,
    i.LanguageChosen: language_chosen,
    i.DialogueEnded: dialogue_ended,
    a.CallQueued: queued,
    a.CallRequeued: requeued,
    a.CallbackPostponed: postponed,
    a.CallDiverted: diverted,
    a.CallMoved: withdrawal.moved,
    a.CallTransferred: transfers.transferred,
    a.TransferPressed: transfers.pressed,
    a.ConsultPressed: transfers.pressed,
    a.OutsidePressed: transfers.pressed,
    a.ActRefused: transfers.refused,
    a.CallWithdrawn: withdrawal.leaves,
    a.OfferMade: offer_made,
    a.OfferAccepted: accepted,
    a.OfferEnded: offer_over,
    a.CallConnected: connected,
    a.AgentReleased: released,
    a.PlaceTold: place_told,
    a.IncidentHeard: incidents.heard,
    a.WrapUpEnded: wrapped,
    p.HoldPressed: pressed,
    p.MutePressed: pressed,
    p.HangUpPressed: pressed,
    p.PauseRecordingPressed: pressed,
    p.ConsultStepPressed: pressed,
    c.LegReferred: pressed,
    c.RecordingStarted: recording,
    c.RecordingPaused: recording,
    c.RecordingResumed: recording,
    c.RecordingEnded: recording,
    c.RecordingLost: recording,
    c.CallEnded: ended,
    c.SurveyInvited: surveys.invited,
    **callback_changes.OF_ONE,
    **voicemail.CHANGES,
}
"""Changes of one call."""
