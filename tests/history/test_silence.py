"""Two-sided silence: long stretches of a conversation in which neither side was heard."""

import pytest

from acd.step import Fact
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import CallRecord
from callcenter.history.silence import QUIET, silences
from tests.history.stories import CALL, abandoned_call, answered_call, at

pytestmark = pytest.mark.thinking

ANSWERED = 0.2
STEPS = 1120
LOUD = 0.4
"""They talk from 22 to 40, 70 to 80 and 85 to 112: between that there are a hold and a pause."""


def record_of(facts: tuple[Fact, ...]) -> CallRecord:
    return fold_all(facts)[CALL]


def side(*heard: tuple[float, float], noise: float = 0.0) -> list[float]:
    """Loud from second to second of the story, else noise."""
    times = [ANSWERED + step / 10 for step in range(STEPS)]
    return [LOUD if any(begin <= one < end for begin, end in heard) else noise for one in times]


def found(caller: list[float], agent: list[float]) -> list[tuple[float, float]]:
    record = record_of(answered_call())
    spans = silences(record, at(ANSWERED), (caller, agent), 10)
    return [
        (
            round((one.since - at(0)).total_seconds(), 1),
            round((one.until - at(0)).total_seconds() if one.until else -1, 1),
        )
        for one in spans
    ]


def test_where_nobody_says_a_word_all_long_stretches_of_talk_are_silent() -> None:
    """Neither the hold nor the pause is one, nor what is shorter than 15 s."""
    assert found(side(), side()) == [(22.0, 40.0), (85.0, 112.0)]


@pytest.mark.parametrize("who", ["caller", "agent"])
def test_a_word_of_either_side_breaks_the_silence(who: str) -> None:
    word = side((30, 31), (95, 96))
    sides = (word, side()) if who == "caller" else (side(), word)
    assert found(*sides) == [(96.0, 112.0)]


def test_fifteen_seconds_are_long_and_a_moment_less_is_not() -> None:
    talk = (0, 22), (37, 85), (100, 112)
    assert found(side(*talk), side()) == [(22.0, 37.0), (85.0, 100.0)]
    shorter = (0, 22.1), (37, 85.1), (100, 112)
    assert found(side(*shorter), side()) == []


def test_the_noise_of_a_line_is_silence_and_a_voice_is_not() -> None:
    assert len(found(side(noise=QUIET), side(noise=QUIET))) == 2
    assert found(side(noise=QUIET + 0.01), side()) == []


def test_what_one_side_does_not_have_is_not_judged() -> None:
    assert found(side()[:300], side()) == []
    assert found([], side()) == []


def test_who_waits_is_in_no_conversation() -> None:
    record = record_of(abandoned_call(60))
    assert silences(record, at(ANSWERED), (side(), side()), 10) == ()
