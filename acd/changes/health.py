"""What facts change of the watch over the distributor: its next look, and alarms that stand."""

from acd import facts as f
from acd.alarm import Alarm
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor
from acd.health import EVERY, LOOKS, Health
from acd.step import DeadlineReached, Fact


class HealthChanges:
    """Of looks and alarms."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._health = Health(floor)
        self.facts: FactChanges = {
            f.HealthAlarmRaised: self._raised,
            f.HealthAlarmCleared: self._cleared,
        }
        self.deadlines: DeadlineChanges = {"health": self._looked}

    def plan(self, fact: Fact) -> None:
        """The first look, if this fact has brought something to look at."""
        if self._health.is_due:
            self._floor.deadlines.arm(LOOKS[0], self._floor.thought_at(fact.at) + EVERY)

    def _looked(self, name: str, fact: DeadlineReached) -> None:
        if self._health.is_wanted:
            following = LOOKS[name == "0"]
            self._floor.deadlines.arm(following, self._floor.thought_at(fact.at) + EVERY)

    def _raised(self, fact: f.HealthAlarmRaised) -> None:
        self._clear(fact)
        self._floor.alarms.append(Alarm(trouble=fact.trouble, about=fact.about, since=fact.since))

    def _cleared(self, fact: f.HealthAlarmCleared) -> None:
        self._clear(fact)

    def _clear(self, fact: f.HealthAlarmRaised | f.HealthAlarmCleared) -> None:
        named = (fact.trouble, fact.about)
        alarms = self._floor.alarms
        self._floor.alarms = [one for one in alarms if (one.trouble, one.about) != named]
