"""What must be so before a line dials: it is known where to, and the front door lets it through.

The relay hands every dial through here. It must not know lines beyond their names, nor why somebody
is called.
"""

from typing import Final, Protocol

import structlog
from msgspec.structs import replace

from acd.ids import PartyId
from callcenter.calls.commands import DialLeg, PlaceCall, Way
from callcenter.calls.refusals import Refusal
from callcenter.errors import Unavailable
from callcenter.exchange.outside import NotCallable
from callcenter.facts import encode
from callcenter.sip.binding import extension_of
from callcenter.sip.peer import Peer
from callcenter.wire import Order

log = structlog.get_logger()

Dial = DialLeg | PlaceCall
DIALS: Final = (DialLeg, PlaceCall)


class Gate(Protocol):
    """What is asked of the front door."""

    def permit(self, line: str, uri: str, at: Peer | None = None) -> None:
        """Let a line dial this, `at` an address of its own; raises ValueError."""

    async def resolved(self) -> None:
        """Wait until permitted names have addresses."""


class Numbers(Protocol):
    """What is asked about the outside."""

    async def ways_to(self, party: PartyId, line: str, shown: str) -> tuple[Way, ...]:
        """How a line calls the party, best first; raises NotCallable, or Unavailable."""
        ...

    def ways_to_number(self, number: str, line: str, shown: str) -> tuple[Way, ...]:
        """The same, of a number; raises NotCallable."""
        ...


class DeskPhones(Protocol):
    """What is asked about the phones that register here."""

    def way_to(self, extension: str) -> tuple[str, Peer]:
        """Its Contact, and where it is reached; raises NotCallable, or Unavailable."""


class Dialling:
    """Makes a dial ready for its line."""

    def __init__(self, gate: Gate, numbers: Numbers, phones: DeskPhones) -> None:
        self._gate = gate
        self._numbers = numbers
        self._phones = phones

    async def ready(self, line: str, command: Dial, order: Order) -> Order | Refusal | None:
        """The order as the line gets it, or why there is none. None: nobody can tell yet, and
        control will say it again.
        """
        try:
            if not command.uri:
                order = await self._outward(line, command, order)
            elif extension := extension_of(command.uri):
                uri, at = self._phones.way_to(extension)
                order = replace(order, body=encode(replace(command, uri=uri)))
                self._gate.permit(line, uri, at)
            else:
                self._gate.permit(line, command.uri)
            await self._gate.resolved()
        except Unavailable:
            log.warning("exchange.number_not_known_yet", call_id=command.call)
            return None
        except (NotCallable, ValueError) as wrong:
            log.error("exchange.not_dialled", call_id=command.call, because=str(wrong))
            return Refusal.UNREACHABLE
        return order

    async def _outward(self, line: str, command: Dial, order: Order) -> Order:
        number = command.number if isinstance(command, DialLeg) else ""
        if number:
            best, *others = self._numbers.ways_to_number(number, line, command.shown)
        else:
            best, *others = await self._numbers.ways_to(command.party, line, command.shown)
        for way in (best, *others):
            self._gate.permit(line, way.uri)
        told = replace(
            command, uri=best.uri, sender=best.sender, login=best.login, others=tuple(others)
        )
        return replace(order, body=encode(told))
