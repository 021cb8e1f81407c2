"""A little house: carries facts to rooms and their answers back, and lets time pass.

Rooms must bear each way in which a house may carry derived facts, so tests run with all of them.
"""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from acd.step import Command, DeadlineReached, Fact, Room

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """An instant of the story, in seconds from its beginning."""
    return START + timedelta(seconds=seconds)


class Carrying(StrEnum):
    """When a derived fact is applied."""

    TOGETHER = "together"
    """All facts of a step at once, then each is handled."""
    IN_TURN = "in_turn"
    """When its turn to be handled comes, after all that were derived before it."""
    DEEP = "deep"
    """With everything that follows from it, before the next of the same step."""


class Bench:
    """Runs rooms over incoming facts; keeps the journal and the commands."""

    def __init__(self, *rooms: Room, carrying: Carrying = Carrying.TOGETHER) -> None:
        self.rooms: Sequence[Room] = rooms
        self.journal: list[Fact] = []
        self.commands: list[Command] = []
        self._carrying = carrying

    def told(self, fact: Fact) -> list[Fact]:
        """Something happened: deadlines before it fire first. Returns what was derived from it."""
        self.passes_until(fact.at, also=False)
        return self._carry(fact)

    def passes_until(self, instant: datetime, *, also: bool = True) -> list[Fact]:
        """Fire every deadline before an instant (and at it), in order of time."""
        derived: list[Fact] = []
        for _ in range(100_000):
            due = [one for one in (room.next_deadline() for room in self.rooms) if one]
            first = min(due, default=None)
            if first is None or first.at > instant or (first.at == instant and not also):
                return derived
            derived += self._carry(DeadlineReached(at=first.at, deadline=first.id))
        raise AssertionError("a deadline comes again and again")

    def _carry(self, fact: Fact) -> list[Fact]:
        before = len(self.journal) + 1
        if self._carrying is Carrying.DEEP:
            self._deep(fact)
        else:
            self._wide(fact)
        return self.journal[before:]

    def _apply(self, fact: Fact) -> None:
        self.journal.append(fact)
        for room in self.rooms:
            room.apply(fact)

    def _wide(self, fact: Fact) -> None:
        together = self._carrying is Carrying.TOGETHER
        waiting = deque([fact])
        if together:
            self._apply(fact)
        while waiting:
            one = waiting.popleft()
            if not together:
                self._apply(one)
            for room in self.rooms:
                step = room.handle(one)
                assert room.handle(one) == step, "deciding changed the state"
                self.commands += step.commands
                waiting.extend(step.facts)
                for derived in step.facts if together else ():
                    self._apply(derived)

    def _deep(self, fact: Fact) -> None:
        self._apply(fact)
        for room in self.rooms:
            step = room.handle(fact)
            self.commands += step.commands
            for derived in step.facts:
                self._deep(derived)
