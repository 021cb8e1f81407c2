"""Telephone numbers outside: whose number a party is, whether it may be called, and by which URI.

The relay asks before a line is told to dial a party. Numbers come from the worker, go into the
order for the line, and are kept nowhere here. A caller's number is whatever the network claims, so
only numbers of the listed beginnings are ever called.
"""

import re
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from acd.ids import PartyId
from callcenter.errors import SettingsInvalid, Unavailable
from callcenter.sip.grammar import parse_uri
from callcenter.sip.refusal import SipRefusal
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
    """Where calls to the outside go, and which."""

    trunk: str
    """`sip:host:port`, or empty: nobody outside can be called."""
    numbers: tuple[str, ...]
    """Beginnings of numbers that may be called; `*` is every number."""
    shown: str
    """The number customers see; empty: the line's own name."""

    def __post_init__(self) -> None:
        """Raises SettingsInvalid for a trunk that is no address, or one without numbers."""
        if not self.trunk:
            return
        try:
            uri = parse_uri(self.trunk, "trunk")
        except SipRefusal as wrong:
            raise SettingsInvalid(
                "setting trunk: no SIP address; write it as sip:192.0.2.1:5060"
            ) from wrong
        if uri.scheme != "sip" or uri.user:
            raise SettingsInvalid(
                "setting trunk: a trunk has no user part; write it as sip:192.0.2.1:5060"
            )
        if not self.numbers:
            raise SettingsInvalid(
                "setting trunk_numbers is empty, so nobody could be called; "
                'list how numbers may begin, such as ["+86"], or ["*"] for all'
            )


class Outside:
    """Finds the way to a party."""

    def __init__(self, settings: OutsideSettings, bus: Asking) -> None:
        self._settings = settings
        self._bus = bus

    def sender(self, shown: str) -> str:
        """From of the calls outward, with this number or the usual one; empty: the line's own."""
        shown, trunk = shown or self._settings.shown, self._settings.trunk
        return f"<sip:{shown}@{_host(trunk)}>" if shown else ""

    async def uri_of(self, party: PartyId) -> str:
        """Where the party is called. Raises NotCallable; Unavailable while nobody can tell."""
        if not self._settings.trunk:
            raise NotCallable("setting trunk is empty")
        answer = await self._bus.request("cc.worker.number", PartyAsked(party=party), Done)
        if answer.error:
            raise Unavailable(answer.error)
        number = answer.body.decode()
        if not _NUMBER.fullmatch(number):
            raise NotCallable("the party has no telephone number")
        if not self._may_call(number):
            raise NotCallable("the number does not begin as setting trunk_numbers says")
        return f"sip:{number}@{_host(self._settings.trunk)}"

    def _may_call(self, number: str) -> bool:
        return any(one == ANY or number.startswith(one) for one in self._settings.numbers)


def _host(trunk: str) -> str:
    """Host, port and parameters of the trunk."""
    return trunk.partition(":")[2]
