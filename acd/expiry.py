"""Certified skills that run out: from a day on, in the house's time zone, one counts as missing.

Pure arithmetic on profiles; the floor keeps the day up to which it has been done.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from acd.configuration import AgentProfile, Configuration
from acd.ids import SkillName

WARNED_BEFORE = timedelta(days=14)
"""How long before its day an expiry is shown."""


def day_at(configuration: Configuration, at: datetime) -> date:
    """The day of the house that an instant belongs to."""
    return at.astimezone(ZoneInfo(configuration.time_zone)).date()


def able(profile: AgentProfile, today: date | None) -> AgentProfile:
    """Her profile with the skills that count on a day."""
    if not profile.expires or today is None:
        return profile
    counts = (name for name in profile.skills if _counts(profile, name, today))
    skills = {name: profile.skills[name] for name in counts}
    return msgspec.structs.replace(profile, skills=skills)


def next_at(configuration: Configuration, today: date) -> datetime | None:
    """The midnight at which the next skill of anybody's runs out."""
    every = (day for one in configuration.agents for day in one.expires.values() if day > today)
    first = min(every, default=None)
    if first is None:
        return None
    zone = ZoneInfo(configuration.time_zone)
    return datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(ZoneInfo("UTC"))


def soon(profile: AgentProfile, today: date) -> Iterator[tuple[SkillName, date]]:
    """Skills of hers that run out within 14 days, and those that have; the first first."""
    ends = sorted(profile.expires.items(), key=lambda one: (one[1], one[0]))
    return ((skill, day) for skill, day in ends if day - WARNED_BEFORE <= today)


def _counts(profile: AgentProfile, skill: SkillName, today: date) -> bool:
    day = profile.expires.get(skill)
    return day is None or today < day
