"""Lengths of time that differ from call to call: how long people talk, wait, and take to answer.

A draw names a distribution of seconds. Who draws, and with which random numbers, it does not know.
"""

from math import log, sqrt
from random import Random

import msgspec


class Draw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Exactly one of these, in seconds; `recorded` in a file may be the name of another file."""

    constant: float | None = None
    exponential: float | None = None
    """Its mean."""
    log_normal: tuple[float, float] | None = None
    """Mean, and standard deviation as a share of the mean."""
    recorded: tuple[float, ...] | str | None = None
    """Values as they were; each draw takes one of them."""

    def fault(self) -> str:
        """What makes no sense, with its cure; empty when it can be drawn from."""
        given = [name for name in self.__struct_fields__ if getattr(self, name) is not None]
        if len(given) != 1:
            return f"names {len(given)} distributions; give one of {', '.join(_NAMES)}"
        if self.log_normal is not None and min(self.log_normal) <= 0:
            return "log_normal is [mean, deviation as a share of it]; both are above 0"
        if self.exponential is not None and self.exponential <= 0:
            return "exponential takes its mean in seconds, above 0"
        if isinstance(self.recorded, tuple) and (not self.recorded or min(self.recorded) < 0):
            return "recorded takes at least one value, none below 0"
        if self.constant is not None and self.constant < 0:
            return "constant takes seconds, 0 or more"
        return ""

    def draw(self, random: Random) -> float:
        """Seconds, 0 or more."""
        if self.constant is not None:
            return self.constant
        if self.exponential is not None:
            return random.expovariate(1 / self.exponential)
        if self.log_normal is not None:
            mean, share = self.log_normal
            squared = log(1 + share * share)
            return random.lognormvariate(log(mean) - squared / 2, sqrt(squared))
        assert isinstance(self.recorded, tuple), "files are read with the scenario"
        return random.choice(self.recorded)


_NAMES = Draw.__struct_fields__

NO_TIME = Draw(constant=0.0)
"""At once."""
