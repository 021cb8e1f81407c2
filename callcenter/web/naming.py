"""What things are called on screens: people, queues, masked numbers. Kept in memory.

Names are read again every ten seconds and outlive the database; numbers come with `cc.parties` or
are looked up once. It must not know who may see them: everything it gives out is masked.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable

from agent_desktop.view import Words
from callcenter.bus import Bus
from callcenter.crm.numbers import mask
from callcenter.errors import Unavailable
from callcenter.staff import Named, Names, Person
from callcenter.web.ports import Customers, Directory
from callcenter.wire import PartySeen

NAMES_EVERY = 10.0
NUMBERS_KEPT = 20_000

_NOTHING = Names(
    house=Named(zh="", en=""),
    people={},
    queues={},
    teams={},
    sites={},
    employers={},
    skills={},
)


class Naming:
    """Names and numbers in memory."""

    def __init__(self, directory: Directory, customers: Customers) -> None:
        self._directory = directory
        self._customers = customers
        self._numbers: OrderedDict[str, str] = OrderedDict()
        self.names = _NOTHING

    async def open(self, bus: Bus) -> None:
        """Hear numbers as calls come in."""
        await bus.subscribe("cc.parties", PartySeen, self._on_party)

    async def keep(self) -> None:
        """Run for the process's life."""
        while True:
            await self.read()
            await asyncio.sleep(NAMES_EVERY if self.names.people else 1.0)

    async def read(self) -> None:
        """Read the names; while the database is away the old ones stay."""
        try:
            self.names = await self._directory.names()
        except Unavailable:
            return

    def person(self, agent: str) -> Person:
        """Somebody; an unknown work number is its own name."""
        known = self.names.people.get(agent)
        if known is not None:
            return known
        name = Named(zh=agent, en=agent)
        return Person(agent=agent, name=name, team="", site="", employer="", takes_calls=False)

    def person_name(self, agent: str) -> Words:
        """A person's name."""
        name = self.person(agent).name
        return Words(zh=name.zh, en=name.en)

    def queue(self, queue: str) -> Words:
        """A queue's name; an unknown one is its own name."""
        name = self.names.queues.get(queue)
        return Words(zh=name.zh, en=name.en) if name is not None else Words(zh=queue, en=queue)

    def number(self, party: str) -> str:
        """Masked; empty when withheld or not known in memory."""
        return mask(self._numbers.get(party, ""))

    async def plain_number(self, party: str) -> str:
        """As it is, for making a record; raises Unavailable. Never for a screen or a log."""
        known = self._numbers.get(party, "")
        if known or not party:
            return known
        found = (await self._customers.numbers_of((party,))).get(party)
        if found is None:
            return ""
        self._keep(party, found.plain)
        return found.plain

    async def learn_all(self, parties: Iterable[str]) -> None:
        """Look up what a list needs, in one question; away counts as not known."""
        missing = sorted({one for one in parties if one and one not in self._numbers})
        if not missing:
            return
        try:
            found = await self._customers.numbers_of(missing)
        except Unavailable:
            return
        for party, number in found.items():
            self._keep(party, number.plain)

    def _keep(self, party: str, number: str) -> None:
        if not number:
            return
        self._numbers[party] = number
        self._numbers.move_to_end(party)
        while len(self._numbers) > NUMBERS_KEPT:
            self._numbers.popitem(last=False)

    async def _on_party(self, seen: PartySeen, _: str) -> None:
        self._keep(seen.party, seen.number)
