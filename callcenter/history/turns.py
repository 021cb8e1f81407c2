"""Turning points of a call, and the stretches between them.

A stretch is never stored: it is read from the turning points around it, so one that arrives late
moves the stretches and nothing else. The call record and the intervals use this; it knows nothing
but instants.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from acd.ids import AgentId


class TurnKind(StrEnum):
    """What turned."""

    CONNECTED = "connected"
    RELEASED = "released"
    LOST = "lost"
    """Released because her audio was gone: no wrap-up follows."""
    WRAPPED = "wrapped"
    HELD = "held"
    RETRIEVED = "retrieved"
    PAUSED = "paused"
    RESUMED = "resumed"
    REQUEUED = "requeued"
    """Back to the head of its queue."""
    TRANSFERRED = "transferred"
    """An agent handed it over."""
    UNANSWERED = "unanswered"
    """Whom she had called did not answer."""


class Turn(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One turning point; `agent` only where it is about one."""

    at: datetime
    kind: TurnKind
    agent: AgentId = AgentId("")


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time; open while `until` is None."""

    since: datetime
    until: datetime | None = None

    @property
    def seconds(self) -> float:
        """Its length; an open one counts nothing yet."""
        return self.seconds_at(None)

    def seconds_at(self, as_of: datetime | None) -> float:
        """Its length up to `as_of` at most, in seconds; open and no `as_of`: 0."""
        ends = [one for one in (self.until, as_of) if one is not None]
        return max(0.0, (min(ends) - self.since).total_seconds()) if ends else 0.0


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's part of a call, from first word to the end of her wrap-up."""

    agent: AgentId
    connected_at: datetime
    released_at: datetime | None = None
    wrapped_at: datetime | None = None
    lost: bool = False
    """Her audio was lost: the call went back to the queue, no wrap-up follows."""
    unanswered: bool = False
    """She called, and nobody answered: she spoke with nobody, and wraps it up."""

    @property
    def spoke(self) -> Period:
        """From connection to release."""
        return Period(since=self.connected_at, until=self.released_at)

    @property
    def wrapping(self) -> Period | None:
        """From release to the end of wrap-up; None before it and where there is none."""
        if self.released_at is None or self.lost:
            return None
        return Period(since=self.released_at, until=self.wrapped_at)

    @property
    def wrap_up(self) -> float:
        """Seconds of finished wrap-up."""
        return self.wrapping.seconds if self.wrapping else 0.0

    @property
    def is_over(self) -> bool:
        """Released, and wrap-up ended where there is one."""
        return self.released_at is not None and (self.lost or self.wrapped_at is not None)

    def is_handled_at(self, as_of: datetime) -> bool:
        """She spoke, and her part was over by that instant."""
        ended_at = self.released_at if self.lost else self.wrapped_at
        done = self.is_over and ended_at is not None and ended_at <= as_of
        return done and not self.unanswered


def turned(
    turns: tuple[Turn, ...], kind: TurnKind, at: datetime, agent: str = ""
) -> tuple[Turn, ...]:
    """With one more, in order; told twice, it is one."""
    turn = Turn(at=at, kind=kind, agent=AgentId(agent))
    return turns if turn in turns else tuple(sorted((*turns, turn)))


def overlap(one: Period, other: Period) -> float:
    """Seconds that two periods share; an open end counts nothing."""
    if one.until is None or other.until is None:
        return 0.0
    shared = min(one.until, other.until) - max(one.since, other.since)
    return max(0.0, shared.total_seconds())


def periods(
    turns: Iterable[Turn], begins: TurnKind, ends: TurnKind, closed_at: datetime | None
) -> tuple[Period, ...]:
    """The stretches between `begins` and `ends`; what is open at the call's end ends with it."""
    found: list[Period] = []
    since: datetime | None = None
    for turn in turns:
        if turn.kind is begins and since is None:
            since = turn.at
        elif turn.kind is ends and since is not None:
            found.append(Period(since=since, until=turn.at))
            since = None
    if since is not None:
        found.append(Period(since=since, until=closed_at))
    return tuple(found)


def segments(turns: Iterable[Turn], ended_at: datetime | None) -> tuple[Segment, ...]:
    """Each agent's part, in order of connection; a part still open at the call's end ends there."""
    done: list[Segment] = []
    open_parts: dict[AgentId, Segment] = {}
    for turn in turns:
        if turn.kind is TurnKind.CONNECTED:
            done.extend(part for part in (open_parts.pop(turn.agent, None),) if part)
            open_parts[turn.agent] = Segment(agent=turn.agent, connected_at=turn.at)
        elif turn.kind is TurnKind.UNANSWERED:
            open_parts[turn.agent] = Segment(
                agent=turn.agent, connected_at=turn.at, released_at=turn.at, unanswered=True
            )
        elif turn.agent in open_parts:
            open_parts[turn.agent] = _moved(open_parts[turn.agent], turn)
    parts = (*done, *open_parts.values())
    closed = (_closed(part, ended_at) for part in parts)
    return tuple(sorted(closed, key=lambda part: (part.connected_at, part.agent)))


def _moved(part: Segment, turn: Turn) -> Segment:
    if turn.kind is TurnKind.WRAPPED:
        return msgspec.structs.replace(part, wrapped_at=turn.at)
    if turn.kind in (TurnKind.RELEASED, TurnKind.LOST) and part.released_at is None:
        lost = turn.kind is TurnKind.LOST
        return msgspec.structs.replace(part, released_at=turn.at, lost=lost)
    return part


def _closed(part: Segment, ended_at: datetime | None) -> Segment:
    if part.released_at is not None or ended_at is None:
        return part
    return msgspec.structs.replace(part, released_at=max(ended_at, part.connected_at))
