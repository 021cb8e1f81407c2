"""Every source's facts in order, each once, whatever the network does to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.control.inbox import GAP_GIVEN_UP_AFTER, Gap, Inbox
from callcenter.wire import Stamped

pytestmark = pytest.mark.thinking


def stamped(seq: int, source: str = "line-1") -> Stamped:
    return Stamped(id=f"{source}:{seq}", source=source, seq=seq, body=b"")


def test_in_order_comes_through_at_once() -> None:
    inbox = Inbox()
    assert [inbox.accept(stamped(n), 0.0) for n in (1, 2)] == [[stamped(1)], [stamped(2)]]


def test_a_repeat_is_dropped() -> None:
    inbox = Inbox()
    inbox.accept(stamped(1), 0.0)
    assert inbox.accept(stamped(1), 0.0) == []


def test_a_gap_is_waited_for_and_filled() -> None:
    inbox = Inbox()
    assert inbox.accept(stamped(2), 0.0) == []
    assert inbox.accept(stamped(3), 0.0) == []
    assert inbox.accept(stamped(1), 1.0) == [stamped(1), stamped(2), stamped(3)]
    assert inbox.give_up(100.0) == ([], [])


def test_a_gap_is_given_up_after_its_time() -> None:
    inbox = Inbox()
    inbox.accept(stamped(1), 0.0)
    inbox.accept(stamped(4), 10.0)
    assert inbox.give_up(10.0 + GAP_GIVEN_UP_AFTER - 0.1) == ([], [])
    gaps, ready = inbox.give_up(10.0 + GAP_GIVEN_UP_AFTER)
    assert gaps == [Gap("line-1", 2, 3)]
    assert ready == [stamped(4)]
    assert inbox.upto("line-1") == 4


def test_a_second_gap_behind_the_first_gets_its_own_time() -> None:
    inbox = Inbox()
    inbox.accept(stamped(2), 0.0)
    inbox.accept(stamped(5), 0.0)
    gaps, ready = inbox.give_up(GAP_GIVEN_UP_AFTER)
    assert (gaps, ready) == ([Gap("line-1", 1, 1)], [stamped(2)])
    assert inbox.give_up(GAP_GIVEN_UP_AFTER + 0.1) == ([], [])
    gaps, ready = inbox.give_up(2 * GAP_GIVEN_UP_AFTER)
    assert (gaps, ready) == ([Gap("line-1", 3, 4)], [stamped(5)])


def test_replayed_facts_count_as_taken() -> None:
    inbox = Inbox({"line-1": 3})
    inbox.note("line-1", 7)
    assert inbox.accept(stamped(7), 0.0) == []
    assert inbox.accept(stamped(8), 0.0) == [stamped(8)]
    assert inbox.taken() == {"line-1": 8}


def test_sources_do_not_wait_for_each_other() -> None:
    inbox = Inbox()
    assert inbox.accept(stamped(2, "a"), 0.0) == []
    assert inbox.accept(stamped(1, "b"), 0.0) == [stamped(1, "b")]


@given(st.permutations(range(1, 9)), st.lists(st.integers(1, 8), max_size=8))
def test_any_order_with_any_repeats_comes_out_in_order(order: list[int], again: list[int]) -> None:
    inbox = Inbox()
    out: list[int] = []
    for seq in [*order, *again]:
        out.extend(one.seq for one in inbox.accept(stamped(seq), 0.0))
    assert out == list(range(1, 9))
