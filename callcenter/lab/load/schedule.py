"""When the calls of a load come. Pure."""

from random import Random


def poisson(seed: int, rate: float, calls: int) -> list[float]:
    """Seconds from the beginning at which each call comes: independent of one another, `rate` a
    second on average. Who is late stays late: the times do not wait for anybody.
    """
    dice, at, times = Random(seed), 0.0, []
    for _ in range(calls):
        at += dice.expovariate(rate)
        times.append(at)
    return times
