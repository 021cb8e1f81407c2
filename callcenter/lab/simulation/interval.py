"""How sure a figure of several runs is: the mean, and the 95 % interval around it.

By Student's t, for runs are few; each run is one independent sample.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

import msgspec

_T = (12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
_T_MORE = ((15, 2.131), (20, 2.086), (30, 2.042), (60, 2.000), (120, 1.980))
"""Least runs less one that a value is used for: a little wide in between, never narrow."""


class Interval(msgspec.Struct, frozen=True):
    """The mean of the runs, and half the width of the interval; infinite after a single run."""

    mean: float
    half: float

    @property
    def least(self) -> float:
        """Its lower end."""
        return self.mean - self.half

    @property
    def most(self) -> float:
        """Its upper end."""
        return self.mean + self.half

    def holds(self, value: float) -> bool:
        """The value is within it."""
        return self.least <= value <= self.most


def interval(samples: Sequence[float]) -> Interval:
    """Of at least one sample."""
    if len(samples) == 1:
        return Interval(samples[0], float("inf"))
    return Interval(fmean(samples), student(len(samples)) * stdev(samples) / sqrt(len(samples)))


def student(runs: int) -> float:
    """The factor for so many runs, at least two."""
    freedom = runs - 1
    if freedom <= len(_T):
        return _T[freedom - 1]
    return min((value for least, value in _T_MORE if freedom >= least), default=_T[-1])
