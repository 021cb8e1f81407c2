"""Facts for the journal: short ways to make rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from acd.facts import CallerLeft, Intent, IntentChosen
from acd.ids import AgentId, CallId
from acd.step import Fact
from callcenter.facts import encode
from callcenter.wire import Positioned

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def left(call: str, at: datetime = NOON) -> Fact:
    """The caller of `call` has left."""
    return CallerLeft(at=at, call=CallId(call))


def available(agent: str, at: datetime = NOON) -> Fact:
    """The agent chose to be available."""
    return IntentChosen(at=at, agent=AgentId(agent), intent=Intent.AVAILABLE)


def row(position: int, fact: Fact, *, source: str = "line-a", epoch: int = 1) -> Positioned:
    """`fact` at `position`, as the source's fact of that number."""
    return Positioned(
        position=position,
        epoch=epoch,
        id=f"{source}:{position}",
        source=source,
        seq=position,
        cause=position,
        body=encode(fact),
    )


def rows(first: int, last: int, *, source: str = "line-a", epoch: int = 1) -> list[Positioned]:
    """Consecutive rows, one fact a second."""
    return [
        row(n, left(f"call-{n % 3}", NOON + timedelta(seconds=n)), source=source, epoch=epoch)
        for n in range(first, last + 1)
    ]
