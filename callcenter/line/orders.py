"""Commands, carried out: each one is closed by exactly one `CommandClosed`.

A command's id is remembered for the line's life; a repeat is answered with the same closing fact
and nothing else. A refusal comes from the closed list and changes nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
import pjsua2 as pj

from acd.ids import CommandId, LegId
from acd.step import Command, CommandClosed
from callcenter.calls.commands import (
    AnswerLeg,
    DialLeg,
    DropRecording,
    EndLeg,
    HoldLeg,
    JoinLegs,
    MuteLeg,
    PartLegs,
    PauseRecording,
    PlaceCall,
    PlayMusic,
    PromoteLeg,
    RefuseLeg,
    ResumeRecording,
    RetrieveLeg,
    SendDigits,
    VoiceLeg,
)
from callcenter.calls.facts import DigitsSent, Ending, Reason, Role, Side
from callcenter.calls.refusals import Refusal
from callcenter.line import telephone
from callcenter.line.conversation import Conversation, Wanted
from callcenter.line.endings import asked_ending, refused_ending
from callcenter.line.hearing import OUTSIDERS
from callcenter.line.legs import Leg, LegState
from callcenter.line.sounds import Prompt
from callcenter.line.telephone import NoSlot
from callcenter.wire import LineOrder, Stamped
from ivr.commands import Say

Files = tuple[str, ...]
Verdict = Refusal | None

FINAL_CODES: Final = {"busy": 486, "rejected": 603, "unreachable": 480}
"""Final status for an unanswered caller whose leg is ended."""
UNAVAILABLE: Final = 480
KEYS: Final = frozenset("0123456789*#ABCD")


class Orders:
    """Carries out commands on one conversation."""

    def __init__(
        self,
        talk: Conversation,
        on_command: Callable[[Command], None],
        on_place: Callable[[PlaceCall], None],
    ) -> None:
        self._talk = talk
        self._on_command = on_command
        self._on_place = on_place
        self._closed: dict[CommandId, Stamped] = {}
        self._waiting: dict[CommandId, LineOrder] = {}
        self.epoch = 0
        self._table: dict[type[Command], Callable[[Any, Files], Verdict]] = {
            AnswerLeg: self._answer,
            RefuseLeg: self._refuse,
            Say: self._say,
            PlayMusic: self._play,
            PlaceCall: self._place,
            DialLeg: self._dial,
            JoinLegs: self._join,
            PartLegs: self._part,
            HoldLeg: self._hold,
            RetrieveLeg: self._retrieve,
            MuteLeg: self._mute,
            VoiceLeg: self._voice,
            PromoteLeg: self._promote,
            SendDigits: self._keys,
            EndLeg: self._end,
            PauseRecording: self._pause,
            ResumeRecording: self._resume,
            DropRecording: self._drop,
        }

    def take(self, sent: LineOrder) -> None:
        """Carry out one command, or answer its repeat."""
        try:
            command = sent.order.command
        except msgspec.DecodeError:
            # A command of a newer release: the exchange cannot tell, control's deadline will.
            return
        closed = self._closed.get(command.id)
        if closed is not None:
            self._talk.ledger.repeat(closed)
            return
        if self._makes_room(command, sent.order.not_after):
            self._waiting[command.id] = sent
            return
        self._waiting.pop(command.id, None)
        outcome, reason = self._outcome(command, sent)
        if reason == Refusal.NO_FREE_LEG and self._has_room_for(command):
            # The library has not let go yet of a dialog that is over.
            self._waiting[command.id] = sent
            return
        self._closed[command.id] = self._talk.ledger.note(
            CommandClosed(
                at=self._talk.ledger.now(), command=command.id, outcome=outcome, reason=reason
            )
        )

    def take_waiting(self) -> None:
        """Carry out what waited for the room that a listener had, as soon as it is free."""
        if self._waiting and self._talk.free_legs > 0:
            waiting, self._waiting = self._waiting, {}
            for sent in waiting.values():
                self.take(sent)

    def _makes_room(self, command: Command, not_after: datetime) -> bool:
        """A leg of the call itself is wanted and the line is full: whoever listens goes, and the
        command waits for the moment which that takes.
        """
        if not isinstance(command, DialLeg) or command.role is Role.LISTENER:
            return False
        late = self._talk.ledger.now() > not_after
        if late or command.call != self._talk.about.call or self._talk.free_legs > 0:
            return False
        listener = self._talk.listener()
        if listener is not None:
            self._talk.end(listener, Ending(side=Side.HOUSE, reason=Reason.REPLACED))
            return True
        return command.id in self._waiting and bool(self._talk.leaving)

    def _has_room_for(self, command: Command) -> bool:
        """By our own count; whoever listens does not wait for it."""
        dials = isinstance(command, DialLeg) and command.role is not Role.LISTENER
        return dials and self._talk.free_legs > 0

    def _outcome(self, command: Command, sent: LineOrder) -> tuple[str, str]:
        if sent.order.epoch < self.epoch:
            return "refused", Refusal.STALE_EPOCH
        self.epoch = sent.order.epoch
        if self._talk.ledger.now() > sent.order.not_after:
            return "expired", ""
        if sent.order.card:
            self._talk.about.card = sent.order.card
        verdict = self._do(command, sent.files)
        return ("done", "") if verdict is None else ("refused", verdict)

    def _do(self, command: Command, files: Files) -> Verdict:
        if self._talk.about.call is None and isinstance(command, PlaceCall):
            self._on_place(command)
        about = self._talk.about.call
        if about is None or getattr(command, "call", None) != about:
            return Refusal.NO_SUCH_CALL
        carry_out = self._table.get(type(command))
        if carry_out is None:
            return Refusal.WRONG_STATE
        self._on_command(command)
        return carry_out(command, files)

    def _leg(self, leg: LegId, *, answered: bool = True) -> Leg | Refusal:
        found = self._talk.legs.get(leg)
        if found is None:
            return Refusal.NO_SUCH_LEG
        if answered and not found.answered:
            return Refusal.WRONG_STATE
        return found

    # -- one method a command --------------------------------------------------------------------

    def _answer(self, command: AnswerLeg, _: Files) -> Verdict:
        leg = self._leg(command.leg, answered=False)
        if isinstance(leg, Refusal):
            return leg
        if leg.answered:
            return None
        if leg.state is not LegState.INVITED:
            return Refusal.WRONG_STATE
        return None if self._talk.answer(leg) else Refusal.LIBRARY

    def _refuse(self, command: RefuseLeg, _: Files) -> Verdict:
        leg = self._leg(command.leg, answered=False)
        if isinstance(leg, Refusal):
            return leg
        if leg.state is not LegState.INVITED:
            return Refusal.WRONG_STATE
        self._talk.end(leg, refused_ending(command.code), command.code)
        return None

    def _say(self, command: Say, files: Files) -> Verdict:
        leg = self._leg(command.leg)
        if isinstance(leg, Refusal):
            return leg
        if command.only_held and not leg.held:
            return Refusal.WRONG_STATE
        prompt = Prompt(command.prompt, command.barge_in, whispered=command.over_voices)
        prompt.files.extend(files)
        return None if self._talk.say(leg, prompt) else Refusal.NO_AUDIO_FILE

    def _play(self, command: PlayMusic, files: Files) -> Verdict:
        leg = self._leg(command.leg)
        if isinstance(leg, Refusal):
            return leg
        path = files[0] if files else self._talk.sounds.file_of(command.tune)
        self._talk.play(leg, command.tune, path)
        return None

    def _place(self, command: PlaceCall, _: Files) -> Verdict:
        wanted = Wanted(
            leg=command.leg,
            role=Role.CALLER if command.agent is None else Role.AGENT,
            uri=command.uri,
            agent=command.agent,
            ring_for=command.ring_for,
            first_reply_for=command.first_reply_for,
            sender=command.sender,
            login=command.login,
            others=command.others,
        )
        return self._dial_out(wanted)

    def _dial(self, command: DialLeg, files: Files) -> Verdict:
        for_nobody = command.role in OUTSIDERS and command.join not in self._talk.legs
        if for_nobody:
            return Refusal.NO_SUCH_LEG
        wanted = Wanted(
            leg=command.leg,
            role=command.role,
            uri=command.uri,
            agent=command.agent,
            join=command.join,
            ring_for=command.ring_for,
            first_reply_for=command.first_reply_for,
            whisper=files,
            sender=command.sender,
            login=command.login,
            others=command.others,
        )
        return self._dial_out(wanted)

    def _dial_out(self, wanted: Wanted) -> Verdict:
        # A listener leaves one leg free: the call may need it at any moment.
        if self._talk.free_legs < (2 if wanted.role is Role.LISTENER else 1):
            return Refusal.NO_FREE_LEG
        if wanted.leg in self._talk.legs:
            return Refusal.WRONG_STATE
        try:
            self._talk.dial(wanted)
        except NoSlot:
            return Refusal.NO_FREE_LEG
        except pj.Error:
            return Refusal.UNREACHABLE
        return None

    def _join(self, command: JoinLegs, _: Files) -> Verdict:
        a, b = self._leg(command.a), self._leg(command.b)
        if isinstance(a, Refusal):
            return a
        theirs = self._talk.legs.get(command.b)
        if theirs is not None and theirs.role is Role.CONSULT and not theirs.answered:
            return self._join_later(a, theirs)
        if isinstance(b, Refusal):
            return b
        if a is b:
            return Refusal.WRONG_STATE
        self._talk.join(a, b)
        return None

    def _join_later(self, a: Leg, theirs: Leg) -> Verdict:
        """As soon as they answer; until then what their network says is for this leg."""
        theirs.join = a.id
        if theirs.has_media:
            self._talk.stop_sound(a, "stopped")
        self._talk.rewire()
        return None

    def _part(self, command: PartLegs, _: Files) -> Verdict:
        return None if self._talk.part(command.a, command.b) else Refusal.WRONG_STATE

    def _hold(self, command: HoldLeg, _: Files) -> Verdict:
        return self._with(command.leg, self._talk.hold)

    def _retrieve(self, command: RetrieveLeg, _: Files) -> Verdict:
        return self._with(command.leg, self._talk.retrieve)

    def _mute(self, command: MuteLeg, _: Files) -> Verdict:
        return self._with(command.leg, lambda leg: self._talk.mute(leg, command.muted))

    def _voice(self, command: VoiceLeg, _: Files) -> Verdict:
        leg = self._leg(command.leg)
        if not isinstance(leg, Refusal) and leg.role is not Role.LISTENER:
            return Refusal.WRONG_STATE
        return self._with(command.leg, lambda leg: self._talk.voice(leg, command.voice))

    def _promote(self, command: PromoteLeg, _: Files) -> Verdict:
        return self._with(command.leg, self._talk.promote)

    def _with(self, wanted: LegId, action: Callable[[Leg], None]) -> Verdict:
        leg = self._leg(wanted)
        if isinstance(leg, Refusal):
            return leg
        action(leg)
        return None

    def _keys(self, command: SendDigits, _: Files) -> Verdict:
        leg = self._leg(command.leg)
        if isinstance(leg, Refusal):
            return leg
        digits = command.digits.upper()
        if not digits or not KEYS.issuperset(digits):
            return Refusal.WRONG_STATE
        if not telephone.send_keys(leg.call, digits):
            return Refusal.LIBRARY
        ledger = self._talk.ledger
        ledger.note(DigitsSent(at=ledger.now(), call=command.call, leg=leg.id, count=len(digits)))
        return None

    def _end(self, command: EndLeg, _: Files) -> Verdict:
        leg = self._leg(command.leg, answered=False)
        if isinstance(leg, Refusal):
            return leg
        invited = leg.state is LegState.INVITED
        code = FINAL_CODES.get(command.reason, UNAVAILABLE) if invited else 0
        self._talk.end(leg, asked_ending(command.reason), code)
        return None

    def _pause(self, _: PauseRecording, __: Files) -> Verdict:
        return self._pause_or_resume(True)

    def _resume(self, _: ResumeRecording, __: Files) -> Verdict:
        return self._pause_or_resume(False)

    def _pause_or_resume(self, pause: bool) -> Verdict:
        if not self._talk.recording.running:
            return Refusal.WRONG_STATE
        self._talk.pause_recording(pause)
        return None

    def _drop(self, _: DropRecording, __: Files) -> Verdict:
        if not self._talk.recording.running:
            return Refusal.WRONG_STATE
        self._talk.drop_recording()
        return None
