"""What the other rooms of the house know, as a dialogue asks for it.

A part of the house: it reads the rooms' answers and decides nothing.
"""

from acd.distributor import Distributor
from acd.ids import QueueId
from acd.targets import Because
from ivr.surroundings import CLOSED, EMERGENCY, HOLIDAY, OPEN, QueueNow

_HOURS = {Because.EMERGENCY: EMERGENCY, Because.HOLIDAY: HOLIDAY}


class RoomsAround:
    """Implements `ivr.surroundings.Surroundings`."""

    def __init__(self, acd: Distributor) -> None:
        self._acd = acd

    def queue(self, queue: QueueId) -> QueueNow:
        """By its calendar and the emergency switch."""
        shut = self._acd.shut(queue)
        return QueueNow(hours=OPEN if shut is None else _HOURS.get(shut.because, CLOSED))
