"""A calendar of opening hours: when it is open, and when that changes next. Pure arithmetic.

Times are those of the clock on the wall in the calendar's time zone. A span belongs to the day on
which it begins, also where it goes on over midnight: a holiday does not cut short the night before.
Where clocks are put forward, a time that does not exist is the instant of the jump; where they are
put back, a span begins with the first of the two and ends with the second.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

LOOKS_AHEAD = 400
"""Days in which the next change is looked for: more than a year of holidays."""

_DAY = timedelta(days=1)
_MIDNIGHT = 24 * 60


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEK = tuple(Weekday)


class SpecialDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day that is not as its week says. Without spans and without `like`: closed all day."""

    name: str = ""
    """What people call it, such as 国庆节."""
    spans: tuple[str, ...] = ()
    like: Weekday | None = None
    """A workday moved here: open as on this day of the week."""


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours. A span is written `09:00-12:00`; `22:00-06:00` goes on over midnight, and
    `00:00-24:00` is all day.
    """

    week: dict[Weekday, tuple[str, ...]] = {}
    """Day to its spans; a day that is not named is closed."""
    days: dict[date, SpecialDay] = {}
    """Holidays, special days and moved workdays, by date."""
    time_zone: str = "Asia/Shanghai"


class Stretch(NamedTuple):
    """From opening to closing, as instants (aware, UTC)."""

    opens: datetime
    closes: datetime


def minutes(span: str) -> tuple[int, int]:
    """Opening and closing in minutes after the midnight at which the span's day begins; raises
    ValueError for what is no span.
    """
    first, dash, then = span.partition("-")
    opens, closes = _minute(first), _minute(then)
    if not dash or opens in (closes, _MIDNIGHT):
        raise ValueError(f"{span} is no span")
    return opens, closes if closes > opens else closes + _MIDNIGHT


def _minute(said: str) -> int:
    hours, colon, rest = said.strip().partition(":")
    if not (colon and len(rest) == 2 and hours.isdecimal() and rest.isdecimal()):
        raise ValueError(f"{said} is no span")
    found = int(hours) * 60 + int(rest)
    if int(rest) >= 60 or found > _MIDNIGHT:
        raise ValueError(f"{said} is no span")
    return found


class Hours:
    """One calendar, ready to be asked. Raises ValueError for a span that is none."""

    def __init__(self, calendar: Calendar) -> None:
        self._zone = ZoneInfo(calendar.time_zone)
        self._days = calendar.days
        self._week = {day: _spans(calendar.week.get(day, ())) for day in WEEK}
        self._special = {
            day: self._week[one.like] if one.like is not None else _spans(one.spans)
            for day, one in calendar.days.items()
        }

    def open_at(self, at: datetime) -> bool:
        """Whether it is open; at the instant of opening it is, at that of closing it is not."""
        return any(one.opens <= at < one.closes for one in self._stretches(at, 1))

    def changes_after(self, at: datetime) -> datetime | None:
        """The next instant after `at` at which it opens or closes; None: not within a year."""
        for one in self._joined(at):
            if one.opens > at:
                return one.opens
            if one.closes > at:
                return one.closes if one.closes < at + (LOOKS_AHEAD - 2) * _DAY else None
        return None

    def is_holiday(self, at: datetime) -> bool:
        """The local day is closed all day, and by its name, not by its week."""
        return self._special.get(at.astimezone(self._zone).date(), ((),)) == ()

    def _joined(self, at: datetime) -> Iterator[Stretch]:
        """Stretches in order; those that touch are one, however many days they go over."""
        known: Stretch | None = None
        for one in self._stretches(at, LOOKS_AHEAD):
            if known is not None and one.opens <= known.closes:
                known = Stretch(known.opens, max(known.closes, one.closes))
                continue
            if known is not None:
                yield known
            known = one
        if known is not None:
            yield known

    def _stretches(self, at: datetime, days: int) -> Iterator[Stretch]:
        """From the local day before `at` on: its night may still last."""
        first = at.astimezone(self._zone).date() - _DAY
        for number in range(days + 1):
            day = first + number * _DAY
            for opens, closes in self._on(day):
                yield Stretch(
                    self._instant(day, opens, last=False), self._instant(day, closes, last=True)
                )

    def _on(self, day: date) -> tuple[tuple[int, int], ...]:
        special = self._special.get(day)
        return self._week[WEEK[day.weekday()]] if special is None else special

    def _instant(self, day: date, minute: int, *, last: bool) -> datetime:
        """Of a time on the wall; of one that comes twice the first, or the last."""
        days, minute = divmod(minute, _MIDNIGHT)
        wall = datetime.combine(day + days * _DAY, time(minute // 60, minute % 60))
        found = wall.replace(tzinfo=self._zone, fold=int(last)).astimezone(UTC)
        if found.astimezone(self._zone).replace(tzinfo=None) == wall:
            return found
        return self._jump(wall)

    def _jump(self, wall: datetime) -> datetime:
        """When the clocks were put forward over a time that does not exist; to the second."""
        early, late = sorted(
            wall.replace(tzinfo=self._zone, fold=fold).astimezone(UTC) for fold in (0, 1)
        )
        before = early.astimezone(self._zone).utcoffset()
        while late - early > timedelta(seconds=1):
            middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
            if middle.astimezone(self._zone).utcoffset() == before:
                early = middle
            else:
                late = middle
        return late


def _spans(said: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(map(minutes, said)))


def calendar_faults(place: str, calendar: Calendar) -> Iterator[tuple[str, str, str]]:
    """Path, what makes no sense in a calendar, and the cure; the time zone is not looked at."""
    said = [(f"{place}.week.{day}", spans) for day, spans in calendar.week.items()]
    said += [(f"{place}.days.{day}", one.spans) for day, one in calendar.days.items()]
    if not any(spans for _, spans in said):
        yield place, "it is never open", "give a day of its week a span, such as 09:00-18:00"
    for path, spans in said:
        yield from _span_faults(path, spans)
    for day, one in calendar.days.items():
        if one.like is not None and one.spans:
            yield f"{place}.days.{day}", "it has both like and spans", "keep one of them"


def _span_faults(path: str, spans: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    known: list[tuple[int, int]] = []
    for number, span in enumerate(spans):
        try:
            known.append(minutes(span))
        except ValueError:
            yield f"{path}[{number}]", f"{span} is no span", "write it as 09:00-18:00"
    for one, other in pairwise(sorted(known)):
        if other[0] < one[1]:
            yield path, "two of its spans overlap", "let one end before the next begins"
