"""What follows when queues open and close: who is sent away, and who is served from then on."""

from acd import facts as f
from acd.decisions.diverting import Diverting
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.floor import Floor
from acd.ids import QueueId
from acd.matching import Matching
from acd.opening import Hour
from acd.step import DeadlineReached, Fact


class OpeningDecisions:
    """Of queues' doors."""

    def __init__(self, floor: Floor, matching: Matching, diverting: Diverting) -> None:
        self._floor = floor
        self._matching = matching
        self._diverting = diverting
        self.facts: FactTable = {
            f.QueueOpened: self._opened,
            f.QueueClosed: self._closed,
            f.EmergencyPressed: self._emergency_pressed,
        }
        self.deadlines: DeadlineTable = {"hours": self._hour_has_come}

    def published(self, fact: f.ConfigurationPublished) -> Facts:
        """What other calendars say that is news."""
        news = self._floor.opening.news(fact.at)
        return tuple(_says(queue, hour, fact, configured=True) for queue, hour in news)

    def _hour_has_come(self, name: str, fact: DeadlineReached) -> Facts:
        queue, opening = QueueId(name), self._floor.opening
        if opening.calendar(queue) is None:
            return ()
        return (_says(queue, opening.said_by_calendar(queue, fact.at), fact),)

    def _opened(self, fact: f.QueueOpened) -> Facts:
        """Callbacks in its line may be called from now on."""
        return tuple(self._matching.all_free(fact.at))

    def _closed(self, fact: f.QueueClosed) -> Facts:
        if fact.configured:
            return ()
        return self._diverting.all_in_line(fact, fact.queue)

    def _emergency_pressed(self, fact: f.EmergencyPressed) -> Facts:
        if not fact.on:
            return tuple(self._matching.all_free(fact.at))
        queues = (fact.queue,) if fact.queue is not None else tuple(self._floor.queues)
        return tuple(one for queue in queues for one in self._diverting.all_in_line(fact, queue))


def _says(queue: QueueId, hour: Hour, fact: Fact, *, configured: bool = False) -> Fact:
    if hour.because is None:
        return f.QueueOpened(at=fact.at, queue=queue, until=hour.until)
    return f.QueueClosed(
        at=fact.at, queue=queue, because=hour.because, until=hour.until, configured=configured
    )
