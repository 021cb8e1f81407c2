"""What is wrong with a document, and what only looks odd.

Codes are a closed list, the page words them; `what` and `cure` are English for files and logs.
"""

import json
from enum import StrEnum

import msgspec

from callcenter.administration.plain import Plain


class Code(StrEnum):
    """What kind of a fault it is."""

    UNKNOWN_FIELD = "unknown_field"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    OUT_OF_RANGE = "out_of_range"
    NO_SUCH_CHOICE = "no_such_choice"
    UNKNOWN_NAME = "unknown_name"
    """It names something that there is not."""
    WRONG_ID = "wrong_id"
    TWICE = "twice"
    IN_USE = "in_use"
    MAKES_NO_SENSE = "makes_no_sense"
    """Each value is fine by itself, together they are not."""
    NOT_IN_USE = "not_in_use"
    NOBODY = "nobody"
    """A warning: a queue or skill that no agent has, an agent without a queue."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, or a warning."""

    path: str
    """Such as `queues.flights.widening[0].also[0]`."""
    code: Code
    what: str
    cure: str = ""
    allowed: str = ""
    """A range or choices, for the page."""

    def __str__(self) -> str:
        return f"{self.path}: {self.what}" + (f"; {self.cure}" if self.cure else "")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One value that differs; null where there is none."""

    path: str
    old: Plain
    new: Plain


def shown(value: Plain) -> str:
    """A value in a sentence, short."""
    told = json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
    return told if len(told) <= 60 else f"{told[:57]}..."
