"""At the connection the caller hears with which work number she speaks, if the house wants it."""

import msgspec
import pytest

from acd.configuration import Configuration
from ivr.commands import Say
from tests.calls.story import CALLER, CONFIGURATION, Story

pytestmark = pytest.mark.thinking


def told(*, wanted: bool) -> list[Say]:
    """What is said to the caller once she speaks with Maria."""
    house: Configuration = msgspec.structs.replace(CONFIGURATION, work_number_told=wanted)
    story = Story(house)
    story.ready()
    story.arrives()
    story.presses()
    before = len(story.commands)
    story.accepts()
    story.joins(story.dialled())
    return [one for one in story.commands[before:] if isinstance(one, Say)]


def test_her_number_digit_by_digit_over_the_voices() -> None:
    [say] = told(wanted=True)
    assert (say.leg, say.over_voices, say.barge_in) == (CALLER, True, False)
    said = [text for language, text in say.texts if language == "english"]
    assert "".join(said).count("0") == 2, "1001"


def test_nothing_where_the_house_does_not_want_it() -> None:
    assert not told(wanted=False)
