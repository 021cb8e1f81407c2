"""When calls of a load come, and percentiles of what was measured."""

from __future__ import annotations

import itertools
import statistics

import pytest

from callcenter.lab.load.figures import Figure, figure, percentile
from callcenter.lab.load.schedule import poisson

pytestmark = pytest.mark.thinking


def test_calls_come_at_the_rate_on_average_and_independently() -> None:
    times = poisson(7, 20.0, 20_000)
    gaps = [then - one for one, then in itertools.pairwise(times)]

    assert times == sorted(times)
    assert statistics.mean(gaps) == pytest.approx(1 / 20, rel=0.03)
    # The mark of a Poisson process: gaps spread as widely as they are long.
    assert statistics.stdev(gaps) == pytest.approx(1 / 20, rel=0.05)


def test_a_seed_always_gives_the_same_times() -> None:
    assert poisson(3, 5.0, 50) == poisson(3, 5.0, 50)
    assert poisson(3, 5.0, 50) != poisson(4, 5.0, 50)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0), (0.0, 1.0)]
)
def test_a_percentile_is_one_of_the_samples(share: float, expected: float) -> None:
    assert percentile([float(one) for one in range(1, 101)], share) == expected


@pytest.mark.parametrize(("count", "expected"), [(1, 1.0), (2, 2.0), (99, 99.0), (201, 199.0)])
def test_of_few_samples_the_99th_percentile_is_the_largest(count: int, expected: float) -> None:
    assert percentile([float(one) for one in range(1, count + 1)], 0.99) == expected


def test_a_figure_is_in_milliseconds_and_none_is_empty() -> None:
    assert figure([0.002, 0.001, 0.004]) == Figure(p50=2.0, p95=4.0, p99=4.0, most=4.0, count=3)
    assert figure([]) == Figure()
