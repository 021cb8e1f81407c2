"""The figures of a set of calls, a day's or a queue's, at an instant.

Reports, the API and the wallboard ask it with the records they chose and an `as_of`; what happened
after that instant is left out, so yesterday at noon can be asked for. It must not know how records
were chosen. Lengths are seconds.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from callcenter.calls.call import Direction
from callcenter.history.call_record import CallRecord, Result
from callcenter.history.foreseen import ForeseenFigures, foreseen_figures
from callcenter.history.left_work import CallbackEnd
from callcenter.history.misses import misses
from callcenter.history.service_level import Counts, all_variants, service_level


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How a length is spread; None while there is none."""

    count: int = 0
    mean: float | None = None
    median: float | None = None
    p80: float | None = None
    p90: float | None = None
    p95: float | None = None
    longest: float | None = None


class CallbackFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Callbacks asked for: asked = spoke + failed + withdrawn + open."""

    asked: int = 0
    spoke: int = 0
    """Customer and agent spoke."""
    failed: int = 0
    """Not reached in all tries."""
    withdrawn: int = 0
    open: int = 0
    tries: int = 0
    """How often a customer's telephone was tried."""
    kept: int = 0
    """Promises kept: the first try began in time."""
    broken: int = 0

    @property
    def kept_rate(self) -> float | None:
        """Kept / (kept + broken): 0 to 1; promises that are not due yet do not count."""
        whole = self.kept + self.broken
        return self.kept / whole if whole else None


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """offered = answered + abandoned + short + flowed out + turned away + called back +
    voicemail + withdrawn + lost + waiting.
    """

    as_of: datetime
    offered: int = 0
    """Calls that entered a queue; a caller who left in the dialogue is not one of them."""
    answered: int = 0
    answered_within: int = 0
    """Connected within their queue's promise T."""
    abandoned: int = 0
    """Without the short ones."""
    short_abandoned: int = 0
    flowed_out: int = 0
    turned_away: int = 0
    """Heard why they could not be taken, such as outside opening hours, and were let go."""
    called_back: int = 0
    voicemail: int = 0
    """Left a message."""
    withdrawn: int = 0
    lost: int = 0
    dropped: int = 0
    """Of the answered, and of those we placed: conversations that broke; nobody hung up."""
    waiting: int = 0
    counts: Counts = Counts()
    service_level: float | None = None
    """The headline, SL-4: 0 to 1."""
    service_levels: dict[str, float | None] = {}
    """All six variants by id."""
    abandon_rate: float | None = None
    """Abandoned / (offered - short abandons): 0 to 1."""
    answer_speed: Spread = Spread()
    """Waits of the answered; its mean is the average speed of answer (ASA)."""
    abandon_wait: Spread = Spread()
    """Waits of the abandoned, short ones too."""
    longest_waiting: float | None = None
    missed: int = 0
    """Offers that agents did not react to."""
    declined: int = 0
    """Offers that agents declined, or their phones because they were in use."""
    missed_by_device: int = 0
    """Offers that a page, its audio or a phone missed: no agent's miss."""
    handle: Spread = Spread()
    """Talk, hold and wrap-up per finished segment, calls that we placed too; its mean is the
    average handle time (AHT).
    """
    talk_mean: float | None = None
    hold_mean: float | None = None
    wrap_up_mean: float | None = None
    callbacks: CallbackFigures = CallbackFigures()
    foreseen: ForeseenFigures = ForeseenFigures()

    @property
    def answer_rate(self) -> float | None:
        """Answered / offered: 0 to 1. Who left within the limit of a short abandon, was turned
        away or withdrawn, asked to be called back, left a message or still waits is not counted as
        offered.
        """
        elsewhere = self.turned_away + self.withdrawn + self.called_back + self.voicemail
        whole = self.offered - self.short_abandoned - elsewhere - self.waiting
        return self.answered / whole if whole > 0 else None

    @property
    def is_balanced(self) -> bool:
        """Whether the identity holds."""
        return self.offered == (
            self.answered
            + self.abandoned
            + self.short_abandoned
            + self.flowed_out
            + self.turned_away
            + self.called_back
            + self.voicemail
            + self.withdrawn
            + self.lost
            + self.waiting
        )


def day_figures(
    records: Iterable[CallRecord], as_of: datetime, *, within: float | None = None
) -> DayFigures:
    """The figures of these calls as they stood at `as_of`.

    `within` overrides the promise T of each call's queue, in seconds.
    """
    given = tuple(records)
    offered = [record for record in given if record.result_at(as_of) is not Result.NOT_OFFERED]
    placed = [record for record in given if record.direction is not Direction.INBOUND]
    results = Counter(record.result_at(as_of) for record in offered)
    counts = count(offered, as_of, within=within)
    handled = [
        (record, segment)
        for record in (*offered, *placed)
        for segment in record.agents
        if segment.is_handled_at(as_of)
    ]
    waiting = _waits(offered, as_of, Result.WAITING)
    missed = misses((one for record in offered for one in record.offers), as_of)
    return DayFigures(
        as_of=as_of,
        offered=len(offered),
        answered=results[Result.ANSWERED],
        answered_within=counts.answered_within,
        abandoned=results[Result.ABANDONED],
        short_abandoned=results[Result.SHORT_ABANDONED],
        flowed_out=results[Result.FLOWED_OUT],
        turned_away=results[Result.TURNED_AWAY],
        called_back=results[Result.CALLED_BACK],
        voicemail=results[Result.VOICEMAIL],
        withdrawn=results[Result.WITHDRAWN],
        lost=results[Result.LOST],
        dropped=sum(_had_dropped(one, as_of) for one in (*offered, *placed)),
        waiting=results[Result.WAITING],
        counts=counts,
        service_level=service_level(counts),
        service_levels=all_variants(counts),
        abandon_rate=_abandon_rate(results, len(offered)),
        answer_speed=spread(_waits(offered, as_of, Result.ANSWERED)),
        abandon_wait=spread(_waits(offered, as_of, Result.ABANDONED, Result.SHORT_ABANDONED)),
        longest_waiting=max(waiting, default=None),
        missed=missed.by_agent,
        declined=missed.declined,
        missed_by_device=missed.by_device,
        handle=spread([record.handle_in(segment) for record, segment in handled]),
        talk_mean=_mean([record.talk_in(segment) for record, segment in handled]),
        hold_mean=_mean([record.hold_in(segment) for record, segment in handled]),
        wrap_up_mean=_mean([segment.wrap_up for _, segment in handled]),
        callbacks=callback_figures(offered, as_of),
        foreseen=foreseen_figures(offered, as_of),
    )


def callback_figures(records: Iterable[CallRecord], as_of: datetime) -> CallbackFigures:
    """What had become of the callbacks asked for in these calls, at an instant."""
    tally: Counter[str] = Counter()
    for record in records:
        callback, asked_at = record.callback, record.called_back_at
        if callback is None or asked_at is None or asked_at > as_of:
            continue
        over = callback.how if callback.ended_at and callback.ended_at <= as_of else None
        kept = callback.is_kept_at(as_of)
        tally.update(("asked", _CALLBACK_ENDS[over]))
        tally.update({"tries": sum(1 for one in callback.tried_at if one <= as_of)})
        if kept is not None:
            tally.update(("kept" if kept else "broken",))
    return CallbackFigures(**tally)


_CALLBACK_ENDS = {
    CallbackEnd.KEPT: "spoke",
    CallbackEnd.FAILED: "failed",
    CallbackEnd.WITHDRAWN: "withdrawn",
    None: "open",
}


def count(records: Iterable[CallRecord], as_of: datetime, *, within: float | None = None) -> Counts:
    """What the service level's formulas need, at an instant."""
    tally: Counter[str] = Counter()
    for record in records:
        promise = record.answer_within if within is None else within
        tally.update(_counted_as(record, as_of, promise))
    return Counts(**tally)


def _counted_as(record: CallRecord, as_of: datetime, promise: float) -> tuple[str, ...]:
    """The fields of `Counts` in which a call counts one."""
    in_time = record.waited_at(as_of) <= promise
    match record.result_at(as_of):
        case Result.NOT_OFFERED:
            return ()
        case Result.ANSWERED:
            return ("answered", "answered_within") if in_time else ("answered",)
        case Result.ABANDONED:
            return ("abandoned", "abandoned_within") if in_time else ("abandoned",)
        case Result.SHORT_ABANDONED:
            return ("abandoned", "abandoned_short", "abandoned_within")
        case _:
            return () if in_time else ("crossed",)


def spread(lengths: Sequence[float]) -> Spread:
    """Mean, median and the higher percentiles of some lengths."""
    if not lengths:
        return Spread()
    ordered = sorted(lengths)
    return Spread(
        count=len(ordered),
        mean=_mean(ordered),
        median=quantile(ordered, 0.5),
        p80=quantile(ordered, 0.8),
        p90=quantile(ordered, 0.9),
        p95=quantile(ordered, 0.95),
        longest=ordered[-1],
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """The length that `share` (0-1) of them do not exceed; between two, on the line between."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def _mean(lengths: Sequence[float]) -> float | None:
    return sum(lengths) / len(lengths) if lengths else None


def _waits(records: Iterable[CallRecord], as_of: datetime, *results: Result) -> list[float]:
    return [one.waited_at(as_of) for one in records if one.result_at(as_of) in results]


def _abandon_rate(results: Counter[Result], offered: int) -> float | None:
    whole = offered - results[Result.SHORT_ABANDONED]
    return results[Result.ABANDONED] / whole if whole > 0 else None


def _had_dropped(record: CallRecord, as_of: datetime) -> bool:
    return record.dropped_at is not None and record.dropped_at <= as_of
