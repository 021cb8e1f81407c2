"""What an agent presses about her call (the desk), as facts; the call decides what follows."""

from enum import StrEnum

from acd.ids import AgentId, CallId
from acd.step import Fact


class HoldPressed(Fact, frozen=True, kw_only=True):
    """She asked for hold, or for the caller back (the desk)."""

    call: CallId
    agent: AgentId
    hold: bool


class MutePressed(Fact, frozen=True, kw_only=True):
    """She asked for mute, or to be heard again (the desk)."""

    call: CallId
    agent: AgentId
    mute: bool


class HangUpPressed(Fact, frozen=True, kw_only=True):
    """She ended the call (the desk)."""

    call: CallId
    agent: AgentId


class PauseRecordingPressed(Fact, frozen=True, kw_only=True):
    """She asked for silence in the recording, or for its end (the desk)."""

    call: CallId
    agent: AgentId
    pause: bool


class ConsultStep(StrEnum):
    """What an agent does with her consultation."""

    BACK = "back"
    """To her caller: the colleague is let go, or rings no more."""
    COMPLETE = "complete"
    """The caller is the colleague's."""
    SWAP = "swap"
    """Speak with the other one, who heard music meanwhile."""
    CONFERENCE = "conference"
    """All three together."""


class ConsultStepPressed(Fact, frozen=True, kw_only=True):
    """She goes on with her consultation (the desk)."""

    call: CallId
    agent: AgentId
    step: ConsultStep
