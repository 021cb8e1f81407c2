"""Calls that went from queue to queue, counted where and when it happened."""

import pytest

from acd.ids import QueueId
from callcenter.history.call_record import CallRecord, Diversion
from callcenter.history.flows import QueueFlow, flows
from tests.bench.rooms import at
from tests.history.stories import CALL

pytestmark = pytest.mark.thinking

FLIGHTS, HOTELS, CARE = map(QueueId, ("flights", "hotels", "care"))


def went(seconds: float, queue: QueueId, because: str, to: str, into: str = "") -> Diversion:
    return Diversion(at=at(seconds), queue=queue, because=because, to=to, into=QueueId(into))


def test_what_went_out_came_in_elsewhere() -> None:
    twice = CallRecord(
        call=CALL,
        diversions=(
            went(30, FLIGHTS, "waited", "queue", HOTELS),
            went(60, HOTELS, "full", "queue", CARE),
        ),
    )
    away = CallRecord(call=CALL, diversions=(went(40, FLIGHTS, "full", "hang_up"),))
    late = CallRecord(call=CALL, diversions=(went(90, FLIGHTS, "key", "callback"),))
    assert flows((twice, away, late), at(0), at(90)) == (
        QueueFlow(queue=CARE, overflowed_in=1),
        QueueFlow(
            queue=FLIGHTS,
            overflowed_out=1,
            ways={"hang_up": 1, "queue": 1},
            because={"full": 1, "waited": 1},
        ),
        QueueFlow(
            queue=HOTELS,
            overflowed_out=1,
            overflowed_in=1,
            ways={"queue": 1},
            because={"full": 1},
        ),
    )
