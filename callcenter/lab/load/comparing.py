"""One side of a recording compared with what was said, sample by sample. Pure.

The voice's frames carry their numbers, so each is found again wherever it stands. Two things can be
amiss, and they are told apart: a *seam*, where a jitter buffer ran empty or was shortened (the
frames around it are as said, between them is what it made up), and samples that are *wrong* in the
middle of frames in order, which nothing on the way may do.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from callcenter.lab.load.voice import FRAME, Codes, Samples, Voice, codes_of, marks, number_at

ALIKE: Final = FRAME // 2
"""So many samples of a frame must be right for it to count as that frame, changed."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a side holds of a voice. Counts are samples (8000 a second) unless said otherwise."""

    equal: int = 0
    """As they were said."""
    wrong: int = 0
    """In a frame that is there, with those before and behind it in their places."""
    smoothed: int = 0
    """At seams: made up, or bent so that it fits."""
    seams: int = 0
    """How many there are."""
    missing: int = 0
    """Frames between the first and the last that are not there."""
    repeated: int = 0
    """Frames that are there once more, or out of order."""
    begins: int = -1
    """The sample at which the first frame stands; -1: the voice is not there at all."""
    ends: int = -1
    """Behind the last frame."""
    first: int = -1
    """Number of the first frame that is there."""
    last: int = -1

    @property
    def is_there(self) -> bool:
        """Whether the voice was found at all."""
        return self.begins >= 0

    @property
    def is_exact(self) -> bool:
        """From its first frame to its last it is what was said."""
        return self.is_there and self.equal == self.ends - self.begins


class _Frame(msgspec.Struct, frozen=True):
    """A frame that was found."""

    at: int
    number: int
    equal: int

    def is_followed_by(self, other: "_Frame") -> bool:
        """Whether nothing is amiss between the two."""
        return other.at == self.at + FRAME and other.number == self.number + 1


def compare(side: Samples, voice: Voice) -> Compared:
    """Look for a voice in one side of a recording."""
    return compare_codes(codes_of(side), voice)


def compare_codes(codes: Codes, voice: Voice) -> Compared:
    """The same with a side that is still µ-law."""
    found = _Frames(codes, voice).all()
    if not found:
        return Compared()
    numbers = [one.number for one in found]
    inside = set(numbers)
    begins, ends = found[0].at, found[-1].at + FRAME
    equal, wrong = sum(one.equal for one in found), _wrong(found)
    return Compared(
        equal=equal,
        wrong=wrong,
        smoothed=ends - begins - equal - wrong,
        seams=sum(not one.is_followed_by(then) for one, then in _in_pairs(found)),
        missing=sum(1 for one in range(numbers[0], numbers[-1] + 1) if one not in inside),
        repeated=len(numbers)
        - len(inside)
        + sum(then.number < one.number for one, then in _in_pairs(found)),
        begins=begins,
        ends=ends,
        first=numbers[0],
        last=numbers[-1],
    )


def _wrong(found: Sequence[_Frame]) -> int:
    """Samples that differ in frames whose neighbours both stand where they should."""
    middle = zip(found, found[1:], found[2:], strict=False)
    return sum(
        FRAME - one.equal
        for before, one, then in middle
        if before.is_followed_by(one) and one.is_followed_by(then)
    )


def _in_pairs(found: Sequence[_Frame]) -> list[tuple[_Frame, _Frame]]:
    return list(zip(found, found[1:], strict=False))


class _Frames:
    """The frames of one voice in a side."""

    def __init__(self, codes: Codes, voice: Voice) -> None:
        self._codes = codes
        self._voice = voice
        self._marks = marks(codes, voice)

    def all(self) -> list[_Frame]:
        """Every one, as it comes."""
        found: list[_Frame] = []
        one = self._next_from(0)
        while one is not None:
            found.append(one)
            one = self._after(one)
        return found

    def _after(self, one: _Frame) -> _Frame | None:
        """The expected one right behind it, though it be changed; else the next that is there."""
        at, expected = one.at + FRAME, one.number + 1
        equal = self._equal(at, expected)
        return _Frame(at, expected, equal) if equal >= ALIKE else self._next_from(at)

    def _next_from(self, at: int) -> _Frame | None:
        for place in self._marks[bisect_left(self._marks, at) :]:
            number = number_at(self._codes[place : place + FRAME].tobytes(), 0)
            equal = self._equal(place, number)
            if equal >= ALIKE:
                return _Frame(place, number, equal)
        return None

    def _equal(self, at: int, number: int) -> int:
        """How many samples are those of this frame; 0 where the side ends before it does."""
        there = self._codes[at : at + FRAME]
        if len(there) < FRAME:
            return 0
        said = np.frombuffer(self._voice.frame(number), dtype=np.uint8)
        return int((there == said).sum())
