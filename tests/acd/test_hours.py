"""Opening hours as tables: spans, nights, holidays, moved workdays, and clocks that are changed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from acd.hours import WEEK, Calendar, Hours, SpecialDay, Weekday, calendar_faults, minutes

pytestmark = pytest.mark.thinking

WORKDAYS = WEEK[:5]
OFFICE = Calendar(
    week=dict.fromkeys(WORKDAYS, ("09:00-12:00", "13:30-18:00")),
    days={
        date(2026, 10, 1): SpecialDay(name="国庆节"),
        date(2026, 10, 2): SpecialDay(name="国庆节"),
        date(2026, 10, 10): SpecialDay(name="补班", like=Weekday.MONDAY),
        date(2026, 12, 24): SpecialDay(name="平安夜", spans=("09:00-12:00",)),
    },
)
NIGHT = Calendar(
    week=dict.fromkeys(WORKDAYS, ("22:00-06:00",)),
    days={date(2026, 10, 2): SpecialDay(name="国庆节")},
)
ALWAYS = Calendar(week=dict.fromkeys(WEEK, ("00:00-24:00",)))


def local(text: str, zone: str = "Asia/Shanghai", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("calendar", "at", "is_open", "changes"),
    [
        # A day of two spans: Monday, 12 October.
        (OFFICE, "2026-10-12T08:59:59", False, "2026-10-12T09:00"),
        (OFFICE, "2026-10-12T09:00", True, "2026-10-12T12:00"),
        (OFFICE, "2026-10-12T11:59:59", True, "2026-10-12T12:00"),
        (OFFICE, "2026-10-12T12:00", False, "2026-10-12T13:30"),
        (OFFICE, "2026-10-12T13:30", True, "2026-10-12T18:00"),
        (OFFICE, "2026-10-12T18:00", False, "2026-10-13T09:00"),
        # Friday evening to Monday; into a holiday; a Saturday worked like a Monday.
        (OFFICE, "2026-10-16T18:00", False, "2026-10-19T09:00"),
        (OFFICE, "2026-09-30T18:00", False, "2026-10-05T09:00"),
        (OFFICE, "2026-10-01T10:00", False, "2026-10-05T09:00"),
        (OFFICE, "2026-10-09T18:00", False, "2026-10-10T09:00"),
        (OFFICE, "2026-10-10T10:00", True, "2026-10-10T12:00"),
        (OFFICE, "2026-10-10T18:00", False, "2026-10-12T09:00"),
        # Other spans on one day.
        (OFFICE, "2026-12-24T11:00", True, "2026-12-24T12:00"),
        (OFFICE, "2026-12-24T14:00", False, "2026-12-25T09:00"),
        # Nights: one that a holiday does not cut short, and one that the holiday has not.
        (NIGHT, "2026-10-12T21:00", False, "2026-10-12T22:00"),
        (NIGHT, "2026-10-12T23:00", True, "2026-10-13T06:00"),
        (NIGHT, "2026-10-13T05:59", True, "2026-10-13T06:00"),
        (NIGHT, "2026-10-02T03:00", True, "2026-10-02T06:00"),
        (NIGHT, "2026-10-02T23:00", False, "2026-10-05T22:00"),
        (ALWAYS, "2026-10-12T23:59", True, None),
    ],
)
def test_open_and_the_next_change(
    calendar: Calendar, at: str, is_open: bool, changes: str | None
) -> None:
    hours = Hours(calendar)
    assert hours.open_at(local(at)) is is_open
    after = hours.changes_after(local(at))
    assert after == (local(changes) if changes else None)


@pytest.mark.parametrize(
    ("calendar", "at", "is_holiday"),
    [
        (OFFICE, "2026-10-01T10:00", True),
        (OFFICE, "2026-10-10T22:00", False),
        (OFFICE, "2026-12-24T14:00", False),
        (OFFICE, "2026-10-17T10:00", False),
        (Calendar(days={date(2026, 1, 4): SpecialDay(like=Weekday.SUNDAY)}), "2026-01-04", True),
    ],
)
def test_a_holiday_is_a_day_that_its_name_closes(
    calendar: Calendar, at: str, is_holiday: bool
) -> None:
    assert Hours(calendar).is_holiday(local(at)) is is_holiday


def sundays(span: str, zone: str = "Europe/Berlin") -> Hours:
    return Hours(Calendar(week={Weekday.SUNDAY: (span,)}, time_zone=zone))


@pytest.mark.parametrize(
    ("span", "opens", "closes"),
    [
        # Clocks are put forward over 02:00-03:00: what begins or ends in between does at the jump.
        ("02:30-05:00", "2026-03-29T01:00+00:00", "2026-03-29T03:00+00:00"),
        ("01:00-02:30", "2026-03-29T00:00+00:00", "2026-03-29T01:00+00:00"),
        ("01:00-04:00", "2026-03-29T00:00+00:00", "2026-03-29T02:00+00:00"),
        # Clocks are put back over 02:00-03:00: the first 02:30 begins, the second ends.
        ("02:30-05:00", "2026-10-25T00:30+00:00", "2026-10-25T04:00+00:00"),
        ("01:00-02:30", "2026-10-24T23:00+00:00", "2026-10-25T01:30+00:00"),
        ("02:15-02:45", "2026-10-25T00:15+00:00", "2026-10-25T01:45+00:00"),
    ],
)
def test_when_clocks_are_changed(span: str, opens: str, closes: str) -> None:
    hours = sundays(span)
    begins, ends = datetime.fromisoformat(opens), datetime.fromisoformat(closes)
    assert hours.changes_after(begins - timedelta(hours=1)) == begins
    assert hours.open_at(begins)
    assert hours.changes_after(begins) == ends
    assert not hours.open_at(ends)


def test_a_night_over_the_change_of_clocks_is_an_hour_shorter_or_longer() -> None:
    hours = Hours(Calendar(week={Weekday.SATURDAY: ("22:00-06:00",)}, time_zone="America/New_York"))
    for evening, length in (("2026-03-07T22:00", 7), ("2026-10-31T22:00", 9)):
        begins = local(evening, "America/New_York")
        ends = hours.changes_after(begins)
        assert ends is not None
        assert (ends - begins.astimezone(ends.tzinfo)).total_seconds() == length * 3600


def test_spans_that_touch_are_one_and_do_not_change_at_midnight() -> None:
    hours = Hours(
        Calendar(
            week={Weekday.MONDAY: ("18:00-24:00",), Weekday.TUESDAY: ("00:00-02:00", "02:00-03:00")}
        )
    )
    assert hours.changes_after(local("2026-10-12T19:00")) == local("2026-10-13T03:00")


@pytest.mark.parametrize(
    "span",
    ["", "9-12", "09:00", "09:00-", "09:00-09:00", "24:00-06:00", "09:60-10:00", "a:00-b:00"],
)
def test_what_is_no_span(span: str) -> None:
    with pytest.raises(ValueError, match="is no span"):
        minutes(span)


@pytest.mark.parametrize(
    ("calendar", "paths"),
    [
        (Calendar(), ["calendars.x"]),
        (Calendar(week={Weekday.MONDAY: ()}), ["calendars.x"]),
        (Calendar(days={date(2026, 1, 1): SpecialDay()}), ["calendars.x"]),
        (Calendar(week={Weekday.MONDAY: ("9 to 5",)}), ["calendars.x.week.monday[0]"]),
        (
            Calendar(week={Weekday.MONDAY: ("09:00-12:00", "11:00-13:00")}),
            ["calendars.x.week.monday"],
        ),
        (
            Calendar(
                week={Weekday.MONDAY: ("09:00-12:00",)},
                days={date(2026, 1, 1): SpecialDay(spans=("a",), like=Weekday.MONDAY)},
            ),
            ["calendars.x.days.2026-01-01[0]", "calendars.x.days.2026-01-01"],
        ),
        (OFFICE, []),
        (NIGHT, []),
        (ALWAYS, []),
    ],
)
def test_what_makes_no_sense_is_told_with_its_path(calendar: Calendar, paths: list[str]) -> None:
    assert [path for path, _, _ in calendar_faults("calendars.x", calendar)] == paths
