"""The demo's calendars make sense, and know China's holidays and moved workdays of 2026."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import msgspec
import pytest

from acd.hours import Calendar, Hours, calendar_faults
from callcenter.storage.demo_calendars import ANNOUNCEMENTS, CALENDARS

pytestmark = pytest.mark.thinking


@pytest.mark.parametrize("name", CALENDARS)
def test_each_makes_sense(name: str) -> None:
    calendar = msgspec.convert(CALENDARS[name], Calendar)
    assert not list(calendar_faults(name, calendar))
    assert all(words.keys() == {"mandarin", "english"} for words in ANNOUNCEMENTS.values())


def test_the_office_works_on_every_workday_of_2026_and_on_no_other_day() -> None:
    hours = Hours(msgspec.convert(CALENDARS["office"], Calendar))
    china = holidays.country_holidays("CN", years=2026)
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        ten = datetime.combine(day, time(10), ZoneInfo("Asia/Shanghai"))
        assert hours.open_at(ten) is china.is_working_day(day), day
