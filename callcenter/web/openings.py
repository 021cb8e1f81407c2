"""Which queues are open and since when they are not, with names added; and who may close them.

It asks the replica. It decides nothing and must not know HTTP.
"""

from acd.configuration import Configuration
from acd.ids import QueueId
from acd.opening import Emergency
from agent_desktop.catalogue import EMERGENCY_REASONS
from agent_desktop.opening_views import EmergencyView, OpeningView
from callcenter.web.naming import Naming
from callcenter.web.opening_shapes import (
    AnnouncementShape,
    EmergencyShape,
    OpeningList,
    OpeningShape,
    QueueOpening,
    ReasonShape,
)
from callcenter.web.replica import Replica
from callcenter.web.told import pair, pair_of


class Openings:
    """Looks into one replica."""

    def __init__(self, replica: Replica, naming: Naming) -> None:
        self._replica = replica
        self._naming = naming

    def of(self, queue: QueueId) -> OpeningView:
        """One queue, for a screen or a board."""
        acd = self._replica.house.acd
        shut = acd.shut(queue)
        return OpeningView(
            open=shut is None,
            because=shut.because.value if shut is not None else "",
            changes_at=acd.changes_at(queue),
        )

    def emergencies(self) -> tuple[EmergencyView, ...]:
        """The house's first, then those of queues in the order of the configuration."""
        acd = self._replica.house.acd
        pressed = ((queue, acd.emergency(queue)) for queue in (None, *acd.queues()))
        return tuple(
            EmergencyView(
                queue=queue,
                queue_name=self._naming.queue(queue) if queue is not None else None,
                since=one.since,
                reason=EMERGENCY_REASONS.get(one.reason),
            )
            for queue, one in pressed
            if one is not None
        )

    # -- for a leader ----------------------------------------------------------------------------

    def shape(self, queue: QueueId) -> OpeningShape:
        """One queue, for a list of queues."""
        view = self.of(queue)
        return OpeningShape(open=view.open, because=view.because, changes_at=view.changes_at)

    def told(self, led: frozenset[str] | None) -> OpeningList:
        """Everything there is to know; `led` are those whom the viewer leads, None: everybody."""
        acd, told = self._replica.house.acd, self._replica.configuration
        words = told.announcements if told is not None else {}
        calendars = {one.id: one.calendar for one in told.queues} if told is not None else {}
        return OpeningList(
            emergency=self._emergency(acd.emergency()),
            may_press=led is None,
            queues=[
                QueueOpening(
                    queue=queue,
                    name=pair(self._naming.queue(queue)),
                    opening=self.shape(queue),
                    calendar=calendars.get(queue, ""),
                    emergency=self._emergency(acd.emergency(queue)),
                    may_press=self.may_press(queue, led),
                )
                for queue in acd.queues()
            ],
            reasons=[
                ReasonShape(code=code, name=pair(name)) for code, name in EMERGENCY_REASONS.items()
            ],
            announcements=[
                AnnouncementShape(
                    name=name, texts={str(language): said for language, said in texts.items()}
                )
                for name, texts in words.items()
            ],
        )

    def may_press(self, queue: QueueId | None, led: frozenset[str] | None) -> bool:
        """The house only by whom everybody is led; a queue by whoever leads somebody in it."""
        if led is None:
            return True
        configuration: Configuration | None = self._replica.configuration
        agents = configuration.agents if configuration is not None and queue is not None else ()
        return any(queue in one.queues and one.id in led for one in agents)

    def _emergency(self, pressed: Emergency | None) -> EmergencyShape | None:
        if pressed is None:
            return None
        reason = EMERGENCY_REASONS.get(pressed.reason)
        return EmergencyShape(
            since=pressed.since,
            by=pressed.by,
            by_name=pair_of(self._naming, pressed.by),
            reason=pressed.reason,
            reason_name=pair(reason) if reason is not None else None,
            announcement=pressed.announcement,
        )
