"""The distributor wishes nothing of the world itself.

Its decisions are facts (`OfferMade`, `OfferAccepted`, `PlaceTold` …); the room `callcenter.calls`
and the desks act on them. The module stands so that every room has the same files.
"""

from acd.step import Command

COMMANDS: tuple[type[Command], ...] = ()
