"""What a call's recording must contain: how long it is, and where it is silent by wish.

The recordings pipeline checks every finished file against it, the player marks the silent
stretches. Thinking: it is given instants and answers; it must not know files.
"""

from datetime import datetime

import msgspec

TOLERATED = 0.5
"""Seconds by which a recording may differ from its call before somebody must look."""


class Stretch(msgspec.Struct, frozen=True):
    """A part of a recording, in seconds from its beginning."""

    since: float
    until: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.until - self.since


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One recording as it should be: from the caller's answer to the end, with pauses in it."""

    began_at: datetime
    ended_at: datetime
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    """From and to; an open one lasts to the end."""

    @property
    def seconds(self) -> float:
        """How long the file must be: paused time is in it, as silence."""
        return max(0.0, (self.ended_at - self.began_at).total_seconds())

    @property
    def silences(self) -> tuple[Stretch, ...]:
        """The paused stretches, cut to the recording, without overlaps, in order."""
        cut = sorted(
            (self._offset(since), self._offset(until or self.ended_at))
            for since, until in self.pauses
        )
        found: list[Stretch] = []
        for since, until in cut:
            if found and since <= found[-1].until:
                since, until = found[-1].since, max(until, found[-1].until)
                found.pop()
            if until > since:
                found.append(Stretch(since, until))
        return tuple(found)

    @property
    def voiced(self) -> float:
        """Seconds in which voices were written."""
        return self.seconds - sum(stretch.seconds for stretch in self.silences)

    def odd_by(self, seconds: float) -> float:
        """How far a file of this length is off, if that is more than is tolerated; else 0."""
        difference = seconds - self.seconds
        return difference if abs(difference) > TOLERATED else 0.0

    def _offset(self, at: datetime) -> float:
        return min(max(0.0, (at - self.began_at).total_seconds()), self.seconds)
