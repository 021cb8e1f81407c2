"""What follows from a look at the distributor's own promises: alarms raised and cleared."""

from acd import facts as f
from acd.alarm import Alarm
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.floor import Floor
from acd.health import Health
from acd.step import DeadlineReached, Fact


class HealthDecisions:
    """Of alarms."""

    def __init__(self, floor: Floor) -> None:
        self._health = Health(floor)
        self.facts: FactTable = {}
        self.deadlines: DeadlineTable = {"health": self._look}

    def unheard(self, fact: Fact) -> Facts:
        """A deadline that should have come long before this fact."""
        alarm = self._health.unheard(fact.at)
        return () if alarm is None else (_raised(alarm, fact),)

    def _look(self, _: str, fact: DeadlineReached) -> Facts:
        over = (
            f.HealthAlarmCleared(at=fact.at, trouble=alarm.trouble, about=alarm.about)
            for alarm in self._health.over(fact.at)
        )
        return (*over, *(_raised(alarm, fact) for alarm in self._health.new(fact.at)))


def _raised(alarm: Alarm, fact: Fact) -> f.HealthAlarmRaised:
    return f.HealthAlarmRaised(
        at=fact.at, trouble=alarm.trouble, about=alarm.about, since=alarm.since
    )
