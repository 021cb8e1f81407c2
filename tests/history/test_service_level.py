"""The six formulas against the published example, and the moments at which a call counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.history.service_level import HEADLINE, Counts, all_variants, service_level

pytestmark = pytest.mark.thinking

EXAMPLE = Counts(
    answered=1000,
    abandoned=60,
    answered_within=860,
    abandoned_within=20,
    abandoned_short=10,
)


@pytest.mark.parametrize(
    ("variant", "percent"),
    [
        ("SL-1", 86.00),
        ("SL-2", 83.02),
        ("SL-3", 81.13),
        ("SL-4", 82.69),
        ("SL-5", 82.08),
        ("SL-6", 81.90),
    ],
)
def test_the_published_example(variant: str, percent: float) -> None:
    share = all_variants(EXAMPLE)[variant]
    assert share is not None
    assert round(share * 100, 2) == percent


def test_the_headline_leaves_early_abandons_out() -> None:
    assert HEADLINE == "SL-4"
    assert service_level(EXAMPLE) == 860 / 1040
    assert EXAMPLE.abandoned_late == 40


def test_nothing_counted_is_no_figure() -> None:
    assert set(all_variants(Counts()).values()) == {None}
    early = Counts(abandoned=2, abandoned_within=2, abandoned_short=2)
    assert service_level(early) is None


def test_a_caller_who_still_waits_beyond_the_promise_is_a_miss_already() -> None:
    before = Counts(answered=9, answered_within=9)
    after = Counts(answered=9, answered_within=9, crossed=1)
    assert (service_level(before), service_level(after)) == (1.0, 0.9)


@given(st.data())
def test_every_variant_is_a_share(data: st.DataObject) -> None:
    answered = data.draw(st.integers(0, 50))
    abandoned = data.draw(st.integers(0, 50))
    within = data.draw(st.integers(0, abandoned))
    counts = Counts(
        answered=answered,
        answered_within=data.draw(st.integers(0, answered)),
        abandoned=abandoned,
        abandoned_within=within,
        abandoned_short=data.draw(st.integers(0, within)),
        crossed=data.draw(st.integers(0, 10)),
    )
    for share in all_variants(counts).values():
        assert share is None or 0 <= share <= 1
