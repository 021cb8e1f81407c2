"""What a supervisor says and sees of hearing an agent's calls: the models of `/api/v1/monitor`."""

from datetime import datetime
from typing import Literal

from callcenter.web.act_shapes import Press
from callcenter.web.shapes import Shape, TextPair

VoiceName = Literal["silent", "whisper", "barge"]
"""Heard by nobody, by the agent alone, by agent and caller."""


class MonitorWanted(Shape):
    """`POST /api/v1/agents/{agent}/monitor`."""

    press: Press
    because: Literal["training", "coaching", "quality", "complaint", "asked"]
    """For what; kept in the journal beside who pressed."""
    voice: VoiceName = "silent"


class VoiceWanted(Shape):
    """`POST /api/v1/monitor/voice`."""

    press: Press
    voice: VoiceName


class TakeOverWanted(Shape):
    """`POST /api/v1/monitor/take-over`."""

    press: Press


class MonitorView(Shape):
    """`GET /api/v1/monitor`: whom one hears; instants are aware UTC."""

    device: str
    """One's own phone, signed in; empty: none is, and nobody can be heard."""
    agent: str
    """Whose calls; empty: nobody's."""
    name: TextPair | None
    voice: VoiceName
    call: str
    """The call one hears, or is being called into."""
    hears_since: datetime | None
    trouble: str
    """Why the present call is not heard, such as `no_free_leg`."""
