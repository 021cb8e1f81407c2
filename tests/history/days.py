"""Whole days of calls, short to write: one row a call."""

from collections.abc import Sequence
from datetime import datetime

from acd.ids import AgentId, CallId
from callcenter.calls.facts import Ending, Reason, Side
from callcenter.history.call_record import CallRecord
from callcenter.history.turns import Turn, TurnKind
from tests.history.stories import BY_CALLER, FLIGHTS, OMAR, at


def answered(
    name: str,
    entered: float,
    waited: float,
    *,
    talk: float = 60,
    wrap_up: float | None = 20,
    agent: AgentId = OMAR,
) -> CallRecord:
    """Answered after `waited`; `wrap_up` None: she has not finished."""
    connected, released = entered + waited, entered + waited + talk
    turns = [
        Turn(at=at(connected), kind=TurnKind.CONNECTED, agent=agent),
        Turn(at=at(released), kind=TurnKind.RELEASED, agent=agent),
    ]
    if wrap_up is not None:
        turns.append(Turn(at=at(released + wrap_up), kind=TurnKind.WRAPPED, agent=agent))
    return CallRecord(
        call=CallId(name),
        queue=FLIGHTS,
        queued_at=at(entered),
        connected_at=at(connected),
        released_at=at(released),
        ended_at=at(released),
        ending=BY_CALLER,
        turns=tuple(turns),
    )


def abandoned(name: str, entered: float, waited: float, *, short: bool = False) -> CallRecord:
    """The caller hung up while waiting."""
    gone = at(entered + waited)
    return CallRecord(
        call=CallId(name),
        queue=FLIGHTS,
        queued_at=at(entered),
        abandoned_at=gone,
        ended_at=gone,
        short=short,
        ending=BY_CALLER,
    )


def waiting(name: str, entered: float) -> CallRecord:
    """Still in the queue."""
    return CallRecord(call=CallId(name), queue=FLIGHTS, queued_at=at(entered))


def failed(name: str, entered: float, waited: float, reason: Reason) -> CallRecord:
    """Ended by us while it waited."""
    return CallRecord(
        call=CallId(name),
        queue=FLIGHTS,
        queued_at=at(entered),
        ended_at=at(entered + waited),
        ending=Ending(side=Side.HOUSE, reason=reason),
    )


def published_example() -> Sequence[CallRecord]:
    """1000 answered, 860 of them in time; 60 abandoned, 20 early, 10 of those short."""
    return [
        *(answered(f"in-time-{n}", n, 20) for n in range(860)),
        *(answered(f"late-{n}", n, 21) for n in range(140)),
        *(abandoned(f"short-{n}", n, 5, short=True) for n in range(10)),
        *(abandoned(f"early-{n}", n, 20) for n in range(10)),
        *(abandoned(f"left-{n}", n, 21) for n in range(40)),
    ]


EVENING: datetime = at(36_000)
"""Ten hours later: everything is over."""
