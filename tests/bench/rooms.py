"""A little house: carries facts to rooms and their answers back, and lets time pass.

All facts of a step are applied before the first of them is handled; that is the order in which
control works. `deep=True` handles each before the next is applied: rooms must bear that too.
"""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from acd.step import Command, DeadlineReached, Fact, Room

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """An instant of the story, in seconds from its beginning."""
    return START + timedelta(seconds=seconds)


class Bench:
    """Runs rooms over incoming facts; keeps the journal and the commands."""

    def __init__(self, *rooms: Room, deep: bool = False) -> None:
        self.rooms: Sequence[Room] = rooms
        self.journal: list[Fact] = []
        self.commands: list[Command] = []
        self._deep = deep

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
        self._apply(fact)
        if self._deep:
            self._answer_deep(fact)
        else:
            self._answer(fact)
        return self.journal[before:]

    def _apply(self, fact: Fact) -> None:
        self.journal.append(fact)
        for room in self.rooms:
            room.apply(fact)

    def _answer(self, fact: Fact) -> None:
        waiting = deque([fact])
        while waiting:
            one = waiting.popleft()
            for room in self.rooms:
                step = room.handle(one)
                self.commands += step.commands
                for derived in step.facts:
                    self._apply(derived)
                    waiting.append(derived)

    def _answer_deep(self, fact: Fact) -> None:
        for room in self.rooms:
            step = room.handle(fact)
            self.commands += step.commands
            for derived in step.facts:
                self._apply(derived)
                self._answer_deep(derived)
