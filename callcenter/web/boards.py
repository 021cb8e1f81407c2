"""Wallboards: one frame a second, made and encoded once for all who watch.

It asks the replica and the day's figures; `agent_desktop.wallboard` says what is shown. Nobody
watching, nothing is made. It must not know who may watch.
"""

import asyncio
import time
from datetime import timedelta
from typing import Protocol

from acd.facts import AgentState
from acd.forecast import Wait
from acd.ids import QueueId
from agent_desktop.board import (
    AnswerTile,
    BoardFrame,
    Counts,
    ForeseenTile,
    HandleTile,
    MissesTile,
    QueueRow,
    encode,
)
from agent_desktop.marks import Marks
from agent_desktop.wallboard import AgentOnBoard, BoardSeen, FiguresSeen, frame
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.history.figures import DayFigures
from callcenter.web.day import Day
from callcenter.web.floor import WebFloor
from callcenter.web.naming import Naming
from callcenter.web.ports import Records
from callcenter.web.replica import Replica
from callcenter.web.targets import together

FRAME_EVERY = 1.0
TREND_STEP = timedelta(minutes=15)
TREND_STEPS = 24
YESTERDAY_EVERY = 60.0
"""Seconds between two questions to the database."""
TREND_EVERY = 60.0
"""Seconds between two countings of the last six hours."""


class Watcher(Protocol):
    """A wallboard's socket."""

    def show(self, frame: str) -> None:
        """Queue a frame; a slow board loses older ones."""


class Boards:
    """All who watch, and the frame of the moment."""

    def __init__(
        self, replica: Replica, naming: Naming, floor: WebFloor, day: Day, records: Records
    ) -> None:
        self._replica = replica
        self._naming = naming
        self._floor = floor
        self._day = day
        self._records = records
        self._watchers: set[Watcher] = set()
        self._trend: tuple[float, tuple[float | None, ...]] | None = None
        self._yesterday: float | None = None
        self._yesterday_at = -YESTERDAY_EVERY

    @property
    def watching(self) -> int:
        """How many boards there are."""
        return len(self._watchers)

    def join(self, watcher: Watcher) -> None:
        """Show it every frame from now on, beginning at once."""
        self._watchers.add(watcher)
        watcher.show(encode(self.frame()))

    def leave(self, watcher: Watcher) -> None:
        """It is gone."""
        self._watchers.discard(watcher)

    async def run(self) -> None:
        """Make frames for the process's life."""
        while True:
            await asyncio.sleep(FRAME_EVERY)
            if not self._watchers or not self._replica.is_ready:
                continue
            await self._look_back()
            text = encode(self.frame())
            for watcher in tuple(self._watchers):
                watcher.show(text)

    async def _look_back(self) -> None:
        """Yesterday up to this time of day, counted by the database; away: asked again."""
        at = time.monotonic()
        if at - self._yesterday_at < YESTERDAY_EVERY:
            return
        self._yesterday_at = at
        since, until = self._day.same_time_yesterday()
        try:
            counts = await self._records.day_counts(since, until, as_of=until)
        except Unavailable:
            return
        self._yesterday = counts.service_level

    def frame(self) -> BoardFrame:
        """The board now."""
        acd, absences = self._replica.house.acd, self._floor.absences
        agents = tuple(
            AgentOnBoard(
                state=one.state,
                reason=one.reason,
                overrun=one.overrun,
                queues=self._queues_of(one.id),
            )
            for one in acd.agents()
            if one.state is not AgentState.LOGGED_OUT
        )
        return frame(
            BoardSeen(
                at=now(),
                position=self._replica.position,
                live=self._floor.live,
                stored=self._replica.database_answers,
                agents=agents,
                queues=tuple(self._row(queue) for queue in acd.queues()),
                figures=self._figures(),
                emergencies=self._floor.openings.emergencies(),
                calls_up=self._replica.house.calls.up,
                expected_wait=self._expected_wait(),
                reasons={one.code: absences.words(one.code) for one in absences.reasons()},
                marks=self._marks(),
                alarms=acd.alarms(),
            )
        )

    def _marks(self) -> Marks:
        """Of all queues together, by the calls that were handled today."""
        queues = self._replica.house.acd.queues()
        handled = [self._day.figures(one).handle.count for one in queues]
        return together([self._floor.marks(one) for one in queues], handled)

    def _expected_wait(self) -> Wait | None:
        """What a caller faces in the slowest of the queues in which somebody waits."""
        acd, at = self._replica.house.acd, now()
        waits = [
            acd.expected_wait(queue, at)
            for queue in acd.queues()
            if (live := acd.queue_figures(queue)) is not None and live.waiting
        ]
        return max((one for one in waits if one is not None), default=None)

    def _queues_of(self, agent: str) -> tuple[str, ...]:
        profile = self._floor.profile(agent)
        return profile.queues if profile is not None else ()

    def _row(self, queue: QueueId) -> QueueRow:
        live = self._replica.house.acd.queue_figures(queue)
        recent, today = self._day.figures_now(queue), self._day.figures(queue)
        return QueueRow(
            id=queue,
            name=self._naming.queue(queue),
            waiting=live.waiting if live is not None else 0,
            longest_entered_at=live.oldest_entry if live is not None else None,
            service_now=recent.service_level,
            service_today=today.service_level,
            answered_now=recent.answer_rate,
            answered_today=today.answer_rate,
            handle_median=today.handle.median,
            idle=live.idle if live is not None else 0,
            callbacks=live.callbacks if live is not None else 0,
            foreseen=foreseen_of(today),
            today=counts_of(today),
            marks=self._floor.marks(queue),
            opening=self._floor.openings.of(queue),
        )

    def _figures(self) -> FiguresSeen:
        recent, today = self._day.figures_now(), self._day.figures()
        handle = today.handle
        return FiguresSeen(
            service_now=recent.service_level,
            service_today=today.service_level,
            service_yesterday=self._yesterday,
            trend=self._trend_now(),
            counts_now=counts_of(recent),
            counts_today=counts_of(today),
            handle=HandleTile(
                median=handle.median, mean=handle.mean, p90=handle.p90, count=handle.count
            ),
            misses=MissesTile(
                missed=today.missed,
                declined=today.declined,
                by_device=today.missed_by_device,
            ),
            answer=AnswerTile(
                now=recent.answer_rate, rate=today.answer_rate, speed=today.answer_speed.mean
            ),
            foreseen=foreseen_of(today),
        )

    def _trend_now(self) -> tuple[float | None, ...]:
        """Service level of each quarter of an hour, for six hours."""
        at = time.monotonic()
        if self._trend is None or at - self._trend[0] >= TREND_EVERY:
            self._trend = (at, self._day.trend(TREND_STEP, TREND_STEPS))
        return self._trend[1]


def foreseen_of(figures: DayFigures) -> ForeseenTile:
    """How the waits told came true."""
    told = figures.foreseen
    return ForeseenTile(told=told.told, kept=told.kept_rate, error_median=told.error_median)


def counts_of(figures: DayFigures) -> Counts:
    """The counts of a board: what was lost left the queue otherwise."""
    return Counts(
        offered=figures.offered,
        answered=figures.answered,
        answered_within=figures.answered_within,
        abandoned=figures.abandoned,
        short_abandoned=figures.short_abandoned,
        flowed_out=figures.flowed_out + figures.lost,
        turned_away=figures.turned_away,
        called_back=figures.called_back,
        voicemail=figures.voicemail,
        withdrawn=figures.withdrawn,
        waiting=figures.waiting,
    )
