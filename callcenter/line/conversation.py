"""One conversation: its legs, who is joined with whom, and what may be done to them.

Every operation here changes the world and notes the facts of it. Commands and reflexes both use
them; why something is done is theirs to know, and nothing of it is known here.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path

from acd.facts.listening import Voice
from acd.ids import AgentId, CallId, LegId, PartyId
from callcenter.birth import LineBirth
from callcenter.calls.commands import Way
from callcenter.calls.facts import (
    Ending,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegHeld,
    LegMeasured,
    LegMuted,
    LegRetrieved,
    LegsJoined,
    LegsParted,
    LegVoiced,
    MusicStarted,
    RecordingEnded,
    RecordingLost,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    Role,
)
from callcenter.line import telephone
from callcenter.line.bridge import Bridge
from callcenter.line.hearing import Pair, edges, sound_for
from callcenter.line.ledger import Ledger
from callcenter.line.legs import Leg, LegState
from callcenter.line.quality import opinion_of
from callcenter.line.recording import Recording
from callcenter.line.sounds import Prompt, Sounds, Tune
from callcenter.line.telephone import Call, Telephone
from ivr.facts import PromptEnded

LEGS_MOST = 4


@dataclass(slots=True)
class Leaving:
    """A dialog whose leg is over, while its last messages are still exchanged."""

    call: Call
    since: float


@dataclass(slots=True)
class About:
    """What is known of the call as a whole."""

    call: CallId | None = None
    party: PartyId = PartyId("")
    dialled: str = ""
    card: bytes = b""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new outgoing leg shall be."""

    leg: LegId
    role: Role
    uri: str
    agent: AgentId | None = None
    join: LegId | None = None
    ring_for: float = 10.0
    first_reply_for: float = 5.0
    whisper: tuple[str, ...] = ()
    """Files for its own ear: a beep before it is joined, words that go on over the join."""
    sender: str = ""
    login: tuple[str, str] | None = None
    others: tuple[Way, ...] = ()


@dataclass(slots=True)
class Conversation:
    """The legs of one call, and the house's part in it."""

    birth: LineBirth
    telephone: Telephone
    ledger: Ledger
    sounds: Sounds
    recording: Recording
    bridge: Bridge
    about: About = field(default_factory=About)
    legs: dict[LegId, Leg] = field(default_factory=dict)
    pairs: set[Pair] = field(default_factory=set)
    leaving: list[Leaving] = field(default_factory=list)

    @classmethod
    def with_telephone(cls, birth: LineBirth, phone: Telephone, ledger: Ledger) -> "Conversation":
        """An empty conversation over one telephone."""
        bridge = Bridge()
        sounds = Sounds(phone, Path(birth.prompts))
        recording = Recording(phone, bridge, Path(birth.shared_memory))
        return cls(birth, phone, ledger, sounds, recording, bridge)

    # -- questions -------------------------------------------------------------------------------

    @property
    def call(self) -> CallId:
        """The call's id; only asked for once a call is here."""
        assert self.about.call is not None
        return self.about.call

    @property
    def caller(self) -> Leg | None:
        """The caller's leg while it lives."""
        return next((leg for leg in self.legs.values() if leg.role is Role.CALLER), None)

    def leg_of(self, call: Call) -> Leg | None:
        """The living leg of a dialog."""
        return next((leg for leg in self.legs.values() if leg.call is call), None)

    def partners(self, leg: LegId) -> list[LegId]:
        """The legs it is joined with."""
        return [other for pair in self.pairs if leg in pair for other in pair if other != leg]

    @property
    def free_legs(self) -> int:
        """For how many more legs the library has a dialog."""
        return LEGS_MOST - len(self.legs) - len(self.leaving)

    def listener(self) -> Leg | None:
        """Somebody who listens, the last who came."""
        ears = [leg for leg in self.legs.values() if leg.role is Role.LISTENER]
        return ears[-1] if ears else None

    def rewire(self) -> None:
        """Make the mixing what the state says; after every change."""
        self.bridge.rewire(
            edges(
                self.legs.values(),
                self.pairs,
                tracks=self.recording.running,
                paused=self.recording.paused,
            )
        )

    # -- legs ------------------------------------------------------------------------------------

    def answer(self, leg: Leg) -> bool:
        """Send 200; False when the caller has gone."""
        if not telephone.answer(leg.call):
            return False
        leg.state = LegState.ANSWERED
        leg.hearing.grew_at = time.monotonic()
        self.ledger.note(LegAnswered(at=self.ledger.now(), call=self.call, leg=leg.id))
        return True

    def dial(self, wanted: Wanted) -> None:
        """Send an INVITE; raises NoSlot, or pj.Error when the library refuses."""
        dialled = self.telephone.dial(wanted.uri, wanted.sender, wanted.login)
        now = time.monotonic()
        self.legs[wanted.leg] = Leg(
            id=wanted.leg,
            role=wanted.role,
            call=dialled,
            state=LegState.DIALLED,
            born=now,
            agent=wanted.agent,
            join=wanted.join,
            reply_until=now + wanted.first_reply_for,
            ring_until=now + wanted.ring_for,
            whisper=wanted.whisper,
            others=wanted.others,
            reply_for=wanted.first_reply_for,
        )
        self.ledger.note(
            LegDialled(
                at=self.ledger.now(),
                call=self.call,
                leg=wanted.leg,
                role=wanted.role,
                agent=wanted.agent,
            )
        )

    def end(self, leg: Leg, ending: Ending, code: int = 0) -> None:
        """End a dialog from our side: BYE, CANCEL or the final status `code`."""
        self.bridge.take(leg.id)
        telephone.end(leg.call, code)
        self.leaving.append(Leaving(leg.call, time.monotonic()))
        self.gone(leg, ending)

    def gone(self, leg: Leg, ending: Ending) -> None:
        """The leg is over, whoever ended it."""
        self.stop_sound(leg, "stopped")
        del self.legs[leg.id]
        self.pairs = {pair for pair in self.pairs if leg.id not in pair}
        self.sounds.forget(leg.id)
        self.bridge.take(leg.id)
        self._measured(leg)
        fact = LegEnded(at=self.ledger.now(), call=self.call, leg=leg.id, ending=ending)
        self.ledger.note(fact)
        if leg.role is Role.CALLER:
            self.end_recording()
        self.rewire()

    def _measured(self, leg: Leg) -> None:
        """What a leg's stream received, by the last look at it."""
        received = leg.hearing.received
        if not received.packets:
            return
        self.ledger.note(
            LegMeasured(
                at=self.ledger.now(),
                call=self.call,
                leg=leg.id,
                packets=received.packets,
                lost=max(0, received.lost),
                jitter_ms=round(received.jitter_ms, 2),
                round_trip_ms=round(received.round_trip_ms, 2),
                opinion=round(opinion_of(received), 2),
            )
        )

    def left(self, call: Call) -> None:
        """The library has said goodbye to a dialog: its slot is free again."""
        self.leaving = [each for each in self.leaving if each.call is not call]

    # -- who hears whom --------------------------------------------------------------------------

    def join(self, a: Leg, b: Leg) -> None:
        """The two hear each other; prompts and music at them stop, but for a whisper."""
        for leg in (a, b):
            if not (isinstance(leg.sound, Prompt) and leg.sound.whispered):
                self.stop_sound(leg, "stopped")
        pair = frozenset((a.id, b.id))
        if pair not in self.pairs:
            self.pairs.add(pair)
            self.ledger.note(LegsJoined(at=self.ledger.now(), call=self.call, a=a.id, b=b.id))
        self.rewire()

    def part(self, a: LegId, b: LegId) -> bool:
        """The two hear each other no more; False when they did not."""
        pair = frozenset((a, b))
        if pair not in self.pairs:
            return False
        self.pairs.remove(pair)
        self.ledger.note(LegsParted(at=self.ledger.now(), call=self.call, a=a, b=b))
        self.rewire()
        return True

    def hold(self, leg: Leg) -> None:
        """Hold music for the leg, and nobody hears it."""
        if leg.held:
            return
        leg.held = True
        self.ledger.note(LegHeld(at=self.ledger.now(), call=self.call, leg=leg.id))
        self.play(leg, "hold", self.sounds.file_of("hold"))

    def retrieve(self, leg: Leg) -> None:
        """Back into the conversation."""
        if not leg.held:
            return
        leg.held = False
        self.stop_sound(leg, "stopped")
        self.ledger.note(LegRetrieved(at=self.ledger.now(), call=self.call, leg=leg.id))
        self.rewire()

    def mute(self, leg: Leg, muted: bool) -> None:
        """Nobody hears the leg, or they do again."""
        if leg.muted == muted:
            return
        leg.muted = muted
        fact = LegMuted(at=self.ledger.now(), call=self.call, leg=leg.id, muted=muted)
        self.ledger.note(fact)
        self.rewire()

    def voice(self, leg: Leg, voice: Voice) -> None:
        """Others hear a listener than before."""
        if leg.voice is voice:
            return
        leg.voice = voice
        now = self.ledger.now()
        self.ledger.note(LegVoiced(at=now, call=self.call, leg=leg.id, voice=voice))
        self.rewire()

    def promote(self, leg: Leg) -> None:
        """Who has listened speaks from now on, once she is joined."""
        leg.role, leg.voice = Role.AGENT, Voice.SILENT
        self.rewire()

    # -- sounds ----------------------------------------------------------------------------------

    def say(self, leg: Leg, prompt: Prompt) -> bool:
        """Play a prompt; False when none of its files can be played."""
        if not self.sounds.next_file(prompt):
            return False
        self.stop_sound(leg, "stopped")
        leg.sound = prompt
        self._plug_sound(leg, prompt)
        return True

    def go_on(self, leg: Leg, prompt: Prompt) -> bool:
        """The prompt's file ended: play the next one, or music on hold; False when it is over."""
        if not self.sounds.next_file(prompt):
            self.stop_sound(leg, "finished")
            if leg.held:
                # Here and not by control, which may not have heard yet that she is back.
                self.play(leg, "hold", self.sounds.file_of("hold"))
            return leg.held
        self._plug_sound(leg, prompt)
        return True

    def play(self, leg: Leg, tune: str, path: str) -> None:
        """Play a tune, round and round."""
        self.stop_sound(leg, "stopped")
        leg.sound = self.sounds.tune(leg.id, tune, path)
        now = self.ledger.now()
        self.ledger.note(MusicStarted(at=now, call=self.call, leg=leg.id, tune=tune))
        self._plug_sound(leg, leg.sound)

    def _plug_sound(self, leg: Leg, sound: Prompt | Tune) -> None:
        self.bridge.put(sound_for(leg.id), sound.player)
        self.rewire()

    def stop_sound(self, leg: Leg, how: str) -> None:
        """Silence at the leg; a prompt's end is a fact."""
        sound, leg.sound = leg.sound, None
        if sound is None:
            return
        self.bridge.take(sound_for(leg.id))
        if isinstance(sound, Prompt) and sound.id is not None:
            now = self.ledger.now()
            self.ledger.note(
                PromptEnded(at=now, call=self.call, leg=leg.id, prompt=sound.id, how=how)
            )

    # -- the recording ---------------------------------------------------------------------------

    def start_recording(self) -> bool:
        """Begin both tracks; False, and the fact of it, when that cannot be."""
        now = self.ledger.now()
        wrong = self.recording.start(self.call, self.birth.line, now)
        if wrong:
            self.ledger.note(RecordingLost(at=now, call=self.call, because=wrong))
            return False
        self.ledger.note(RecordingStarted(at=now, call=self.call))
        self.rewire()
        return True

    def pause_recording(self, pause: bool) -> None:
        """True silence on both tracks, or voices again."""
        if pause == self.recording.paused:
            return
        kind = RecordingPaused if pause else RecordingResumed
        if pause:
            self.recording.pause()
        else:
            self.recording.resume()
        self.rewire()
        self.ledger.note(kind(at=self.ledger.now(), call=self.call))

    def end_recording(self) -> None:
        """Close both tracks, if they run."""
        if not self.recording.running:
            return
        ended = self.recording.end(self.ledger.now)
        self.ledger.note(
            RecordingEnded(
                at=self.ledger.now(), call=self.call, seconds=ended.seconds, paused=ended.paused
            )
        )

    def drop_recording(self) -> None:
        """The caller declined: keep nothing."""
        self.recording.drop()
        fact = RecordingLost(at=self.ledger.now(), call=self.call, because="declined")
        self.ledger.note(fact)
        self.rewire()
