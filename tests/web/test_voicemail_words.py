"""Messages on a call's timeline, and that every code of a closed list has its words."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

import callcenter.calls.voicemail_facts as v
from agent_desktop.view import Words
from callcenter.web import voicemail_words
from callcenter.web.problems import KINDS
from callcenter.web.routes.voicemails import REFUSALS

pytestmark = pytest.mark.thinking


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (voicemail_words.HOW, v.HowLeft),
        (voicemail_words.OUTCOMES, v.Outcome),
        (voicemail_words.REFUSED, v.No),
    ],
)
def test_every_code_has_words(table: Mapping[str, Words], codes: type[StrEnum]) -> None:
    assert set(table) == set(codes)


def test_every_refusal_is_a_known_problem() -> None:
    assert set(REFUSALS) == set(v.No)
    assert set(REFUSALS.values()) <= set(KINDS)
