"""What the line does by itself, so that no caller waits for somebody to think.

Each reflex that is taken is a fact `ReflexTaken`. Times are seconds. The reflexes are the
protocol's list and no more; whatever control commands afterwards wins.
"""

import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from acd.ids import LegId
from acd.step import Command
from callcenter.calls.commands import EndLeg
from callcenter.calls.facts import (
    Ending,
    LegMediaBack,
    LegMediaLost,
    LegMediaUp,
    QualityCrossed,
    Reason,
    ReflexTaken,
    Role,
    Side,
)
from callcenter.line import source_guard
from callcenter.line.conversation import Conversation
from callcenter.line.hearing import OUTSIDERS
from callcenter.line.legs import Leg, LegState
from callcenter.line.quality import level_of
from callcenter.line.sounds import Prompt, Tune
from callcenter.line.telephone import Reception, reception_of
from callcenter.line.ways import after_silence

ANSWER_ANYWAY: Final = 3.0
MUSIC_AFTER_PROMPT: Final = 0.5
PARTNER_SILENT: Final = 2.0
OTHERS_AFTER_CALLER: Final = 3.0
CALL_MOST: Final = 4 * 3600.0
LISTEN_EVERY: Final = 0.25
JUDGE_EVERY: Final = 5.0
PLEASE_HOLD: Final = "please_hold"
BEEP_FOR: Final = 0.5
"""The beep before a call that is answered by itself; a leg is joined one round of the loop later,
0.6 s after its first packet at the latest.
"""


@dataclass(slots=True)
class Silence:
    """A prompt is over at a leg and control may not know: when, and by which fact it would."""

    since: float
    seq: int


class Reflexes:
    """Watches one conversation; `tick` is called in every round of the loop."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self._commanded = False
        self._silences: dict[LegId, Silence] = {}
        self._comforted: set[LegId] = set()
        self._caller_gone_at: float | None = None
        self._born: float | None = None
        self._listen_at = 0.0

    # -- what the line tells ---------------------------------------------------------------------

    def call_began(self) -> None:
        """The INVITE is here."""
        self._born = time.monotonic()

    def commanded(self, command: Command) -> None:
        """Control thinks: it takes over what a reflex was about to do."""
        self._commanded = True
        leg = getattr(command, "leg", None)
        if leg is not None:
            self._silences.pop(leg, None)
            self._comforted.discard(leg)
        if not isinstance(command, EndLeg):
            self._caller_gone_at = None

    def key_heard(self, leg: Leg) -> None:
        """Stop a prompt that may be interrupted."""
        if isinstance(leg.sound, Prompt) and leg.sound.barge_in:
            self._talk.stop_sound(leg, "barged")
            self._taken(leg.id, "barged")
            self._talk.rewire()
            self.prompt_over(leg)

    def prompt_over(self, leg: Leg) -> None:
        """Nothing plays at the leg: music follows if control stays silent."""
        self._silences[leg.id] = Silence(time.monotonic(), self._talk.ledger.last_seq)

    def leg_gone(self, leg: Leg, partners: list[LegId]) -> None:
        """A leg is over; `partners` were joined with it."""
        self._silences.pop(leg.id, None)
        self._comforted.discard(leg.id)
        if leg.role is Role.CALLER:
            self._caller_gone_at = time.monotonic()
            return
        caller = self._talk.caller
        if caller is None:
            return
        if caller.join == leg.id and not caller.answered:
            # A customer's telephone must not ring for an agent who is gone.
            self._give_up(caller, Ending(side=Side.HOUSE, reason=Reason.CANCELLED))
            return
        if leg.role is Role.CONSULT and leg.join == caller.id and not leg.answered:
            # The caller was handed to them; the ringing she hears is over.
            self._talk.stop_sound(caller, "stopped")
            self._comfort(caller)
            return
        was_for_her = caller.id in partners or caller.join == leg.id
        if was_for_her and not self._talk.partners(caller.id):
            self._comfort(caller)

    # -- what time tells -------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Do what is due."""
        if self._born is None:
            return
        self._answer_anyway(now)
        self._music_after_prompt(now)
        self._join_after_beep(now)
        self._dialled_too_long(now)
        self._end_others(now)
        self._end_long_call(now)
        waiting = self.is_waiting_for_media
        if waiting or now >= self._listen_at:
            self._listen_at = now + LISTEN_EVERY
            self._listen(now)

    @property
    def is_waiting_for_media(self) -> bool:
        """Whether a leg is answered and its first packet is due any moment."""
        moment = time.monotonic() - PARTNER_SILENT
        return any(
            leg.answered and leg.has_media and not leg.hearing.up and leg.hearing.grew_at > moment
            for leg in self._talk.legs.values()
        )

    def _answer_anyway(self, now: float) -> None:
        caller = self._talk.caller
        if caller is None or caller.state is not LegState.INVITED or self._commanded:
            return
        if now - caller.born < ANSWER_ANYWAY or not self._talk.answer(caller):
            return
        self._taken(caller.id, "answered")
        words = Path(self._talk.sounds.file_of(PLEASE_HOLD))
        prompt = Prompt(None, False)
        prompt.files.append(str(words))
        if not self._talk.say(caller, prompt):
            self._play(caller, "music")

    def _music_after_prompt(self, now: float) -> None:
        for leg_id, silence in list(self._silences.items()):
            leg = self._talk.legs.get(leg_id)
            if leg is None or leg.sound is not None or self._talk.partners(leg_id):
                del self._silences[leg_id]
            elif self._talk.ledger.acked >= silence.seq:
                # Control knows that the prompt is over and wants it quiet: it waits for a key.
                del self._silences[leg_id]
            elif now - silence.since >= MUSIC_AFTER_PROMPT:
                del self._silences[leg_id]
                self._taken(leg_id, "music")
                self._play(leg, "music")

    def _dialled_too_long(self, now: float) -> None:
        for leg in list(self._talk.legs.values()):
            if leg.incoming or leg.answered:
                continue
            if leg.ring_until is not None and now >= leg.ring_until:
                self._give_up(leg, Ending(side=Side.HOUSE, reason=Reason.NO_ANSWER))
                continue
            silent = leg.state is LegState.DIALLED and leg.reply_until and now >= leg.reply_until
            if silent and not after_silence(self._talk, leg):
                self._give_up(leg, Ending(side=Side.NETWORK, reason=Reason.UNREACHABLE))

    def _give_up(self, leg: Leg, ending: Ending) -> None:
        partners = self._talk.partners(leg.id)
        self._talk.end(leg, ending)
        self.leg_gone(leg, partners)

    def _end_others(self, now: float) -> None:
        if self._caller_gone_at is None or now - self._caller_gone_at < OTHERS_AFTER_CALLER:
            return
        self._caller_gone_at = None
        for leg in list(self._talk.legs.values()):
            self._taken(leg.id, "ended")
            self._give_up(leg, Ending(side=Side.HOUSE, reason=Reason.HANGUP))

    def _end_long_call(self, now: float) -> None:
        if self._born is None or now - self._born < CALL_MOST:
            return
        for leg in list(self._talk.legs.values()):
            self._taken(leg.id, "ended")
            self._give_up(leg, Ending(side=Side.HOUSE, reason=Reason.TOO_LONG))

    # -- what is heard ---------------------------------------------------------------------------

    def _listen(self, now: float) -> None:
        for leg in list(self._talk.legs.values()):
            if not leg.answered or not leg.has_media:
                continue
            received = reception_of(leg.call) or Reception()
            packets, leg.hearing.received = received.packets, received
            self._judge(leg, received, now)
            if packets != leg.hearing.packets:
                leg.hearing.packets, leg.hearing.grew_at = packets, now
                source_guard.look(self._talk, leg, now)
                self._heard(leg)
            else:
                source_guard.look(self._talk, leg, now)
                self._not_heard(leg, now - leg.hearing.grew_at)

    def _judge(self, leg: Leg, received: Reception, now: float) -> None:
        """Tell when a leg's audio became better or worse."""
        if now - leg.hearing.judged_at < JUDGE_EVERY:
            return
        level = level_of(leg.hearing.judged, received)
        leg.hearing.judged, leg.hearing.judged_at = received, now
        if level is not None and level != leg.quality:
            leg.quality = level
            at = self._talk.ledger.now()
            self._talk.ledger.note(
                QualityCrossed(at=at, call=self._talk.call, leg=leg.id, level=level)
            )

    def _heard(self, leg: Leg) -> None:
        at, call = self._talk.ledger.now(), self._talk.call
        if not leg.hearing.up:
            leg.hearing.up = True
            self._talk.ledger.note(LegMediaUp(at=at, call=call, leg=leg.id))
            if not self._whisper(leg):
                self._join(leg)
        elif leg.hearing.lost:
            leg.hearing.lost = False
            self._talk.ledger.note(LegMediaBack(at=at, call=call, leg=leg.id))
            self._stop_comfort(leg)

    def _whisper(self, leg: Leg) -> bool:
        """Begin with the beep at a leg that is to be joined; False when there is none to play."""
        if leg.join is None or not leg.whisper:
            return False
        prompt = Prompt(None, False, deque(leg.whisper), whispered=True)
        if not self._talk.say(leg, prompt):
            return False
        self._taken(leg.id, "announced")
        leg.join_at = time.monotonic() + BEEP_FOR
        return True

    def _join_after_beep(self, now: float) -> None:
        for leg in list(self._talk.legs.values()):
            if leg.join_at is not None and now >= leg.join_at:
                leg.join_at = None
                self._join(leg)

    def _join(self, leg: Leg) -> None:
        other = self._talk.legs.get(leg.join) if leg.join is not None else None
        if other is None or not other.answered:
            return
        self._taken(leg.id, "joined")
        leg.join = None
        self._talk.join(other, leg)

    def _not_heard(self, leg: Leg, seconds: float) -> None:
        if leg.role in OUTSIDERS:
            if seconds >= self._talk.birth.caller_silent_for and not leg.held:
                self._taken(leg.id, "ended")
                self._give_up(leg, Ending(side=Side.NETWORK, reason=Reason.MEDIA_LOST))
            return
        if seconds < PARTNER_SILENT or leg.hearing.lost or not leg.hearing.up:
            return
        leg.hearing.lost = True
        now = self._talk.ledger.now()
        self._talk.ledger.note(LegMediaLost(at=now, call=self._talk.call, leg=leg.id))
        caller = self._talk.caller
        if caller is not None and self._talk.partners(caller.id) == [leg.id]:
            self._comfort(caller)

    # -- comfort ---------------------------------------------------------------------------------

    def _comfort(self, caller: Leg) -> None:
        if not caller.answered or caller.held or caller.sound is not None:
            return
        self._taken(caller.id, "comfort")
        self._comforted.add(caller.id)
        self._play(caller, "comfort")

    def _stop_comfort(self, partner: Leg) -> None:
        for leg_id in self._talk.partners(partner.id):
            leg = self._talk.legs[leg_id]
            if leg_id in self._comforted and isinstance(leg.sound, Tune):
                self._comforted.discard(leg_id)
                self._talk.stop_sound(leg, "stopped")
                self._talk.rewire()

    def _play(self, leg: Leg, tune: str) -> None:
        self._talk.play(leg, tune, self._talk.sounds.file_of(tune))

    def _taken(self, leg: LegId, reflex: str) -> None:
        now = self._talk.ledger.now()
        self._talk.ledger.note(ReflexTaken(at=now, call=self._talk.call, leg=leg, reflex=reflex))
