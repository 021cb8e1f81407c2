"""The day's figures without counting every finished call again, twice a second.

What one call adds is taken from `callcenter.history.figures` once it is over, and kept; sums,
shares and spreads are made of those parts with the same formulas. A test holds it equal to
counting everything anew.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from callcenter.history.call_record import CallRecord
from callcenter.history.figures import CallbackFigures, DayFigures, Spread, day_figures, spread
from callcenter.history.foreseen import together
from callcenter.history.service_level import Counts, all_variants, service_level

_SUMMED = (
    "offered",
    "answered",
    "answered_within",
    "abandoned",
    "short_abandoned",
    "flowed_out",
    "turned_away",
    "called_back",
    "voicemail",
    "withdrawn",
    "lost",
    "dropped",
    "waiting",
    "missed",
    "declined",
    "missed_by_device",
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one call adds to the figures."""

    record: CallRecord
    figures: DayFigures
    handled: tuple[tuple[float, float, float], ...]
    """Talk, hold and wrap-up of each finished segment."""


def part_of(record: CallRecord, as_of: datetime) -> Part:
    """What this call adds, as it stood at `as_of`."""
    figures = day_figures((record,), as_of)
    handled: tuple[tuple[float, float, float], ...] = ()
    if figures.handle.count:
        handled = tuple(
            (record.talk_in(one), record.hold_in(one), one.wrap_up)
            for one in record.agents
            if one.is_handled_at(as_of)
        )
    return Part(record=record, figures=figures, handled=handled)


class Tally:
    """Parts of calls that are over, by call."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}

    def part(self, record: CallRecord, as_of: datetime) -> Part:
        """What this call adds; counted once when it is over, each time while it goes on."""
        known = self._parts.get(record.call)
        if known is not None and known.record is record:
            return known
        part = part_of(record, as_of)
        callback = record.callback
        called = callback.ended_at if callback is not None else None
        ends = [one for one in (record.ended_at, record.wrapped_at, called) if one is not None]
        goes_on = not record.is_over or (callback is not None and called is None)
        if not goes_on and ends and max(ends) <= as_of:
            self._parts[record.call] = part
        return part

    def forget(self, calls: Iterable[str]) -> None:
        """These calls are no longer asked for."""
        for call in calls:
            self._parts.pop(call, None)

    def figures(self, records: Iterable[CallRecord], as_of: datetime) -> DayFigures:
        """As `day_figures` would count them."""
        return summed([self.part(record, as_of) for record in records], as_of)

    def service_level(self, records: Iterable[CallRecord], as_of: datetime) -> float | None:
        """The headline alone."""
        return service_level(_counts([self.part(one, as_of).figures for one in records]))


def summed(parts: list[Part], as_of: datetime) -> DayFigures:
    """The figures of all parts together."""
    told = [part.figures for part in parts]
    sums = {name: sum(getattr(one, name) for one in told) for name in _SUMMED}
    counts = _counts(told)
    handled = [one for part in parts for one in part.handled]
    staying = sums["offered"] - sums["short_abandoned"]
    return DayFigures(
        as_of=as_of,
        **sums,
        counts=counts,
        service_level=service_level(counts),
        service_levels=all_variants(counts),
        abandon_rate=sums["abandoned"] / staying if staying > 0 else None,
        answer_speed=_spread_of([one.answer_speed for one in told]),
        abandon_wait=_spread_of([one.abandon_wait for one in told]),
        longest_waiting=max(
            (one.longest_waiting for one in told if one.longest_waiting is not None), default=None
        ),
        handle=spread([sum(one) for one in handled]),
        talk_mean=_mean([talk for talk, _, _ in handled]),
        hold_mean=_mean([hold for _, hold, _ in handled]),
        wrap_up_mean=_mean([wrap_up for _, _, wrap_up in handled]),
        callbacks=_callbacks([one.callbacks for one in told]),
        foreseen=together([one.foreseen for one in told]),
    )


def _callbacks(told: list[CallbackFigures]) -> CallbackFigures:
    names = CallbackFigures.__struct_fields__
    return CallbackFigures(**{name: sum(getattr(one, name) for one in told) for name in names})


def _counts(told: list[DayFigures]) -> Counts:
    names = Counts.__struct_fields__
    return Counts(**{name: sum(getattr(one.counts, name) for one in told) for name in names})


def _spread_of(ones: list[Spread]) -> Spread:
    """Each is of one call: its mean is its only length."""
    return spread([one.mean for one in ones if one.mean is not None])


def _mean(lengths: list[float]) -> float | None:
    return sum(lengths) / len(lengths) if lengths else None
