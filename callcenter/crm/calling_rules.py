"""Whether somebody may call a number of her own accord, by the rules of the house. Pure.

Asked with the number in hand, which is neither kept nor told; what it may cost hangs on its zone.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from acd.configuration import Configuration
from acd.zones import Zone, zone_of
from callcenter.crm.numbers import normalise

_CALLABLE: Final = re.compile(r"\+?[0-9]{3,20}")


class CallingNo(StrEnum):
    """Why not."""

    NUMBER_INVALID = "number_invalid"
    ZONE_CLOSED = "zone_closed"
    COST_REACHED = "cost_reached"


class Callable(NamedTuple):
    """A number that may be called."""

    number: str
    """As it is called: E.164, or a short number as it is."""
    zone: str
    """Empty in a house that names none."""


def may_call(
    written: str, role: str, configuration: Configuration, spent: float, region: str = "CN"
) -> Callable | CallingNo:
    """What is called when somebody of this role has dialled it, or why nothing is.

    `spent` is what such calls have cost today, in the house's money.
    """
    number = normalise(written, region)
    if not _CALLABLE.fullmatch(number):
        return CallingNo.NUMBER_INVALID
    zones = configuration.zones
    zone = zone_of(number, zones)
    if zones and (zone is None or not zone.is_open_to(role)):
        return CallingNo.ZONE_CLOSED
    most = configuration.outbound_cost_a_day
    costs = zone.per_minute if zone is not None else 0.0
    if most and costs and spent + costs > most:
        return CallingNo.COST_REACHED
    return Callable(number, zone.code if zone is not None else "")


def minute_prices(zones: Iterable[Zone]) -> dict[str, float]:
    """What a begun minute costs, by zone."""
    return {zone.code: zone.per_minute for zone in zones}
