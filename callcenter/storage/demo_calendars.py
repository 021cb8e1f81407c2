"""The demo's calendars, as examples: one that never closes, and an office's with the public
holidays of China in 2026 and the weekend days that are worked in their place.

Only data; `callcenter.storage.demo` writes it.
"""

from datetime import date, timedelta
from typing import Final

from acd.hours import WEEK

_WORKDAYS: Final = WEEK[:5]

_HOLIDAYS: Final = (
    # name, first day, last day
    ("元旦", date(2026, 1, 1), date(2026, 1, 3)),
    ("春节", date(2026, 2, 15), date(2026, 2, 23)),
    ("清明节", date(2026, 4, 4), date(2026, 4, 6)),
    ("劳动节", date(2026, 5, 1), date(2026, 5, 5)),
    ("端午节", date(2026, 6, 19), date(2026, 6, 21)),
    ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
    ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
)

_WORKED: Final = (
    # a weekend day, the holiday it is worked for, the day of the week that it is worked like
    (date(2026, 1, 4), "元旦", "friday"),
    (date(2026, 2, 14), "春节", "friday"),
    (date(2026, 2, 28), "春节", "monday"),
    (date(2026, 5, 9), "劳动节", "tuesday"),
    (date(2026, 9, 20), "国庆节", "tuesday"),
    (date(2026, 10, 10), "国庆节", "wednesday"),
)


def _days() -> dict[str, dict[str, str]]:
    """Every day that is not as its week says, in order."""
    days = {
        first + timedelta(days=number): {"name": name}
        for name, first, last in _HOLIDAYS
        for number in range((last - first).days + 1)
    }
    for day, holiday, like in _WORKED:
        days[day] = {"name": f"{holiday}调休", "like": like}
    return {str(day): days[day] for day in sorted(days)}


CALENDARS: Final = {
    "always": {"time_zone": "Asia/Shanghai", "week": {day: ["00:00-24:00"] for day in WEEK}},
    "office": {
        "time_zone": "Asia/Shanghai",
        "week": {day: ["09:00-12:00", "13:30-18:00"] for day in _WORKDAYS},
        "days": _days(),
    },
}

ANNOUNCEMENTS: Final = {
    "evacuation": {
        "mandarin": "非常抱歉，我们的职场正在疏散，暂时无法接听您的来电。请稍后再拨。再见。",
        "english": "We are sorry. Our building is being evacuated, and we cannot take your call. "
        "Please call again later. Goodbye.",
    },
}
"""What may be said at an emergency."""


def of_queue(queue: str) -> dict[str, str]:
    """The rules of a queue's doors: flights shows how a calendar is named."""
    return {"calendar": "always"} if queue == "flights" else {}
