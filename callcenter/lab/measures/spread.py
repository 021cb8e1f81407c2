"""Samples of one quantity and the table row they make: median and spread, never a single number."""

import statistics
from collections.abc import Callable, Sequence

import msgspec

HEADING = ("what", "median", "p90", "least – most", "n")


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of samples says."""

    median: float
    p90: float
    least: float
    most: float
    count: int


def spread(samples: Sequence[float]) -> Spread:
    """Of at least one sample; p90 is the smallest that nine tenths do not exceed."""
    ordered = sorted(samples)
    nine_tenths = -(-len(ordered) * 9 // 10)
    return Spread(
        median=statistics.median(ordered),
        p90=ordered[nine_tenths - 1],
        least=ordered[0],
        most=ordered[-1],
        count=len(ordered),
    )


class Table:
    """Rows of Markdown, printed as they come."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def title(self, words: str) -> None:
        """Begin a table."""
        self._say(f"\n{words}\n")
        self._say(f"| {' | '.join(HEADING)} |")
        self._say(f"|{'---|' * len(HEADING)}")

    def row(self, what: str, samples: Sequence[float], unit: str) -> None:
        """One quantity; seconds are told in ms when `unit` is ms."""
        if not samples:
            self._say(f"| {what} | – | – | – | 0 |")
            return
        factor = 1000.0 if unit == "ms" else 1.0
        told = spread([one * factor for one in samples])
        median, p90 = _words(told.median), _words(told.p90)
        width = f"{_words(told.least)} – {_words(told.most)}"
        self._say(f"| {what} | {median} {unit} | {p90} | {width} | {told.count} |")

    def note(self, words: str) -> None:
        """A line below a table."""
        self._say(f"\n{words}")


def _words(value: float) -> str:
    """Three digits that matter."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
