"""The room of all open messages: who works on each, and how that ends.

Every press is answered by exactly one fact with its name, and an answer is remembered, so that a
press told twice is done once. It must not know how a message is taken or kept.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.voicemail_facts as v
from acd.answered_acts import remember
from acd.ids import CallId
from acd.step import NOTHING, Deadline, Fact, Step
from callcenter.voicemail.voicemail import Voicemail

BY = "voicemail"
"""What leads to the callback that an agent asks for."""

Facts = tuple[Fact, ...]
Answer = v.VoicemailTaken | v.VoicemailReturned | v.VoicemailDone | v.VoicemailRefused


class Answered(msgspec.Struct, frozen=True):
    """What came of a press; None: it was done."""

    because: v.No | None = None


class _State(msgspec.Struct, kw_only=True):
    """Fields are only ever added, with a default."""

    open: list[Voicemail] = []
    answers: dict[str, Answered] = {}


class Voicemails:
    """Implements `acd.step.Room`."""

    def __init__(self) -> None:
        self._sit_down(_State())
        self._changes: dict[type[Fact], Callable[[Any], None]] = {
            v.VoicemailLeft: self._left,
            v.VoicemailTaken: self._taken,
            v.VoicemailReturned: self._returned,
            v.VoicemailDone: self._done,
            v.VoicemailRefused: self._answered,
            c.CallEnded: self._hung_up,
            c.RecordingStored: self._stored,
            c.RecordingLost: self._lost,
        }
        self._decisions: dict[type[Fact], Callable[[Any], Facts]] = {
            v.TakeVoicemailPressed: self._take,
            v.ReturnVoicemailPressed: self._return,
            v.FinishVoicemailPressed: self._finish,
            v.CallBackVoicemailPressed: self._call_back,
            a.AgentStateChanged: self._signed_out,
        }

    def _sit_down(self, state: _State) -> None:
        self._open = {one.id: one for one in state.open}
        self._answers = dict(state.answers)

    # -- the room --------------------------------------------------------------------------------

    def apply(self, fact: Fact) -> None:
        """Take a fact into the state."""
        change = self._changes.get(type(fact))
        if change is not None:
            change(fact)

    def handle(self, fact: Fact) -> Step:
        """Decide what follows from a fact that was applied."""
        decide = self._decisions.get(type(fact))
        facts = decide(fact) if decide is not None else ()
        return Step(facts=facts) if facts else NOTHING

    def next_deadline(self) -> Deadline | None:
        """A message waits for people alone."""
        return None

    def dump(self) -> bytes:
        """The state as msgpack; equal states give equal bytes."""
        state = _State(open=[self._open[one] for one in sorted(self._open)], answers=self._answers)
        return msgspec.msgpack.encode(state)

    def load(self, dumped: bytes) -> None:
        """Replace the state; raises msgspec.ValidationError for what is no dump."""
        self._sit_down(msgspec.msgpack.decode(dumped, type=_State))

    def card(self, call: CallId) -> bytes:
        """The message that was left in a call which is still there; empty when there is none."""
        found = self._open.get(call)
        return msgspec.msgpack.encode(found) if found is not None else b""

    def adopt(self, call: CallId, card: bytes) -> None:
        """Take a message over from its call's card, unless it is known."""
        if card and call not in self._open:
            self._open[call] = msgspec.msgpack.decode(card, type=Voicemail)

    # -- questions -------------------------------------------------------------------------------

    def open(self) -> Iterator[Voicemail]:
        """All that are not done, the oldest first; to be read, not changed."""
        return iter(sorted(self._open.values(), key=lambda one: (one.left_at, one.id)))

    def one(self, call: CallId | str) -> Voicemail | None:
        """An open message by its call."""
        return self._open.get(CallId(call))

    def answer(self, press: str) -> Answered | None:
        """What came of a press, if that is known."""
        return self._answers.get(press)

    # -- what facts change -----------------------------------------------------------------------

    def _left(self, fact: v.VoicemailLeft) -> None:
        self._open.setdefault(fact.call, Voicemail.of(fact))

    def _taken(self, fact: v.VoicemailTaken) -> None:
        self._answered(fact)
        if (one := self._open.get(fact.call)) is not None:
            one.agent, one.taken_at = fact.agent, fact.at

    def _returned(self, fact: v.VoicemailReturned) -> None:
        self._answered(fact)
        if (one := self._open.get(fact.call)) is not None:
            one.agent = one.taken_at = None

    def _done(self, fact: v.VoicemailDone) -> None:
        self._answered(fact)
        self._open.pop(fact.call, None)

    def _answered(self, fact: Answer) -> None:
        if not fact.press or fact.press in self._answers:
            return
        because = fact.because if isinstance(fact, v.VoicemailRefused) else None
        remember(self._answers, fact.press, Answered(because))

    def _hung_up(self, fact: c.CallEnded) -> None:
        if (one := self._open.get(fact.call)) is not None:
            one.on_line = False

    def _stored(self, fact: c.RecordingStored) -> None:
        if (one := self._open.get(fact.call)) is not None:
            one.stored, one.lost = True, False

    def _lost(self, fact: c.RecordingLost) -> None:
        if (one := self._open.get(fact.call)) is not None:
            one.lost = not one.stored

    # -- what follows ----------------------------------------------------------------------------

    def _take(self, fact: v.TakeVoicemailPressed) -> Facts:
        one = self._open.get(fact.call)
        no = v.No.GONE if one is None else one.against_taking(fact.agent)
        return self._told(fact, no, v.VoicemailTaken(**_of(fact)))

    def _return(self, fact: v.ReturnVoicemailPressed) -> Facts:
        one = self._open.get(fact.call)
        no = v.No.GONE if one is None else one.against_work(fact.agent)
        had = one.agent if one is not None else None
        if fact.anyones and had is not None:
            no = None
        returned = v.VoicemailReturned(
            at=fact.at, call=fact.call, agent=had or fact.agent, press=fact.press
        )
        return self._told(fact, no, returned)

    def _finish(self, fact: v.FinishVoicemailPressed) -> Facts:
        one = self._open.get(fact.call)
        no = v.No.GONE if one is None else one.against_work(fact.agent)
        return self._told(fact, no, v.VoicemailDone(**_of(fact), outcome=fact.outcome))

    def _call_back(self, fact: v.CallBackVoicemailPressed) -> Facts:
        """Its work goes over into the callback, which is rather for her."""
        one = self._open.get(fact.call)
        no = v.No.GONE if one is None else one.against_calling(fact.agent)
        done = v.VoicemailDone(**_of(fact), outcome=v.Outcome.CALLED_BACK)
        told = self._told(fact, no, done)
        if one is None or done not in told:
            return told
        requested = a.CallbackRequested(
            at=fact.at,
            call=one.id,
            party=one.party,
            queue=one.queue,
            entered_at=one.entered_at,
            language=one.language,
            tier=one.tier,
            travels_soon=one.travels_soon,
            path=one.path,
            by=BY,
            prefers=fact.agent,
        )
        return (*told, requested)

    def _signed_out(self, fact: a.AgentStateChanged) -> Facts:
        """What she had is anybody's."""
        if fact.state is not a.AgentState.LOGGED_OUT:
            return ()
        return tuple(
            v.VoicemailReturned(at=fact.at, call=one.id, agent=fact.agent)
            for one in self.open()
            if one.agent == fact.agent
        )

    def _told(self, fact: Any, no: v.No | None, done: Answer) -> Facts:
        """The one answer to a press; none to one that was answered before."""
        if fact.press in self._answers:
            return ()
        if no is None:
            return (done,)
        return (v.VoicemailRefused(**_of(fact), because=no),)


def _of(fact: Any) -> dict[str, Any]:
    """What an answer has from its press."""
    return {"at": fact.at, "call": fact.call, "agent": fact.agent, "press": fact.press}
