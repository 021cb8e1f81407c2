"""What things are called on screens: people, queues, masked numbers. Kept in memory.

Names are read again every ten seconds and outlive the database; numbers come with `cc.parties` or
are looked up once. It must not know who may see them: everything it gives out is masked.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Protocol

from agent_desktop.view import Words
from callcenter.bus import Bus
from callcenter.crm.customer import PhoneNumber
from callcenter.crm.numbers import mask
from callcenter.errors import Unavailable
from callcenter.staff import Named, Names, Person
from callcenter.web.ports import Directory
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


class Numbers(Protocol):
    """What it asks the customer book."""

    async def numbers_of(self, parties: Sequence[str]) -> dict[str, PhoneNumber]:
        """The numbers, as far as they are known and were not withheld."""


class Naming:
    """Names and numbers in memory."""

    def __init__(self, directory: Directory, customers: Numbers) -> None:
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
        return self.known_queue(queue) or Words(zh=queue, en=queue)

    def known_queue(self, queue: str) -> Words | None:
        """A queue's name; None for what is no queue."""
        return _words(self.names.queues.get(queue))

    def skill(self, skill: str) -> Words:
        """A skill's name; an unknown one is its own name."""
        return _words(self.names.skills.get(skill)) or Words(zh=skill, en=skill)

    def team(self, team: str) -> Words:
        """A team's name; an unknown one is its own name."""
        return _words(self.names.teams.get(team)) or Words(zh=team, en=team)

    def site(self, site: str) -> Words:
        """A site's name; an unknown one is its own name."""
        return _words(self.names.sites.get(site)) or Words(zh=site, en=site)

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


def _words(name: Named | None) -> Words | None:
    return Words(zh=name.zh, en=name.en) if name is not None else None
