"""What follows from a command that was taken: one wish, which the socket's side carries out.

Facts of the distributor are made here; what belongs to the call, the softphone, the customer book
or the notes is named and left to the pipe, which knows those rooms.
"""

from enum import StrEnum

import msgspec

from acd.step import Fact
from agent_desktop.call_views import ConsultStep
from agent_desktop.views import NotesView


class Wish(msgspec.Struct, frozen=True):
    """Root of all wishes."""


class Tell(Wish, frozen=True):
    """Send this fact to control."""

    fact: Fact


class Button(StrEnum):
    """The buttons of a call."""

    HOLD = "hold"
    RETRIEVE = "retrieve"
    MUTE = "mute"
    UNMUTE = "unmute"
    HANG_UP = "hang_up"
    PAUSE_RECORDING = "pause_recording"
    RESUME_RECORDING = "resume_recording"


class Press(Wish, frozen=True):
    """Tell control that this button was pressed."""

    call: str
    button: Button


class StepConsult(Wish, frozen=True):
    """Tell control how the consultation goes on."""

    call: str
    step: ConsultStep


class SendKeys(Wish, frozen=True):
    """Send telephone keys to the caller."""

    call: str
    keys: str


class KeepNotes(Wish, frozen=True):
    """Store the draft; `desk.notes_kept` tells the desk when it was."""

    notes: NotesView


class ChooseRecord(Wish, frozen=True):
    """Bind the call's party to this customer."""

    call: str
    customer: str


class CreateRecord(Wish, frozen=True):
    """Make a customer with the caller's number."""

    call: str
    name: str
    language: str
    city: str
    email: str
    remark: str


class OpenAudio(Wish, frozen=True):
    """Give the browser's SDP offer to the softphone."""

    sdp: str


class EchoAudio(Wish, frozen=True):
    """Switch the softphone's echo."""

    on: bool


class EndSession(Wish, frozen=True):
    """Sign her out and close the desk."""
