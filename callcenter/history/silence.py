"""Two-sided silence: where in a conversation nobody was heard for long.

A pure reading of a recording's waveform and its call's record; web marks what it finds. On hold and
while the recording is paused silence is wished, and none is looked for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import inf
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
    spoken = [_since(one.spoke, began) for one in record.agents]
    wished = [_since(one, began) for one in (*record.holds, *record.pauses)]
    found: list[tuple[float, float]] = []
    quiet_from: float | None = None
    for step, values in enumerate(zip(*sides, strict=False)):
        at = step / per_second
        if max(values) <= QUIET and _is_in(spoken, at) and not _is_in(wished, at):
            quiet_from = at if quiet_from is None else quiet_from
        elif quiet_from is not None:
            found.append((quiet_from, at))
            quiet_from = None
    if quiet_from is not None:
        found.append((quiet_from, min(map(len, sides)) / per_second))
    return tuple(
        Period(since=began + timedelta(seconds=begins), until=began + timedelta(seconds=ends))
        for begins, ends in found
        if round(ends - begins, 3) >= AT_LEAST
    )


def _since(period: Period, began: datetime) -> tuple[float, float]:
    """In seconds of the recording."""
    ends = (period.until - began).total_seconds() if period.until is not None else inf
    return (period.since - began).total_seconds(), ends


def _is_in(stretches: Sequence[tuple[float, float]], at: float) -> bool:
    return any(begins <= at < ends for begins, ends in stretches)
