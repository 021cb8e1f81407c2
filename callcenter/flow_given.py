"""What is so around one who tries a flow: `callcenter flow try FILE --given hours=closed`."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from acd.ids import QueueId
from callcenter.errors import SettingsInvalid
from ivr.surroundings import HOURS, OPEN, QueueNow


class Given(NamedTuple):
    """Implements `ivr.surroundings.Surroundings`: every queue is alike."""

    hours: str = OPEN

    def queue(self, queue: QueueId) -> QueueNow:
        """As it was given."""
        return QueueNow(hours=self.hours)


NOTHING_GIVEN: Final = Given()


def given(said: Iterable[str]) -> Given:
    """Of `name=value`, each; raises SettingsInvalid for what cannot be given."""
    found = NOTHING_GIVEN
    for one in said:
        name, _, value = one.partition("=")
        match name:
            case "hours" if value in HOURS:
                found = found._replace(hours=value)
            case _:
                raise SettingsInvalid(f"--given takes hours={'|'.join(HOURS)}, not {one}")
    return found
