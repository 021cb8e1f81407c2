"""What a wallboard shows, from what is seen of the floor: one frame a second.

Thinking room: figures come in counted, it sorts agents into tiles and finds the longest wait. It
must not know how figures are counted, sockets or time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from acd.alarm import Alarm
from acd.facts import AgentState
from acd.forecast import Wait
from agent_desktop.board import (
    AgentsTile,
    AlarmLine,
    AnswerTile,
    BoardFrame,
    Counts,
    ForeseenTile,
    HandleTile,
    LongestWaitTile,
    MissesTile,
    QueueRow,
    ReasonCount,
    ServiceTile,
    WaitingTile,
)
from agent_desktop.marks import Marks
from agent_desktop.opening_views import EmergencyView
from agent_desktop.view import Words

NEVER_BY_NAME = frozenset({"restroom"})
"""Not-ready reasons that a board counts under no name of their own."""

_TALKING = frozenset({AgentState.ON_CALL, AgentState.CONNECTING})


class AgentOnBoard(msgspec.Struct, frozen=True, kw_only=True):
    """One signed-in agent."""

    state: AgentState
    reason: str = ""
    overrun: bool = False
    queues: tuple[str, ...] = ()


class FiguresSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Counted figures of all queues."""

    service_now: float | None = None
    service_today: float | None = None
    service_yesterday: float | None = None
    trend: tuple[float | None, ...] = ()
    counts_now: Counts = Counts()
    counts_today: Counts = Counts()
    handle: HandleTile = HandleTile()
    misses: MissesTile = MissesTile()
    answer: AnswerTile = AnswerTile()
    foreseen: ForeseenTile = ForeseenTile()


class BoardSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one frame is made of."""

    at: datetime
    position: int
    live: bool = True
    stored: bool = True
    agents: tuple[AgentOnBoard, ...] = ()
    queues: tuple[QueueRow, ...] = ()
    figures: FiguresSeen = FiguresSeen()
    emergencies: tuple[EmergencyView, ...] = ()
    calls_up: int = 0
    expected_wait: Wait | None = None
    reasons: dict[str, Words] = {}
    """What each not-ready reason is called."""
    marks: Marks = Marks()
    alarms: tuple[Alarm, ...] = ()


def frame(seen: BoardSeen) -> BoardFrame:
    """The board as of `seen.at`."""
    figures = seen.figures
    return BoardFrame(
        at=seen.at,
        position=seen.position,
        live=seen.live,
        stored=seen.stored,
        service=ServiceTile(
            now=figures.service_now,
            today=figures.service_today,
            yesterday=figures.service_yesterday,
            trend=figures.trend,
            within=seen.marks.wait_over,
            counts_now=figures.counts_now,
            counts_today=figures.counts_today,
        ),
        longest_wait=longest_wait(seen.queues),
        waiting=_waiting(seen),
        agents=agents_tile(seen.agents, seen.reasons),
        handle=figures.handle,
        answer=figures.answer,
        foreseen=figures.foreseen,
        misses=figures.misses,
        queues=seen.queues,
        emergencies=seen.emergencies,
        calls_up=seen.calls_up,
        marks=seen.marks,
        alarms=tuple(alarm_lines(seen.alarms)),
    )


def alarm_lines(alarms: Iterable[Alarm]) -> Iterator[AlarmLine]:
    """One for each kind of trouble, the oldest first."""
    found: dict[str, list[datetime]] = {}
    for alarm in sorted(alarms, key=lambda one: one.since):
        found.setdefault(alarm.trouble.value, []).append(alarm.since)
    for trouble, since in found.items():
        yield AlarmLine(trouble=trouble, count=len(since), since=since[0])


def longest_wait(queues: Iterable[QueueRow]) -> LongestWaitTile:
    """The queue whose first caller has waited longest."""
    since = [(row.longest_entered_at, row) for row in queues if row.longest_entered_at is not None]
    if not since:
        return LongestWaitTile()
    entered_at, row = min(since, key=lambda one: (one[0], one[1].id))
    return LongestWaitTile(entered_at=entered_at, queue=row.id, queue_name=row.name)


def agents_tile(
    agents: Iterable[AgentOnBoard], words: Mapping[str, Words] | None = None
) -> AgentsTile:
    """Agents by what they do; those signed out do not count."""
    here = [one for one in agents if one.state is not AgentState.LOGGED_OUT]
    states = Counter(one.state for one in here)
    reasons = Counter(
        "other" if one.reason in NEVER_BY_NAME else one.reason
        for one in here
        if one.state is AgentState.NOT_READY
    )
    return AgentsTile(
        signed_in=len(here),
        idle=states[AgentState.IDLE],
        ringing=states[AgentState.OFFERED],
        talking=sum(states[one] for one in _TALKING),
        wrap_up=states[AgentState.WRAP_UP],
        not_ready=states[AgentState.NOT_READY],
        not_responding=states[AgentState.NOT_RESPONDING],
        unreachable=states[AgentState.UNREACHABLE],
        overrun=sum(one.overrun for one in here),
        reasons=tuple(
            ReasonCount(reason=reason, count=count, words=(words or {}).get(reason))
            for reason, count in sorted(reasons.items())
        ),
    )


def _waiting(seen: BoardSeen) -> WaitingTile:
    """Idle agents are unsuited when calls wait and none of those queues is theirs."""
    wanted = {row.id for row in seen.queues if row.waiting}
    idle = [one for one in seen.agents if one.state is AgentState.IDLE]
    expected = seen.expected_wait
    unsuited = sum(1 for one in idle if wanted and not wanted.intersection(one.queues))
    return WaitingTile(
        count=sum(row.waiting for row in seen.queues),
        estimated_wait=None if expected is None else expected.p50,
        estimated_wait_p80=None if expected is None else expected.p80,
        idle_unsuited=unsuited,
    )
