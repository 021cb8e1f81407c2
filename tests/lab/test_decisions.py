"""The distributor's measure decides what it says it measures, and leaves the floor as it was."""

import pytest

from callcenter.lab.measures.decisions import BusyFloor, IdleFloor

pytestmark = pytest.mark.thinking


@pytest.mark.parametrize("floor", [BusyFloor(60, 100), IdleFloor(60)])
def test_each_decision_is_an_offer_and_the_floor_is_as_before(floor: BusyFloor | IdleFloor) -> None:
    before = [floor.room.queue_figures(queue) for queue in floor.room.queues()]
    decided = 0
    for fact, undo in floor.decisions(130):
        floor._carry(fact)
        undo()
        decided += 1
    assert decided == 130
    assert [floor.room.queue_figures(queue) for queue in floor.room.queues()] == before
