"""Whether a queue takes calls, and the emergency switch, as screens and boards show them."""

from datetime import datetime

from agent_desktop.view import View, Words


class OpeningView(View, frozen=True, kw_only=True):
    """One queue: open or closed."""

    open: bool = True
    because: str = ""
    """closed, holiday or emergency; empty: it is open."""
    changes_at: datetime | None = None
    """When its calendar opens or closes it next; None: no calendar, or not within a year."""


class EmergencyView(View, frozen=True, kw_only=True):
    """The emergency switch of a queue, or of the whole house, is pressed."""

    queue: str | None = None
    """None: the whole house."""
    queue_name: Words | None = None
    since: datetime
    reason: Words | None = None
