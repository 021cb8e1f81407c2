"""What the other rooms of the house know, as a dialogue asks for it.

A part of the house: it reads the rooms' answers and decides nothing.
"""

from collections.abc import Iterator

from acd.agent import STAFFED
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.ids import AgentId, CallId, QueueId
from acd.targets import Because
from callcenter.calls.calls import Calls
from ivr.colleagues import NOBODY, Colleague, Colleagues
from ivr.surroundings import CLOSED, EMERGENCY, HOLIDAY, OPEN, CallerNow, QueueNow

_HOURS = {Because.EMERGENCY: EMERGENCY, Because.HOLIDAY: HOLIDAY}


class RoomsAround:
    """Implements `ivr.surroundings.Surroundings`."""

    def __init__(self, calls: Calls, acd: Distributor) -> None:
        self._calls = calls
        self._acd = acd
        self._listed: tuple[Configuration | None, Colleagues] = (None, NOBODY)

    def queue(self, queue: QueueId) -> QueueNow:
        """By its calendar, the emergency switch, and who is there."""
        shut, figures = self._acd.shut(queue), self._acd.queue_figures(queue)
        return QueueNow(
            hours=OPEN if shut is None else _HOURS.get(shut.because, CLOSED),
            waiting=figures.waiting if figures else 0,
            staffed=figures.staffed if figures else 0,
        )

    def caller(self, call: CallId) -> CallerNow:
        """By what was dialled, and by the customer book once it has answered."""
        found = self._calls.on(call)
        if found is None:
            return CallerNow()
        recorded = found.recording not in ("declined", "lost")
        customer = found.customers[0] if len(found.customers) == 1 else ""
        return CallerNow(
            found.dialled, found.tier, found.travels_soon, recorded, customer, found.brought
        )

    def colleagues(self) -> Colleagues:
        """Sorted once for each configuration."""
        told = self._acd.configuration
        if self._listed[0] is not told:
            self._listed = told, Colleagues(_listed(told))
        return self._listed[1]

    def works(self, agent: AgentId) -> bool:
        """By her state."""
        found = self._acd.agent(agent)
        return found is not None and found.state in STAFFED


def _listed(told: Configuration | None) -> Iterator[Colleague]:
    for agent in told.agents if told is not None else ():
        if agent.listing is not None:
            spoken = {str(language): text for language, text in agent.listing.spoken.items()}
            yield Colleague(agent.id, agent.listing.keypad, spoken)
