"""Two-sided silence: where in a conversation nobody was heard for long.

A pure reading of a recording's waveform and its call's record; web marks what it finds. On hold and
while the recording is paused silence is wished, and none is looked for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from callcenter.history.call_record import CallRecord
from callcenter.history.turns import Period

AT_LEAST: Final = 15.0
"""Seconds."""
QUIET: Final = 0.025
"""Of the loudest sample there can be (-32 dB): up to here it is noise of the line, not a voice."""


def silences(
    record: CallRecord, began: datetime, sides: Sequence[Sequence[float]], per_second: float
) -> tuple[Period, ...]:
    """Stretches of at least `AT_LEAST` seconds, in order.

    `sides` are the loudest values (0 to 1) of each step of the recording, which began at `began`;
    where one side is shorter than the other, nothing is known and no silence found.
    """
    spoken = [one.spoke for one in record.agents]
    wished = [*record.holds, *record.pauses]
    found: list[Period] = []
    since: datetime | None = None
    for step, values in enumerate(zip(*sides, strict=False)):
        at = began + timedelta(seconds=step / per_second)
        if max(values) <= QUIET and _is_in(spoken, at) and not _is_in(wished, at):
            since = since or at
        elif since is not None:
            found.append(Period(since=since, until=at))
            since = None
    if since is not None:
        steps = min(map(len, sides), default=0)
        found.append(Period(since=since, until=began + timedelta(seconds=steps / per_second)))
    return tuple(one for one in found if one.seconds >= AT_LEAST)


def _is_in(periods: Sequence[Period], at: datetime) -> bool:
    return any(one.since <= at and (one.until is None or at < one.until) for one in periods)
