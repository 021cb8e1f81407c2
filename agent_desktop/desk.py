"""One agent's desk: her screen, and what became of each of her commands.

The socket gives it every command and tells it when to look again; it gives back patches, answers
and wishes. One desk per agent: it outlives the tab that shows it. It must not know sockets, time
(instants come in) or how a wish is carried out.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

import msgspec
from msgspec import structs

from acd.ids import AgentId, DeskId
from agent_desktop import commands
from agent_desktop.compose import compose
from agent_desktop.judge import Refused, Standing, judge
from agent_desktop.screen import Screen
from agent_desktop.seen import Seen
from agent_desktop.views import AudioView, DeskView, NotesView
from agent_desktop.wire import Answer, Ask, OfferGone, Patch, Refusal
from agent_desktop.wishes import Wish

REMEMBERED_FOR = timedelta(minutes=10)
CLIENT_ID_MOST = 64

_STAGE: dict[type, str] = {
    commands.Accept: "offer",
    commands.Decline: "offer",
    commands.Hold: "call",
    commands.Retrieve: "call",
    commands.Mute: "call",
    commands.Unmute: "call",
    commands.Keys: "call",
    commands.HangUp: "call",
    commands.PauseRecording: "call",
    commands.ResumeRecording: "call",
    commands.AskWrapUp: "call",
    commands.Transfer: "call",
    commands.Consult: "call",
    commands.ConsultGoesOn: "call",
    commands.GiveOutcome: "wrap_up",
    commands.ExtendWrapUp: "wrap_up",
    commands.Redial: "wrap_up",
}
"""What a command is about. She must have seen the newest of it, else the press is stale."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a command: an answer now, or a wish whose end `settle` will answer.

    Neither: it repeats one that is still under way.
    """

    answer: Answer | None = None
    wish: Wish | None = None


class Desk:
    """One agent's desk session."""

    def __init__(self, desk: DeskId, seen: Seen) -> None:
        self.desk = desk
        self._seen = seen
        self._audio = AudioView()
        self._notes: NotesView | None = None
        self._taken: dict[str, str] = {}
        self._answers: OrderedDict[str, tuple[datetime, Answer | None]] = OrderedDict()
        self._stage_since: dict[str, int] = {}
        self._follow_call()
        self.screen = Screen(compose(seen, self._audio, self._notes))

    @property
    def agent(self) -> AgentId:
        """Whose desk it is."""
        return self._seen.me.agent

    @property
    def seen(self) -> Seen:
        """What the screen was last composed of."""
        return self._seen

    # -- the screen --------------------------------------------------------------------------

    def look(self, seen: Seen, now: datetime, offer_ended: str = "") -> Patch | None:
        """Compose the screen anew; the patch to send, or None when nothing changed.

        `offer_ended` says how the offer on the screen ended, when it did without a conversation.
        """
        self._seen = seen
        self._follow_call()
        before = self.screen.view
        view = compose(seen, self._audio, self._notes)
        patch = self.screen.show(view, now, _gone(before, view, offer_ended))
        if patch is not None:
            now_staged, was_staged = _stages(view), _stages(before)
            for stage, thing in now_staged.items():
                if thing != was_staged[stage]:
                    self._stage_since[stage] = self.screen.seq
        return patch

    def notes_kept(self, notes: NotesView) -> None:
        """The draft is stored (`saved_at` is set); `look` shows it, unless she wrote on since."""
        mine = self._notes
        if mine is not None and mine == structs.replace(notes, saved_at=mine.saved_at):
            self._notes = notes

    def notes_found(self, notes: NotesView) -> None:
        """An earlier draft of this call was found; never over what she has typed since."""
        mine = self._notes
        if mine == NotesView(call=notes.call):
            self._notes = notes

    def _follow_call(self) -> None:
        """The notes belong to the call offered, carried or wrapped up; with it they go."""
        seen = self._seen
        call: str | None = None
        if seen.call is not None:
            call = seen.call.call
        elif seen.offer is not None:
            call = seen.offer.call
        if call is None:
            self._notes = None
        elif self._notes is None or self._notes.call != call:
            self._notes = NotesView(call=call)

    # -- commands ----------------------------------------------------------------------------

    def judge(self, ask: Ask, now: datetime) -> Judged:
        """Take a command or refuse it. The same `client_id` again gets the same answer."""
        self._forget(now)
        if ask.client_id in self._answers:
            return Judged(answer=self._answers[ask.client_id][1])
        try:
            self._refuse_stale(ask)
            wish = judge(ask.command, Standing(seen=self._seen, audio=self._audio, now=now))
        except Refused as refused:
            return Judged(answer=self.settle(ask.client_id, now, refused.reason, refused.detail))
        if self._is_done_already(ask):
            wish = None
        self._remember(ask.command)
        if wish is None:
            return Judged(answer=self.settle(ask.client_id, now))
        self._answers[ask.client_id] = (now, None)
        return Judged(wish=wish)

    def settle(
        self, client_id: str, now: datetime, refused: Refusal | None = None, detail: str = ""
    ) -> Answer:
        """The one answer: the wish was carried out, or `refused` says why not.

        An answer `away` is not remembered: the same command may be tried again.
        """
        answer = Answer(
            client_id=client_id,
            ok=refused is None,
            reason=refused,
            detail=detail,
            current=self.screen.seq,
        )
        if refused is Refusal.AWAY:
            self._answers.pop(client_id, None)
        elif len(client_id) <= CLIENT_ID_MOST:
            self._answers[client_id] = (now, answer)
        return answer

    def _forget(self, now: datetime) -> None:
        while self._answers:
            at, _ = next(iter(self._answers.values()))
            if now - at < REMEMBERED_FOR:
                return
            self._answers.popitem(last=False)

    def _refuse_stale(self, ask: Ask) -> None:
        if not 1 <= len(ask.client_id) <= CLIENT_ID_MOST:
            raise Refused(Refusal.TOO_LONG, f"client_id has 1-{CLIENT_ID_MOST} characters")
        stage = _STAGE.get(type(ask.command), "")
        since = self._stage_since.get(stage, 0)
        if not since <= ask.expected_seq <= self.screen.seq:
            raise Refused(
                Refusal.STALE,
                f"expected_seq is {ask.expected_seq}; what it is about is of "
                f"{since}-{self.screen.seq}",
            )

    def _is_done_already(self, ask: Ask) -> bool:
        """A second accept of an offer that was accepted here: fine, and nothing more to do."""
        command = ask.command
        return isinstance(command, commands.Accept) and self._taken.get(command.offer) == "accept"

    def _remember(self, command: commands.AnyCommand) -> None:
        """What the desk itself keeps of a command that was taken."""
        match command:
            case commands.Accept(offer=offer):
                self._taken = {offer: "accept"}
            case commands.SaveNotes():
                self._notes = NotesView(
                    call=command.call,
                    text=command.text,
                    need=command.need,
                    needs=command.needs,
                    outcome=command.outcome,
                )
            case commands.AudioChecked(ok=ok, rtt_ms=rtt_ms):
                self._audio = structs.replace(
                    self._audio, checked=ok, rtt_ms=rtt_ms, quality=_quality(command)
                )
            case _:
                pass


def _gone(before: DeskView, after: DeskView, how: str) -> OfferGone | None:
    """Why the offer left the screen; nothing when it became her call."""
    was = before.offer
    if was is None or (after.offer is not None and after.offer.offer == was.offer):
        return None
    if after.call is not None and after.call.call == was.call:
        return None
    return OfferGone(offer=was.offer, how=how or "withdrawn")


def _stages(view: DeskView) -> dict[str, object]:
    """The things commands are about, each as far as a press could mistake it for another."""
    call = view.call
    return {
        "offer": view.offer.offer if view.offer is not None else None,
        "call": (call.call, call.phase.value == "ended") if call is not None else None,
        "wrap_up": view.wrap_up.call if view.wrap_up is not None else None,
    }


def _quality(checked: commands.AudioChecked) -> str:
    """good, fair or poor, by round trip and loss; empty when neither was measured."""
    rtt, loss = checked.rtt_ms, checked.loss
    if rtt is None and loss is None:
        return ""
    if (rtt or 0.0) > 400 or (loss or 0.0) > 0.05:
        return "poor"
    return "fair" if (rtt or 0.0) > 200 or (loss or 0.0) > 0.01 else "good"
