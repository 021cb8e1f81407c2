"""A call's place in the order of service: its class, and how long it counts as having waited.

The class is a sum: what the dialled number and the flow give, the queue, the customer's tier, and a
journey that begins soon. It is fixed at first entry. Recognition may raise it afterwards, each part
of it once, and nothing ever lowers it but a supervisor, who sets it as a whole.
"""

from datetime import timedelta
from typing import NamedTuple

from acd.configuration import Configuration, QueueProfile, usual_tiers
from acd.waiting_call import TOP_PRIORITY, WaitingCall


class Known(NamedTuple):
    """What the customer book says of a caller, as far as it counts in line."""

    tier: str = ""
    travels_soon: bool = False
    """A journey begins within 72 hours."""


def of_customer(house: Configuration | None, known: Known) -> int:
    """What a customer adds, by the house's rules."""
    tiers = house.tiers if house is not None else usual_tiers()
    trip = house.trip_within_priority if house is not None and known.travels_soon else 0
    return tiers.get(known.tier, 0) + trip


def enters(
    call: WaitingCall, queue: QueueProfile, house: Configuration | None, own: int, known: Known
) -> None:
    """Fix its key: at first entry, or of a callback that stands in line again. `own` is what the
    number and the flow give.
    """
    call.priority = min(TOP_PRIORITY, own + queue.priority)
    recognise(call, house, known)
    promise = timedelta(seconds=queue.answer_within - queue.head_start - call.head_start)
    call.due_at = call.entered_at + promise


def recognise(call: WaitingCall, house: Configuration | None, known: Known) -> None:
    """It is known who calls: tier and journey count once each, whenever they are told."""
    tier = "" if call.tier else known.tier
    trip = known.travels_soon and not call.travels_soon
    if of_customer(house, Known(tier=tier)):
        call.tier = tier
        call.priority += 0 if call.by_hand else of_customer(house, Known(tier=tier))
    if of_customer(house, Known(travels_soon=trip)):
        call.travels_soon = True
        call.priority += 0 if call.by_hand else of_customer(house, Known(travels_soon=trip))
    call.priority = min(TOP_PRIORITY, call.priority)


def is_easy(call: WaitingCall, queue: QueueProfile) -> bool:
    """Nothing beyond its queue makes it more urgent than what an agent who learns may have."""
    return call.priority - queue.priority <= queue.easy_up_to


def own_priority(call: WaitingCall, queue: QueueProfile, house: Configuration | None) -> int:
    """What is left of its class without its queue and its customer, who will be added again."""
    known = Known(call.tier, call.travels_soon)
    return call.priority - queue.priority - of_customer(house, known)
