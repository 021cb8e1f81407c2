"""What must be in a recording."""

from datetime import UTC, datetime, timedelta

import pytest

from recordings.session import Session, Stretch

pytestmark = pytest.mark.thinking

NINE = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def session(*pauses: tuple[datetime, datetime | None]) -> Session:
    return Session(began_at=at(0), ended_at=at(100), pauses=pauses)


def test_a_recording_is_as_long_as_the_call_pauses_included() -> None:
    one = session((at(10), at(30)))
    assert (one.seconds, one.voiced) == (100, 80)
    assert one.silences == (Stretch(10, 30),)


def test_an_open_pause_lasts_to_the_end() -> None:
    assert session((at(90), None)).silences == (Stretch(90, 100),)


def test_overlapping_pauses_are_one_and_what_is_outside_is_cut() -> None:
    one = session((at(20), at(40)), (at(10), at(25)), (at(-5), at(5)), (at(120), at(130)))
    assert one.silences == (Stretch(0, 5), Stretch(10, 40))


@pytest.mark.parametrize(("seconds", "odd"), [(100, 0), (100.4, 0), (99.6, 0), (101, 1), (98, -2)])
def test_more_than_half_a_second_is_odd(seconds: float, odd: float) -> None:
    assert session().odd_by(seconds) == pytest.approx(odd)


def test_a_call_that_ended_before_it_began_has_no_length() -> None:
    assert Session(began_at=at(5), ended_at=at(0)).seconds == 0
