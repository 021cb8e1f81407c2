"""The dialogue's errors, one small family.

IvrError
└─ FlowInvalid   a flow file that cannot be used; names every place and its cure
"""

from collections.abc import Collection
from difflib import get_close_matches
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong with a flow."""

    where: str
    """`node menu`, `line 7`, or `flow`."""
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.cure}"


def nearest(name: str, known: Collection[str]) -> str:
    """A cure for a name that does not exist."""
    close = get_close_matches(name, list(known), 1)
    return f"did you mean {close[0]}?" if close else f"use one of {', '.join(sorted(known))}"


class IvrError(Exception):
    """Root of the family."""


class FlowInvalid(IvrError):
    """A flow that cannot be used. Its text is one line for each problem."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
