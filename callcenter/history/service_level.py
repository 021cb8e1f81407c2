"""Service level in its six industry variants, each with an id that is kept beside the number.

The figures, the reports and the wallboard ask it; nobody else has a formula. It must not know
records: it is given counts.

A call counts the moment it is answered, is abandoned or crosses T, whichever comes first; so a
call that still waits beyond T is a miss already. (Counting at hang-up, as queue software commonly
does, makes the live figure lag by one handling time and lets waiting callers vanish from it.)
T is the promise in seconds, s the limit of a short abandon. Waits are from queue entry to the
first connection.
"""

from collections.abc import Callable
from typing import Final

import msgspec


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What the formulas need, all of one cohort: calls by their first queue entry."""

    answered: int = 0
    answered_within: int = 0
    """Connected after at most T."""
    abandoned: int = 0
    """All abandons, early, short and late."""
    abandoned_within: int = 0
    """Abandoned after at most T."""
    abandoned_short: int = 0
    """Abandoned within s."""
    crossed: int = 0
    """Neither answered nor abandoned, and waited longer than T: still waiting, or left by rule."""

    @property
    def abandoned_late(self) -> int:
        """Abandoned after more than T."""
        return self.abandoned - self.abandoned_within

    @property
    def ended(self) -> int:
        """Answered, abandoned, or given up on by the clock."""
        return self.answered + self.abandoned + self.crossed


HEADLINE: Final = "SL-4"
"""The variant shown as *the* service level."""


def answered_only(counts: Counts) -> float | None:
    """SL-1: answered ≤ T / answered.

    Ignores abandons, so it flatters; never a headline. (ICMI method 2.)
    """
    return _share(counts.answered_within, counts.answered)


def positive(counts: Counts) -> float | None:
    """SL-2: (answered ≤ T + abandoned ≤ T) / (answered + abandoned).

    An early abandon counts as served in time. (Cisco "abandons positive", ICMI method 1.)
    """
    return _share(counts.answered_within + counts.abandoned_within, counts.ended)


def negative(counts: Counts) -> float | None:
    """SL-3: answered ≤ T / (answered + abandoned).

    Every abandon is a miss. (Cisco "abandons negative", ICMI method 3.)
    """
    return _share(counts.answered_within, counts.ended)


def ignoring_early(counts: Counts) -> float | None:
    """SL-4: answered ≤ T / (answered + abandoned > T).

    Nobody could have kept the promise to a caller who left before it was due: the headline.
    (Cisco "abandons ignored", ICMI method 4.)
    """
    return _share(counts.answered_within, counts.ended - counts.abandoned_within)


def short_credited(counts: Counts) -> float | None:
    """SL-5: (answered ≤ T + abandoned ≤ s) / (answered + abandoned).

    A short abandon counts as served in time. (ICMI method 5.)
    """
    return _share(counts.answered_within + counts.abandoned_short, counts.ended)


def short_excluded(counts: Counts) -> float | None:
    """SL-6: answered ≤ T / (answered + abandoned - abandoned ≤ s).

    A short abandon does not count at all; every other one is a miss.
    """
    return _share(counts.answered_within, counts.ended - counts.abandoned_short)


VARIANTS: Final[dict[str, Callable[[Counts], float | None]]] = {
    "SL-1": answered_only,
    "SL-2": positive,
    "SL-3": negative,
    "SL-4": ignoring_early,
    "SL-5": short_credited,
    "SL-6": short_excluded,
}
"""Id to formula. Results are shares from 0 to 1; None while nothing counts."""


def service_level(counts: Counts) -> float | None:
    """The headline."""
    return VARIANTS[HEADLINE](counts)


def all_variants(counts: Counts) -> dict[str, float | None]:
    """Every variant by its id."""
    return {name: formula(counts) for name, formula in VARIANTS.items()}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
