"""The order and the deadlines: compared with a plain sorted list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import acd.order
from acd.deadlines import Deadlines
from acd.ids import DeadlineId
from acd.order import Order
from acd.step import Deadline, DeadlineReached
from tests.bench.rooms import at

pytestmark = pytest.mark.thinking

Doing = tuple[str, int]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("add", "add", "discard")), st.integers(0, 60))))
def test_order_is_a_sorted_set(doings: list[Doing]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acd.order, "_FULL", 4)
        order: Order[tuple[int]] = Order()
        plain: set[tuple[int]] = set()
        for doing, number in doings:
            key = (number,)
            if doing == "add":
                order.add(key)
                plain.add(key)
            else:
                order.discard(key)
                plain.discard(key)
            expected = sorted(plain)
            assert list(order) == expected
            assert len(order) == len(expected)
            assert order.first() == (expected[0] if expected else None)
            for probe in ((number,), (-1,), (99,)):
                assert order.place(probe) == sum(one < probe for one in expected)


def test_order_of_many_blocks() -> None:
    order: Order[tuple[int, str]] = Order()
    for number in range(5_000):
        order.add((number * 7919 % 5_000, "x"))
    assert [key for key, _ in order] == list(range(5_000))
    assert order.place((2_500, "x")) == 2_500
    for number in range(0, 5_000, 2):
        order.discard((number, "x"))
    assert order.first() == (1, "x")
    assert order.place((2_501, "x")) == 1_250


def test_deadlines_are_armed_put_off_and_reached() -> None:
    first, second = DeadlineId("offer:c1/1"), DeadlineId("wrap:c2")
    deadlines = Deadlines({second: at(20)})
    deadlines.arm(first, at(10))
    assert deadlines.next() == Deadline(at(10), first)
    deadlines.arm(first, at(30))
    assert deadlines.next() == Deadline(at(20), second)
    assert not deadlines.reached(DeadlineReached(at=at(10), deadline=first))
    assert deadlines.reached(DeadlineReached(at=at(20), deadline=second))
    assert not deadlines.reached(DeadlineReached(at=at(20), deadline=second))
    assert deadlines.is_armed(first)
    assert deadlines.armed() == {first: at(30)}
    deadlines.disarm(first)
    deadlines.disarm(first)
    assert deadlines.next() is None
