"""Who has broken the rules so often that the door does not listen to them for a time.

A fault is noted with its reason; as many of one source as the rules say, within as many seconds,
and the source is banned. While it lasts nothing is noted, so that it ends by itself. Pure; time is
handed in (monotonic seconds). Who may never be banned is for the caller to know.
"""

import enum
from collections import deque
from dataclasses import dataclass, field

MOST_SOURCES = 10_000
"""Beyond it, who has been quiet longest is forgotten."""


class Fault(enum.StrEnum):
    """What is held against a source; the names are the metrics' names."""

    UNREADABLE = "unreadable"
    REGISTER = "register"
    UNKNOWN_NUMBER = "unknown_number"
    TOO_FAST = "too_fast"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class BanRules:
    """`faults` within `within` seconds ban a source for `lasts` seconds; 0 faults ban nobody."""

    faults: int = 30
    within: float = 10.0
    lasts: float = 600.0


@dataclass(slots=True)
class Bans:
    """Faults by source, and until when each banned one is."""

    rules: BanRules
    _faults: dict[str, deque[float]] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._until)

    def holds(self, source: str, now: float) -> bool:
        """True while `source` is not listened to."""
        until = self._until.get(source)
        if until is None:
            return False
        if now < until:
            return True
        del self._until[source]
        return False

    def note(self, source: str, now: float) -> bool:
        """A fault of `source`; True when it was one too many."""
        if not self.rules.faults:
            return False
        kept = self._faults.pop(source, None)
        if kept is None:
            kept = deque(maxlen=self.rules.faults)
        kept.append(now)
        if len(self._faults) >= MOST_SOURCES:
            del self._faults[next(iter(self._faults))]
        self._faults[source] = kept
        return len(kept) == self.rules.faults and now - kept[0] <= self.rules.within

    def ban(self, source: str, now: float) -> None:
        """Listen to `source` no more until its time is over."""
        self._faults.pop(source, None)
        if len(self._until) >= MOST_SOURCES:
            del self._until[next(iter(self._until))]
        self._until[source] = now + self.rules.lasts

    def spare(self, source: str) -> None:
        """It may not be banned: what it did is forgotten."""
        self._faults.pop(source, None)

    def pardon(self, source: str) -> None:
        """It is listened to again, and nothing is held against it."""
        self._faults.pop(source, None)
        self._until.pop(source, None)

    def sweep(self, now: float) -> None:
        """Forget what is over: bans, and faults too old to count."""
        for source in [source for source, until in self._until.items() if now >= until]:
            del self._until[source]
        old = now - self.rules.within
        for source in [source for source, kept in self._faults.items() if kept[-1] < old]:
            del self._faults[source]
