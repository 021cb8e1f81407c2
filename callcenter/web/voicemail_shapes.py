"""Messages that callers left: the models of `/api/v1/voicemails`.

Instants are aware UTC, lengths are seconds; numbers of persons are masked.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from callcenter.web.act_shapes import Press
from callcenter.web.shapes import Shape, TextPair


class VoicemailRow(Shape):
    """One message."""

    call: str
    """The call in which it was left; the message is named by it."""
    number: str = ""
    """Masked; empty: withheld."""
    customer_name: str = ""
    queue: str
    queue_name: TextPair
    left_at: datetime
    seconds: float
    how: Literal["key", "hung_up", "limit", "lost"]
    """What ended it."""
    state: Literal["open", "taken", "done"]
    agent: str | None = None
    """Who works on it, or was done with it."""
    agent_name: TextPair | None = None
    since: datetime | None = None
    """Since when she works on it, or when she was done."""
    sound: Literal["ready", "pending", "lost"]
    """Whether it can be listened to: a moment after its end it can."""
    may_call_back: bool = False
    outcome: Literal["", "handled", "passed_on", "nothing_to_do", "called_back"] = ""


class VoicemailCount(Shape):
    """`GET /api/v1/voicemails/count`: of those one may see."""

    open: int
    """Nobody works on them yet."""
    mine: int
    """One works on them oneself."""


class VoicemailPress(Shape):
    """What is pressed about a message."""

    press: Press
    """A name of its own, made by whoever presses: told twice, it is done once."""


class VoicemailFinish(VoicemailPress):
    """`POST /api/v1/voicemails/{call}/done`."""

    outcome: Literal["handled", "passed_on", "nothing_to_do"]
    note: str = Field("", max_length=4000)
    """Kept with the notes about the call; empty: as they were."""
