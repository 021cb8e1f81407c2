"""A day's figures: the published example as calls, the identity, and the moment of asking."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from acd.ids import CallId
from callcenter.calls.facts import Reason
from callcenter.history.call_fold import fold_all
from callcenter.history.call_record import CallRecord
from callcenter.history.figures import day_figures, quantile, spread
from callcenter.history.wait_foreseen import WaitForeseen
from tests.history.days import EVENING, abandoned, answered, failed, published_example, waiting
from tests.history.stories import CALL, answered_call, at

pytestmark = pytest.mark.thinking


def test_the_published_example_as_calls() -> None:
    figures = day_figures(published_example(), EVENING)
    shown = {
        name: None if share is None else round(share * 100, 2)
        for name, share in figures.service_levels.items()
    }
    assert shown == {
        "SL-1": 86.00,
        "SL-2": 83.02,
        "SL-3": 81.13,
        "SL-4": 82.69,
        "SL-5": 82.08,
        "SL-6": 81.90,
    }
    assert figures.service_level == figures.service_levels["SL-4"]
    assert (figures.offered, figures.answered, figures.answered_within) == (1060, 1000, 860)
    assert (figures.abandoned, figures.short_abandoned) == (50, 10)
    assert figures.abandon_rate == 50 / 1050


def test_speed_of_answer_is_of_the_answered_only() -> None:
    figures = day_figures(
        [answered("a", 0, 10), answered("b", 0, 30), abandoned("c", 0, 100)], EVENING
    )
    assert (figures.answer_speed.mean, figures.answer_speed.longest) == (20, 30)
    assert figures.abandon_wait.mean == 100


def test_handle_time_has_mean_median_and_p90_per_finished_segment() -> None:
    lengths = [80.0, 100, 120, 140, 560]
    day = [answered(f"c{n}", n, 5, talk=one, wrap_up=20) for n, one in enumerate(lengths)]
    figures = day_figures([*day, answered("wrapping", 9, 5, wrap_up=None)], EVENING)
    assert figures.handle.count == 5
    assert (figures.handle.mean, figures.handle.median) == (220, 140)
    assert figures.handle.p90 == pytest.approx(412)
    assert (figures.talk_mean, figures.hold_mean, figures.wrap_up_mean) == (200, 0, 20)


def test_the_story_of_one_call_in_figures() -> None:
    figures = day_figures(fold_all(answered_call()).values(), EVENING)
    assert (figures.answer_speed.mean, figures.handle.mean) == (10, 110)
    assert (figures.talk_mean, figures.hold_mean, figures.wrap_up_mean) == (60, 30, 20)


def test_what_came_after_the_moment_of_asking_is_left_out() -> None:
    record = fold_all(answered_call())[CALL]
    before, waits, talks, done = (
        day_figures([record], at(seconds)) for seconds in (11, 20, 60, 132)
    )
    assert before.offered == 0
    assert (waits.waiting, waits.answered, waits.longest_waiting) == (1, 0, 8)
    assert (talks.answered, talks.handle.count) == (1, 0)
    assert done.handle.mean == 110


def test_a_call_counts_when_it_crosses_the_promise() -> None:
    day = [answered("a", 0, 10), waiting("w", 100)]
    in_time, crossed = day_figures(day, at(120)), day_figures(day, at(121))
    assert (in_time.service_level, crossed.service_level) == (1.0, 0.5)
    assert (in_time.waiting, crossed.waiting) == (1, 1)


def test_an_answer_after_exactly_the_promise_is_in_time() -> None:
    assert day_figures([answered("a", 0, 20)], EVENING).answered_within == 1
    assert day_figures([answered("a", 0, 20.001)], EVENING).answered_within == 0
    assert day_figures([answered("a", 0, 25)], EVENING, within=30).answered_within == 1


def test_our_failures_and_our_rules_are_kept_apart_from_abandons() -> None:
    day = [
        failed("died", 0, 5, Reason.LINE_DIED),
        failed("died-late", 0, 50, Reason.LINE_DIED),
        failed("too-long", 0, 3600, Reason.TOO_LONG),
        answered("a", 0, 3),
    ]
    figures = day_figures(day, EVENING)
    assert (figures.lost, figures.flowed_out, figures.abandoned) == (2, 1, 0)
    assert figures.counts.crossed == 2
    assert figures.service_level == 1 / 3
    assert figures.is_balanced


def test_the_answer_rate_is_of_those_who_were_to_be_answered() -> None:
    day = [
        *(answered(f"a{n}", n, 30) for n in range(8)),
        abandoned("late", 0, 60),
        failed("died", 0, 5, Reason.LINE_DIED),
        abandoned("short", 0, 3, short=True),
        waiting("w", 900),
    ]
    assert day_figures(day, EVENING).answer_rate == 8 / 10
    assert day_figures([waiting("w", 0)], EVENING).answer_rate is None


def told(record: CallRecord, after: float, p50: int, p80: int) -> CallRecord:
    """A wait was foreseen, so many seconds after its entry."""
    entered = record.queued_at
    assert entered is not None
    foreseen = WaitForeseen(at=entered + timedelta(seconds=after), p50=p50, p80=p80)
    return replace(record, foreseen=foreseen)


def test_waits_foreseen_are_held_against_what_came() -> None:
    day = [
        told(answered("as", 0, 61), 1, 60, 90),
        told(answered("longer", 0, 101), 1, 60, 90),
        told(answered("shorter", 0, 40), 0, 60, 90),
        told(abandoned("patient", 0, 120), 0, 60, 90),
        told(abandoned("impatient", 0, 80), 0, 60, 90),
        told(waiting("w", 0), 0, 60, 90),
        answered("at once", 0, 2),
    ]
    foreseen = day_figures(day, EVENING).foreseen
    assert (foreseen.told, foreseen.kept, foreseen.kept_rate) == (4, 2, 0.5)
    assert (sorted(foreseen.errors), foreseen.error_median) == ([0, 20, 40], 20)
    assert [record.wait_error for record in day] == [0, 40, -20, 60, 20, None, None]
    early = day_figures(day, at(50)).foreseen
    assert (early.told, early.kept) == (1, 1)


def test_a_conversation_that_broke_is_answered_and_counted_beside() -> None:
    whole, broke = fold_all(answered_call())[CALL], answered("broke", 0, 5)
    broke = replace(broke, dropped_at=broke.released_at)
    figures = day_figures([whole, broke], EVENING)
    assert (figures.answered, figures.dropped) == (2, 1)
    assert figures.is_balanced
    assert day_figures([broke], at(30)).dropped == 0


def test_an_empty_day_has_no_shares() -> None:
    figures = day_figures([], EVENING)
    assert (figures.offered, figures.service_level, figures.abandon_rate) == (0, None, None)
    assert figures.is_balanced


def test_the_caller_who_left_in_the_dialogue_is_not_offered() -> None:
    left = CallRecord(call=CallId("left"), rang_at=at(0), ended_at=at(5))
    assert day_figures([left], EVENING).offered == 0


calls = st.one_of(
    st.builds(answered, st.just("a"), st.floats(0, 99), st.floats(0, 99)),
    st.builds(abandoned, st.just("b"), st.floats(0, 99), st.floats(5, 99)),
    st.builds(
        lambda entered, waited: abandoned("s", entered, waited, short=True),
        st.floats(0, 99),
        st.floats(0, 5),
    ),
    st.builds(waiting, st.just("w"), st.floats(0, 99)),
    st.builds(failed, st.just("f"), st.floats(0, 99), st.floats(0, 99), st.sampled_from(Reason)),
)


@given(st.lists(calls, max_size=20), st.floats(0, 400))
def test_the_identity_holds_for_any_day_at_any_moment(day: list[CallRecord], moment: float) -> None:
    assert day_figures(day, at(moment)).is_balanced


def test_percentiles_lie_on_the_line_between() -> None:
    assert quantile([1, 2, 3, 4], 0.5) == 2.5
    assert quantile([7], 0.9) == 7
    assert spread([]).mean is None
