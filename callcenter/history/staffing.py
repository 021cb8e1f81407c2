"""How many agents a load of calls takes, and what a number of agents achieves: Erlang's formulas.

One queue, calls that come independently of each other (Poisson), handle times that are exponential,
every agent able to take every call. Erlang C lets nobody hang up; Erlang A (Palm 1957; Garnett,
Mandelbaum and Reiman 2002) gives each caller an exponential patience of his own. What is not so
simple, `callcenter lab simulate` plays through. It must not know records: it is given a load.

Both are the same birth-and-death process, so one recursion serves both, state by state upwards. It
carries shares between 0 and 1 only, as Erlang B's recursion does, so it holds for any size.
"""

from collections.abc import Callable
from itertools import count
from math import ceil, exp, expm1, inf, log, log1p
from typing import Final

import msgspec

HALF_HOUR: Final = 1800.0
_NEGLIGIBLE: Final = 1e-16
"""A state of the line that is this rare ends the sum over all states."""
_STEPS_LEAST: Final = 400
_STEPS_A_TURN: Final = 8
"""Steps of the integral for each call that ends, so that its steepest part is followed."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What comes in. Times in seconds, above 0."""

    calls_per_half_hour: float
    handle: float
    """Mean time a call occupies an agent: talk, hold and wrap-up."""
    patience: float | None = None
    """Mean time after which a waiting caller hangs up; None: never."""

    @property
    def per_second(self) -> float:
        """Calls that come in a second."""
        return self.calls_per_half_hour / HALF_HOUR

    @property
    def erlangs(self) -> float:
        """Agents it would keep busy all the time."""
        return self.per_second * self.handle


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What theory says of the long run. Shares are of all offered calls, from 0 to 1."""

    waits: float
    """Share that finds no agent free."""
    answered_within: float
    """Share that is answered within T."""
    service_level: float
    """Answered within T / (all but those abandoned within T): the headline, SL-4."""
    mean_wait: float
    """Seconds, over all calls, those abandoned included; infinite when the line only grows."""
    abandons: float
    """Share that hangs up before an agent answers."""
    occupancy: float
    """Share of their time in which agents are busy."""


def expected(load: Load, agents: int, answer_within: float) -> Expected:
    """By Erlang A where callers hang up, else by Erlang C. `agents` ≥ 1, T in seconds ≥ 0."""
    theory = erlang_c if load.patience is None else erlang_a
    return theory(load, agents, answer_within)


def erlang_c(load: Load, agents: int, answer_within: float) -> Expected:
    """Nobody hangs up (Erlang 1917): Pw = B / (1 - ρ (1 - B)), and the wait is exponential.

    As many erlangs as agents, or more: the line only grows, and everybody waits for ever.
    """
    spare = agents - load.erlangs
    if spare <= 0:
        return Expected(
            waits=1.0,
            answered_within=0.0,
            service_level=0.0,
            mean_wait=inf,
            abandons=0.0,
            occupancy=1.0,
        )
    occupancy = load.erlangs / agents
    blocked = erlang_b(load.erlangs, agents)
    waits = blocked / (1 - occupancy * (1 - blocked))
    within = 1 - waits * exp(-spare * answer_within / load.handle)
    return Expected(
        waits=waits,
        answered_within=within,
        service_level=within,
        mean_wait=waits * load.handle / spare,
        abandons=0.0,
        occupancy=occupancy,
    )


def erlang_b(erlangs: float, agents: int) -> float:
    """Share of calls that find all agents busy where nobody may wait: B(n) = a B(n-1) / (n + a
    B(n-1)), from B(0) = 1.
    """
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = erlangs * blocked / (number + erlangs * blocked)
    return blocked


def erlang_a(load: Load, agents: int, answer_within: float) -> Expected:
    """Callers hang up after an exponential patience, or never (then it is Erlang C's process).

    Waiting and abandons come from the states' shares: calls hang up at the rate θ E[length of the
    line]. The share answered in time comes from the density of the wait of a caller who would
    never hang up (Zeltyn and Mandelbaum 2005): λ P(n-1) exp(λ (1 - exp(-θt)) / θ - nμt).
    """
    if load.patience is None:
        return erlang_c(load, agents, answer_within)
    line = _line(load, agents, 1 / load.patience)
    abandons = line.length / (load.patience * load.per_second)
    served, gone_by = _by(load, agents, line, answer_within)
    within = 1 - line.waits + served
    still_patient = exp(-answer_within / load.patience)
    waiting = still_patient * max(0.0, line.waits - gone_by)
    left_within = max(0.0, 1 - within - waiting)
    return Expected(
        waits=line.waits,
        answered_within=within,
        service_level=within / (1 - left_within) if left_within < 1 else 0.0,
        mean_wait=abandons * load.patience,
        abandons=abandons,
        occupancy=min(1.0, load.erlangs * (1 - abandons) / agents),
    )


def agents_needed(load: Load, answer_within: float, target: float) -> int:
    """The fewest agents whose service level reaches the target, a share from 0 to below 1.

    Raises ValueError for a target that no number reaches.
    """
    if not 0 <= target < 1:
        raise ValueError(f"a service level of {target} is reached by no number of agents")

    def reaches(agents: int) -> bool:
        return expected(load, agents, answer_within).service_level >= target

    enough = max(1, ceil(load.erlangs))
    while not reaches(enough):
        enough *= 2
    return _first(reaches, 1, enough)


def _first(fits: Callable[[int], bool], least: int, most: int) -> int:
    """The smallest number that fits, where every larger one does, and the largest is one."""
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if fits(middle) else (middle + 1, most)
    return most


class _Line(msgspec.Struct, frozen=True):
    """How the long run divides."""

    waits: float
    """Share of time in which no agent is free."""
    length: float
    """Mean number of calls in line."""
    just_full: float
    """Logarithm of the share of time in which all are busy and nobody waits."""


def _line(load: Load, agents: int, impatience: float) -> _Line:
    """State by state: `top` is the highest state's share in the process cut off there."""
    come, end = load.per_second, 1 / load.handle
    top = erlang_b(load.erlangs, agents)
    below, length, just_full = 1 - top, 0.0, log(top) if top > 0 else -inf
    for waiting in count(1):
        leave = agents * end + waiting * impatience
        top = come * top / (leave + come * top)
        below *= 1 - top
        length = length * (1 - top) + waiting * top
        just_full += log1p(-top)
        if leave > come and top < _NEGLIGIBLE:
            break
    return _Line(1 - below, length, just_full)


def _by(load: Load, agents: int, line: _Line, seconds: float) -> tuple[float, float]:
    """Simpson's rule over the wait: share answered in it, and share that would have been served
    in it, had nobody's own patience ended.
    """
    if line.just_full == -inf or seconds <= 0 or load.patience is None:
        return 0.0, 0.0
    ends, impatience = agents / load.handle, 1 / load.patience
    steps = 2 * max(_STEPS_LEAST, ceil(seconds * ends * _STEPS_A_TURN))
    wide = seconds / steps
    served = offered = 0.0
    for step in range(steps + 1):
        time = step * wide
        weight = 1 if step in (0, steps) else 4 if step % 2 else 2
        grown = -load.per_second * expm1(-impatience * time) / impatience
        density = ends * exp(line.just_full + grown - ends * time)
        offered += weight * density
        served += weight * density * exp(-impatience * time)
    return served * wide / 3, offered * wide / 3
