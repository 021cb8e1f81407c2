"""What is asked of the settings as they are kept: read, change, and the answers to that."""

from datetime import datetime
from enum import StrEnum

import msgspec

from callcenter.administration.document import Document, Edit, section_told, tag, told
from callcenter.administration.faults import Change
from callcenter.administration.plain import Plain
from callcenter.administration.plan import Plan
from callcenter.administration.sections import SECTIONS, THE_HOUSE


class Ended(StrEnum):
    """How a wish to change ended."""

    CHANGED = "changed"
    REFUSED = "refused"
    """It makes no sense; the plan's faults say why."""
    STALE = "stale"
    """Somebody was faster: it is not what was read any more."""
    EXISTS = "exists"
    """It was to be new, and is there."""
    GONE = "gone"
    """It was to be there, and is not."""
    TRIED = "tried"
    """A dry run: nothing was changed."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A change, by whom, and what she had read."""

    edit: Edit
    by: str
    """Work number, or what else changed it, such as `command line`."""
    expected: str | None = None
    """The tag of what is replaced; empty: it must be new; `*`: it must be there; None: any."""
    dry_run: bool = False
    remark: str = ""
    """Why, in her words; kept with the change."""
    restored: int | None = None
    """The version that it brings back."""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One change that was made."""

    version: int
    at: datetime
    by: str
    remark: str
    restored: int | None
    changes: tuple[Change, ...]


class VersionsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which changes are asked for."""

    under: str = ""
    """A path, such as `queues.flights`; empty: all."""
    before: int | None = None
    """Only versions below it."""
    limit: int = 50


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a wish."""

    ended: Ended
    document: Document
    """As it is now; after a dry run as it was."""
    plan: Plan


def part(document: Document, section: str = "", item: str = "") -> Plain:
    """The whole, a section or an item as it is shown; None when there is no such item."""
    if not section:
        return told(document)
    if item or SECTIONS[section].is_sole:
        return document[section].get(item if not SECTIONS[section].is_sole else THE_HOUSE)
    return section_told(document, section)


def precondition(document: Document, wish: Wish) -> Ended | None:
    """What stands against it before anything is looked at: None, or stale, exists, gone."""
    now = part(document, wish.edit.section, wish.edit.item)
    if now is None:
        return Ended.GONE if wish.edit.removes or wish.expected else None
    if wish.expected == "":
        return Ended.EXISTS
    if wish.expected in (None, "*") or wish.expected == tag(now):
        return None
    return Ended.STALE
