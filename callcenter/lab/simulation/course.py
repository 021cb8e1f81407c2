"""Virtual time around one room: events in order, deadlines between them, facts carried to the end.

It is to the room what control is, without a wire: facts in one total order, all facts of a step
applied before the next is handled, `DeadlineReached` when the room's instant has come. Instants are
whole microseconds from the beginning, as fine as a fact's own.
"""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Final, Protocol

from acd.step import Deadline, DeadlineReached, Fact, Step

START: Final = datetime(2026, 3, 2, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
SECOND: Final = 1_000_000

Event = Callable[[], None]


class Witness(Protocol):
    """Who looks on, and may plan events."""

    def sees(self, fact: Fact) -> None:
        """A fact, incoming or derived, was applied."""

    def settles(self) -> None:
        """Everything that followed has been applied; the room waits for what comes next."""


class Thinking(Protocol):
    """What of a room is played."""

    def apply(self, fact: Fact) -> None:
        """As `acd.step.Room`."""

    def handle(self, fact: Fact) -> Step:
        """As `acd.step.Room`."""

    def next_deadline(self) -> Deadline | None:
        """As `acd.step.Room`."""


class Course:
    """Plays events to one room."""

    def __init__(self, room: Thinking) -> None:
        self._room = room
        self._witnesses: tuple[Witness, ...] = ()
        self._planned: list[tuple[int, int, Event]] = []
        self._count = 0
        self.now = 0

    def watched_by(self, *witnesses: Witness) -> None:
        """Each sees every fact from now on."""
        self._witnesses = witnesses

    @property
    def instant(self) -> datetime:
        """Now, as facts say it."""
        return START + self.now * _TICK

    def plan(self, seconds: float, event: Event) -> None:
        """Something happens in so many seconds from now; those of one instant in this order."""
        self._count += 1
        heappush(self._planned, (self.now + round(seconds * SECOND), self._count, event))

    def plan_at(self, instant: int, event: Event) -> None:
        """Something happens at an instant, in microseconds; not before now."""
        self._count += 1
        heappush(self._planned, (max(instant, self.now), self._count, event))

    def runs(self, until: int) -> None:
        """Let time pass to an instant: every event and deadline up to it."""
        while True:
            due = self._room.next_deadline()
            first = self._planned[0][0] if self._planned else until + 1
            if due is not None and (at := (due.at - START) // _TICK) <= min(first, until):
                self.now = max(self.now, at)
                self.tell(DeadlineReached(at=due.at, deadline=due.id))
            elif first <= until:
                self.now, _, event = heappop(self._planned)
                event()
            else:
                self.now = until
                return

    def tell(self, fact: Fact) -> None:
        """One fact to the room, and everything that follows from it."""
        room = self._room
        room.apply(fact)
        self._seen(fact)
        waiting = deque((fact,))
        while waiting:
            step = room.handle(waiting.popleft())
            for derived in step.facts:
                room.apply(derived)
                self._seen(derived)
            waiting.extend(step.facts)
        for witness in self._witnesses:
            witness.settles()

    def _seen(self, fact: Fact) -> None:
        for witness in self._witnesses:
            witness.sees(fact)
