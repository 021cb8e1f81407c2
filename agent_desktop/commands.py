"""What an agent may ask for: the commands inside an `ask` message of the desk socket.

Each names its kind in `do`, and the offer or call it is about, so that a press never meets another
one. `judge.py` says which are taken; it must not be decided here.
"""

import msgspec

from acd.facts import Intent
from agent_desktop.call_views import ConsultStep


class DeskCommand(msgspec.Struct, frozen=True, kw_only=True, tag_field="do"):
    """Root of what an agent may ask for."""


class SetIntent(DeskCommand, frozen=True, kw_only=True, tag="set_intent"):
    """Ready or not ready; during a call it is the state after it."""

    intent: Intent
    reason: str = ""
    """Required for `not_ready`: a code of `choices.reasons`."""


class TakeBackBreak(DeskCommand, frozen=True, kw_only=True, tag="take_back_break"):
    """She no longer asks for the break; everything else stays as she chose it."""


class Listen(DeskCommand, frozen=True, kw_only=True, tag="listen"):
    """Hear her mentor's calls, and be heard by nobody."""

    press: str
    """A name of its own, made by whoever presses: told twice, it is done once."""


class StopListening(DeskCommand, frozen=True, kw_only=True, tag="stop_listening"):
    """Hear them no more."""


class Accept(DeskCommand, frozen=True, kw_only=True, tag="accept"):
    """Take the offered call."""

    offer: str


class Decline(DeskCommand, frozen=True, kw_only=True, tag="decline"):
    """Leave the offered call to others."""

    offer: str


class Hold(DeskCommand, frozen=True, kw_only=True, tag="hold"):
    """The caller hears music."""

    call: str


class Retrieve(DeskCommand, frozen=True, kw_only=True, tag="retrieve"):
    """The caller back from hold."""

    call: str


class Mute(DeskCommand, frozen=True, kw_only=True, tag="mute"):
    """The caller does not hear her."""

    call: str


class Unmute(DeskCommand, frozen=True, kw_only=True, tag="unmute"):
    """The caller hears her again."""

    call: str


class Keys(DeskCommand, frozen=True, kw_only=True, tag="keys"):
    """Telephone keys to the caller: 1-32 of `0-9 * # A-D`."""

    call: str
    keys: str


class HangUp(DeskCommand, frozen=True, kw_only=True, tag="hang_up"):
    """End the call."""

    call: str


class PauseRecording(DeskCommand, frozen=True, kw_only=True, tag="pause_recording"):
    """Silence in the recording from here."""

    call: str


class ResumeRecording(DeskCommand, frozen=True, kw_only=True, tag="resume_recording"):
    """Voices in the recording again."""

    call: str


class SaveNotes(DeskCommand, frozen=True, kw_only=True, tag="save_notes"):
    """Keep what she wrote and ticked so far; replaces the earlier draft whole."""

    call: str
    text: str
    need: str = ""
    needs: tuple[str, ...] = ()
    outcome: str = ""


class ChooseCustomer(DeskCommand, frozen=True, kw_only=True, tag="choose_customer"):
    """One of several records with this number is the caller's."""

    call: str
    customer: str


class CreateCustomer(DeskCommand, frozen=True, kw_only=True, tag="create_customer"):
    """A new record with the caller's number."""

    call: str
    name: str
    language: str = ""
    city: str = ""
    email: str = ""
    remark: str = ""


class GiveOutcome(DeskCommand, frozen=True, kw_only=True, tag="give_outcome"):
    """Finish the wrap-up. Before it, tick the outcome with `save_notes`."""

    call: str
    outcome: str
    need: str = ""
    needs: tuple[str, ...] = ()


class Transfer(DeskCommand, frozen=True, kw_only=True, tag="transfer"):
    """Hand the caller over to a queue or to an agent who is free; what comes of it the call's part
    says (`transfer_no`), or that it is hers no more.
    """

    call: str
    press: str
    """A name of its own: told twice, it is done once."""
    queue: str = ""
    agent: str = ""
    """Exactly one of the two."""


class Consult(DeskCommand, frozen=True, kw_only=True, tag="consult"):
    """Ask a colleague, or a queue, while the caller hears music."""

    call: str
    press: str
    queue: str = ""
    agent: str = ""
    """Exactly one of the two."""


class ConsultGoesOn(DeskCommand, frozen=True, kw_only=True, tag="consult_step"):
    """What to do with the consultation that is open."""

    call: str
    step: ConsultStep


class AskWrapUp(DeskCommand, frozen=True, kw_only=True, tag="ask_wrap_up"):
    """Wrap-up after this call, or no more, in a queue where it comes only if she asks."""

    call: str
    wanted: bool = True


class Redial(DeskCommand, frozen=True, kw_only=True, tag="redial"):
    """Call back at once the caller whose conversation broke; it ends the wrap-up."""

    call: str


class ExtendWrapUp(DeskCommand, frozen=True, kw_only=True, tag="extend_wrap_up"):
    """The one extension."""

    call: str


class AudioOffer(DeskCommand, frozen=True, kw_only=True, tag="audio_offer"):
    """The browser's SDP offer; answered by `audio_answer`, or a refusal."""

    sdp: str


class AudioEcho(DeskCommand, frozen=True, kw_only=True, tag="audio_check"):
    """Send her own voice back, for the audio check; or stop doing so."""

    echo: bool


class AudioChecked(DeskCommand, frozen=True, kw_only=True, tag="audio_checked"):
    """The result of the audio check; only after a good one may she be ready."""

    ok: bool
    rtt_ms: float | None = None
    loss: float | None = None
    """Share of packets lost, 0-1."""
    jitter_ms: float | None = None
    failed: str = ""
    """Which check failed: microphone, speaker, ring, network or echo."""


class TakeOver(DeskCommand, frozen=True, kw_only=True, tag="take_over"):
    """Have the desk in this tab."""


class SignOut(DeskCommand, frozen=True, kw_only=True, tag="sign_out"):
    """End the session; refused during a call."""


AnyCommand = (
    SetIntent
    | TakeBackBreak
    | Listen
    | StopListening
    | Accept
    | Decline
    | Hold
    | Retrieve
    | Mute
    | Unmute
    | Keys
    | HangUp
    | Transfer
    | Consult
    | ConsultGoesOn
    | PauseRecording
    | ResumeRecording
    | SaveNotes
    | ChooseCustomer
    | CreateCustomer
    | GiveOutcome
    | AskWrapUp
    | ExtendWrapUp
    | Redial
    | AudioOffer
    | AudioEcho
    | AudioChecked
    | TakeOver
    | SignOut
)
