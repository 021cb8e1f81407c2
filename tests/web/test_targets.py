"""Targets of several queues together."""

import pytest

from agent_desktop.marks import Marks
from callcenter.web.targets import together

pytestmark = pytest.mark.thinking

FLIGHTS = Marks(handle_warn=150, handle_over=180)
COMPLAINTS = Marks(wait_over=30, handle_warn=250, handle_over=300)


@pytest.mark.parametrize(
    ("calls", "handle", "answer"),
    [
        ([3, 0], (150, 180), 20),
        ([0, 2], (250, 300), 30),
        ([3, 1], (175, 210), 20),
        ([1, 1], (200, 240), 20),
        ([0, 0], (200, 240), 20),
    ],
)
def test_handle_time_is_weighed_by_calls_and_the_rest_is_the_busiest_queues(
    calls: list[int], handle: tuple[float, float], answer: float
) -> None:
    marks = together([FLIGHTS, COMPLAINTS], calls)
    assert (marks.handle_warn, marks.handle_over) == handle
    assert marks.wait_over == answer


def test_without_a_queue_three_minutes_are_the_target() -> None:
    assert together([], []) == Marks()
    assert Marks().handle_over == 180
