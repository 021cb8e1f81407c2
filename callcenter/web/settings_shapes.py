"""What an administrator is told of the settings: the models of `/api/v1/settings`.

The document itself is plain JSON; its fields are described by `GET /api/v1/settings/description`.
"""

from datetime import datetime
from typing import Any, Literal

from callcenter.web.shapes import Shape, TextPair


class SettingsFault(Shape):
    """Something that makes no sense, or a warning."""

    path: str
    """Such as `queues.flights.widening[0].also[0]`."""
    code: str
    """Closed list; the page words it."""
    what: str
    cure: str
    allowed: str
    """A range or choices, where there are."""


class SettingsChange(Shape):
    """One value that differs; null where there is none."""

    path: str
    old: Any
    new: Any


class SettingsAnswer(Shape):
    """What became of a change, or would become of it."""

    changed: bool
    """False after a dry run."""
    tag: str
    """The ETag of what was asked about, as it is now; empty when it is gone."""
    faults: list[SettingsFault]
    warnings: list[SettingsFault]
    changes: list[SettingsChange]


class SettingsVersion(Shape):
    """One change that was made."""

    version: int
    at: datetime
    by: str
    """Work number, `command line`, or `database` for what was changed past all of us."""
    by_name: TextPair | None = None
    remark: str
    restored: int | None
    """The version that it brought back."""
    changes: list[SettingsChange]


class SettingsHistory(Shape):
    """`GET /api/v1/settings/history`, newest first."""

    versions: list[SettingsVersion]
    next: int | None
    """Ask on with `before`; null at the end."""


class SettingsComparison(Shape):
    """`GET /api/v1/settings/history/{version}`: what differs from that version to another."""

    version: int
    against: int | None
    """Null: what stands now."""
    changes: list[SettingsChange]


class SettingsChoice(Shape):
    """One of the values that a field may have."""

    value: str
    label: TextPair


class SettingsField(Shape):
    """One field, or what a list or map of them holds."""

    name: str
    label: TextPair
    help: TextPair
    kind: Literal[
        "number",
        "decimal",
        "text",
        "yes_no",
        "choice",
        "date",
        "time",
        "list",
        "map",
        "group",
        "either",
        "other",
    ]
    optional: bool
    """Whether it may be empty (null)."""
    needed: bool
    default: Any
    unit: str
    """`s`, `min`, `share` of 1, or none."""
    least: float | None
    most: float | None
    choices: list[SettingsChoice]
    refers: str
    """The section whose items it names."""
    key: "SettingsField | None"
    of: "SettingsField | None"
    fields: "list[SettingsField]"


class SettingsGroup(Shape):
    """Fields that stand together in a form."""

    name: TextPair
    fields: list[SettingsField]


class SettingsSection(Shape):
    """One section and its form."""

    section: str
    name: TextPair
    one: TextPair
    """What one of its items is called."""
    sole: bool
    """Whether it is one item by itself."""
    groups: list[SettingsGroup]


class SettingsDescription(Shape):
    """`GET /api/v1/settings/description`: every field there is, in both languages."""

    sections: list[SettingsSection]
    flows: list[str]
    """What a number may start."""
