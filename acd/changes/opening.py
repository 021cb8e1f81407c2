"""What facts change of queues that open and close, and of calls that go elsewhere."""

from acd import facts as f
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor
from acd.ids import DeadlineId, QueueId
from acd.opening import Emergency, Hour


class OpeningChanges:
    """Of queues' doors."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.QueueOpened: self._told,
            f.QueueClosed: self._told,
            f.EmergencyPressed: self._emergency_pressed,
        }
        self.deadlines: DeadlineChanges = {}

    def arm_all(self) -> None:
        """There are other calendars: they alone are waited for."""
        floor = self._floor
        for name in tuple(floor.deadlines.armed()):
            if name.startswith("hours:"):
                floor.deadlines.disarm(name)
        for queue, hour in floor.opening.hours.items():
            self._arm(queue, hour)

    def _told(self, fact: f.QueueOpened | f.QueueClosed) -> None:
        because = fact.because if isinstance(fact, f.QueueClosed) else None
        hour = Hour(since=fact.at, because=because, until=fact.until)
        self._floor.alter_opening(lambda: self._floor.opening.tell(fact.queue, hour))
        self._arm(fact.queue, hour)

    def _arm(self, queue: QueueId, hour: Hour) -> None:
        name = DeadlineId(f"hours:{queue}")
        self._floor.deadlines.disarm(name)
        if hour.until is not None and self._floor.opening.calendar(queue) is not None:
            self._floor.deadlines.arm(name, hour.until)

    def _emergency_pressed(self, fact: f.EmergencyPressed) -> None:
        pressed = Emergency(
            since=fact.at, by=fact.by, announcement=fact.announcement, reason=fact.reason
        )
        emergency = pressed if fact.on else None
        self._floor.alter_opening(lambda: self._floor.opening.press(fact.queue, emergency))
