"""Things in order of a key, with exact removal and the place of each.

The queue, the idle agents and the deadlines are all kept in one of these. It knows nothing of what
it orders. A list of short sorted blocks: adding, removing and finding a place cost a few
microseconds, for a hundred things as for a hundred thousand.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=tuple[Any, ...])

_FULL = 512
"""A block is split in two when it holds more than this."""


class Order(Generic[Key]):
    """A set of keys (tuples that compare) that knows its first and everybody's place."""

    def __init__(self) -> None:
        self._blocks: list[list[Key]] = []
        self._lasts: list[Key] = []

    def __len__(self) -> int:
        return sum(map(len, self._blocks))

    def __contains__(self, key: Key) -> bool:
        number = bisect_left(self._lasts, key)
        if number == len(self._blocks):
            return False
        block = self._blocks[number]
        return block[bisect_left(block, key)] == key

    def __iter__(self) -> Iterator[Key]:
        for block in self._blocks:
            yield from block

    def add(self, key: Key) -> None:
        """Put a key in its place; a key that is in already is not added again."""
        if not self._blocks:
            self._blocks.append([key])
            self._lasts.append(key)
            return
        number = min(bisect_left(self._lasts, key), len(self._blocks) - 1)
        block = self._blocks[number]
        where = bisect_left(block, key)
        if where < len(block) and block[where] == key:
            return
        block.insert(where, key)
        self._lasts[number] = block[-1]
        if len(block) > _FULL:
            self._split(number)

    def discard(self, key: Key) -> None:
        """Take a key out, if it is in."""
        number = bisect_left(self._lasts, key)
        if number == len(self._blocks):
            return
        block = self._blocks[number]
        where = bisect_left(block, key)
        if block[where] != key:
            return
        del block[where]
        if block:
            self._lasts[number] = block[-1]
        else:
            del self._blocks[number]
            del self._lasts[number]

    def first(self) -> Key | None:
        """The smallest key."""
        return self._blocks[0][0] if self._blocks else None

    def place(self, key: Key) -> int:
        """How many keys are smaller than this one, which need not be in."""
        number = bisect_left(self._lasts, key)
        before = sum(map(len, self._blocks[:number]))
        if number == len(self._blocks):
            return before
        return before + bisect_left(self._blocks[number], key)

    def _split(self, number: int) -> None:
        block = self._blocks[number]
        half = len(block) // 2
        self._blocks[number : number + 1] = [block[:half], block[half:]]
        self._lasts[number : number + 1] = [block[half - 1], block[-1]]
