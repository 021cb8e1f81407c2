"""Incidents with names added: for a leader who sets them, and for everybody's banner.

It asks the replica. It decides nothing and must not know HTTP.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from acd.ids import QueueId
from acd.incidents import LONGEST, MOST_CHARACTERS, Incident
from agent_desktop.catalogue import INCIDENTS
from agent_desktop.incident_views import IncidentView
from callcenter.web.incident_shapes import (
    IncidentChoice,
    IncidentList,
    IncidentQueue,
    IncidentShape,
)
from callcenter.web.naming import Naming
from callcenter.web.openings import Openings
from callcenter.web.replica import Replica
from callcenter.web.told import pair, pair_of
from callcenter.web.told_words import LANGUAGES
from ivr.words import LANGUAGES as SPOKEN

Led = frozenset[str] | None
"""Whom the viewer leads; None: everybody."""


class IncidentLook:
    """Looks into one replica."""

    def __init__(self, replica: Replica, naming: Naming, openings: Openings) -> None:
        self._replica = replica
        self._naming = naming
        self._openings = openings

    def running(self) -> tuple[IncidentView, ...]:
        """Those that callers hear, for a banner."""
        return tuple(
            IncidentView(
                incident=one.id,
                what=INCIDENTS.get(one.what),
                queues=tuple(self._naming.queue(queue) for queue in one.queues),
                texts={str(language): text for language, text in one.texts.items()},
                ends=one.ends,
            )
            for one in self._replica.house.acd.incidents.open()
            if one.runs
        )

    def may_press(self, queues: Iterable[QueueId], led: Led) -> bool:
        """All of this scope; without a queue it is the whole house."""
        return all(self._openings.may_press(queue, led) for queue in tuple(queues) or (None,))

    def told(self, led: Led, at: datetime) -> IncidentList:
        """Everything there is to know."""
        acd = self._replica.house.acd
        queues = [self._queue(queue, led) for queue in acd.queues()]
        return IncidentList(
            open=[self.shape(one, led, at) for one in acd.incidents.open()],
            over=[self.shape(one, led, at) for one in acd.incidents.over()],
            may_press=led is None or any(one.may_press for one in queues),
            may_press_house=led is None,
            queues=queues,
            kinds=[IncidentChoice(code=code, name=pair(name)) for code, name in INCIDENTS.items()],
            languages=[IncidentChoice(code=one, name=pair(LANGUAGES[one])) for one in SPOKEN],
            most_characters=MOST_CHARACTERS,
            longest_days=LONGEST.days,
        )

    def shape(self, one: Incident, led: Led, at: datetime) -> IncidentShape:
        """One of them at an instant."""
        what = INCIDENTS.get(one.what)
        return IncidentShape(
            incident=one.id,
            version=one.version,
            what=one.what,
            what_name=pair(what) if what is not None else None,
            texts={str(language): text for language, text in one.texts.items()},
            missing=[language for language in SPOKEN if language not in one.texts],
            queues=[self._queue(queue, led) for queue in one.queues] or None,
            begins=one.begins,
            ends=one.ends,
            by=one.by,
            by_name=pair_of(self._naming, one.by),
            set_at=one.set_at,
            state=_state(one, at),
            ended_at=one.ended_at,
            ended_by=one.ended_by,
            ended_by_name=pair_of(self._naming, one.ended_by),
            may_press=one.ended_at is None and self.may_press(one.queues, led),
        )

    def _queue(self, queue: QueueId, led: Led) -> IncidentQueue:
        return IncidentQueue(
            queue=queue,
            name=pair(self._naming.queue(queue)),
            may_press=self._openings.may_press(queue, led),
        )


def _state(
    one: Incident, at: datetime
) -> Literal["planned", "speaking", "running", "silent", "over"]:
    if one.ended_at is not None:
        return "over"
    if one.runs:
        return "running"
    if one.spoken is False:
        return "silent"
    return "planned" if one.begins > at else "speaking"
