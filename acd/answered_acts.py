"""The answers that were given to presses: remembered, so that each is done once."""

from typing import TypeVar

import msgspec

from acd.facts import Act, Refused
from acd.ids import AgentId, CallId

T = TypeVar("T")

MOST_ANSWERS = 500
"""Answers that are remembered; the oldest are forgotten first."""


class ActAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one press."""

    act: Act
    call: CallId
    by: AgentId
    reason: Refused | None = None
    """None: done."""
    detail: str = ""


def remember(answers: dict[str, T], press: str, answer: T) -> None:
    """Keep one more, and no more than there is room for."""
    while press not in answers and len(answers) >= MOST_ANSWERS:
        del answers[next(iter(answers))]
    answers[press] = answer
