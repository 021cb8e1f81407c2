"""How the waits told at entry came true: prediction against outcome.

The figures ask it. A wait counts once it says whether it came true: when the call is answered, or
when its caller gave up later than four of five were to wait. Who gave up earlier says nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from statistics import median

import msgspec

from callcenter.history.call_record import CallRecord, Result


class ForeseenFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Of the calls that were told a wait."""

    told: int = 0
    """Whose wait says whether it came true."""
    kept: int = 0
    """Who waited no longer than four of five were to wait."""
    errors: tuple[float, ...] = ()
    """Seconds between each wait of an answered call and its median as it was foreseen."""

    @property
    def kept_rate(self) -> float | None:
        """Kept / told: 0.8 would be perfect; None where nothing was told."""
        return self.kept / self.told if self.told else None

    @property
    def error_median(self) -> float | None:
        """The median error, seconds."""
        return median(self.errors) if self.errors else None


def foreseen_figures(records: Iterable[CallRecord], as_of: datetime) -> ForeseenFigures:
    """What had come of the waits told in these calls, at an instant."""
    return together([_of(record, as_of) for record in records])


def together(told: Iterable[ForeseenFigures]) -> ForeseenFigures:
    """All of them."""
    every = tuple(told)
    return ForeseenFigures(
        told=sum(one.told for one in every),
        kept=sum(one.kept for one in every),
        errors=tuple(error for one in every for error in one.errors),
    )


def _of(record: CallRecord, as_of: datetime) -> ForeseenFigures:
    told, left = record.foreseen, record.left_queue_at
    if told is None or left is None or left > as_of:
        return ForeseenFigures()
    waited = told.waited_until(left)
    if record.result is Result.ANSWERED:
        error = told.error_at(left)
        return ForeseenFigures(told=1, kept=int(waited <= told.p80), errors=(abs(error),))
    gave_up = record.result in (Result.ABANDONED, Result.SHORT_ABANDONED)
    return ForeseenFigures(told=1) if gave_up and waited > told.p80 else ForeseenFigures()
