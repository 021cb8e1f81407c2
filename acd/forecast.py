"""Place in line, and how long a call will wait.

A call that waits is served when those before it have been: with all n agents busy, calls of h
seconds each, the wait for the k-th agent to come free is Gamma distributed (shape k, scale h/n), as
in Erlang's model. Calls of a higher priority that come meanwhile go before it: then the wait is the
busy period that begins with k calls, told by the inverse Gaussian distribution of the same mean and
variance. Where nobody works nothing is said.
"""

from datetime import datetime, timedelta
from math import ceil, erfc, exp, sqrt
from typing import NamedTuple

import msgspec

from acd.floor import Floor
from acd.handle_time import mean_handle
from acd.ids import CallId, QueueId
from acd.queue import Ask, Lane
from acd.waiting_call import CallKey, WaitingCall

MOST_PRESSED = 0.9
"""Beyond it calls of higher priority would leave nothing for the others: no wait is for ever."""

SPOKEN_IN = 60
"""A wait is told to a caller in whole minutes."""

_HARDLY_PRESSED = 0.2
_MANY = 50.0
"""Shapes from which on the two distributions are the same."""
_NEWCOMER = CallId("\U0010ffff")
"""Behind every call that came at the same instant."""
_P80 = 0.8416
"""How many deviations of a normal distribution lie below its 80 %."""
_ROUND = 6
"""Digits that count: sums in another order must give the same."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a waiting call stands."""

    queue: QueueId
    ahead: int
    entered_at: datetime


class Wait(NamedTuple):
    """How long a call will wait from now on, in whole seconds."""

    p50: int
    """As likely longer as shorter."""
    p80: int
    """Four of five wait no longer."""

    @property
    def spoken(self) -> int:
        """What a caller is told: seconds that are whole minutes, and that four of five keep."""
        return max(1, ceil(self.p80 / SPOKEN_IN)) * SPOKEN_IN


class Before(NamedTuple):
    """What is before a call that waits."""

    ahead: float
    """Calls that its agents serve first; one that others may serve too counts as a part."""
    agents: int
    """Who work and can serve it."""
    handle_for: float
    """Seconds from one call of such an agent to her next."""
    pressed: float = 0.0
    """Share of these agents' time that calls of a higher priority will take, 0-1."""


def wait_behind(before: Before) -> Wait | None:
    """From what is before it; None when nobody works."""
    if before.agents < 1:
        return None
    pressed = min(before.pressed, MOST_PRESSED)
    step = before.handle_for / before.agents
    mean = (before.ahead + 1) * step / (1 - pressed)
    shape = (before.ahead + 1) * (1 - pressed) / (1 + pressed)
    if pressed <= _HARDLY_PRESSED or shape > _MANY:
        waits = [_gamma(mean, shape, z) for z in (0.0, _P80)]
    else:
        waits = [_inverse_gaussian(mean, shape, share) for share in (0.5, 0.8)]
    return Wait(*(ceil(round(seconds, _ROUND)) for seconds in waits))


def _gamma(mean: float, shape: float, deviations: float) -> float:
    """A quantile of the Gamma distribution, by the cube of a normal one (Wilson and Hilferty):
    within 2 % for shapes from 1 on.
    """
    root = 1 - 1 / (9 * shape) + deviations / (3 * sqrt(shape))
    return mean * float(max(0.0, root)) ** 3


def _inverse_gaussian(mean: float, shape: float, share: float) -> float:
    """A quantile of the inverse Gaussian distribution, whose variance is mean²/shape: halved in
    until it is known to a thousandth of the mean.
    """
    low, high = 0.0, mean * (1 + 2 / sqrt(shape))
    while high - low > mean / 1000:
        middle = (low + high) / 2
        x, spread = middle / mean, sqrt(shape * mean / middle)
        below = _normal(spread * (x - 1)) + exp(2 * shape) * _normal(-spread * (x + 1))
        low, high = (middle, high) if below < share else (low, middle)
    return high


def _normal(deviations: float) -> float:
    """The share of a normal distribution below so many deviations."""
    return erfc(-deviations / sqrt(2)) / 2


class Forecasts:
    """Reads one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def of(self, call: WaitingCall, at: datetime) -> Wait | None:
        """A call in line, at this instant."""
        lane = self._floor.indexes.lane_of(call)
        return wait_behind(self._before(lane, call.key, call.priority, at))

    def of_newcomer(self, queue: QueueId, at: datetime) -> Wait | None:
        """A caller of the usual priority who entered the queue now and asked for no language."""
        lane = self._floor.indexes.lane(queue, Ask(None))
        if next(self._floor.idle(lane), None) is not None:
            return Wait(0, 0)
        rules = lane.profile
        due_at = at + timedelta(seconds=rules.answer_within - rules.head_start)
        key = (-rules.priority, due_at, _NEWCOMER)
        return wait_behind(self._before(lane, key, rules.priority, at))

    def _before(self, lane: Lane, key: CallKey, priority: int, at: datetime) -> Before:
        """Over every lane that shares agents with this one: a call there is served by one of them
        as often as they are among its agents.
        """
        floor = self._floor
        ahead = sum(
            shared / other.staffed * other.waiting.place(key)
            for other, shared in lane.beside.items()
            if shared
        )
        every = seconds = pressed = 0.0
        for queue, language in floor.arrivals.streams():
            if queue not in floor.indexes.named:
                continue
            other = floor.indexes.lane(queue, Ask(language))
            shared = lane.beside[other]
            if not shared:
                continue
            handle_for = mean_handle(floor, queue)
            rate, higher = floor.arrivals.rates((queue, language), priority, at)
            every += shared / other.staffed * rate
            seconds += shared / other.staffed * rate * handle_for
            pressed += shared / other.staffed * higher * handle_for
        return Before(
            ahead=ahead,
            agents=lane.staffed,
            handle_for=seconds / every if every else mean_handle(floor, lane.queue),
            pressed=pressed / lane.staffed if lane.staffed else 0.0,
        )
