"""Zones: where numbers are that the house may call, what a minute costs, who may call there.

Only data and one question, part of the configuration. A zone says how numbers begin, never whose
they are.
"""

from collections.abc import Iterable
from typing import Annotated

import msgspec

EVERYBODY = "*"
"""Stands for every role."""


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers that begin alike."""

    code: str
    zh: str = ""
    en: str = ""
    """What it is called; empty: its code."""
    begins: tuple[str, ...] = ()
    """How its numbers begin, in E.164 (`+861`), or as they are dialled (`95`, `400`)."""
    roles: tuple[str, ...] = (EVERYBODY,)
    """Who may call there; nobody, where it is blocked."""
    per_minute: Annotated[float, msgspec.Meta(ge=0, le=10_000)] = 0.0
    """What each begun minute costs, in the house's money."""

    def is_open_to(self, role: str) -> bool:
        """Whether somebody of this role may call there."""
        return EVERYBODY in self.roles or role in self.roles


def zone_of(number: str, zones: Iterable[Zone]) -> Zone | None:
    """The zone whose beginning fits most of the number; None: it is in none."""
    best, fits = None, -1
    for zone in zones:
        longest = max((len(one) for one in zone.begins if number.startswith(one)), default=-1)
        if longest > fits:
            best, fits = zone, longest
    return best
