"""What callers are told of because of an incident, as screens show it."""

from datetime import datetime

from agent_desktop.view import View, Words


class IncidentView(View, frozen=True, kw_only=True):
    """An incident whose message callers hear now."""

    incident: str
    what: Words | None = None
    queues: tuple[Words, ...] = ()
    """Whose callers hear it; empty: those of the whole house."""
    texts: dict[str, str] = {}
    """What they hear, by their language."""
    ends: datetime
