"""Telephone numbers outside: whose number a party is, whether it may be called, and by which ways.

The relay asks before a line is told to dial a party. Numbers come from the worker, go into the
order for the line, and are kept nowhere here. A caller's number is whatever the network claims, so
only numbers of the listed beginnings are ever called.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from acd.ids import PartyId
from callcenter.calls.commands import Way
from callcenter.errors import Unavailable
from callcenter.exchange.trunks import Trunks
from callcenter.trunk import Trunk
from callcenter.wire import Done, PartyAsked

log = structlog.get_logger()

ANY: Final = "*"
_NUMBER: Final = re.compile(r"\+?[0-9]{2,20}")


class Asking(Protocol):
    """What is needed of the bus."""

    async def request(self, subject: str, message: PartyAsked, answer: type[Done]) -> Done:
        """Ask one listener; raises Unavailable when nobody answers in time."""


class NotCallable(Exception):
    """There is no number to call, or none that may be called."""


@dataclass(frozen=True, slots=True)
class OutsideSettings:
    """Which numbers outside may be called, and as whom."""

    numbers: tuple[str, ...]
    """Beginnings of numbers that may be called; `*` is every number."""
    shown: str
    """The number customers see; empty: the line's own name."""


class Outside:
    """Finds the ways to a party."""

    def __init__(
        self, settings: OutsideSettings, trunks: Trunks, bus: Asking, clock: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._trunks = trunks
        self._bus = bus
        self._clock = clock

    async def ways_to(self, party: PartyId, line: str, shown: str) -> tuple[Way, ...]:
        """How the party is called by `line`, with this number or the usual one shown; best first.

        Raises NotCallable; Unavailable while nobody can tell.
        """
        self._needs_trunk()
        answer = await self._bus.request("cc.worker.number", PartyAsked(party=party), Done)
        if answer.error:
            raise Unavailable(answer.error)
        return self.ways_to_number(answer.body.decode(), line, shown)

    def ways_to_number(self, number: str, line: str, shown: str) -> tuple[Way, ...]:
        """The same, of a number; raises NotCallable."""
        self._needs_trunk()
        if not _NUMBER.fullmatch(number):
            raise NotCallable("that is no telephone number, or the party has none")
        if not self._may_call(number):
            raise NotCallable("the number does not begin as setting trunk_numbers says")
        shown = shown or self._settings.shown
        ways = tuple(
            Way(uri=trunk.number(number), sender=_sender(trunk, shown), login=trunk.login)
            for trunk in self._trunks.ways(line, self._clock())
        )
        if not ways:
            raise NotCallable("every trunk has as many calls as it may")
        return ways

    def _needs_trunk(self) -> None:
        if not self._trunks.trunks:
            raise NotCallable("settings trunk and trunks are empty")

    def _may_call(self, number: str) -> bool:
        return any(one == ANY or number.startswith(one) for one in self._settings.numbers)


def _sender(trunk: Trunk, shown: str) -> str:
    """The number that is shown, else our account there, else the line's own name."""
    if shown:
        return f"<{trunk.number(shown)}>"
    return f"<{trunk.account}>" if trunk.user else ""
