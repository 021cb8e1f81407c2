"""A line: one process, one call, one loop.

Each round lets the library work for at most 50 ms (200 ms while warm), then acts on what its
callbacks have enqueued, on commands, and on time. Everything that touches the library happens here,
on one thread. It lives on without its exchange, and ends when its call has ended.
"""

import gc
import os
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final, TypeVar

import pjsua2 as pj
from ulid import ULID

from acd.ids import CallId, LegId
from callcenter.birth import LineBirth
from callcenter.calls.commands import PlaceCall
from callcenter.calls.facts import (
    CallPlaced,
    Ending,
    LegAnswered,
    LegProgressed,
    LegRang,
    LegReferred,
    Reason,
    ReflexTaken,
    Role,
    Side,
)
from callcenter.clock import Clock
from callcenter.line import source_guard, telephone
from callcenter.line.conversation import Conversation
from callcenter.line.cord import Cord
from callcenter.line.endings import remote_ending
from callcenter.line.invite import read_invitation
from callcenter.line.ledger import Ledger
from callcenter.line.legs import Leg, LegState
from callcenter.line.orders import Orders
from callcenter.line.reflexes import Reflexes
from callcenter.line.sounds import Prompt
from callcenter.line.telephone import (
    FileEnded,
    Happening,
    Invited,
    KeyHeard,
    MediaChanged,
    Referred,
    Replied,
    StateChanged,
    Telephone,
)
from callcenter.line.ways import after_failure
from callcenter.party import party_of
from callcenter.state_file import StateFile
from callcenter.wire import (
    LINE_PROTOCOL,
    LineAcked,
    LineBeat,
    LineFacts,
    LineHello,
    LineOrder,
    LineParty,
)
from ivr.facts import DigitPressed

POLL_WARM: Final = 200
POLL_IN_CALL: Final = 50
POLL_FOR_MEDIA: Final = 10
BEAT_EVERY: Final = 1.0
COLLECT_EVERY: Final = 60.0
WARM_WITHOUT_EXCHANGE: Final = 5.0
CALL_WITHOUT_EXCHANGE: Final = 4 * 3600.0
LINGER: Final = 10.0
KEYS: Final = frozenset("0123456789*#")

T = TypeVar("T")


class Line:
    """One call's process, from its fork to its exit."""

    def __init__(self, birth: LineBirth) -> None:
        self._birth = birth
        self._clock = Clock()
        self._phone = Telephone(birth)
        self._ledger = Ledger(birth.line, self._clock.now)
        self._talk = Conversation.with_telephone(birth, self._phone, self._ledger)
        self._reflexes = Reflexes(self._talk)
        self._orders = Orders(self._talk, self._reflexes.commanded, self._placed)
        self._cord = Cord(birth.socket)
        self._state = StateFile(Path(birth.run), f"line-{birth.line}", sole=False)
        self._party: LineParty | None = None
        self._party_told = False
        self._exchange_seen = time.monotonic()
        self._over_since: float | None = None
        self._last_events: dict[LegId, int] = {}
        """The moment of each leg's last key by RFC 4733."""
        self._beat_at = 0.0
        self._collect_at = 0.0
        self._told_to_stop = False

    def run(self) -> None:
        """Serve one call; returns when the process may exit."""
        # A collection on one of the library's own threads would end a call's object there, and
        # the library aborts at that: collect only in this loop.
        gc.disable()
        signal.signal(signal.SIGTERM, self._on_terminate)
        self._state.ready(call=False, sip_port=self._birth.sip_port)
        while not self._is_over(time.monotonic()):
            self._phone.poll(self._patience())
            while self._phone.happenings:
                self._guarded(self._act_on, self._phone.happenings.popleft())
            # Only now has the library's object of a dialog that is over gone: until then it would
            # take the next one's, in the same slot, with it.
            self._orders.take_waiting()
            now = time.monotonic()
            self._hear_exchange(now)
            self._reflexes.tick(now)
            if self._told_to_stop:
                self._end_all()
            self._tell_exchange(now)
        self._talk.end_recording()
        self._phone.hang_up_all()
        self._phone.poll(POLL_WARM)
        self._state.remove()

    def _guarded(self, act: Callable[[T], None], what: T) -> None:
        """The one outer guard: a defect costs the thing it met, not the conversation."""
        try:
            act(what)
        except Exception:
            traceback.print_exc()

    def _patience(self) -> int:
        if self._talk.about.call is None:
            return POLL_WARM
        return POLL_FOR_MEDIA if self._reflexes.is_waiting_for_media else POLL_IN_CALL

    # -- the exchange ----------------------------------------------------------------------------

    def _hear_exchange(self, now: float) -> None:
        if self._cord.tie(now):
            self._cord.send(self._hello())
            self._party_told = False
            self._ledger.send_again()
        for message in self._cord.receive():
            if isinstance(message, LineAcked):
                self._ledger.acknowledge(message.upto)
            else:
                self._guarded(self._take, message)
        if self._cord.is_up:
            self._exchange_seen = now

    def _take(self, order: LineOrder) -> None:
        before = {leg.id: self._talk.partners(leg.id) for leg in self._talk.legs.values()}
        legs = dict(self._talk.legs)
        self._orders.take(order)
        for leg_id in legs.keys() - self._talk.legs.keys():
            self._reflexes.leg_gone(legs[leg_id], before[leg_id])

    def _hello(self) -> LineHello:
        talk = self._talk
        return LineHello(
            protocol=LINE_PROTOCOL,
            line=self._birth.line,
            pid=os.getpid(),
            sip_port=self._birth.sip_port,
            rtp_first=self._birth.rtp_first,
            last_seq=self._ledger.last_seq,
            call=talk.about.call,
            card=talk.about.card,
            legs=tuple(
                leg.found(next(iter(talk.partners(leg.id)), None)) for leg in talk.legs.values()
            ),
            party=talk.about.party,
            dialled=talk.about.dialled,
        )

    def _tell_exchange(self, now: float) -> None:
        fresh = self._ledger.take_fresh()
        if fresh and self._cord.is_up:
            self._cord.send(LineFacts(facts=fresh))
        if self._party is not None and not self._party_told and self._cord.is_up:
            # Behind the fact that names the party, so the exchange can put the two together.
            self._party_told = True
            self._cord.send(self._party)
        if now >= self._beat_at:
            self._beat_at = now + BEAT_EVERY
            rtp: dict[str, int] = {leg.id: leg.hearing.packets for leg in self._talk.legs.values()}
            self._cord.send(LineBeat(at=self._clock.now(), rtp=rtp))
        if now >= self._collect_at:
            self._collect_at = now + COLLECT_EVERY
            gc.collect()
        self._cord.push()

    # -- the library -----------------------------------------------------------------------------

    def _act_on(self, what: Happening) -> None:
        match what:
            case Invited():
                self._invited(what)
            case StateChanged():
                self._state_changed(what)
            case MediaChanged():
                self._media_changed(what)
            case Replied():
                self._replied(what)
            case KeyHeard():
                self._key_heard(what)
            case Referred():
                self._referred(what)
            case FileEnded():
                self._file_ended(what)

    def _invited(self, what: Invited) -> None:
        if self._talk.about.call is not None:
            telephone.end(what.call, 486)
            return
        caller = read_invitation(what.message, self._birth.call_headers)
        call = CallId(str(ULID()))
        leg = LegId(f"{call}.1")
        about = self._talk.about
        about.call, about.dialled = call, caller.dialled
        about.party = party_of(caller.number, self._birth.party_key)
        self._ledger.open(Path(self._birth.shared_memory), call)
        now = time.monotonic()
        self._talk.legs[leg] = Leg(
            id=leg, role=Role.CALLER, call=what.call, state=LegState.INVITED, born=now
        )
        self._party = LineParty(
            number=caller.number, display_name=caller.display_name, call=call, leg=leg
        )
        self._ledger.note(
            LegRang(
                at=self._clock.now(),
                call=call,
                leg=leg,
                line=self._birth.line,
                exchange=self._birth.exchange,
                party=about.party,
                dialled=caller.dialled,
                transport=caller.transport,
                brought=caller.brought,
            )
        )
        self._reflexes.call_began()
        self._state.update(call=True, call_id=call)

    def _placed(self, command: PlaceCall) -> None:
        """A call of the house's own begins here."""
        about = self._talk.about
        about.call, about.party = command.call, command.party
        self._ledger.open(Path(self._birth.shared_memory), command.call)
        self._ledger.note(
            CallPlaced(
                at=self._clock.now(),
                call=command.call,
                line=self._birth.line,
                exchange=self._birth.exchange,
                party=command.party,
            )
        )
        self._reflexes.call_began()
        self._state.update(call=True, call_id=command.call)

    def _state_changed(self, what: StateChanged) -> None:
        leg = self._talk.leg_of(what.call)
        if what.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self._talk.left(what.call)
            if leg is not None and not after_failure(self._talk, leg, what.code):
                self._remote_end(leg, what)
        elif leg is None or leg.incoming:
            return
        elif what.state == pj.PJSIP_INV_STATE_EARLY:
            self._progressed(leg, what.code)
        elif what.state == pj.PJSIP_INV_STATE_CONFIRMED and not leg.answered:
            leg.state = LegState.ANSWERED
            leg.hearing.grew_at = time.monotonic()
            now = self._clock.now()
            self._ledger.note(LegAnswered(at=now, call=self._talk.call, leg=leg.id))
            self._record(leg)
            if leg.role is Role.CALLER and leg.join is None:
                # Called before an agent was asked: should nobody think now, there is music.
                self._reflexes.prompt_over(leg)

    def _remote_end(self, leg: Leg, what: StateChanged) -> None:
        partners = self._talk.partners(leg.id)
        ending = remote_ending(
            leg.role,
            answered=leg.answered,
            incoming=leg.incoming,
            code=what.code,
            text=what.reason,
        )
        self._talk.gone(leg, ending)
        self._reflexes.leg_gone(leg, partners)

    def _progressed(self, leg: Leg, code: int) -> None:
        leg.state = LegState.REPLIED
        if code > leg.progressed:
            leg.progressed = code
            now = self._clock.now()
            self._ledger.note(LegProgressed(at=now, call=self._talk.call, leg=leg.id, code=code))

    def _replied(self, what: Replied) -> None:
        leg = self._talk.leg_of(what.call)
        if leg is not None and what.code >= 100 and leg.state is LegState.DIALLED:
            leg.state = LegState.REPLIED

    def _media_changed(self, what: MediaChanged) -> None:
        leg = self._talk.leg_of(what.call)
        if leg is None:
            return
        stream = telephone.stream_of(what.call)
        leg.has_media = source_guard.negotiated_anew(leg, stream is not None)
        if stream is None:
            self._talk.bridge.take(leg.id)
            return
        self._talk.bridge.put(leg.id, stream)
        self._record(leg)
        listener = self._talk.legs.get(leg.heard_early_by) if leg.heard_early_by else None
        if listener is not None and not leg.answered:
            # What the network says takes the place of our own ringing tone.
            self._talk.stop_sound(listener, "stopped")
        self._talk.rewire()

    def _record(self, leg: Leg) -> None:
        """From the moment the caller, or whom we called, is there: answered and to be heard."""
        there = leg.role is Role.CALLER and leg.answered and leg.has_media
        if there and not self._talk.recording.begun and self._talk.start_recording():
            now = self._clock.now()
            self._ledger.note(
                ReflexTaken(at=now, call=self._talk.call, leg=leg.id, reflex="recorded")
            )

    def _key_heard(self, what: KeyHeard) -> None:
        leg = self._talk.leg_of(what.call)
        if leg is None or what.digit not in KEYS:
            return
        if not what.by_info:
            if self._last_events.get(leg.id) == what.moment:
                return
            self._last_events[leg.id] = what.moment
        self._ledger.note(
            DigitPressed(
                at=self._clock.now(),
                call=self._talk.call,
                leg=leg.id,
                digit=what.digit,
                method="info" if what.by_info else "rfc4733",
            )
        )
        self._reflexes.key_heard(leg)

    def _referred(self, what: Referred) -> None:
        """A telephone of the house hands its call over: whether it may is for others to say."""
        leg = self._talk.leg_of(what.call)
        if leg is not None and leg.role is Role.AGENT and what.to:
            now = self._clock.now()
            self._ledger.note(LegReferred(at=now, call=self._talk.call, leg=leg.id, to=what.to))

    def _file_ended(self, what: FileEnded) -> None:
        for leg in self._talk.legs.values():
            sound = leg.sound
            if isinstance(sound, Prompt) and sound.player is what.player:
                if not self._talk.go_on(leg, sound):
                    self._talk.rewire()
                    self._reflexes.prompt_over(leg)
                return

    # -- the end ---------------------------------------------------------------------------------

    def _on_terminate(self, _: int, __: FrameType | None) -> None:
        """The supervisor ends the house: say goodbye to everybody in the loop's next round."""
        self._told_to_stop = True

    def _end_all(self) -> None:
        for leg in list(self._talk.legs.values()):
            code = 480 if leg.state is LegState.INVITED else 0
            self._talk.end(leg, Ending(side=Side.HOUSE, reason=Reason.HANGUP), code)

    def _is_over(self, now: float) -> bool:
        talk = self._talk
        alone = now - self._exchange_seen
        if talk.about.call is None:
            return self._told_to_stop or alone > WARM_WITHOUT_EXCHANGE
        if talk.legs:
            self._over_since = None
            return alone > CALL_WITHOUT_EXCHANGE
        if self._over_since is None:
            self._over_since = now
        if now - self._over_since >= LINGER:
            return True
        return self._ledger.all_acked and not talk.leaving
