"""What facts change of incidents, and when each is waited for."""

from datetime import datetime

from acd import facts as f
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor
from acd.ids import DeadlineId, IncidentId
from acd.incidents import IncidentAnswer


class IncidentChanges:
    """Of incidents, and of callers who come upon one."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.IncidentSet: self._set,
            f.IncidentSpoken: self._spoken,
            f.IncidentBegan: self._began,
            f.IncidentEnded: self._ended,
            f.IncidentRefused: self._refused,
            f.IncidentMet: self._met,
        }
        self.deadlines: DeadlineChanges = {}

    def _set(self, fact: f.IncidentSet) -> None:
        self._floor.incidents.set(fact)
        self._arm("incident_begins", fact.incident, fact.begins if fact.begins > fact.at else None)
        self._arm("incident_ends", fact.incident, fact.ends)

    def _arm(self, what: str, incident: IncidentId, at: datetime | None) -> None:
        name = DeadlineId(f"{what}:{incident}")
        self._floor.deadlines.disarm(name)
        if at is not None:
            self._floor.deadlines.arm(name, at)

    def _spoken(self, fact: f.IncidentSpoken) -> None:
        self._floor.incidents.is_spoken(fact.incident, fact.version, fact.ok)

    def _began(self, fact: f.IncidentBegan) -> None:
        self._floor.incidents.begins(fact.incident, fact.version, fact.at)

    def _ended(self, fact: f.IncidentEnded) -> None:
        self._floor.incidents.ends(fact.incident, fact.at, fact.by)
        for what in ("incident_begins", "incident_ends"):
            self._arm(what, fact.incident, None)
        if fact.press:
            self._floor.incidents.answered(fact.press, IncidentAnswer(incident=fact.incident))

    def _refused(self, fact: f.IncidentRefused) -> None:
        answer = IncidentAnswer(incident=fact.incident, because=fact.because)
        self._floor.incidents.answered(fact.press, answer)

    def _met(self, fact: f.IncidentMet) -> None:
        call = self._floor.calls.get(fact.call)
        if call is not None:
            call.incident = fact.incident
