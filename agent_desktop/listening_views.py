"""Silent listening on a desk: to whom she may listen, what she hears, and who hears her."""

from datetime import datetime

from agent_desktop.view import NAMELESS, View, Words


class ListenView(View, frozen=True, kw_only=True):
    """A trainee hears her mentor's calls and is heard by nobody."""

    mentor: str = ""
    """To whom she may listen; empty: she has no mentor."""
    mentor_name: Words = NAMELESS
    mentor_is_there: bool = False
    """The mentor is signed in."""
    agent: str = ""
    """To whom she listens; empty: to nobody."""
    agent_name: Words = NAMELESS
    hears_since: datetime | None = None
    """Since when she hears a conversation; None while there is none."""
    trouble: str = ""
    """Why she does not hear the present one: a refusal or an ending's reason."""
    refused: str = ""
    """What stood against her last press: a code of `acd.facts.ListenNo`."""
    heard_by: tuple[Words, ...] = ()
    """Who hears her present conversation, where the house shows it."""
