"""What follows from presses about incidents and from their hours; and which callers come upon one.

A caller hears the message in line: her clock and her place count from her entry, and an agent who
is free is offered her at once. Words never delay a connection; whoever is connected hears no more
of them.
"""

from datetime import datetime

from acd import facts as f
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import IncidentNo
from acd.floor import Floor
from acd.ids import IncidentId
from acd.incidents import Incident
from acd.step import DeadlineReached
from acd.waiting_call import Kind, WaitingCall


class IncidentDecisions:
    """Of incidents."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactTable = {
            f.IncidentPressed: self._pressed,
            f.IncidentEndPressed: self._end_pressed,
            f.IncidentSpoken: self._spoken,
        }
        self.deadlines: DeadlineTable = {
            "incident_begins": self._hour_has_come,
            "incident_ends": self._time_is_over,
        }

    def met(self, call: WaitingCall, at: datetime) -> f.IncidentMet | None:
        """A caller has come into line: what she is to hear, if there is something. Not one who has
        heard it, or has spoken with an agent already.
        """
        if call.kind is not Kind.CALLER or call.incident or call.was_connected:
            return None
        incident = self._floor.incidents.of(call.queue)
        if incident is None:
            return None
        return f.IncidentMet(
            at=at,
            call=call.call,
            incident=incident.id,
            version=incident.version,
            what=incident.what,
        )

    def _pressed(self, fact: f.IncidentPressed) -> Facts:
        if self._floor.incidents.answer(fact.press) is not None:
            return ()
        because = self._no(fact)
        if because is not None:
            return (_refused(fact, because),)
        is_set = f.IncidentSet(
            at=fact.at,
            press=fact.press,
            incident=fact.incident,
            version=fact.seen + 1,
            what=fact.what,
            texts=fact.texts,
            queues=fact.queues,
            begins=fact.begins,
            ends=fact.ends,
            by=fact.by,
        )
        return (is_set,)

    def _no(self, fact: f.IncidentPressed) -> IncidentNo | None:
        """Why it cannot be so."""
        incidents, known = self._floor.incidents, self._floor.incidents.known(fact.incident)
        if known is None and fact.seen:
            return IncidentNo.OVER
        if known is not None and known.version != fact.seen:
            return IncidentNo.CHANGED_MEANWHILE
        if known is None and incidents.is_full:
            return IncidentNo.TOO_MANY
        if any(queue not in self._floor.indexes.named for queue in fact.queues):
            return IncidentNo.QUEUE_UNKNOWN
        return IncidentNo.TOO_LATE if fact.ends <= max(fact.at, fact.begins) else None

    def _end_pressed(self, fact: f.IncidentEndPressed) -> Facts:
        if self._floor.incidents.answer(fact.press) is not None:
            return ()
        if self._floor.incidents.known(fact.incident) is None:
            return (_refused(fact, IncidentNo.OVER),)
        ended = f.IncidentEnded(at=fact.at, incident=fact.incident, press=fact.press, by=fact.by)
        return (ended,)

    def _spoken(self, fact: f.IncidentSpoken) -> Facts:
        known = self._floor.incidents.known(fact.incident)
        if known is None or known.version != fact.version:
            return ()
        return _began(known, fact.at)

    def _hour_has_come(self, name: str, fact: DeadlineReached) -> Facts:
        """Not before it is spoken; that is told."""
        known = self._floor.incidents.known(IncidentId(name))
        return () if known is None else _began(known, fact.at)

    def _time_is_over(self, name: str, fact: DeadlineReached) -> Facts:
        known = self._floor.incidents.known(IncidentId(name))
        return () if known is None else (f.IncidentEnded(at=fact.at, incident=known.id),)


def _began(incident: Incident, at: datetime) -> Facts:
    """It begins, if its hour has come, its words are spoken, and it has not begun yet."""
    if not incident.spoken or incident.runs or incident.begins > at:
        return ()
    return (f.IncidentBegan(at=at, incident=incident.id, version=incident.version),)


def _refused(
    fact: f.IncidentPressed | f.IncidentEndPressed, because: IncidentNo
) -> f.IncidentRefused:
    return f.IncidentRefused(
        at=fact.at, press=fact.press, incident=fact.incident, because=because, by=fact.by
    )
