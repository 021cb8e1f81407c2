"""How long a queue's calls take: a moving mean that the forecast is made of."""

from acd.floor import Floor
from acd.ids import QueueId

WEIGHT = 1 / 32
"""Share of the newest call: about the last sixty count. Fewer would make a forecast waver by more
than its own uncertainty.
"""


def mean_handle(floor: Floor, queue: QueueId) -> float:
    """Seconds of talk, hold and wrap-up of a call; the queue's target until one was measured."""
    return floor.handle_for.get(queue) or float(floor.queue(queue).profile.handle_within)


def handled(floor: Floor, queue: QueueId, seconds: float) -> None:
    """One more call was."""
    before = mean_handle(floor, queue)
    floor.handle_for[queue] = before + WEIGHT * (seconds - before)
