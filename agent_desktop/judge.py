"""May she press that now, and what follows when she may: one small rule a command.

`desk.py` asks it, after it has settled repeats and stale screens. It must not know the screen's
numbers, sockets, or how a wish is carried out.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from acd.facts import (
    AcceptPressed,
    AgentState,
    BreakRequested,
    ConsultPressed,
    Intent,
    IntentChosen,
    ListenPressed,
    ListenStopPressed,
    OutcomeGiven,
    RedialPressed,
    RejectPressed,
    TransferPressed,
    WrapUpAsked,
    WrapUpExtended,
)
from acd.ids import AgentId, CallId, OfferId, QueueId
from agent_desktop import commands
from agent_desktop.catalogue import NEED_CODES, OUTCOME_CODES
from agent_desktop.commands import AnyCommand
from agent_desktop.compose import may, why_not_ready
from agent_desktop.customer_views import CustomerState
from agent_desktop.seen import CallSeen, OfferSeen, Seen
from agent_desktop.views import AudioView, NotesView
from agent_desktop.wire import NOTES_MOST, Refusal
from agent_desktop.wishes import (
    Button,
    ChooseRecord,
    CreateRecord,
    EchoAudio,
    EndSession,
    KeepNotes,
    OpenAudio,
    Press,
    SendKeys,
    StepConsult,
    Tell,
    Wish,
)

KEYS = frozenset("0123456789*#ABCD")
KEYS_MOST = 32
NAME_MOST = 120
FIELD_MOST = 2000
NEEDS_MOST = 8
SDP_MOST = 64_000
PRESS_MOST = 64
BUSY = frozenset({AgentState.CONNECTING, AgentState.ON_CALL})


class Refused(Exception):
    """The command is not taken; `reason` is from the closed list."""

    def __init__(self, reason: Refusal, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where the desk stands when a command comes."""

    seen: Seen
    audio: AudioView
    now: datetime

    def call(self, call: str) -> CallSeen:
        """The call the command names; raises Refused when it is not hers."""
        mine = self.seen.call
        if mine is None or mine.call != call:
            raise Refused(Refusal.NO_CALL, f"call {call} is not at this desk")
        return mine

    def offer(self, offer: str) -> OfferSeen:
        """The offer the command names; raises Refused when it stands no more."""
        mine = self.seen.offer
        if mine is None or mine.offer != offer:
            raise Refused(Refusal.NO_OFFER, f"offer {offer} does not stand any more")
        return mine

    def known_call(self, call: str) -> str:
        """The call offered, carried or wrapped up; raises Refused for any other."""
        offer = self.seen.offer
        if offer is not None and offer.call == call:
            return call
        return self.call(call).call


def judge(command: AnyCommand, at: Standing) -> Wish | None:
    """The wish that follows; None when the desk itself has all there is to do. Raises Refused."""
    rule = _RULES[type(command)]
    return rule(command, at)


def _set_intent(command: commands.SetIntent, at: Standing) -> Wish:
    me = at.seen.me
    if command.intent is Intent.LOGGED_OUT:
        raise Refused(Refusal.NOT_NOW, "signing out is the command sign_out")
    if command.intent is Intent.NOT_READY:
        return _not_ready(command.reason, at)
    if command.intent is Intent.AVAILABLE:
        because = why_not_ready(me, at.audio)
        if because:
            raise Refused(Refusal(because), "the audio check comes first")
    return Tell(IntentChosen(at=at.now, agent=me.agent, intent=command.intent))


def _not_ready(code: str, at: Standing) -> Wish:
    """Chosen, or asked for where places or minutes are few."""
    me = at.seen.me
    reason = next((one for one in at.seen.absence.reasons if one.code == code), None)
    if reason is None:
        raise Refused(Refusal.UNKNOWN_REASON, f"no such reason: {code[:40]!r}")
    if reason.asks:
        return Tell(BreakRequested(at=at.now, agent=me.agent, reason=code))
    chosen = IntentChosen(at=at.now, agent=me.agent, intent=Intent.NOT_READY, reason=code)
    return Tell(chosen)


def _take_back(command: commands.TakeBackBreak, at: Standing) -> Wish:
    """Her choice stays what it was; choosing it once more gives the place in line up."""
    me, absence = at.seen.me, at.seen.absence
    if absence.asked is None:
        raise Refused(Refusal.NOT_NOW, "no break is asked for")
    kept = IntentChosen(at=at.now, agent=me.agent, intent=me.intent, reason=me.intent_reason)
    return Tell(kept)


def _listen(command: commands.Listen, at: Standing) -> Wish:
    """To her mentor only. Whether he is there is the distributor's to say: it knows it first."""
    me = at.seen.me
    if not 1 <= len(command.press) <= PRESS_MOST:
        raise Refused(Refusal.TOO_LONG, f"press has 1-{PRESS_MOST} characters")
    if not me.listen.mentor:
        raise Refused(Refusal.NOT_NOW, "listened to is a mentor, and none is named for her")
    if me.state in BUSY or at.seen.offer is not None:
        raise Refused(Refusal.NOT_NOW, "not during a call or an offer")
    if me.device == "browser" and not me.audio_uri:
        raise Refused(Refusal.AUDIO_ABSENT, "the audio does not stand")
    mentor = AgentId(me.listen.mentor)
    return Tell(ListenPressed(at=at.now, press=command.press, by=me.agent, agent=mentor))


def _stop_listening(command: commands.StopListening, at: Standing) -> Wish:
    if not at.seen.me.listen.agent:
        raise Refused(Refusal.NOT_NOW, "she listens to nobody")
    return Tell(ListenStopPressed(at=at.now, by=at.seen.me.agent))


def _accept(command: commands.Accept, at: Standing) -> Wish:
    offer = at.offer(command.offer)
    if offer.device != "browser":
        raise Refused(Refusal.NOT_NOW, "answer the desk phone")
    return Tell(AcceptPressed(at=at.now, offer=OfferId(command.offer), agent=at.seen.me.agent))


def _decline(command: commands.Decline, at: Standing) -> Wish:
    at.offer(command.offer)
    return Tell(RejectPressed(at=at.now, offer=OfferId(command.offer), agent=at.seen.me.agent))


def _button(button: Button) -> Callable[[Any, Standing], Wish]:
    def rule(command: Any, at: Standing) -> Wish:
        call = at.call(command.call)
        if button.value not in may(call):
            raise Refused(Refusal.NOT_NOW, f"{button.value} is not possible now")
        return Press(command.call, button)

    return rule


def _keys(command: commands.Keys, at: Standing) -> Wish:
    call = at.call(command.call)
    if not 1 <= len(command.keys) <= KEYS_MOST or not set(command.keys) <= KEYS:
        raise Refused(Refusal.BAD_KEYS, f"1-{KEYS_MOST} keys of 0-9 * # A-D")
    if "keys" not in may(call):
        raise Refused(Refusal.NOT_NOW, "no keys can be sent now")
    return SendKeys(command.call, command.keys)


def _transfer(command: commands.Transfer | commands.Consult, at: Standing) -> Wish:
    """Whether the queue takes it, and whether the agent is free, is the distributor's to say."""
    call = at.call(command.call)
    consults = isinstance(command, commands.Consult)
    what, fact = ("consult", ConsultPressed) if consults else ("transfer", TransferPressed)
    if not 1 <= len(command.press) <= PRESS_MOST:
        raise Refused(Refusal.TOO_LONG, f"press has 1-{PRESS_MOST} characters")
    if bool(command.queue) == bool(command.agent):
        raise Refused(Refusal.NOT_NOW, f"a {what} goes to a queue or to an agent: name one")
    if what not in may(call):
        raise Refused(Refusal.NOT_NOW, f"{what} is not possible now")
    return Tell(
        fact(
            at=at.now,
            press=command.press,
            call=CallId(command.call),
            by=at.seen.me.agent,
            queue=QueueId(command.queue) if command.queue else None,
            agent=AgentId(command.agent) if command.agent else None,
        )
    )


def _consult_step(command: commands.ConsultGoesOn, at: Standing) -> Wish:
    call = at.call(command.call)
    if command.step.value not in may(call):
        raise Refused(Refusal.NOT_NOW, f"{command.step.value} is not possible now")
    return StepConsult(command.call, command.step)


def _check_codes(outcome: str, need: str, needs: tuple[str, ...]) -> None:
    if outcome and outcome not in OUTCOME_CODES:
        raise Refused(Refusal.UNKNOWN_OUTCOME, f"no such outcome: {outcome[:40]!r}")
    if len(needs) > NEEDS_MOST:
        raise Refused(Refusal.TOO_LONG, f"at most {NEEDS_MOST} further needs")
    for one in (need, *needs):
        if one and one not in NEED_CODES:
            raise Refused(Refusal.UNKNOWN_NEED, f"no such need: {one[:40]!r}")


def _save_notes(command: commands.SaveNotes, at: Standing) -> Wish:
    at.known_call(command.call)
    if len(command.text) > NOTES_MOST:
        raise Refused(Refusal.TOO_LONG, f"notes have at most {NOTES_MOST} characters")
    _check_codes(command.outcome, command.need, command.needs)
    return KeepNotes(
        NotesView(
            call=command.call,
            text=command.text,
            need=command.need,
            needs=command.needs,
            outcome=command.outcome,
        )
    )


def _choose(command: commands.ChooseCustomer, at: Standing) -> Wish:
    at.known_call(command.call)
    customer = at.seen.customer
    known = {one.id for one in customer.choices} if customer is not None else set()
    if customer is None or command.customer not in known:
        raise Refused(Refusal.UNKNOWN_CUSTOMER, "not among the records to choose from")
    return ChooseRecord(command.call, command.customer)


def _create(command: commands.CreateCustomer, at: Standing) -> Wish:
    at.known_call(command.call)
    customer = at.seen.customer
    if customer is not None and customer.state is CustomerState.KNOWN:
        raise Refused(Refusal.NOT_NOW, "the caller has a record")
    name = command.name.strip()
    others = (command.language, command.city, command.email, command.remark)
    if not 1 <= len(name) <= NAME_MOST or any(len(one) > FIELD_MOST for one in others):
        raise Refused(Refusal.TOO_LONG, f"a name has 1-{NAME_MOST} characters")
    return CreateRecord(command.call, name, *others)


def _give_outcome(command: commands.GiveOutcome, at: Standing) -> Wish:
    at.call(command.call)
    if at.seen.me.state is not AgentState.WRAP_UP:
        raise Refused(Refusal.NOT_NOW, "an outcome ends the wrap-up, and there is none")
    if not command.outcome:
        raise Refused(Refusal.UNKNOWN_OUTCOME, "an outcome is required")
    _check_codes(command.outcome, command.need, command.needs)
    return Tell(
        OutcomeGiven(
            at=at.now,
            agent=at.seen.me.agent,
            call=CallId(command.call),
            outcome=command.outcome,
            need=command.need,
            needs=command.needs,
        )
    )


def _ask_wrap_up(command: commands.AskWrapUp, at: Standing) -> Wish:
    at.call(command.call)
    me = at.seen.me
    if me.state not in BUSY or not me.must_ask:
        raise Refused(Refusal.NOT_NOW, "wrap-up is asked for during a call, where it must be")
    asked = WrapUpAsked(at=at.now, agent=me.agent, call=CallId(command.call), wanted=command.wanted)
    return Tell(asked)


def _extend(command: commands.ExtendWrapUp, at: Standing) -> Wish:
    at.call(command.call)
    me = at.seen.me
    if me.state is not AgentState.WRAP_UP or me.extended or not me.extension or not me.until:
        raise Refused(Refusal.NOT_NOW, "a wrap-up is extended once, where its queue allows it")
    return Tell(WrapUpExtended(at=at.now, agent=me.agent, call=CallId(command.call)))


def _redial(command: commands.Redial, at: Standing) -> Wish:
    at.call(command.call)
    me = at.seen.me
    if not me.may_redial:
        raise Refused(Refusal.NOT_NOW, "called back is who was cut off, once, from the wrap-up")
    return Tell(RedialPressed(at=at.now, agent=me.agent, call=CallId(command.call)))


def _audio_offer(command: commands.AudioOffer, at: Standing) -> Wish:
    if at.seen.me.device != "browser":
        raise Refused(Refusal.NOT_NOW, "this agent has a desk phone")
    if not 1 <= len(command.sdp) <= SDP_MOST:
        raise Refused(Refusal.TOO_LONG, f"an SDP offer has 1-{SDP_MOST} characters")
    return OpenAudio(command.sdp)


def _audio_echo(command: commands.AudioEcho, at: Standing) -> Wish:
    if at.seen.me.state in BUSY:
        raise Refused(Refusal.NOT_NOW, "no echo during a call")
    if not at.seen.me.audio_uri:
        raise Refused(Refusal.AUDIO_ABSENT, "the audio does not stand")
    return EchoAudio(command.echo)


def _audio_checked(command: commands.AudioChecked, at: Standing) -> None:
    if command.ok and at.seen.me.device == "browser" and not at.seen.me.audio_uri:
        raise Refused(Refusal.AUDIO_ABSENT, "the audio does not stand")


def _take_over(command: commands.TakeOver, at: Standing) -> None:
    """The tab that asks has the desk already, else its socket would not have passed it on."""


def _sign_out(command: commands.SignOut, at: Standing) -> Wish:
    if at.seen.me.state in BUSY:
        raise Refused(Refusal.NOT_NOW, "not during a call")
    return EndSession()


_RULES: dict[type, Callable[[Any, Standing], Wish | None]] = {
    commands.SetIntent: _set_intent,
    commands.TakeBackBreak: _take_back,
    commands.Listen: _listen,
    commands.StopListening: _stop_listening,
    commands.Accept: _accept,
    commands.Decline: _decline,
    commands.Hold: _button(Button.HOLD),
    commands.Retrieve: _button(Button.RETRIEVE),
    commands.Mute: _button(Button.MUTE),
    commands.Unmute: _button(Button.UNMUTE),
    commands.Keys: _keys,
    commands.HangUp: _button(Button.HANG_UP),
    commands.PauseRecording: _button(Button.PAUSE_RECORDING),
    commands.ResumeRecording: _button(Button.RESUME_RECORDING),
    commands.SaveNotes: _save_notes,
    commands.ChooseCustomer: _choose,
    commands.CreateCustomer: _create,
    commands.GiveOutcome: _give_outcome,
    commands.AskWrapUp: _ask_wrap_up,
    commands.Transfer: _transfer,
    commands.Consult: _transfer,
    commands.ConsultGoesOn: _consult_step,
    commands.ExtendWrapUp: _extend,
    commands.Redial: _redial,
    commands.AudioOffer: _audio_offer,
    commands.AudioEcho: _audio_echo,
    commands.AudioChecked: _audio_checked,
    commands.TakeOver: _take_over,
    commands.SignOut: _sign_out,
}
