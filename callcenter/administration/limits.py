"""What the types do not say of their fields: unit, range, and which section a text names.

A range that stands here is asked of whoever changes a setting, never of a journal: a decoder takes
whatever was published once. A number that has no `Meta` in its type needs an entry here (a test
asks for it). Names are `<type>.<field>`; a range holds for every number inside the field.
"""

from typing import Final, NamedTuple


class Range(NamedTuple):
    """From the least to the most that makes sense, both included."""

    least: float
    most: float


HOUR: Final = 3600
DAY: Final = 86_400
MINUTES_A_DAY: Final = 1440

RANGES: Final[dict[str, Range]] = {
    "SkillNeed.at_least": Range(1, 5),
    "QueueNames.sort": Range(-9999, 9999),
    "QueueProfile.priority": Range(-100, 100),
    "QueueProfile.answer_within": Range(1, HOUR),
    "QueueProfile.handle_within": Range(1, 4 * HOUR),
    "QueueProfile.service_target": Range(0, 1),
    "QueueProfile.ring_for": Range(1, 300),
    "QueueProfile.short_abandon_under": Range(0, 300),
    "QueueProfile.wrap_up_for": Range(0, HOUR),
    "QueueProfile.wrap_up_extension": Range(0, HOUR),
    "QueueProfile.announce_every": Range(0, HOUR),
    "QueueProfile.promise_within": Range(1, 7 * DAY),
    "QueueProfile.callback_tries": Range(1, 20),
    "QueueProfile.callback_retry_after": Range(1, DAY),
    "QueueProfile.voicemail_most": Range(5, 600),
    "WhenEmpty.empty_for": Range(0, 2 * HOUR),
    "Overflow.over": Range(0, 2 * HOUR),
    "AgentProfile.places": Range(0, 9999),
    "AgentProfile.skills": Range(1, 5),
    "After.seconds": Range(0, HOUR),
    "Refusals.rejected": Range(0, HOUR),
    "Refusals.unreachable": Range(0, HOUR),
    "NotReadyReason.once": Range(0, MINUTES_A_DAY),
    "NotReadyReason.a_day": Range(0, MINUTES_A_DAY),
    "BreakQuota.most": Range(0, 1000),
    "Capacity.voice": Range(1, 1),
    "Capacity.chat": Range(0, 20),
}

SECONDS: Final = "s"
MINUTES: Final = "min"
HOURS: Final = "h"
SHARE: Final = "share"
"""Of 1; pages show it as per cent."""

UNITS: Final[dict[str, str]] = {
    "Widening.after": SECONDS,
    "QueueProfile.preferred_for": SECONDS,
    "QueueProfile.last_agent_within": HOURS,
    "Configuration.hold_reminder_after": SECONDS,
    "Configuration.hold_comfort_after": SECONDS,
    "QueueProfile.ring_next_after": SECONDS,
    "QueueProfile.starves_after": SECONDS,
    "QueueProfile.keep_place_for": SECONDS,
    "QueueProfile.dropped_back_within": SECONDS,
    "QueueProfile.head_start": SECONDS,
    "NumberProfile.head_start": SECONDS,
    "QueueProfile.answer_within": SECONDS,
    "QueueProfile.handle_within": SECONDS,
    "QueueProfile.service_target": SHARE,
    "QueueProfile.answer_target": SHARE,
    "QueueProfile.ring_for": SECONDS,
    "QueueProfile.short_abandon_under": SECONDS,
    "QueueProfile.wrap_up_for": SECONDS,
    "QueueProfile.wrap_up_extension": SECONDS,
    "QueueProfile.announce_every": SECONDS,
    "QueueProfile.promise_within": SECONDS,
    "QueueProfile.outbound_ring_for": SECONDS,
    "QueueProfile.callback_retry_after": SECONDS,
    "QueueProfile.voicemail_most": SECONDS,
    "WhenEmpty.empty_for": SECONDS,
    "After.seconds": SECONDS,
    "Refusals.rejected": SECONDS,
    "Refusals.unreachable": SECONDS,
    "NotReadyReason.once": MINUTES,
    "NotReadyReason.a_day": MINUTES,
}

NAMES: Final[dict[str, str]] = {
    "AgentProfile.team": "teams",
    "AgentProfile.site": "sites",
    "AgentProfile.employer": "employers",
    "Team.site": "sites",
    "QueueProfile.calendar": "calendars",
}
"""Texts that name an item of a section; ids with a type of their own are found by it."""

MAY_BE_EMPTY: Final = frozenset({"house.default_queue", "queues.calendar"})
"""Names that may be an empty text: a house without a queue has no default queue."""

INTEGER: Final = Range(-(2**31), 2**31 - 1)
"""What any whole number may be at most: the database's integers."""

TEXT_MOST: Final = 500
"""Characters of any text."""
