"""A value as JSON, YAML and TOML have it."""

from typing import Union

Plain = Union[None, bool, int, float, str, list["Plain"], dict[str, "Plain"]]  # noqa: UP007

Item = dict[str, Plain]
"""One queue, one agent …: field to value."""


def as_items(value: Plain) -> dict[str, Plain]:
    """A mapping as it is; anything else has no entries."""
    return value if isinstance(value, dict) else {}
