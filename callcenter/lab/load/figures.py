"""Percentiles of what was measured. Pure."""

from collections.abc import Iterable, Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One quantity, in milliseconds. Nothing measured: `count` is 0 and so are all."""

    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    most: float = 0.0
    count: int = 0


def percentile(ordered: Sequence[float], share: float) -> float:
    """Nearest rank: the smallest that this share (0 to 1) does not exceed; of at least one."""
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[max(0, int(rank) - 1)]


def figure(seconds: Iterable[float]) -> Figure:
    """Of seconds."""
    ordered = sorted(seconds)
    if not ordered:
        return Figure()
    return Figure(
        p50=_ms(percentile(ordered, 0.5)),
        p95=_ms(percentile(ordered, 0.95)),
        p99=_ms(percentile(ordered, 0.99)),
        most=_ms(ordered[-1]),
        count=len(ordered),
    )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
