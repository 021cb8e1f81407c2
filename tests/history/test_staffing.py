"""Erlang's formulas against published and computed examples, and against each other."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.history.staffing import (
    Expected,
    Load,
    agents_needed,
    erlang_a,
    erlang_b,
    erlang_c,
    expected,
)

pytestmark = pytest.mark.thinking

T = 20.0


def load(calls: float, handle: float = 180, patience: float | None = None) -> Load:
    return Load(calls_per_half_hour=calls, handle=handle, patience=patience)


@pytest.mark.parametrize(
    ("calls", "agents", "waits", "within", "asa", "occupancy"),
    [(100, 14, 0.1741, 0.8884, 7.836, 0.7143), (500, 55, 0.3845, 0.7794, 13.84, 0.9091)],
)
def test_erlang_c_of_the_published_examples(
    calls: float, agents: int, waits: float, within: float, asa: float, occupancy: float
) -> None:
    found = erlang_c(load(calls), agents, T)
    assert found.waits == pytest.approx(waits, abs=5e-5)
    assert found.service_level == pytest.approx(within, abs=5e-5)
    assert found.mean_wait == pytest.approx(asa, rel=5e-4)
    assert found.occupancy == pytest.approx(occupancy, abs=5e-5)
    assert found.abandons == 0


@pytest.mark.parametrize(
    ("calls", "agents", "waits", "abandons", "wait", "within"),
    [(100, 14, 0.1355, 0.0187, 3.365, 0.9256), (500, 55, 0.2577, 0.0206, 3.710, 0.9158)],
)
def test_erlang_a_with_a_patience_of_three_minutes(
    calls: float, agents: int, waits: float, abandons: float, wait: float, within: float
) -> None:
    found = erlang_a(load(calls, patience=180), agents, T)
    assert found.waits == pytest.approx(waits, abs=5e-5)
    assert found.abandons == pytest.approx(abandons, abs=5e-5)
    assert found.mean_wait == pytest.approx(wait, rel=5e-4)
    assert found.answered_within == pytest.approx(within, abs=5e-5)
    assert found.service_level > found.answered_within, "an early abandon is no broken promise"


@pytest.mark.parametrize(
    ("calls", "for_80", "for_90"),
    [(100, 14, 15), (200, 24, 26), (500, 56, 58), (1000, 107, 110), (2000, 208, 211)],
)
def test_agents_needed_for_a_promise(calls: float, for_80: int, for_90: int) -> None:
    assert agents_needed(load(calls), T, 0.8) == for_80
    assert agents_needed(load(calls), T, 0.9) == for_90


@pytest.mark.parametrize(
    ("agents", "by_handle"),
    [
        (55, {170: 92.2, 175: 86.6, 180: 77.9, 185: 65.0, 190: 46.3}),
        (58, {170: 97.5, 175: 95.5, 180: 92.0, 185: 86.6, 190: 78.2}),
    ],
)
def test_what_a_few_seconds_of_handle_time_are_worth(
    agents: int, by_handle: dict[int, float]
) -> None:
    for handle, percent in by_handle.items():
        found = erlang_c(load(500, handle), agents, T).service_level
        assert 100 * found == pytest.approx(percent, abs=0.06)


def test_more_load_than_agents_is_told_as_it_is() -> None:
    found = erlang_c(load(500), 50, T)
    assert found == Expected(
        waits=1, answered_within=0, service_level=0, mean_wait=inf, abandons=0, occupancy=1
    )
    relieved = erlang_a(load(500, patience=60), 25, T)
    assert relieved.abandons == pytest.approx(0.5, abs=1e-3), "hanging up is what balances it"
    assert relieved.mean_wait == pytest.approx(30, abs=0.1)


def test_callers_who_hardly_ever_hang_up_are_those_of_erlang_c() -> None:
    never, hardly = erlang_c(load(500), 55, T), erlang_a(load(500, patience=1e8), 55, T)
    for name in Expected.__struct_fields__:
        assert getattr(hardly, name) == pytest.approx(getattr(never, name), abs=1e-3)
    assert erlang_a(load(500), 55, T) == never == expected(load(500), 55, T)
    assert expected(load(500, patience=180), 55, T) == erlang_a(load(500, patience=180), 55, T)


@pytest.mark.parametrize(("calls", "agents"), [(50_000, 5_000), (500_000, 49_000), (10, 5_000)])
def test_thousands_of_agents_are_no_other_matter(calls: float, agents: int) -> None:
    found = erlang_a(load(calls, patience=180), agents, T)
    for share in (found.waits, found.answered_within, found.service_level, found.abandons):
        assert 0 <= share <= 1
    assert 0 <= found.mean_wait < 180


def test_a_target_no_number_of_agents_reaches_is_refused() -> None:
    with pytest.raises(ValueError, match=r"level of 1\.0"):
        agents_needed(load(100), T, 1.0)


def test_blocked_calls_of_a_known_table() -> None:
    assert erlang_b(10, 14) == pytest.approx(0.0568, abs=5e-5)
    assert erlang_b(2, 0) == 1


@given(
    calls=st.floats(1, 900),
    handle=st.floats(20, 600),
    patience=st.floats(5, 2_000) | st.none(),
    agents=st.integers(1, 150),
    within=st.floats(0, 120),
)
def test_theory_is_consistent_whatever_is_asked(
    calls: float, handle: float, patience: float | None, agents: int, within: float
) -> None:
    asked = load(calls, handle, patience)
    found, more = (expected(asked, count, within) for count in (agents, agents + 1))
    for share in (found.waits, found.answered_within, found.abandons, found.occupancy):
        assert -1e-9 <= share <= 1 + 1e-9
    assert found.service_level >= found.answered_within - 1e-9
    assert more.service_level >= found.service_level - 1e-6, "one more agent never harms"
    assert more.mean_wait <= found.mean_wait * (1 + 1e-9)
    later = expected(asked, agents, within + 10)
    assert later.answered_within >= found.answered_within - 1e-6
