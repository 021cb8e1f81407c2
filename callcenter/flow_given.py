"""What is so around one who tries a flow: `callcenter flow try FILE --given hours=closed`."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from acd.ids import CallId, QueueId
from callcenter.errors import SettingsInvalid
from ivr.surroundings import HOURS, OPEN, CallerNow, QueueNow

_CAN_BE = (
    f"hours={'|'.join(HOURS)}, waiting=<callers>, staffed=<agents>, dialled=<number>, "
    "tier=<tier>, travels_soon=yes"
)


class Given(NamedTuple):
    """Implements `ivr.surroundings.Surroundings`: every queue is alike."""

    of_queues: QueueNow = QueueNow(hours=OPEN, staffed=1)
    of_caller: CallerNow = CallerNow()

    def queue(self, queue: QueueId) -> QueueNow:
        """As it was given."""
        return self.of_queues

    def caller(self, call: CallId) -> CallerNow:
        """As she was given."""
        return self.of_caller


NOTHING_GIVEN: Final = Given()


def given(said: Iterable[str]) -> Given:
    """Of `name=value`, each; raises SettingsInvalid for what cannot be given."""
    queues, caller = NOTHING_GIVEN
    for one in said:
        match one.split("=", 1):
            case ["hours", hours] if hours in HOURS:
                queues = queues._replace(hours=hours)
            case ["waiting", count] if count.isdecimal():
                queues = queues._replace(waiting=int(count))
            case ["staffed", count] if count.isdecimal():
                queues = queues._replace(staffed=int(count))
            case ["dialled", number] if number:
                caller = caller._replace(dialled=number)
            case ["tier", tier] if tier:
                caller = caller._replace(tier=tier)
            case ["travels_soon", "yes"]:
                caller = caller._replace(travels_soon=True)
            case _:
                raise SettingsInvalid(f"--given takes {_CAN_BE}; not {one}")
    return Given(queues, caller)
