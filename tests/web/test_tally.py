"""Figures summed from parts are those of counting everything anew."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from acd.ids import AgentId, CallId, QueueId
from callcenter.calls.facts import Ending, Reason, Side
from callcenter.history.call_record import CallRecord
from callcenter.history.figures import day_figures
from callcenter.history.turns import Turn, TurnKind
from callcenter.history.wait_foreseen import WaitForeseen
from callcenter.web.tally import Tally

pytestmark = pytest.mark.thinking

NOON = datetime(2025, 11, 22, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


@some.composite
def records(draw: some.DrawFn) -> CallRecord:
    """One call in any state: waiting, abandoned, talking, on hold, wrapped up."""
    began = draw(some.integers(0, 1000))
    waited = draw(some.integers(0, 60))
    held = draw(some.integers(0, 30))
    talked = draw(some.integers(30, 200))
    how = draw(some.sampled_from(("waiting", "abandoned", "short", "talking", "wrapping", "over")))
    call = CallId(f"c{draw(some.uuids())}")
    foreseen = None
    if draw(some.booleans()):
        p50 = draw(some.integers(0, 60))
        foreseen = WaitForeseen(at=at(began), p50=p50, p80=2 * p50)
    if how in ("waiting", "abandoned", "short"):
        gone = None if how == "waiting" else at(began + waited)
        return CallRecord(
            call=call,
            queue=QueueId("flights"),
            queued_at=at(began),
            foreseen=foreseen,
            abandoned_at=gone,
            ended_at=gone,
            short=how == "short",
            ending=Ending(side=Side.CALLER, reason=Reason.HANGUP) if gone else None,
        )
    first, last = began + waited, began + waited + talked
    turns = [
        Turn(at=at(first), kind=TurnKind.CONNECTED, agent=AgentId("1001")),
        Turn(at=at(first + 1), kind=TurnKind.HELD),
        Turn(at=at(first + 1 + held), kind=TurnKind.RETRIEVED),
    ]
    ended = how in ("wrapping", "over")
    if ended:
        turns.append(Turn(at=at(last), kind=TurnKind.RELEASED, agent=AgentId("1001")))
    if how == "over":
        turns.append(Turn(at=at(last + 20), kind=TurnKind.WRAPPED, agent=AgentId("1001")))
    return CallRecord(
        call=call,
        queue=QueueId("flights"),
        queued_at=at(began),
        foreseen=foreseen,
        connected_at=at(first),
        released_at=at(last) if ended else None,
        wrapped_at=at(last + 20) if how == "over" else None,
        ended_at=at(last) if ended else None,
        turns=tuple(turns),
        dropped_at=at(last) if ended and draw(some.booleans()) else None,
    )


@given(some.lists(records(), max_size=12), some.integers(1500, 1600))
@settings(max_examples=60, deadline=None)
def test_parts_sum_to_the_whole(day: list[CallRecord], later: int) -> None:
    tally = Tally()
    for as_of in (at(1300), at(later)):
        whole, summed = day_figures(day, as_of), tally.figures(day, as_of)
        for name in whole.__struct_fields__:
            told, expected = getattr(summed, name), getattr(whole, name)
            if isinstance(expected, float):
                assert told == pytest.approx(expected), name
            elif name in ("handle", "answer_speed", "abandon_wait"):
                assert told.count == expected.count, name
                assert told.median == pytest.approx(expected.median), name
            else:
                assert told == expected, name


def test_a_record_that_changed_is_counted_anew() -> None:
    over = CallRecord(
        call=CallId("c1"), queued_at=at(0), abandoned_at=at(3), ended_at=at(3), short=True
    )
    tally = Tally()
    assert tally.figures([over], at(10)).short_abandoned == 1
    late = CallRecord(
        call=CallId("c1"), queued_at=at(0), abandoned_at=at(3), ended_at=at(3), short=False
    )
    assert tally.figures([late], at(10)).abandoned == 1
    tally.forget(["c1"])
    assert tally.figures([late], at(10)).abandoned == 1
