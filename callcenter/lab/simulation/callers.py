"""The callers of one queue: when each comes, how long he would wait, and how long he will talk.

All of it is drawn when he comes, from random numbers that are the queue's own: other agents or
other rules meet the same callers. Where a call goes, it does not know.
"""

from collections.abc import Iterator
from itertools import count
from random import Random

import msgspec

from acd.ids import CallId, SkillName
from callcenter.history.staffing import HALF_HOUR
from callcenter.lab.simulation.scenario import Callers


class Caller(msgspec.Struct, kw_only=True):
    """One call, as the caller knows it."""

    call: CallId
    comes: float
    """Seconds from the beginning."""
    patience: float | None
    talk: float
    """Seconds of conversation he still wants."""
    language: SkillName | None = None
    turn: int = 0
    """Grows with each connection and each return to the line: an old plan is void."""
    talking: bool = False


def callers(wanted: Callers, seconds: float, random: Random) -> Iterator[Caller]:
    """In order of arrival, until so many seconds have passed."""
    for number, comes in enumerate(_arrivals(wanted, random), 1):
        if comes >= seconds:
            return
        yield Caller(
            call=CallId(f"{wanted.id}-{number:07}"),
            comes=comes,
            patience=None if wanted.patience is None else wanted.patience.draw(random),
            talk=wanted.talk.draw(random),
            language=_language(wanted.languages, random) if wanted.languages else None,
        )


def _arrivals(wanted: Callers, random: Random) -> Iterator[float]:
    if wanted.arrivals:
        assert isinstance(wanted.arrivals, tuple), "files are read with the scenario"
        yield from wanted.arrivals
        return
    told = wanted.calls_per_half_hour
    rates = told if isinstance(told, tuple) else (told,)
    for number in count():
        rate, begin = rates[number % len(rates)] / HALF_HOUR, number * HALF_HOUR
        comes = begin + random.expovariate(rate) if rate > 0 else begin + HALF_HOUR
        while comes < begin + HALF_HOUR:
            yield comes
            comes += random.expovariate(rate)


def _language(shares: dict[SkillName, float], random: Random) -> SkillName | None:
    thrown = random.random()
    for language, share in shares.items():
        thrown -= share
        if thrown < 0:
            return language
    return None
