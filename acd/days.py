"""Which local day an instant belongs to, and when that day began; pure arithmetic."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def midnight(zone: str, at: datetime) -> datetime:
    """The beginning of the local day in which `at` lies; `zone` such as Asia/Shanghai."""
    local = at.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)


def is_time_zone(zone: str) -> bool:
    """Whether there is a time zone of this name."""
    return zone in _zones()


@cache
def _zones() -> frozenset[str]:
    """All there are; looking through them takes 50 ms, and they stay the same."""
    return frozenset(available_timezones())
