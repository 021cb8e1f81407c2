"""What a flow takes from the answer of a web service: plain values, by the path to each.

Pure: the worker reads the answer from the wire, `callcenter flow try` from who tries it.
"""

from collections.abc import Mapping
from enum import StrEnum

MOST_TAKEN = 6
LONGEST_VALUE = 100
"""Letters. A call's line keeps what is known of the dialogue, within 4 kB."""


class Because(StrEnum):
    """Why a service that was asked gave no answer that can be used."""

    NOT_ALLOWED = "not_allowed"
    """Its origin is not in the setting `request_origins`."""
    UNREACHABLE = "unreachable"
    TOO_LATE = "too_late"
    REDIRECTED = "redirected"
    STATUS = "status"
    """Another than 2xx."""
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    """No JSON."""
    VALUE_MISSING = "value_missing"
    """What the flow takes is not there, or no word, number, true or false, or longer than 100
    letters.
    """


class AnswerUnfit(Exception):
    """The answer does not hold what the flow takes from it."""


def values_of(answer: object, taken: Mapping[str, str]) -> dict[str, str]:
    """Variable to value; raises AnswerUnfit where one is missing or no plain value."""
    return {variable: _plain(_at(answer, path)) for variable, path in taken.items()}


def _at(answer: object, path: str) -> object:
    here = answer
    for key in path.split("."):
        match here:
            case dict() if key in here:
                here = here[key]
            case list() if key.isdecimal() and int(key) < len(here):
                here = here[int(key)]
            case _:
                raise AnswerUnfit(path)
    return here


def _plain(value: object) -> str:
    match value:
        case bool():
            said = "true" if value else "false"
        case str() | int() | float():
            said = str(value).strip()
        case _:
            raise AnswerUnfit
    if not said or len(said) > LONGEST_VALUE:
        raise AnswerUnfit
    return said
