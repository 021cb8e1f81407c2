"""Incidents: messages that callers hear when they come into line, and what they must look like.

A part of the floor's state. It reads no clock: that one begins or ends it is told by facts.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from acd.answered_acts import remember
from acd.facts.incidents import IncidentNo, IncidentSet
from acd.ids import AgentId, IncidentId, QueueId, SkillName

MOST_OPEN: Final = 10
"""That run or are planned at once."""
MOST_OVER: Final = 20
"""That have ended and are remembered, the last ones."""
MOST_CHARACTERS: Final = 300
"""Of a text; it is about 25 s of speech."""
LONGEST: Final = timedelta(days=14)
"""From beginning to end: one that is forgotten must not be heard for ever."""
AHEAD: Final = timedelta(days=90)
"""So far ahead one may be planned."""


class Incident(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One, as it was set last."""

    id: IncidentId
    version: int
    what: str = ""
    texts: dict[SkillName, str]
    queues: tuple[QueueId, ...] = ()
    """Empty: the whole house."""
    begins: datetime
    ends: datetime
    by: AgentId
    set_at: datetime
    """When it was set as it is now."""
    spoken: bool | None = None
    """Whether its words lie ready as audio; None: they are being spoken."""
    began_at: datetime | None = None
    """Since when callers hear it as it is now; None: they do not."""
    ended_at: datetime | None = None
    ended_by: AgentId | None = None
    """None: its time was over."""

    @property
    def runs(self) -> bool:
        """Callers hear it."""
        return self.began_at is not None and self.ended_at is None


class IncidentAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one press."""

    incident: IncidentId
    because: IncidentNo | None = None
    """None: done."""


class IncidentsState(msgspec.Struct, kw_only=True):
    """For a snapshot. Fields are only ever added, with a default."""

    open: dict[IncidentId, Incident] = {}
    over: dict[IncidentId, Incident] = {}
    """The one that ended first comes first."""
    answers: dict[str, IncidentAnswer] = {}


class Incidents:
    """All of them."""

    def __init__(self, state: IncidentsState) -> None:
        self._open = dict(state.open)
        self._over = dict(state.over)
        self._answers = dict(state.answers)

    def state(self) -> IncidentsState:
        """Everything, in an order that depends on nothing but the content."""
        return IncidentsState(
            open=dict(sorted(self._open.items())), over=self._over, answers=self._answers
        )

    # -- questions -------------------------------------------------------------------------------

    def known(self, incident: IncidentId) -> Incident | None:
        """One that runs or is planned."""
        return self._open.get(incident)

    def open(self) -> Iterator[Incident]:
        """Those that run or are planned, whichever begins first."""
        return iter(sorted(self._open.values(), key=lambda one: (one.begins, one.id)))

    def over(self) -> Iterator[Incident]:
        """The last ones that have ended, the newest first."""
        return reversed(self._over.values())

    @property
    def is_full(self) -> bool:
        """There is room for no more."""
        return len(self._open) >= MOST_OPEN

    def answer(self, press: str) -> IncidentAnswer | None:
        """What came of a press; None: no answer yet, or forgotten."""
        return self._answers.get(press)

    def of(self, queue: QueueId) -> Incident | None:
        """What a caller of this queue hears: one that names the queue comes before one of the
        whole house, and what was pressed later before what was pressed earlier.
        """
        running = (one for one in self._open.values() if one.runs)
        heard = [one for one in running if not one.queues or queue in one.queues]
        return max(heard, key=lambda one: (bool(one.queues), one.set_at, one.id), default=None)

    # -- changes ---------------------------------------------------------------------------------

    def set(self, fact: IncidentSet) -> Incident:
        """It is so from now on. While other words are spoken anew, callers hear none: what was
        said before may be what was wrong.
        """
        before = self._open.get(fact.incident)
        same = before is not None and before.texts == fact.texts
        began_at = before.began_at if before is not None and same else None
        made = Incident(
            id=fact.incident,
            version=fact.version,
            what=fact.what,
            texts=fact.texts,
            queues=fact.queues,
            begins=fact.begins,
            ends=fact.ends,
            by=fact.by,
            set_at=fact.at,
            began_at=began_at if fact.begins <= fact.at else None,
        )
        self._open[made.id] = made
        self.answered(fact.press, IncidentAnswer(incident=made.id))
        return made

    def is_spoken(self, incident: IncidentId, version: int, ok: bool) -> None:
        """Its audio is there, or cannot be made."""
        known = self._open.get(incident)
        if known is not None and known.version == version:
            self._open[incident] = msgspec.structs.replace(known, spoken=ok)

    def begins(self, incident: IncidentId, version: int, at: datetime) -> None:
        """Callers hear it."""
        known = self._open.get(incident)
        if known is not None and known.version == version:
            self._open[incident] = msgspec.structs.replace(known, began_at=known.began_at or at)

    def ends(self, incident: IncidentId, at: datetime, by: AgentId | None) -> None:
        """Nobody hears it any more."""
        known = self._open.pop(incident, None)
        if known is None:
            return
        while len(self._over) >= MOST_OVER:
            del self._over[next(iter(self._over))]
        self._over[incident] = msgspec.structs.replace(known, ended_at=at, ended_by=by)

    def answered(self, press: str, answer: IncidentAnswer) -> None:
        """Keep what came of a press."""
        remember(self._answers, press, answer)


class IncidentFault(NamedTuple):
    """Something about a wish that cannot be: where, which rule, and what is allowed."""

    place: str
    code: str
    message: str


def faults_of(
    texts: Mapping[str, str],
    begins: datetime,
    ends: datetime,
    languages: Iterable[str],
    at: datetime,
) -> list[IncidentFault]:
    """Everything that is wrong with an incident as it is wanted at an instant."""
    return [*_faults_of_texts(texts, tuple(languages)), *_faults_of_time(begins, ends, at)]


def _faults_of_texts(texts: Mapping[str, str], languages: tuple[str, ...]) -> list[IncidentFault]:
    found = []
    if not texts:
        told = f"say it in one language at least: {', '.join(languages)}"
        found.append(IncidentFault("texts", "empty", told))
    for language, text in texts.items():
        place = f"texts.{language}"
        if language not in languages:
            told = f"there is no such language; there are {', '.join(languages)}"
            found.append(IncidentFault(place, "language_unknown", told))
        elif not any(one.isalnum() for one in text):
            found.append(IncidentFault(place, "empty", "there is nothing to say"))
        elif len(text) > MOST_CHARACTERS:
            told = f"at most {MOST_CHARACTERS} characters; it has {len(text)}"
            found.append(IncidentFault(place, "too_long", told))
    return found


def _faults_of_time(begins: datetime, ends: datetime, at: datetime) -> list[IncidentFault]:
    if ends <= at:
        return [IncidentFault("ends", "past", "its end is in the past")]
    if ends <= begins:
        return [IncidentFault("ends", "before_begin", "it ends before it begins")]
    if ends - max(begins, at) > LONGEST:
        told = f"at most {LONGEST.days} days; set it again when they are over"
        return [IncidentFault("ends", "too_far", told)]
    if begins - at > AHEAD:
        return [IncidentFault("begins", "too_far", f"at most {AHEAD.days} days ahead")]
    return []
